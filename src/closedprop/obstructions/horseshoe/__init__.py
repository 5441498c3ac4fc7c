"""Horseshoes: intervals that an iterate of a layer maps over all of them, and what they exclude."""
