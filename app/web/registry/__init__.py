"""What the registry office sees: release, approve, plan."""
