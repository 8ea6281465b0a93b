"""A form in titled parts, with short fields side by side; one about a project that stands or a new one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise

from meguri.governance.draft_kinds import DraftForm
from meguri.governance.models import PublicObject
from meguri.projects.keys import project_of
from meguri.projects.models import Project

Part = tuple[str | Promise, str | Promise, tuple[str | tuple[str, ...], ...]]
"""Its title, a hint, and its fields; those in a tuple stand side by side."""


@dataclass(frozen=True, slots=True)
class Section:
    """One titled part, its fields in rows."""

    title: str | Promise
    hint: str | Promise
    rows: list[list[BoundField]]


class SectionedForm(DraftForm):
    """The form of a draft, in titled parts."""

    template_name = "projects/forms/sectioned.html"
    PARTS: ClassVar[tuple[Part, ...]] = ()

    def parts(self) -> tuple[Part, ...]:
        return self.PARTS

    def sections(self) -> Iterator[Section]:
        """The parts that have a field in this form."""
        for title, hint, names in self.parts():
            rows = [[self[name] for name in _names(row) if name in self.fields] for row in names]
            shown = [row for row in rows if any(not field.is_hidden for field in row)]
            if shown:
                yield Section(title, hint, shown)

    def said(self, name: str) -> str:
        """A text as typed, also where the form does not hold together yet."""
        cleaned = getattr(self, "cleaned_data", {})
        return str(cleaned.get(name) or self.data.get(name) or self.initial.get(name) or "").strip()


class ProjectForm(SectionedForm):
    """The form of a draft about a project; `project` is the one it is about, None for a new one."""

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.project: Project | None = project_of(about)


def _names(row: str | tuple[str, ...]) -> tuple[str, ...]:
    return (row,) if isinstance(row, str) else row


def paired(form: forms.Form, names: list[tuple[str, str]], sentence: str) -> list[tuple[Any, Any]]:
    """The rows of which both fields are filled; a row with one of them gets an error at the empty one."""
    rows = []
    for first, second in names:
        here, there = form.cleaned_data.get(first), form.cleaned_data.get(second)
        if here and there:
            rows.append((here, there))
        elif (here or there) and not (form.has_error(first) or form.has_error(second)):
            form.add_error(second if here else first, sentence)
    return rows
