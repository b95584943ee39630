"""DECIDE: plain Python about weddings and their calendar; no clock, no database, no web."""
