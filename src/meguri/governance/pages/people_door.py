"""What all pages of the work on people need: who may come in, the tabs, the way there, a list as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from meguri.core.policy import answer
from meguri.governance.policies import is_being_set_up
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of

ON_ONE_PAGE = 50
TABS = [
    ("people", gettext_noop("組織")),
    ("people-posts", gettext_noop("役職")),
    ("people-holders", gettext_noop("在任者")),
    ("people-deputies", gettext_noop("代理")),
    ("people-absences", gettext_noop("不在")),
    ("people-facilities", gettext_noop("施設")),
]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: the first cell leads to `url`; `acts` are (word, address, whole name for the ear)."""

    cells: Sequence[str]
    url: str = ""
    acts: Sequence[tuple[str, str, str]] = field(default_factory=list)
    indent: str = ""


def insist(request: HttpRequest, action: str, *args: Any, **kwargs: Any) -> None:
    if (no := answer(action, actor_of(request), *args, **kwargs)) is not None:
        raise no


def may(request: HttpRequest, action: str, *args: Any, **kwargs: Any) -> bool:
    return answer(action, actor_of(request), *args, **kwargs) is None


def crumbs(town: Town, *more: tuple[str, str]) -> list[tuple[str, str]]:
    here = (_("組織と役職を整える"), f"/{town.code}/work/people/" if more else "")
    return [(town.name, f"/{town.code}/"), here, *more]


def draft_url(town: Town, kind: str, about: Any = None) -> str:
    """Where a draft of this kind is begun, about a row of a public kind."""
    path = reverse("new_draft", args=[town.code, kind])
    if about is None:
        return path
    named = about.public_reference()
    return f"{path}?{urlencode({'about': f'{named.kind}:{named.id}'})}"


def goes_by_draft() -> bool:
    """Whether organisations and posts are changed by drafts, since the town has been set up. One query."""
    return not is_being_set_up()


def list_page(
    request: HttpRequest,
    tab: str,
    rows: QuerySet[Any] | Sequence[Any],
    shown: Callable[[list[Any]], list[Row]],
    columns: Sequence[str],
    **more: Any,
) -> HttpResponse:
    """One tab with its table. `more`: `add` (word, address), `empty` (title, sentence), `lead`."""
    town = opened_town_of(request)
    insist(request, "governance.see_people")
    page = Paginator(rows, ON_ONE_PAGE).get_page(request.GET.get("page"))
    word = next(word for name, word in TABS if name == tab)
    context = {
        "town": town,
        "tabs": [(_(one), reverse(name, args=[town.code]), name == tab) for name, one in TABS],
        "caption": _(word),
        "columns": columns,
        "page": page,
        "rows": shown(list(page)),
        "crumbs": crumbs(town),
        **more,
    }
    return render(request, "governance/people/list.html", context)


def form_page(request: HttpRequest, form: Any, title: str, word: str, back: str, **more: Any) -> HttpResponse:
    """A page with one form. `more`: `lead`, `kept` (what it is about), `kind` of its button."""
    town = opened_town_of(request)
    here = reverse(back, args=[town.code])
    tab = next((one for name, one in TABS if name == back), "")
    way = [(_(tab), here)] if tab and back != "people" else []
    context = {"town": town, "form": form, "title": title, "word": word, "back": here,
               "crumbs": crumbs(town, *way, (title, "")), **more}  # fmt: skip
    return render(request, "governance/people/form.html", context, status=form.status)
