"""Recurrences in the depth: found, or shown not to exist."""
