"""Property-based tests draw the same cases in every run: a failure is a change, and can be repeated."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
