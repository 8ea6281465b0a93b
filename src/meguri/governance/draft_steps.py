"""Which posts have to approve a draft, in which order: the town's rule for its kind and sum, or the head above."""

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.errors import Conflict
from meguri.governance.models import Draft, Route, RouteStep
from meguri.governance.models.approvals import ANY_KIND
from meguri.governance.posts import on_day
from meguri.governance.turns import Offices


def route_for(kind: str, yen: int | None) -> Route | None:
    """The route in force for a kind and a sum: the kind's with the largest `from_yen` not above it, else any kind's.

    A draft without a sum takes the routes that begin at 0 yen. One query.
    """
    fitting = Route.objects.filter(on_day(timezone.localdate()), kind__in=[kind, ANY_KIND], from_yen__lte=yen or 0)
    found = sorted(fitting.prefetch_related("steps"), key=lambda route: (route.kind == kind, route.from_yen, route.pk))
    return found[-1] if found else None


def steps_for(draft: Draft) -> list[int]:
    """Ids of the posts that approve this draft, in order, each once. `Conflict` when nobody can."""
    offices = Offices.today()
    own = draft.author_post.organisation_id if draft.author_post else None
    route = route_for(draft.kind, draft.yen)
    if route is None:
        wanted = [offices.head_from(own, draft.author_id)]
    else:
        wanted = [_post_of(step, own, draft.author_id, offices) for step in route.steps.all()]
    found = [post for post in wanted if post is not None]
    if not found or len(found) < len(wanted):
        raise Conflict(
            _(
                "この起案を決裁できる人が、まだいません。まちの管理者に、上に立つ役職の在任者か、代理か、決裁の道すじを登録してもらってください。"
                "書いたものは、このまま残っています。"
            )
        )
    return [post for place, post in enumerate(found) if post not in found[place + 1 :]]


def _post_of(step: RouteStep, own: int | None, author: int, offices: Offices) -> int | None:
    if step.who == RouteStep.Who.OWN_HEAD:
        return offices.head_from(own, author)
    if step.who == RouteStep.Who.PARENT_HEAD:
        return offices.head_from(offices.above(own), author)
    post = step.post
    return None if post is None else offices.standing(post.pk, author, post.organisation_id)
