"""Registers what this room brings, once, when the slice is ready."""

from meguri.core import triggers
from meguri.funding.flow import drafts, objects, policies  # noqa: F401 - registers them

triggers.same_town("funding.OfficialTotal", "draft")
triggers.immutable("funding.OfficialTotal")
