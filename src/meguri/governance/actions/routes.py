"""The town's rule of approval: a route is set for a kind and a sum, and ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked, Unrecorded, Yen
from meguri.core.scope import active_town
from meguri.governance.draft_kinds import kind_named
from meguri.governance.models import Post, Route, RouteStep
from meguri.governance.models.approvals import ANY_KIND
from meguri.towns.models import Town


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it is settled: a post, or a head that follows from the author."""

    who: RouteStep.Who
    post: Post | None = None


OWN_HEAD = Step(RouteStep.Who.OWN_HEAD)
PARENT_HEAD = Step(RouteStep.Who.PARENT_HEAD)


def by(post: Post) -> Step:
    """A step at a post that is named."""
    return Step(RouteStep.Who.POST, post)


@action("governance.set_route", record=Public)
def set_route(actor: Actor, kind: Unrecorded[str], from_yen: Yen, steps: Unrecorded[Sequence[Step]]) -> Route:
    """Settle who approves a kind ("" any) from a sum on, from today. A route that stood for the same ends today."""
    if kind != ANY_KIND and kind_named(kind) is None:
        raise BadInput(_("この種類の起案はありません。"))
    if from_yen < 0:
        raise BadInput(_("金額は、0円以上で入れてください。"))
    _can_be_walked(steps)
    today = timezone.localdate()
    for standing in Route.objects.select_for_update().filter(kind=kind, from_yen=from_yen, until=None):
        _end(standing)
    route: Route = Route.objects.create(town=cast(Town, active_town()), kind=kind, from_yen=from_yen, since=today)
    RouteStep.objects.bulk_create(
        RouteStep(town_id=route.town_id, route=route, position=position, who=step.who, post=step.post)
        for position, step in enumerate(steps, start=1)
    )
    note(draft_kind=kind, steps=[step.post or step.who for step in steps])
    return route


@action("governance.end_route", record=Public)
def end_route(actor: Actor, route: Locked[Route]) -> Route:
    """End a route today; drafts that are on their way keep the steps they were handed in with."""
    if route.until is not None:
        raise Conflict(_("この決裁の道すじは、もう終わっています。"))
    return _end(route)


def _end(route: Route) -> Route:
    route.until = timezone.localdate()
    route.save(update_fields=["until"])
    return route


def _can_be_walked(steps: Sequence[Step]) -> None:
    """`BadInput` for a route that leads nowhere, in a circle, to another town, or to a post that has ended."""
    if not steps:
        raise BadInput(_("決裁する役職を、一つは選んでください。"))
    town, today = active_town(), timezone.localdate()
    seen: set[Step] = set()
    for step in steps:
        if step.post is not None and step.post.town_id != getattr(town, "pk", None):
            raise BadInput(_("ほかのまちの役職は選べません。このまちの役職から選んでください。"))
        if step.post is not None and step.post.until is not None and step.post.until <= today:
            name = {"post": step.post.full_name}
            raise BadInput(_("%(post)sは、もう終わった役職です。いまある役職から選んでください。") % name)
        if step in seen:
            name = {"post": step.post.full_name if step.post else str(step.who.label)}
            raise BadInput(
                _("「%(post)s」が二度出てきて、決裁が同じところに戻ります。一度だけにしてください。") % name
            )
        seen.add(step)
