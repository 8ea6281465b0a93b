"""Who does what, in public: the tree of the town hall, one organisation, one post, one facility."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.governance.models import Facility, Organisation, Post, Responsibility
from meguri.governance.organisation_objects import has_ended
from meguri.governance.queries import offices as queries
from meguri.governance.queries.contact import contact_of, contact_of_organisation
from meguri.governance.queries.names import public_names
from meguri.governance.queries.promises import grace_days
from meguri.governance.queries.responsibilities import answered_by
from meguri.governance.things import Thing, things
from meguri.towns.models import Town
from meguri.towns.request import opened_town_of

ORGANISATIONS_ON_A_PAGE = 60
ON_ONE_PAGE = 50
PROMISES_SHOWN = 10
FEW_POSTS = 12
"""So few posts stand open at once; more are opened one organisation at a time."""

Part = Responsibility.Part


def _who(town: Town) -> tuple[str, str]:
    return (_("だれが何をしているか"), f"/{town.code}/who/")


def _crumbs(town: Town, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(town.name, f"/{town.code}/"), *more]


@require_safe
def who(request: HttpRequest, code: str) -> HttpResponse:
    """The tree of organisations with their posts. At most 10 queries, however many there are."""
    town = opened_town_of(request)
    whole = queries.in_order(list(queries.standing_organisations()))
    page = Paginator(whole, ORGANISATIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    tops = queries.tree(list(page), whole)
    posts = sum(top.posts for top in tops)
    context = {
        "town": town,
        "page": page,
        "ours": [top for top in tops if top.organisation.kind == Organisation.Kind.TOWN],
        "others": [top for top in tops if top.organisation.kind != Organisation.Kind.TOWN],
        "is_open": posts <= FEW_POSTS or request.GET.get("open") == "1",
        "may_open": posts > FEW_POSTS,
        "crumbs": _crumbs(town, (_who(town)[0], "")),
    }
    return render(request, "governance/people/who.html", context)


@require_safe
def organisation(request: HttpRequest, code: str, organisation: int) -> HttpResponse:
    """One organisation: what it is for, how it is reached, its posts, what stands below it. At most 16 queries."""
    town = opened_town_of(request)
    rows = Organisation.objects.select_related("parent", "town__municipality")
    found = get_object_or_404(rows, pk=organisation)
    way = [(one.name, f"/{code}/organisations/{one.pk}/") for one in queries.above(found)]
    page = Paginator(queries.standing_posts().filter(organisation=found), ON_ONE_PAGE).get_page(request.GET.get("page"))
    posts = list(page)
    is_outside = found.kind != Organisation.Kind.TOWN
    changes = answered_by([post.pk for post in posts]).filter(part=Part.MAY_CHANGE)[:ON_ONE_PAGE] if is_outside else []
    context = {
        "town": town,
        "organisation": found,
        "has_ended": has_ended(found),
        "is_outside": is_outside,
        "contact": contact_of_organisation(found),
        "page": page,
        "seats": queries.seats_of(posts),
        "may_change": things(changes),
        "children": list(queries.standing_organisations().filter(parent=found)),
        "facilities": list(queries.facilities_of(found)),
        "thread_of": found.public_reference(),
        "crumbs": _crumbs(town, _who(town), *way, (found.name, "")),
    }
    return render(request, "governance/people/organisation.html", context)


@require_safe
def post(request: HttpRequest, code: str, post: int) -> HttpResponse:
    """One post: how it is reached, what it answers for, what it promised, who stands in. At most 18 queries."""
    town = opened_town_of(request)
    rows = Post.objects.select_related("organisation__parent", "town__municipality")
    found = get_object_or_404(rows, pk=post)
    page = Paginator(answered_by([found.pk]), ON_ONE_PAGE).get_page(request.GET.get("page"))
    organisation = found.organisation
    context = {
        "town": town,
        "post": found,
        "name": found.full_name,
        "has_ended": has_ended(found),
        "is_outside": organisation.kind != Organisation.Kind.TOWN,
        "contact": contact_of(found),
        "holder": public_names([found.pk]).get(found.pk, ""),
        "page": page,
        "parts": _by_part(things(page)),
        "promises": list(queries.open_promises(found)[:PROMISES_SHOWN]),
        "promise_count": queries.open_promises(found).count(),
        "unconfirmed_before": timezone.localdate() - dt.timedelta(days=grace_days()),
        "deputies": queries.deputies_of(found),
        "thread_of": found.public_reference(),
        "crumbs": _crumbs(
            town, _who(town), (organisation.name, f"/{code}/organisations/{organisation.pk}/"), (found.name, "")
        ),
    }
    return render(request, "governance/people/post.html", context)


def _by_part(listed: list[Thing]) -> list[tuple[Part, list[Thing]]]:
    """Things by the part the post has in them, the accountable ones first."""
    return [(part, rows) for part in Part if (rows := [one for one in listed if one.term.part == part])]


@require_safe
def facility(request: HttpRequest, code: str, facility: int) -> HttpResponse:
    """One place: where it is, when it is open, how it is reached, who runs it."""
    town = opened_town_of(request)
    rows = Facility.objects.select_related("organisation__parent", "organisation__town__municipality")
    found = get_object_or_404(rows, pk=facility)
    runs: dict[str, Any] = {}
    if found.organisation is not None:
        runs = {"runs": found.organisation, "contact": contact_of_organisation(found.organisation)}
    context = {
        "town": town,
        "facility": found,
        "has_ended": has_ended(found),
        "thread_of": found.public_reference(),
        "crumbs": _crumbs(town, _who(town), (found.name, "")),
        **runs,
    }
    return render(request, "governance/people/facility.html", context)
