"""LOOK: takes a session, returns rows or small dataclasses; never writes."""


class NotFound(Exception):
    """There is no such thing, or it is not yours to see."""
