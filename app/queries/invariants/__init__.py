"""What must always be true of the database, each in a sentence and a function.

A function yields one line for each violation, naming the rows.
"""

from app.queries.invariants import others, reservations, rosters, slots
from app.queries.invariants.base import INVARIANTS, Invariant

__all__ = ["INVARIANTS", "Invariant", "others", "reservations", "rosters", "slots"]
