"""The acts by which an approved draft on a town's own figures is published; each does what the direct act does."""

from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import Conflict
from meguri.core.ports import Text
from meguri.core.recording import Locked, Unrecorded
from meguri.governance.draft_content import form_of
from meguri.governance.models import Draft
from meguri.indicators.defining import add_indicator, aim, refuse_taken, target_of
from meguri.indicators.drafted import Drafted, FiguresForm, in_words, slot_of, standing_values
from meguri.indicators.forms import DefinitionForm, TargetForm
from meguri.indicators.labels import name_of, period_label
from meguri.indicators.models import Indicator, Target
from meguri.indicators.town_import import NothingNew, in_force, own_indicators, plan, take_in
from meguri.towns.models import Town


@action("indicators.publish_definition", record=Public)
def publish_definition(actor: Actor, draft: Unrecorded[Draft], town: Locked[Town]) -> Indicator:
    """Add the indicator that an approved draft defines. `Conflict` if the town has one of its name by now."""
    return add_indicator(town, definition_form(draft).stated())


@action("indicators.publish_target", record=Public)
def publish_target(actor: Actor, draft: Unrecorded[Draft], town: Locked[Town]) -> Target:
    """Set the target of an approved draft. `Conflict` if another was set for its period while it waited."""
    form = target_form(draft)
    refuse_overtaken(draft, target_of(town, form.which, form.aim()))
    wanted = form.aim()
    note(
        indicator=form.which, period=wanted.period, value=wanted.value, baseline_period=wanted.baseline_period,
        baseline_value=wanted.baseline_value, reason=Text(wanted.reason),
    )  # fmt: skip
    return aim(town, form.which, wanted)


@action("indicators.publish_figures", record=Public)
def publish_figures(actor: Actor, draft: Unrecorded[Draft], town: Locked[Town]) -> list[Indicator]:
    """Take in the figures of an approved draft, if what stands is still what the approvers saw beside them."""
    indicators = own_indicators(town)
    drafted = drafted_figures(draft)
    refuse_changed(drafted, town, indicators)
    _outcome, touched = take_in(town, drafted.brought, indicators)
    return touched


def definition_form(draft: Draft) -> DefinitionForm:
    form = form_of(draft)
    assert isinstance(form, DefinitionForm)  # noqa: S101 - for the type alone
    return form


def target_form(draft: Draft) -> TargetForm:
    form = form_of(draft)
    assert isinstance(form, TargetForm)  # noqa: S101 - for the type alone
    return form


def drafted_figures(draft: Draft) -> Drafted:
    form = form_of(draft)
    assert isinstance(form, FiguresForm)  # noqa: S101 - for the type alone
    found: Drafted = form.cleaned_data["figures"]
    return found


def check_definition(draft: Draft) -> None:
    """Before it is handed in: what would be refused at the end is refused at the start."""
    refuse_taken(draft.town, definition_form(draft).cleaned_data["name"])


def check_target(draft: Draft) -> None:
    form = target_form(draft)
    target_of(draft.town, form.which, form.aim())


def check_figures(draft: Draft) -> None:
    refuse_changed(drafted_figures(draft), draft.town, own_indicators(draft.town))


def refuse_overtaken(draft: Draft, target: Target) -> None:
    """`Conflict` if a target for the same period was set since the draft was handed in."""
    since = Target.objects.filter(
        indicator=target.indicator, period=target.period, set_at__gte=draft.submitted_at, replaced_at__isnull=True
    )
    if (other := since.first()) is not None:
        sentence = _(
            "待っているあいだに、%(when)sの目標が%(value)sに決まりました。見くらべて、それでも改めるときは、"
            "理由をそえてもどし、もう一度決裁に出してもらってください。"
        )
        words = {"when": period_label(other.period), "value": in_words(target.indicator, other.value)}
        raise Conflict(sentence % words)


def refuse_changed(drafted: Drafted, town: Town, indicators: list[Indicator]) -> None:
    """`NothingNew` when all of it stands already, `Conflict` when other figures stand than were shown. Two queries."""
    known = {one.key: one for one in indicators}
    figures = drafted.brought.figures
    if plan(figures, town, indicators).changes_nothing:
        raise NothingNew
    ids = {key: one.pk for key, one in known.items()}
    now = standing_values(figures, in_force(town, list(ids.values())), ids)
    for figure in figures:
        slot = slot_of(figure)
        if now[slot] != drafted.stood[slot]:
            indicator, stands = known[figure.key], now[slot]
            sentence = _(
                "待っているあいだに、「%(name)s」の%(when)sの数が変わりました（いまは%(now)s）。何も取り込んでいません。"
                "ファイルをもう一度選んで、新しく起案すると進められます。"
            )
            words = {"name": name_of(indicator), "when": period_label(figure.period.encoded),
                     "now": _("なし") if stands is None else in_words(indicator, stands)}  # fmt: skip
            raise Conflict(sentence % words)
