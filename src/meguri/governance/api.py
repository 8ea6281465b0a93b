"""The API of those who answer: organisations, posts, and both with their holders as Popolo."""

from typing import Annotated

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from meguri.core.api.answer import CSV_TOO, Wanted, json_answer, list_answer
from meguri.core.api.paging import Cut
from meguri.governance.api_schemas_people import OrganisationOut, Organisations, Popolo, PostOut, Posts
from meguri.governance.models import Responsibility
from meguri.governance.popolo import popolo_of
from meguri.governance.posts import on_day
from meguri.governance.queries.contact import contacts_of
from meguri.governance.queries.names import public_names
from meguri.governance.queries.offices import in_order, standing_organisations, standing_posts
from meguri.towns.request import opened_town_of

router = Router(tags=[_("組織と役職")])

Code = Annotated[str, Path(pattern="^[0-9]{6}$", description=_("6桁の全国地方公共団体コード"))]


@router.get(
    "/municipalities/{code}/organisations",
    response=Organisations,
    operation_id="list_organisations",
    summary=_("組織"),
    description=_("いまある組織を、上から順に並べます。役場の外の組織は、kindで分かります。"),
    openapi_extra=CSV_TOO,
)
def list_organisations(request: HttpRequest, code: Code, wanted: Query[Wanted]) -> HttpResponse:
    opened_town_of(request)
    rows = [OrganisationOut.of(one, code) for one in in_order(list(standing_organisations()))]
    part = Cut.of(rows, wanted)
    return list_answer(request, Organisations, OrganisationOut, part, wanted, name=f"organisations-{code}")


@router.get(
    "/municipalities/{code}/posts",
    response=Posts,
    operation_id="list_posts",
    summary=_("役職"),
    description=_("いまある役職と、その連絡先です。在任者の名前は、まちが出すと決めたときだけ入ります。"),
    openapi_extra=CSV_TOO,
)
def list_posts(request: HttpRequest, code: Code, wanted: Query[Wanted]) -> HttpResponse:
    opened_town_of(request)
    found = standing_posts()
    posts = list(found[wanted.offset : wanted.offset + wanted.limit])
    ids = [post.pk for post in posts]
    contacts, counts, names = contacts_of(posts), _counts(ids), public_names(ids)
    rows = [PostOut.of(post, code, contacts[post.pk], counts.get(post.pk, 0), names.get(post.pk, "")) for post in posts]
    part = Cut(rows, found.count(), wanted)
    return list_answer(request, Posts, PostOut, part, wanted, name=f"posts-{code}")


def _counts(post_ids: list[int]) -> dict[int, int]:
    """How many public things each post is accountable for today. One query."""
    standing = Responsibility.objects.filter(
        on_day(timezone.localdate()), post__in=post_ids, part="accountable", object__is_public=True
    )
    return dict(standing.order_by().values_list("post").annotate(Count("pk")))


@router.get(
    "/municipalities/{code}/popolo",
    response=Popolo,
    operation_id="get_popolo",
    summary=_("組織と役職を整える（Popolo）"),
    description=_(
        "国際的な形式Popoloで、これまでの組織・役職・在任の期間をまとめて返します。終わりの日は、その日をふくみます。"
        "人の名前は、まちが出すと決めたときだけ入ります。"
    ),
)
def get_popolo(request: HttpRequest, code: Code) -> HttpResponse:
    return json_answer(popolo_of(opened_town_of(request)))
