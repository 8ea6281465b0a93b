"""One draft as its page shows it: what it says and what it changes, its way, and what the reader may do."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meguri.core.errors import Conflict
from meguri.governance.actions import drafts as actions
from meguri.governance.draft_content import differences, form_with, kind_of_draft
from meguri.governance.draft_kinds import DraftForm, DraftKind
from meguri.governance.draft_steps import steps_for
from meguri.governance.forms.drafts import DecisionForm
from meguri.governance.models import Decision, Draft, Post
from meguri.governance.pages.draft_door import CHIPS, crumbs, may
from meguri.governance.queries import drafts as queries
from meguri.governance.turns import Turn, named, turn_of
from meguri.record.titles import kind_named
from meguri.towns.request import actor_of, opened_town_of


def page_of_draft(request: HttpRequest, draft: Draft, form: DecisionForm | None = None) -> dict[str, Any]:
    town, kind = opened_town_of(request), kind_of_draft(draft)
    turn = turn_of(draft)
    may_decide = turn is not None and draft.state == Draft.State.SUBMITTED and may(request, "governance.decide", draft)
    content = form_with(kind, draft.content, draft.about)
    decisions = queries.decisions_on(draft)
    steps, lacking = _way(draft, turn, decisions)
    before = {} if draft.state == Draft.State.PUBLISHED else kind.initial(draft.about)
    return {
        "town": town,
        "draft": draft,
        "kind": kind,
        "chip": CHIPS[Draft.State(draft.state)],
        "turn": turn.post.full_name if turn else "",
        "nobody": draft.state == Draft.State.SUBMITTED and turn is None,
        "deputises": may_decide and turn is not None and turn.people.get(actor_of(request).person_id or 0) is not None,
        "may_decide": may_decide,
        "decision": form or DecisionForm(initial={"version": draft.version}),
        "fields": differences(content, before, draft.content),
        "compares": bool(before),
        "shown_changes": _changes(request, draft, kind) if kind.shows_preview and content.is_valid() else "",
        "is_whole": content.is_valid(),
        "unfinished": [] if content.is_valid() else unfinished(content),
        "steps_shown": steps,
        "lacking": lacking,
        "decisions": decisions,
        "returned": next((one for one in reversed(decisions) if one.verdict == Decision.Verdict.RETURNED), None),
        "is_author": draft.author_id == actor_of(request).person_id,
        "may_save": draft.state in actions.EDITABLE and may(request, "governance.save_draft", draft),
        "may_hand_in": draft.state in actions.EDITABLE and may(request, "governance.submit_draft", draft),
        "may_withdraw": draft.state in queries.OPEN and may(request, "governance.withdraw_draft", draft),
        "public_url": _public_url(draft),
        "crumbs": crumbs(town, (draft.title, "")),
    }


def _changes(request: HttpRequest, draft: Draft, kind: DraftKind) -> str:
    """What the approver has to read, where the fields of the form do not tell it."""
    shown = {**kind.preview_context(draft), "town": opened_town_of(request), "draft": draft, "is_part": True}
    return get_template(kind.preview).render(shown, request)


def unfinished(form: DraftForm) -> list[str]:
    return [f"{form.fields[name].label}: {errors[0]}" if name in form.fields else str(errors[0])
            for name, errors in form.errors.items()]  # fmt: skip


def _way(draft: Draft, turn: Turn | None, decisions: list[Decision]) -> tuple[list[tuple[str, str, str]], str]:
    """The steps for the page, with who has approved and whose turn it is; and why there are none."""
    settled = draft.steps
    if draft.state in actions.EDITABLE:
        try:
            settled = steps_for(draft)
        except Conflict as lacking:
            return [], str(lacking)
        return [(named(settled)[pk].full_name, "", "") for pk in settled], ""
    made = {one.step: one for one in decisions if draft.submitted_at and one.at >= draft.submitted_at}
    posts = named(settled)
    return [_step(place, posts[pk], made.get(place), turn, draft) for place, pk in enumerate(settled)], ""


def _step(place: int, post: Post, made: Decision | None, turn: Turn | None, draft: Draft) -> tuple[str, str, str]:
    if made is not None:
        when = date_format(timezone.localtime(made.at), "DATETIME_FORMAT")
        if made.as_deputy is None:
            return made.post.full_name, when, "done"
        words = {"when": when, "deputy": made.as_deputy.full_name}
        return made.post.full_name, _("%(when)s　代決: %(deputy)s") % words, "done"
    is_now = draft.state == Draft.State.SUBMITTED and place == draft.step
    if is_now and turn is not None and turn.post.pk != post.pk:
        words = {"post": turn.post.full_name, "settled": post.full_name}
        return _("%(post)s（%(settled)sに代わって）") % words, _("いまの番です"), "now"
    return post.full_name, _("いまの番です") if is_now else "", "now" if is_now else ""


def _public_url(draft: Draft) -> str:
    if draft.published_as is None:
        return ""
    kind = kind_named(draft.published_as.kind)
    return kind.address(draft.published_as.key) if kind and kind.address else ""
