"""The slice of what is done: projects, their main steps and reports."""

from django.apps import AppConfig

SAME_TOWN = (
    ("Project", "owner"), ("Project", "draft"), ("StateChange", "project"), ("StateChange", "draft"),
    ("Milestone", "project"), ("MilestoneChange", "milestone"),
    ("ProjectIndicator", "project"), ("ProjectIndicator", "indicator"),
    ("Report", "project"), ("Report", "draft"),
)  # fmt: skip


class ProjectsConfig(AppConfig):
    name = "meguri.projects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from meguri.core import triggers
        from meguri.projects import drafts, objects, policies, sheets  # noqa: F401 - registers them
        from meguri.projects.actions import milestones, plans, reports, transitions  # noqa: F401 - registers them

        for model, field in SAME_TOWN:
            triggers.same_town(f"projects.{model}", field)
