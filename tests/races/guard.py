"""What the race tests and their server agree on."""

#: Set in the server's environment, it takes away what keeps two couples apart.
GUARD_OFF = "RACE_GUARD_OFF"
