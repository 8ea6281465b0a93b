"""The three kinds of draft by which a town that has begun states its figures: a definition, a target, a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Actor
from meguri.governance.draft_kinds import DraftKind, register
from meguri.governance.models import Draft
from meguri.indicators.defining import stated, target_of, unsaved_source
from meguri.indicators.drafted import FiguresForm, in_words, slot_of
from meguri.indicators.forms import DefinitionForm, TargetForm
from meguri.indicators.labels import name_of, period_label
from meguri.indicators.models import Indicator, Target
from meguri.indicators.pages.definition import definition_facts
from meguri.indicators.pages.targets import target_lines
from meguri.indicators.policies import DEFINITION, FIGURES, TARGET
from meguri.indicators.publishing import (
    check_definition,
    check_figures,
    check_target,
    definition_form,
    drafted_figures,
    publish_definition,
    publish_figures,
    publish_target,
    target_form,
)
from meguri.indicators.town_file import TownFigure
from meguri.indicators.town_import import own_indicators

SHOWN_ROWS = 50


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One figure of a file in words; `stood` is what stands now, "" for nothing."""

    name: str
    when: str
    value: str
    stood: str


def _publish_definition(actor: Actor, draft: Draft) -> Indicator:
    return publish_definition(actor, draft, draft.town)


def _publish_target(actor: Actor, draft: Draft) -> Indicator:
    """The indicator, on whose page the target stands."""
    return publish_target(actor, draft, draft.town).indicator


def _publish_figures(actor: Actor, draft: Draft) -> Indicator | None:
    """The indicator, where the file brought figures of one alone."""
    touched = publish_figures(actor, draft, draft.town)
    return touched[0] if len(touched) == 1 else None


def _preview_definition(draft: Draft) -> Mapping[str, Any]:
    given = definition_form(draft).stated()
    indicator = Indicator(town=draft.town, source=unsaved_source(draft.town), **stated(given))
    return {"name": name_of(indicator), "facts": definition_facts(indicator)}


def _preview_target(draft: Draft) -> Mapping[str, Any]:
    """The target as its indicator's page will show it, and the one whose place it takes."""
    form = target_form(draft)
    target = target_of(draft.town, form.which, form.aim())
    standing = Target.objects.filter(indicator=form.which, period=target.period, replaced_at__isnull=True)
    return {
        "name": name_of(form.which),
        "targets": target_lines(form.which, [target]),
        "replaces": target_lines(form.which, list(standing)),
    }


def _preview_figures(draft: Draft) -> Mapping[str, Any]:
    drafted = drafted_figures(draft)
    known = {one.key: one for one in own_indicators(draft.town)}

    def shown(figures: list[TownFigure]) -> list[ShownFigure]:
        return [_shown(one, known[one.key], drafted.stood[slot_of(one)]) for one in figures[:SHOWN_ROWS]]

    return {
        "brought": drafted.brought,
        "counts": (len(drafted.added), len(drafted.revised), len(drafted.confirmed)),
        "revised": shown(drafted.revised),
        "more_revised": max(len(drafted.revised) - SHOWN_ROWS, 0),
        "added": shown(drafted.added),
        "more_added": max(len(drafted.added) - SHOWN_ROWS, 0),
    }


def _shown(figure: TownFigure, indicator: Indicator, stood: float | None) -> ShownFigure:
    before = "" if stood is None else in_words(indicator, stood)
    now = in_words(indicator, figure.value)
    return ShownFigure(name_of(indicator), period_label(figure.period.encoded), now, before)


register(
    DraftKind(
        DEFINITION,
        _("まちの指標"),
        DefinitionForm,
        publish=_publish_definition,
        preview="indicators/previews/definition.html",
        preview_context=_preview_definition,
        check=check_definition,
        begins_at="define-indicator",
    )
)
register(
    DraftKind(
        TARGET,
        _("目標値"),
        TargetForm,
        publish=_publish_target,
        preview="indicators/previews/target.html",
        preview_context=_preview_target,
        check=check_target,
        begins_at="indicators-of-place",
    )
)
register(
    DraftKind(
        FIGURES,
        _("まちの数字の取り込み"),
        FiguresForm,
        publish=_publish_figures,
        preview="indicators/previews/figures.html",
        preview_context=_preview_figures,
        check=check_figures,
        begins_at="import-figures",
    )
)
