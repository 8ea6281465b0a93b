"""Registers what this room brings, once, when the slice is ready."""

from meguri.core import triggers
from meguri.funding.flow import drafts, objects, policies  # noqa: F401 - registers them
from meguri.funding.flow.pages.gift import gift_section
from meguri.funding.giving.page_parts import add_part

triggers.same_town("funding.OfficialTotal", "draft")
triggers.immutable("funding.OfficialTotal")
add_part(
    "funding/flow/_gift.html",
    lambda gifts: {"yen": gift_section([gift.entry for gift in gifts]), "gifts": gifts},
)
