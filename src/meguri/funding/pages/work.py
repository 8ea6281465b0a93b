"""The work of tying: each name in the budget that is not a project's yet, what it may be, and a person's yes or no."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from meguri.core.policy import answer
from meguri.funding.matching import Named, Projects, name_key
from meguri.funding.open_names import OpenName, count_unnamed, open_names
from meguri.funding.pages.one_year import crumbs_to_budget
from meguri.funding.tying import Decided, tie_lines, town_projects
from meguri.funding.words import in_words, short_year
from meguri.projects.models import Project
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import ActionForm, through_the_door

NAMES_A_PAGE = 25
MOST_OFFERED = 1000
NONE, LATER = "none", ""


class TiesForm(ActionForm):
    """The press that keeps the answers: for the first name its lines `l0`, a choice `p0`, another project `o0`."""


@dataclass(frozen=True, slots=True)
class Question:
    """One name of the budget on the page: how it stands there, and which projects it may be for."""

    field: str
    name: str
    number: str
    years: str
    budget: str
    line_ids: str
    lines: int
    proposals: list[Named]
    chosen: str
    other: str


@through_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def work_budget(request: HttpRequest, code: str) -> HttpResponse:
    """Names that wait for an answer, the most money first (GET); keeping the answers (POST). Six queries at most."""
    town, actor = opened_town_of(request), actor_of(request)
    if (no := answer("funding.tie_lines", actor)) is not None:
        raise no
    form = TiesForm.of(request)
    if request.method == "POST" and form.is_valid():
        decided = _decided(request.POST, form)
        if not decided and not form.errors:
            form.add_error(None, _("どの行も「あとで決める」のままです。決まったものをえらんでください。"))
        if not form.errors and form.performs(tie_lines, actor, town, decided):
            done = ngettext("%(n)s行の行き先を記録しました。", "%(n)s行の行き先を記録しました。", form.result)
            messages.success(request, done % {"n": form.result})
            return HttpResponseRedirect(request.path)
    page = Paginator(open_names(), NAMES_A_PAGE).get_page(request.GET.get("page"))
    known = town_projects(likeness=True)
    context = {
        "form": form,
        "page": page,
        "questions": [_question(at, one, known, request) for at, one in enumerate(page)],
        "projects": list(Project.objects.order_by("name", "pk").values_list("name", flat=True)[:MOST_OFFERED]),
        "unnamed": count_unnamed(),
        "crumbs": [*crumbs_to_budget(town), (_("事業とのつながりを決める"), "")],
    }
    return render(request, "funding/work.html", context, status=form.status)


def _question(at: int, one: OpenName, known: Projects, request: HttpRequest) -> Question:
    return Question(
        field=f"p{at}",
        name=one.name,
        number=one.number,
        years="・".join(short_year(year) for year in one.years),
        budget=in_words(one.budget),
        line_ids=",".join(map(str, one.line_ids)),
        lines=len(one.line_ids),
        proposals=known.proposals(one.number, one.name),
        chosen=request.POST.get(f"p{at}", LATER),
        other=request.POST.get(f"o{at}", ""),
    )


def _decided(sent: Mapping[str, str], form: TiesForm) -> list[Decided]:
    """The answers that are not "later". A project named in the box counts before the choice beside it."""
    found, known = [], _by_name() if any(sent.get(f"o{at}", "").strip() for at in range(NAMES_A_PAGE)) else {}
    for at in range(NAMES_A_PAGE):
        lines = tuple(int(pk) for pk in sent.get(f"l{at}", "").split(",") if pk.isascii() and pk.isdigit())
        said, named = sent.get(f"p{at}", LATER), sent.get(f"o{at}", "").strip()
        if named and name_key(named) not in known:
            sentence = _("「%(name)s」という事業はありません。一覧から選んでください。")
            form.add_error(None, sentence % {"name": named[:40]})
        elif lines and named:
            found.append(Decided(lines, known[name_key(named)]))
        elif lines and said == NONE:
            found.append(Decided(lines, None))
        elif lines and said.isascii() and said.isdigit():
            found.append(Decided(lines, int(said)))
    return found


def _by_name() -> dict[str, int]:
    """Projects by the form of their name in which two are equal; of those that share one, none."""
    named: dict[str, list[int]] = {}
    for pk, name in Project.objects.values_list("pk", "name"):
        named.setdefault(name_key(name), []).append(pk)
    return {key: pks[0] for key, pks in named.items() if len(pks) == 1}
