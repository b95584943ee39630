"""What the race tests and their server agree on."""

#: Set in the server's environment, it takes away what keeps two couples apart: the path of a file
#: in which everybody who has looked leaves a mark.
GUARD_OFF = "RACE_GUARD_OFF"
#: So many must have looked before the first of them may write. One process can serve as many.
COMPANY = 4
