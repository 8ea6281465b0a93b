"""What a draft holds: from what was typed to JSON, back into its form, and what differs between two of them."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meguri.core.errors import BadInput, Conflict
from meguri.core.text import phrases
from meguri.governance.draft_kinds import DraftForm, DraftKind, kind_named
from meguri.governance.models import Draft, PublicObject

Content = Mapping[str, Any]


class ToldField(forms.Field):
    """A field that says what it holds in words of its own, since what is stored would tell a reader nothing."""

    def in_words(self, value: Any) -> str:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. `change`: "" as before, "new" added, "gone" taken out."""

    text: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in two versions, in words; `pieces` is the later one with what was taken out standing beside."""

    name: str
    label: str
    before: str
    after: str
    pieces: list[Piece]

    @property
    def changed(self) -> bool:
        return self.before != self.after


def as_json(content: Content) -> dict[str, Any]:
    """Content as it is stored: dates, sums and rows become text or numbers."""
    return {str(name): _stored(value) for name, value in content.items()}


def _stored(value: Any) -> Any:
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        return [_stored(one) for one in value]
    return value


def typed_into(form: forms.Form) -> dict[str, Any]:
    """What was typed into a bound form, as it was typed; an empty box counts too."""
    data = form.data
    typed: dict[str, Any] = {}
    for name, field in form.fields.items():
        if name == "idempotency_key":
            continue
        if getattr(field.widget, "allow_multiple_selected", False):
            typed[name] = list(data.getlist(name)) if hasattr(data, "getlist") else list(data.get(name, []))
        elif isinstance(field.widget, forms.MultiWidget):
            typed |= {part: data[part] for part in data if re.fullmatch(rf"{re.escape(name)}_\w+", part)}
        else:
            typed[name] = data.get(name, False if isinstance(field.widget, forms.CheckboxInput) else "")
    return typed


def as_data(content: Content) -> QueryDict:
    """The content as a browser would send it."""
    data = QueryDict(mutable=True)
    for name, value in content.items():
        if isinstance(value, list):
            data.setlist(name, [str(one) for one in value])
        elif value is True:
            data[name] = "on"
        elif value is not None and value is not False:
            data[name] = str(value)
    return data


def form_with(kind: DraftKind, content: Content, about: PublicObject | None) -> DraftForm:
    """The kind's form, filled and ready to be asked whether it is valid."""
    return kind.form(as_data(content), about=about)


def form_of(draft: Draft) -> DraftForm:
    """The form of a draft, found valid: `.cleaned_data` holds values. `BadInput` names the field that is not."""
    form = form_with(kind_of_draft(draft), draft.content, draft.about)
    for name, errors in form.errors.items():
        field = form.fields.get(name)
        words = {"field": field.label if field else "", "error": errors[0]}
        raise BadInput(_("%(field)s: %(error)s") % words if field and field.label else str(errors[0]))
    return form


def kind_of_draft(draft: Draft) -> DraftKind:
    """`Conflict` when the program no longer has this kind."""
    kind = kind_named(draft.kind)
    if kind is None:
        raise Conflict(_("この種類の起案は、いまは使えません。中身を写して、新しく起案してください。"))
    return kind


def differences(form: forms.Form, before: Content, after: Content) -> list[Difference]:
    """Field by field in the form's order, in words; what a page hides is left out."""
    found = []
    for name, field in form.fields.items():
        if field.widget.is_hidden:
            continue
        old, new = in_words(field, before.get(name)), in_words(field, after.get(name))
        found.append(Difference(name, str(field.label or name), old, new, list(pieces(old, new))))
    return found


def in_words(field: forms.Field, value: Any) -> str:
    """A stored value as a reader sees it: the word of a choice, a date written out, a sum with its commas."""
    if isinstance(field, ToldField):
        return field.in_words(value)
    if isinstance(value, list | tuple):
        return pgettext("between words of a list", "、").join(in_words(field, one) for one in value)
    if isinstance(field, forms.BooleanField):
        return _("はい") if value not in (None, False, "", "False") else _("いいえ")
    if value is None or value == "":
        return ""
    if isinstance(field, forms.ModelChoiceField):
        row = field.queryset.filter(pk=value).first() if str(value).isdigit() and field.queryset is not None else None
        return str(field.label_from_instance(row)) if row is not None else str(value)
    if isinstance(field, forms.ChoiceField):
        return _choice(field, str(value))
    return _as_written(field, str(value))


def _choice(field: forms.ChoiceField, value: str) -> str:
    choices: Iterable[tuple[Any, Any]] = field.choices  # type: ignore[assignment]  # read back, pairs
    for key, word in choices:
        if isinstance(word, list | tuple):
            for inner, inner_word in word:
                if str(inner) == value:
                    return str(inner_word)
        elif str(key) == value:
            return str(word)
    return value


def _as_written(field: forms.Field, value: str) -> str:
    try:
        cleaned = field.to_python(value)
    except forms.ValidationError:
        return value
    if isinstance(cleaned, dt.date):
        return date_format(cleaned, "DATE_FORMAT")
    if isinstance(cleaned, int) and not isinstance(cleaned, bool):
        return number_format(cleaned, force_grouping=True)
    return value


def pieces(before: str, after: str) -> Iterator[Piece]:
    """The later text phrase by phrase, with what is new and what has gone."""
    old, new = _parts(before), _parts(after)
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in ("replace", "delete"):
            yield Piece("".join(old[i:j]), "gone")
        if tag in ("replace", "insert"):
            yield Piece("".join(new[k:m]), "new")
        if tag == "equal":
            yield Piece("".join(new[k:m]))


def _parts(text: str) -> list[str]:
    return [part for line in text.splitlines(keepends=True) for part in (phrases(line) or [line])]
