"""Signing in and out, and own data."""
