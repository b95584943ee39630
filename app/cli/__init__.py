"""TALK to the shell."""
