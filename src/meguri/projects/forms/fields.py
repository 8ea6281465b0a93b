"""Fields that several of the forms use: yen, days, posts, organisations. Each takes a value as typed and as stored."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.errors import BadInput
from meguri.core.tables.numbers import read_number
from meguri.governance.models import Organisation, Post
from meguri.governance.posts import on_day

MOST_YEN = 10**15
Choices = list[tuple[str, Any]]


class YenField(forms.CharField):
    """Whole yen, in any digits, with or without commas and 円. Empty is unknown (None), never 0."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"required": False, "max_length": 30, "widget": widget, **kwargs})

    def to_python(self, value: Any) -> Any:
        typed = str(value if value is not None else "").strip().removesuffix("円").removeprefix("¥").strip()
        if not typed:
            return None
        try:
            number = read_number(typed).value
        except BadInput:
            number = None
        if not isinstance(number, int) or not 0 <= number < MOST_YEN:
            raise forms.ValidationError(
                _("円の数だけを入れてください。例: 4200000。わからないときは空のままにします。")
            )
        return number

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"])

    def run_validators(self, value: Any) -> None:
        """The validators of text do not fit a number."""


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day; the browser's own calendar, or 2026-04-01 by hand."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def number_or_none(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


def choice_of(choices: Callable[[], Choices], label: Any, **kwargs: Any) -> forms.TypedChoiceField:
    """One row of the town by its number; None where nothing is chosen."""
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=number_or_none, empty_value=None, **{"required": False, **kwargs}
    )


def open_posts() -> Choices:
    """Posts that exist today, below the name of their organisation. One query."""
    posts = Post.objects.filter(on_day(timezone.localdate())).select_related("organisation")
    ordered = posts.order_by("organisation__position", "organisation_id", "position", "pk")
    named = ((one.organisation.name, one.pk, one.full_name) for one in ordered)
    return [("", _("まだ決めない")), *_grouped(named)]


def _grouped(rows: Iterable[tuple[str, int, str]]) -> Choices:
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, pk, name in rows:
        groups.setdefault(group, []).append((str(pk), name))
    return list(groups.items())


def open_organisations() -> Choices:
    """Bodies that may own a project, those outside the town hall; empty is the town itself. One query."""
    outside = Organisation.objects.filter(on_day(timezone.localdate())).exclude(kind=Organisation.Kind.TOWN)
    kinds = dict(Organisation.Kind.choices)
    rows = ((str(kinds[one.kind]), one.pk, one.name) for one in outside.order_by("kind", "position", "pk"))
    return [("", _("まち（役場）")), *_grouped(rows)]
