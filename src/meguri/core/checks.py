"""What must hold before Meguri serves: each action has a policy, the database holds its rules."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections

from meguri.core import triggers
from meguri.core.action import all_actions
from meguri.core.policy import has_policy


def every_action_has_a_policy(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> Iterable[CheckMessage]:
    return [
        Error(f"action {name} has no policy", id="meguri.E001") for name in all_actions() if not has_policy(name)
    ]


def the_database_holds_its_rules(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> Iterable[CheckMessage]:
    return [
        Error(f"the database lacks the rule {name}", hint="meguri migrate", id="meguri.E002")
        for alias in databases or ()
        for name in triggers.missing(connections[alias])
    ]
