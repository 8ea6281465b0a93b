"""The subsidies of a town, those that run first; and one: what it carries, until when, what follows, what is due."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from meguri.funding.journal.pages.lines import lines_of
from meguri.funding.journal.queries import entries_of
from meguri.funding.sources.cliff import Part, parts
from meguri.funding.sources.keys import object_at
from meguri.funding.sources.models import Subsidy
from meguri.funding.sources.pages.standing import answers_of, crumbs, subsidies_crumb, works
from meguri.funding.sources.policies import DUTY, SUBSIDY
from meguri.funding.sources.queries import A_YEAR, as_carried, subsidies, yearly_of
from meguri.funding.words import in_words
from meguri.towns.request import actor_of, opened_town_of

A_PAGE = 20
LAST = 10


@require_safe
def subsidy_list(request: HttpRequest, code: str) -> HttpResponse:
    """`?past=1`: those that have ended. Two queries beside those of every page."""
    town, today = opened_town_of(request), timezone.localdate()
    is_past = request.GET.get("past") == "1"
    ended = Q(ends_on__lt=today)
    rows = subsidies().filter(ended if is_past else ~ended)
    page = Paginator(rows.order_by("-ends_on", "-pk") if is_past else rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(one, in_words(one.yearly_yen), end_chip(one.ends_on, today)) for one in page],
        "is_past": is_past,
        "crumbs": crumbs(town, (_("補助金"), "")),
    }
    return render(request, "funding/sources/subsidies.html", context)


@require_safe
def one_subsidy(request: HttpRequest, code: str, subsidy: int) -> HttpResponse:
    """Thirteen queries at most beside those of every page."""
    town, today = opened_town_of(request), timezone.localdate()
    found = subsidies().filter(pk=subsidy).first()
    if found is None:
        raise Http404(_("この番号の補助金はありません。補助金の一覧からさがしてください。"))
    yearly = yearly_of([found.project])[found.project_id]
    part = Part(found.project_id, yearly.yen, found.yearly_yen)
    thing = object_at("subsidy", found.public_reference().id)
    kinds = [(_("報告を出したことを起案する"), DUTY), (_("補助金のことを改める"), SUBSIDY)]
    context = {
        "subsidy": found,
        "sentence": sentence_of(found, part, today),
        "end": end_chip(found.ends_on, today),
        "yearly": in_words(found.yearly_yen),
        "whole": in_words(found.yen),
        "facts": _facts(found),
        "duties": [(one, _duty_chip(one.done_on, one.due_on, today)) for one in found.duties.all()],
        "lines": lines_of(list(entries_of(project=found.project_id, way="subsidy").select_related("project")[:LAST])),
        **answers_of(found.project),
        "works": works(actor_of(request), town, thing, kinds),
        "thread_of": found.public_reference(),
        "crumbs": crumbs(town, subsidies_crumb(town), (found.name, "")),
    }
    return render(request, "funding/sources/subsidy.html", context)


def sentence_of(subsidy: Subsidy, part: Part, today: date) -> str:
    """How large a part hangs on it, and until when."""
    told = {"project": subsidy.project.name, "day": date_format(subsidy.ends_on, "DATE_FORMAT")}
    if not parts(as_carried([subsidy]), {}, today):
        ended = _("「%(project)s」を支えていました。%(day)sに終わりました。")
        coming = _("「%(project)s」を、これから支えます。%(day)sまでです。")
        return (ended if subsidy.ends_on < today else coming) % told
    if part.share is None:
        return _("「%(project)s」を支えています。%(day)sに終わります。") % told
    return _("「%(project)s」の1年のお金の%(share)s％を支えています。%(day)sに終わります。") % {
        **told, "share": part.share // 10,
    }  # fmt: skip


def end_chip(ends_on: date, today: date) -> tuple[str, str]:
    """A word and its kind: how long it is until the end."""
    if ends_on < today:
        return _("終わりました"), "plain"
    days = (ends_on - today).days
    if ends_on > today + A_YEAR:
        return _("つづいています"), "good"
    return ngettext("あと%(days)s日", "あと%(days)s日", days) % {"days": days}, "warn"


def _duty_chip(done_on: date | None, due_on: date, today: date) -> tuple[str, str]:
    if done_on is not None:
        late = done_on > due_on
        return (_("おくれて出しました"), "warn") if late else (_("出しました"), "good")
    return (_("期限をすぎています"), "bad") if due_on < today else (_("これから"), "wait")


def _facts(one: Subsidy) -> list[tuple[str, Any]]:
    rate = _("%(rate)s％まで") % {"rate": f"{one.rate.normalize():f}"} if one.rate is not None else ""
    begin, end = date_format(one.begins_on, "DATE_FORMAT"), date_format(one.ends_on, "DATE_FORMAT")
    return [
        (_("だれから"), f"{one.get_giver_display()}（{one.giver_name}）"),
        (_("補助率"), rate),
        (_("交付が決まった日"), date_format(one.decided_on, "DATE_FORMAT") if one.decided_on else ""),
        (_("期間"), f"{begin} 〜 {end}"),
        (_("条件"), one.conditions),
    ]
