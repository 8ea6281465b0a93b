"""Who answers for what: organisations and posts, responsibilities, drafts and approvals, promises."""

from meguri.governance.models.approvals import Decision, Draft, Route, RouteStep
from meguri.governance.models.desk import DeskEntry, DeskTerm, UnansweredQuestion
from meguri.governance.models.objects import Link, PublicObject
from meguri.governance.models.organisations import Absence, Deputy, Facility, Holder, Organisation, Post
from meguri.governance.models.promises import Promise, PromiseChange
from meguri.governance.models.responsibilities import Handover, Responsibility
from meguri.governance.models.rules import SheetLayout, TownRule

__all__ = [
    "Absence",
    "Decision",
    "Deputy",
    "DeskEntry",
    "DeskTerm",
    "Draft",
    "Facility",
    "Handover",
    "Holder",
    "Link",
    "Organisation",
    "Post",
    "Promise",
    "PromiseChange",
    "PublicObject",
    "Responsibility",
    "Route",
    "RouteStep",
    "SheetLayout",
    "TownRule",
    "UnansweredQuestion",
]
