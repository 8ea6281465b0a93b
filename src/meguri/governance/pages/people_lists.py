"""The lists of the work on people: organisations, posts, holders, deputies, absences, facilities."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meguri.governance.models import Absence, Deputy, Facility, Holder, Organisation, Post
from meguri.governance.pages.people_door import Row, draft_url, goes_by_draft, insist, list_page, may
from meguri.governance.policies_people import ORGANISATION, POST
from meguri.governance.queries.contact import contacts_of
from meguri.governance.queries.names import holders_of
from meguri.governance.queries.offices import in_order, standing_organisations, standing_posts
from meguri.governance.terms import term_in_words
from meguri.towns.request import opened_town_of
from meguri.towns.view_door import through_the_door


def still_to_come_or_standing() -> Q:
    return Q(until__isnull=True) | Q(until__gt=timezone.localdate())


@never_cache
@require_safe
@through_the_door
def organisations(request: HttpRequest, code: str) -> HttpResponse:
    """Organisations from the top down."""
    town, by_draft = opened_town_of(request), goes_by_draft()
    whole = in_order(list(standing_organisations()))
    depth: dict[int, int] = {}
    for one in whole:
        depth[one.pk] = depth.get(one.parent_id or 0, -1) + 1

    def shown(rows: list[Organisation]) -> list[Row]:
        return [
            Row(
                (one.name, str(one.get_kind_display()), one.phone, one.hours),
                f"/{code}/organisations/{one.pk}/",
                _acts(town, one, "organisation", ORGANISATION, by_draft=by_draft),
                "　" * depth[one.pk],
            )
            for one in rows
        ]

    add = draft_url(town, ORGANISATION) if by_draft else reverse("add-organisation", args=[code])
    return list_page(
        request,
        "people",
        whole,
        shown,
        (_("名前"), _("種類"), _("電話"), _("受付の時間")),
        add=(_("組織を加える"), add) if may(request, "governance.start_people", ORGANISATION) else None,
        lead=_draft_lead(by_draft=by_draft),
        empty=(
            _("組織は、まだありません"),
            _("組織図の表を取り込むか、ここで一つずつ加えてください。役場そのものを、いちばん上に置きます。"),
        ),
    )


def _draft_lead(*, by_draft: bool) -> str:
    if by_draft:
        return _(
            "組織と役職を変えるときは、起案して、決裁をうけます。在任者・代理・不在・施設は、ここでそのまま直せます。"
        )
    return _("準備のあいだは、まちの管理者がここでそのまま直せます。直したことは、すぐに公開の記録に残ります。")


def _acts(town: Any, row: Any, name: str, kind: str, *, by_draft: bool) -> list[tuple[str, str, str]]:
    word = str(row.name)
    if by_draft:
        about = _("起案する: %(name)sを変える") % {"name": word}
        return [(_("起案する"), draft_url(town, kind, row), about)]
    change, end = (reverse(f"{verb}-{name}", args=[town.code, row.pk]) for verb in ("change", "end"))
    return [
        (_("直す"), change, _("%(name)sを直す") % {"name": word}),
        (_("終える"), end, _("%(name)sを終える") % {"name": word}),
    ]


@never_cache
@require_safe
@through_the_door
def posts(request: HttpRequest, code: str) -> HttpResponse:
    """Posts with who holds them and how they are reached."""
    town, by_draft = opened_town_of(request), goes_by_draft()

    def shown(rows: list[Post]) -> list[Row]:
        held, contacts = holders_of([one.pk for one in rows]), contacts_of(rows)
        return [
            Row(
                (
                    one.full_name,
                    (held[one.pk].name or _("お名前は未入力")) if one.pk in held else _("空席"),
                    contacts[one.pk].phone,
                    contacts[one.pk].extension,
                ),
                f"/{code}/posts/{one.pk}/",
                _acts(town, one, "post", POST, by_draft=by_draft),
            )
            for one in rows
        ]

    add = draft_url(town, POST) if by_draft else reverse("add-post", args=[code])
    return list_page(
        request,
        "people-posts",
        standing_posts(),
        shown,
        (_("役職"), _("在任者"), _("電話"), _("内線")),
        add=(_("役職を加える"), add) if may(request, "governance.start_people", POST) else None,
        lead=_draft_lead(by_draft=by_draft),
        empty=(
            _("役職は、まだありません"),
            _("先に組織を加え、それから役職を加えてください。組織図の表からも取り込めます。"),
        ),
    )


def _acts_on_holder(code: str, one: Holder) -> list[tuple[str, str, str]]:
    post = {"post": one.post.full_name}
    return [
        (_("サインインを決める"), reverse("tie-holder", args=[code, one.pk]), _("%(post)sのサインインを決める") % post),
        (_("離任"), reverse("end-holder", args=[code, one.pk]), _("%(post)sの離任の日を入れる") % post),
    ]


@never_cache
@require_safe
@through_the_door
def holders(request: HttpRequest, code: str) -> HttpResponse:
    """Who holds which post now and later, or with `past=1` who held one."""
    opened_town_of(request)
    past = request.GET.get("past") == "1"
    lives = still_to_come_or_standing()
    found: QuerySet[Holder] = Holder.objects.filter(~lives if past else lives)
    rows = found.select_related("post__organisation", "person").order_by(
        "post__organisation__position", "post", "-since"
    )

    def shown(rows: list[Holder]) -> list[Row]:
        return [
            Row(
                (
                    one.post.full_name,
                    one.name or _("お名前は未入力"),
                    one.person.email if one.person else _("サインインしません"),
                    term_in_words(one),
                ),
                f"/{code}/posts/{one.post_id}/",
                _acts_on_holder(code, one) if not past and one.until is None else [],
            )
            for one in rows
        ]

    return list_page(
        request,
        "people-holders",
        rows,
        shown,
        (_("役職"), _("お名前"), _("サインイン"), _("在任")),
        add=(_("在任者を入れる"), reverse("add-holder", args=[code])),
        other=(_("いまの在任者を見る"), "?") if past else (_("以前の在任者を見る"), "?past=1"),
        empty=(
            _("在任者は、まだいません"),
            _(
                "役職ごとに、だれがいつから就いているかを入れると、"
                "その人がその役職として確認や決裁をできるようになります。"
            ),
        ),
    )


@never_cache
@require_safe
@through_the_door
def deputies(request: HttpRequest, code: str) -> HttpResponse:
    """Which post stands in for which."""
    opened_town_of(request)
    found: QuerySet[Deputy] = Deputy.objects.filter(still_to_come_or_standing())
    rows = found.select_related("post__organisation", "deputy__organisation").order_by("post", "rank", "pk")

    def shown(rows: list[Deputy]) -> list[Row]:
        return [
            Row(
                (one.post.full_name, one.deputy.full_name, str(one.rank), term_in_words(one)),
                f"/{code}/posts/{one.post_id}/",
                [
                    (
                        _("終える"),
                        reverse("end-deputy", args=[code, one.pk]),
                        _("%(post)sの代理を終える") % {"post": one.post.full_name},
                    )
                ],
            )
            for one in rows
        ]

    return list_page(
        request,
        "people-deputies",
        rows,
        shown,
        (_("留守になる役職"), _("代わりをする役職"), _("順番"), _("いつから")),
        add=(_("代理を決める"), reverse("add-deputy", args=[code])),
        empty=(
            _("代理は、まだ決まっていません"),
            _("代理を決めておくと、空席や不在のときに、その役職が代わりに決裁や確認をできます。"),
        ),
    )


@never_cache
@require_safe
@through_the_door
def absences(request: HttpRequest, code: str) -> HttpResponse:
    """Who is away now and in the days to come; only staff see it."""
    opened_town_of(request)
    insist(request, "governance.see_people")
    found: QuerySet[Absence] = Absence.objects.filter(until__gt=timezone.localdate())
    rows = found.select_related("post__organisation").order_by("since", "pk")

    def shown(rows: list[Absence]) -> list[Row]:
        return [
            Row(
                (one.post.full_name, date_format(one.since, "DATE_FORMAT"), _last_day(one), one.reason),
                f"/{code}/posts/{one.post_id}/",
                [
                    (
                        _("取り消す"),
                        reverse("end-absence", args=[code, one.pk]),
                        _("%(post)sの不在を取り消す") % {"post": one.post.full_name},
                    )
                ],
            )
            for one in rows
        ]

    return list_page(
        request,
        "people-absences",
        rows,
        shown,
        (_("役職"), _("いつから"), _("いつまで"), _("わけ")),
        add=(_("不在を入れる"), reverse("add-absence", args=[code])),
        lead=_("不在は公開されません。入れておくと、そのあいだ代理の役職が代わりに決裁や確認をできます。"),
        empty=(_("不在の予定は、ありません"), _("出張や休みの前に入れておくと、仕事が止まりません。")),
    )


def _last_day(absence: Absence) -> str:
    return date_format(absence.until - dt.timedelta(days=1), "DATE_FORMAT")


@never_cache
@require_safe
@through_the_door
def facilities(request: HttpRequest, code: str) -> HttpResponse:
    """The places that people go to."""
    opened_town_of(request)
    found: QuerySet[Facility] = Facility.objects.filter(still_to_come_or_standing()).select_related("organisation")

    def shown(rows: list[Facility]) -> list[Row]:
        return [
            Row(
                (one.name, one.organisation.name if one.organisation else "", one.phone, one.hours),
                f"/{code}/facilities/{one.pk}/",
                [
                    (
                        _("直す"),
                        reverse("change-facility", args=[code, one.pk]),
                        _("%(name)sを直す") % {"name": one.name},
                    ),
                    (
                        _("閉じる"),
                        reverse("end-facility", args=[code, one.pk]),
                        _("%(name)sを閉じる") % {"name": one.name},
                    ),
                ],
            )
            for one in rows
        ]

    return list_page(
        request,
        "people-facilities",
        found,
        shown,
        (_("名前"), _("受け持つ組織"), _("電話"), _("開いている時間")),
        add=(_("施設を加える"), reverse("add-facility", args=[code])),
        empty=(
            _("施設は、まだありません"),
            _("公民館や図書館のように人が行くところを加えると、さがしたときに見つかります。"),
        ),
    )
