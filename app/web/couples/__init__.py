"""What couples see: find, hold, reserve, look after."""
