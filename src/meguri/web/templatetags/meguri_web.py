"""The components of every page, as template tags. docs: the head of web/components.html shows each in use."""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from meguri.core.text import phrases as cut_phrases
from meguri.web import icons, ring

register = template.Library()

_DIGITS = "0123456789０１２３４５６７８９"
_OPENS = "（(「『"
_NUMBER_GOES_ON = re.compile("[0-9０-９年月日年度円件万億,.、)）]")
CHIP_ICONS = {"good": "check", "warn": "warn", "bad": "stop", "wait": "clock", "plain": "dash"}
BANNER_ICONS = {"good": "check", "warn": "warn", "bad": "stop", "info": "info"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "search" %}`: decoration beside a word. Names: web/icons.py."""
    return mark_safe(icons.icon(name))  # noqa: S308  # written by us, takes nothing from outside


@register.filter
def phrases(text: object) -> SafeString:
    """`{{ title|phrases }}`: a line may break only between phrases, in browsers that cannot tell by themselves."""
    return _phrases(str(text))


@lru_cache(maxsize=4096)
def _phrases(text: str) -> SafeString:
    cut = "<wbr>".join(escape(part) for part in _kept_whole(cut_phrases(text)))
    return mark_safe(f'<span class="phrases">{cut}</span>')  # noqa: S308  # each part is escaped above


def _kept_whole(parts: list[str]) -> list[str]:
    """The phrases, joined again where a cut would part a number or its year, month, day, brackets or measure."""
    whole: list[str] = []
    for part in parts:
        if whole and (_NUMBER_GOES_ON.match(part) and whole[-1][-1] in _DIGITS or whole[-1][-1] in _OPENS):
            whole[-1] += part
        else:
            whole.append(part)
    return whole


@register.simple_tag
def once() -> SafeString:
    """`{% once %}` inside a form: the key by which a second sending of the same page is known and does nothing."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid.uuid4())


@register.inclusion_tag("web/_button.html")
def button(
    word: str, *, kind: str = "", url: str = "", name: str = "", value: str = "", icon: str = ""
) -> dict[str, str]:
    """`{% button "この内容で送る" %}` sends a form; with `url` it is a link.

    kind: "" (one a page), "second", "quiet", "stop", "large".
    """
    return {"word": word, "kind": kind, "url": url, "name": name, "value": value, "icon": icon}


@register.inclusion_tag("web/_search.html")
def search(
    action: str,
    *,
    suggest: str = "",
    value: str = "",
    label: str = "",
    kind: str = "header",
    name: str = "q",
    id: str = "search",
) -> dict[str, str]:
    """A search box: a GET form to `action`; with script, suggestions from `suggest?q=…` (ts/combobox.ts says the JSON).

    kind: "header", "hero" (the one thing of a page) or "page".
    """
    return {
        "action": action,
        "suggest": suggest,
        "value": value,
        "label": label or gettext("まちの名前でさがす"),
        "kind": kind,
        "name": name,
        "id": id,
    }


@register.inclusion_tag("web/_figure.html")
def figure(
    name: str,
    value: str = "",
    unit: str = "",
    *,
    raw: object = None,
    when: str = "",
    source: str = "",
    url: str = "",
    missing: str = "",
) -> dict[str, object]:
    """A number with its unit, date and source.

    `value` is written for people, `raw` for machines; `missing`, when there is no number, says why.
    """
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "raw": raw,
        "when": when,
        "source": source,
        "url": url,
        "missing": missing,
    }


@register.inclusion_tag("web/_table.html")
def table(
    caption: str,
    columns: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    *,
    id: str = "table",
    hide_caption: bool = False,
) -> dict[str, object]:
    """A table whose first column names the row.

    columns: a word, or (word, "number") for figures set to the right. A cell: a text, or (raw, shown) for a figure
    with its machine value; raw None marks what is missing.
    """
    heads = [(column, False) if isinstance(column, str) else (column[0], column[1] == "number") for column in columns]
    numeric = [is_number for _, is_number in heads]
    body = [[_cell(cell, is_number) for cell, is_number in zip(row, numeric)] for row in rows]
    return {"caption": caption, "heads": heads, "rows": body, "id": id, "hide_caption": hide_caption}


def _cell(cell: Any, is_number: bool) -> dict[str, object]:
    if isinstance(cell, tuple):
        return {"raw": cell[0], "text": cell[1], "paired": True, "number": is_number}
    return {"text": cell, "paired": False, "number": is_number}


@register.inclusion_tag("web/_facts.html")
def facts(items: Iterable[tuple[str, object]]) -> dict[str, object]:
    """A description list of (term, description); what is empty is left out."""
    return {"items": [(term, said) for term, said in items if said not in (None, "")]}


@register.inclusion_tag("web/_chip.html")
def chip(word: str, kind: str = "plain") -> dict[str, str]:
    """A state: icon and word. kind: good, warn, bad, wait, plain."""
    return {"word": word, "kind": kind, "icon": CHIP_ICONS[kind]}


@register.inclusion_tag("web/_steps.html")
def steps(items: Iterable[Sequence[str]]) -> dict[str, object]:
    """Where something stands: (word, when, state) with state "done", "now" or ""."""
    return {"items": list(items)}


@register.inclusion_tag("web/_downloads.html")
def downloads(items: Iterable[Sequence[str]]) -> dict[str, object]:
    """Files to take away: (word, url, note), such as ("CSV", url, "Excelで開けます")."""
    return {"items": list(items)}


@register.inclusion_tag("web/_pages.html", takes_context=True)
def pages(context: Context, page: "Page[Any]", *, name: str = "page") -> dict[str, object]:
    """Links to the other pages of a list; keeps the rest of the query. Nothing when there is one page."""
    query = context["request"].GET.copy()
    query.pop(name, None)
    start = f"?{query.urlencode()}&{name}=" if query else f"?{name}="
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": list(numbers), "gap": page.paginator.ELLIPSIS, "start": start}


@register.simple_block_tag
def banner(content: str, kind: str = "info", title: str = "") -> SafeString:
    """`{% banner "good" "受け取りました。" %}…{% endbanner %}`. kind: info, good, warn, bad."""
    return _block("web/_banner.html", content, kind=kind, title=title, icon=BANNER_ICONS[kind])


@register.filter
def banner_kind(level_tag: str) -> str:
    """The kind of banner in which a message of Django's stands."""
    return {"success": "good", "warning": "warn", "error": "bad"}.get(level_tag, "info")


@register.simple_block_tag
def disclosure(content: str, summary: str) -> SafeString:
    """What is opened by pressing, without script."""
    return format_html('<details class="disclosure"><summary>{}</summary><div>{}</div></details>', summary, content)


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """A page or part with nothing in it yet: what will be here, who brings it, and when."""
    return format_html('<div class="empty"><p class="empty__title">{}</p>{}</div>', title, content)


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """Around a table written by hand: it scrolls by itself and takes the keyboard."""
    return format_html('<div class="table" role="region" aria-label="{}" tabindex="0">{}</div>', label, content)


def _block(name: str, content: str, **context: object) -> SafeString:
    return render_to_string(name, {"content": content, **context})


@register.inclusion_tag("web/_ring.html", name="ring")
def ring_of(
    stations: Iterable[Any], *, current: str = "", size: str = "large", centre: str = "", label: str = ""
) -> dict[str, object]:
    """The ring. stations: those the town uses, in any order, each with key, url, figure and live (object or mapping).

    size: "large" on a town's home, "small" elsewhere with `current`, the key of this page's station.
    """
    given = {_of(station, "key"): station for station in stations}
    known = [_station(place, given[place.key]) for place in ring.PLACES if place.key in given]
    drawn = ring.picture(known, current, small=size == "small")
    return {
        "picture": mark_safe(drawn),  # noqa: S308  # ring.picture escapes the addresses
        "stations": [(station, gettext(station.place.word)) for station in known],
        "current": current,
        "size": size,
        "centre": centre,
        "label": label or gettext("まちの輪"),
    }


def _station(place: ring.Place, given: Any) -> ring.Station:
    return ring.Station(place, _of(given, "url"), str(_of(given, "figure")), bool(_of(given, "live")))


def _of(station: Any, name: str) -> Any:
    return station.get(name, "") if isinstance(station, Mapping) else getattr(station, name, "")


@register.simple_tag
def mark() -> SafeString:
    """The mark of the product, for the header."""
    return mark_safe(_MARK)  # noqa: S308  # drawn by us, takes nothing from outside


_MARK = f'<svg class="wordmark__mark" viewBox="0 0 320 320" aria-hidden="true" focusable="false">{ring.mark()}</svg>'
