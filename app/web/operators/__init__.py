"""What operators see: their venue, its times, its closures."""
