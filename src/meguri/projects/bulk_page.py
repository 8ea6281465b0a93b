"""The page on which up to fifty projects are edited as a table; saving shows what would change before it is taken."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meguri.core.policy import answer
from meguri.projects.bulk import EDITED, Table, as_it_stands, as_typed, lacking, words
from meguri.projects.charges import standing_charges
from meguri.projects.sheets import standing
from meguri.projects.undertaking_kind import UNDERTAKINGS
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.uploads import Upload, keep
from meguri.towns.view_door import through_the_door

PROJECTS_A_PAGE = 50


@never_cache
@through_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest, code: str) -> HttpResponse:
    """`?lacking=` a field: only projects that say nothing there. Nine queries beside those of every page."""
    town, actor = opened_town_of(request), actor_of(request)
    if (no := answer("governance.bring_sheets", actor)) is not None:
        raise no
    wanted = request.GET.get("lacking", "")
    page = Paginator(lacking(standing({}), wanted), PROJECTS_A_PAGE).get_page(request.GET.get("page"))
    table = as_typed(page, request.POST.dict()) if request.method == "POST" else as_it_stands(page)
    if request.method == "POST" and not table.errors:
        if table.changed:
            return _to_the_preview(town, table, actor.person_id or 0)
        messages.info(request, _("変わりはありません。直したいところを書きかえてから、進んでください。"))
    context = {
        "page": page,
        "table": table,
        "heads": [UNDERTAKINGS.by_key[key].word for key in EDITED],
        "lacking": wanted if wanted in EDITED else "",
        "words": words(),
        "charges": sorted(standing_charges().labels.values()),
        "crumbs": [
            (town.name, f"/{town.code}/"),
            (_("表の出し入れ"), reverse("sheets", args=[code])),
            (_("事業をまとめて直す"), ""),
        ],
    }
    return render(request, "projects/bulk.html", context, status=422 if table.errors else 200)


def _to_the_preview(town: Town, table: Table, person_id: int) -> HttpResponse:
    """The same page on which every sheet is seen before it is taken or drafted."""
    upload = Upload(_("まとめて直した事業.xlsx"), table.as_workbook())
    digest = keep(upload, person_id=person_id, town_id=town.pk)
    path = reverse("start-sheet", args=[town.code, digest])
    return HttpResponseRedirect(f"{path}?kind={UNDERTAKINGS.key}&from=bulk")
