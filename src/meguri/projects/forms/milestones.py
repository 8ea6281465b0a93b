"""What is typed to keep the main steps of a project true: done on which day, put to another day and why, added."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meguri.projects.forms.base import BasedForm
from meguri.projects.forms.fields import day_field
from meguri.projects.forms.sectioned import Part, paired
from meguri.projects.models import Milestone

NEW = [(f"new_{n}", f"new_{n}_due") for n in range(1, 4)]


@dataclass(frozen=True, slots=True)
class Kept:
    """A standing step as the form has it now."""

    milestone: Milestone
    due_on: date
    done_on: date | None
    reason: str

    @property
    def is_moved(self) -> bool:
        return self.due_on != self.milestone.due_on

    @property
    def is_changed(self) -> bool:
        return self.is_moved or self.done_on != self.milestone.done_on

    def both(self) -> tuple[str, str]:
        """As it stands, and as drafted, in words."""
        before = in_words(self.milestone.due_on, self.milestone.done_on)
        return before, in_words(self.due_on, self.done_on)


class MilestonesForm(BasedForm):
    """A row for each step that stands, and three for new ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = self.steps()
        for one in self.standing:
            self.fields[f"due_{one.pk}"] = day_field(_("予定の日"), required=True)
            self.fields[f"done_{one.pk}"] = day_field(_("できた日"))
            self.fields[f"reason_{one.pk}"] = forms.CharField(
                label=_("日を改める理由"),
                max_length=400,
                required=False,
                help_text=_("予定の日を変えるときに要ります。"),
            )
        for n, (name, due) in enumerate(NEW, start=1):
            self.fields[name] = forms.CharField(label=_("工程 %(n)s") % {"n": n}, max_length=100, required=False)
            self.fields[due] = day_field(_("予定の日 %(n)s") % {"n": n})

    def steps(self) -> list[Milestone]:
        """The steps that stand. One query."""
        return list(Milestone.objects.filter(project=self.project)) if self.project else []

    def version(self) -> str:
        """Every step with its days: another draft may have moved one of them."""
        return version_of(self.steps())

    def differences(self) -> list[tuple[str, str, str]]:
        return [(one.milestone.name, *one.both()) for one in self.kept() if one.is_changed]

    def parts(self) -> tuple[Part, ...]:
        rows: list[Part] = [("", "", ("seen",))]
        rows += [
            (one.name, "", ((f"due_{one.pk}", f"done_{one.pk}"), f"reason_{one.pk}")) for one in self.standing
        ]
        return (*rows, (_("足す工程"), "", tuple(NEW)))

    def title(self) -> str:
        return _("「%(name)s」の工程") % {"name": self.project.name if self.project else ""}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for one in self.kept():
            self._check(one)
        added = paired(self, NEW, _("工程の名前と予定の日を、両方入れてください。"))
        names = [one.name for one in self.standing] + [name for name, _due in added]
        if len(set(names)) < len(names):
            self.add_error(None, _("同じ名前の工程があります。名前を変えてください。"))
        if not self.errors and not added and not any(one.is_changed for one in self.kept()):
            self.add_error(None, _("変わったところがありません。できた日か、新しい予定の日を入れてください。"))
        return cleaned

    def _check(self, one: Kept) -> None:
        if one.is_moved and not one.reason.strip():
            self.add_error(f"reason_{one.milestone.pk}", _("予定の日を変える理由を書いてください。公表されます。"))
        if one.done_on is not None and one.done_on > timezone.localdate():
            self.add_error(f"done_{one.milestone.pk}", _("できた日は、今日までの日にしてください。"))

    def kept(self) -> list[Kept]:
        """The standing steps whose day could be read."""
        cleaned = self.cleaned_data
        return [
            Kept(
                milestone=one,
                due_on=cleaned[f"due_{one.pk}"],
                done_on=cleaned.get(f"done_{one.pk}"),
                reason=cleaned.get(f"reason_{one.pk}") or "",
            )
            for one in self.standing
            if cleaned.get(f"due_{one.pk}")
        ]

    def added(self) -> list[tuple[str, date]]:
        return [(self.cleaned_data[a], self.cleaned_data[b]) for a, b in NEW if self.cleaned_data.get(a)]


def version_of(milestones: list[Milestone]) -> str:
    """A short digest of steps and their days, whatever their order."""
    told = sorted((one.pk, str(one.due_on), str(one.done_on)) for one in milestones)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def in_words(due_on: date, done_on: date | None) -> str:
    if done_on is not None:
        return _("%(done)sにできた") % {"done": date_format(done_on, "DATE_FORMAT")}
    return _("%(due)sの予定") % {"due": date_format(due_on, "DATE_FORMAT")}


def initial_steps(milestones: list[Milestone]) -> dict[str, Any]:
    """The fields of the standing steps as they are."""
    days = {f"due_{one.pk}": one.due_on for one in milestones} | {f"done_{one.pk}": one.done_on for one in milestones}
    return {**days, "base": version_of(milestones)}
