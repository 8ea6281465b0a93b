"""Registers what this room brings, once, when the slice is ready."""

from meguri.funding.flow import drafts, objects, policies  # noqa: F401 - registers them
