"""Which posts have to approve a draft, in which order: the town's rule for its kind and sum, or the head above."""

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.errors import Conflict
from meguri.governance.draft_content import form_with
from meguri.governance.draft_kinds import holding_post, kind_named
from meguri.governance.models import Draft, Post, Route, RouteStep
from meguri.governance.models.approvals import ANY_KIND
from meguri.governance.posts import on_day
from meguri.governance.turns import Offices

MOST_CONSENTING = 5


def route_for(kind: str, yen: int | None) -> Route | None:
    """The route in force for a kind and a sum: the kind's with the largest `from_yen` not above it, else any kind's.

    A draft without a sum takes the routes that begin at 0 yen. One query.
    """
    fitting = Route.objects.filter(on_day(timezone.localdate()), kind__in=[kind, ANY_KIND], from_yen__lte=yen or 0)
    found = sorted(fitting.prefetch_related("steps"), key=lambda route: (route.kind == kind, route.from_yen, route.pk))
    return found[-1] if found else None


def steps_for(draft: Draft) -> list[int]:
    """Ids of the posts that approve this draft, in order, each once. `Conflict` when nobody can.

    Posts that would lose something they answer for come first, then the route of the kind and sum.
    """
    offices = Offices.today()
    if (holding := holding_post(draft)) is not None:
        found_one = offices.standing(holding, draft.author_id, None, outside_too=True)
        return _or_nobody([] if found_one is None else [found_one])
    own = draft.author_post.organisation_id if draft.author_post else None
    losing, routed_as = _asked_of_its_form(draft)
    route = route_for(routed_as or draft.kind, draft.yen)
    if route is None:
        wanted = [offices.head_from(own, draft.author_id)]
    else:
        wanted = [_post_of(step, own, draft.author_id, offices) for step in route.steps.all()]
    found = [*_consenting(losing, draft.author_id, offices), *(post for post in wanted if post is not None)]
    return _or_nobody([] if None in wanted else [p for n, p in enumerate(found) if p not in found[n + 1 :]])


def _or_nobody(found: list[int]) -> list[int]:
    if found:
        return found
    raise Conflict(
        _(
            "この起案を決裁できる人が、まだいません。まちの管理者に、上に立つ役職の在任者か、代理か、決裁の道すじを登録してもらってください。"
            "書いたものは、このまま残っています。"
        )
    )


def _asked_of_its_form(draft: Draft) -> tuple[list[int], str]:
    """Which posts would lose something, and whose route it goes; nothing while the content is not whole."""
    kind = kind_named(draft.kind)
    if kind is None or (kind.losing is None and kind.routed_as is None):
        return [], ""
    form = form_with(kind, draft.content, draft.about)
    if not form.is_valid():
        return [], ""
    losing = list(dict.fromkeys(kind.losing(form))) if kind.losing is not None else []
    return losing, kind.routed_as(form) if kind.routed_as is not None else ""


def _consenting(losing: list[int], author: int, offices: Offices) -> list[int]:
    """The posts that say yes to what they would lose, but the author's own; of very many, the head of all of them."""
    others = [post for post in losing if offices.persons.get(post) != author]
    if len(others) > MOST_CONSENTING:
        top = offices.head_from(None, author)
        return [] if top is None else [top]
    organisations = dict(Post.objects.filter(pk__in=others).values_list("pk", "organisation_id"))
    standing = (offices.standing(post, author, organisations.get(post)) for post in others)
    return [post for post in standing if post is not None]


def _post_of(step: RouteStep, own: int | None, author: int, offices: Offices) -> int | None:
    if step.who == RouteStep.Who.OWN_HEAD:
        return offices.head_from(own, author)
    if step.who == RouteStep.Who.PARENT_HEAD:
        return offices.head_from(offices.above(own), author)
    post = step.post
    return None if post is None else offices.standing(post.pk, author, post.organisation_id)
