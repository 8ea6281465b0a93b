"""The slice of those who answer: organisations, posts, responsibilities, approval, promises, and whom to talk to."""

from django.apps import AppConfig

SAME_TOWN = (
    ("PublicObject", "answered_by"), ("Link", "source"), ("Link", "target"), ("Link", "told_by"),
    ("Organisation", "parent"), ("Post", "organisation"), ("Holder", "post"), ("Deputy", "post"), ("Deputy", "deputy"),
    ("Absence", "post"), ("Facility", "organisation"),
    ("Responsibility", "object"), ("Responsibility", "post"), ("Handover", "responsibility"), ("Handover", "to_post"),
    ("Promise", "post"), ("Promise", "about"), ("Promise", "outcome_object"),
    ("PromiseChange", "promise"), ("PromiseChange", "from_post"), ("PromiseChange", "to_post"),
    ("RouteStep", "route"), ("RouteStep", "post"), ("Draft", "about"), ("Draft", "author_post"),
    ("Draft", "published_as"), ("Decision", "draft"), ("Decision", "post"), ("Decision", "as_deputy"),
    ("DeskEntry", "object"), ("DeskTerm", "entry"), ("UnansweredQuestion", "settled_by"),
)  # fmt: skip


class GovernanceConfig(AppConfig):
    name = "meguri.governance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from meguri.core import triggers

        # Importing a module registers its policies, actions, kinds or letters.
        from meguri.governance import (  # noqa: F401
            desk_index,
            draft_letters,
            organisation_objects,
            own_data,
            people_drafts,
            policies_desk,
            policies_drafts,
            policies_objects,
            policies_people,
            policies_promises,
            policies_sheets,
            promise_drafts,
            promise_objects,
        )
        from meguri.governance.actions import (  # noqa: F401
            accounts,
            desk,
            drafts,
            facilities,
            handovers,
            holders,
            objects,
            organisations,
            posts,
            responsibilities,
            routes,
            rules,
            sheets,
        )
        from meguri.governance.sheets import chart_import  # noqa: F401
        from meguri.governance.sheets import drafts as sheet_drafts  # noqa: F401

        for model, field in SAME_TOWN:
            triggers.same_town(f"governance.{model}", field)
        triggers.no_overlap("governance.Responsibility", by="object", where={"part": "accountable"})
        triggers.no_overlap("governance.Holder", by="post")
        triggers.immutable("governance.Decision")
