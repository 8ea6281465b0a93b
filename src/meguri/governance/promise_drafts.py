"""Promises and what came of them as drafts: written by the section, approved, published."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.core.actor import Actor
from meguri.core.errors import BadInput
from meguri.governance.actions import promises as actions
from meguri.governance.draft_content import form_of, form_with
from meguri.governance.draft_kinds import DraftKind, register
from meguri.governance.forms.promises import OutcomeForm, PromiseForm
from meguri.governance.leading import parents
from meguri.governance.models import Draft, Post, Promise
from meguri.governance.queries.promises import promise_named
from meguri.governance.tree import path_up


def _publish_promise(actor: Actor, draft: Draft) -> Promise:
    given = form_of(draft).cleaned_data
    return actions.publish_promise(
        actor,
        draft,
        given["post"],
        given["text"],
        Promise.MadeIn(given["made_in"]),
        made_on=timezone.localdate(),
        due_on=given["due_on"],
        source=given["source"],
    )


def _publish_outcome(actor: Actor, draft: Draft) -> Promise:
    form = _outcome(draft)
    given = form.cleaned_data
    state = Promise.State(given["state"])
    return actions.close(actor, draft, _promise(form), state, given["outcome"], given["outcome_object"])


def _outcome(draft: Draft) -> OutcomeForm:
    form = form_of(draft)
    assert isinstance(form, OutcomeForm)  # noqa: S101 - for the type alone
    return form


def _promise(form: OutcomeForm) -> Promise:
    if form.promise is None:
        raise BadInput(_("どの約束のことかが分かりません。約束のページから書きはじめてください。"))
    return form.promise


def _check_promise(draft: Draft) -> None:
    """Before it is handed in: a section promises for itself."""
    given = form_of(draft).cleaned_data
    _is_own_section(draft, given["post"])
    if given["due_on"] < timezone.localdate():
        raise BadInput(_("期限がもうすぎています。今日からあとの日にしてください。"))


def _check_outcome(draft: Draft) -> None:
    form = _outcome(draft)
    promise = _promise(form)
    actions.may_be_closed(promise, Promise.State(form.cleaned_data["state"]), form.cleaned_data["outcome"])
    _is_own_section(draft, promise.post)


def _is_own_section(draft: Draft, post: Post) -> None:
    """The author's own post stands in the post's organisation, above it or below it."""
    tree = parents()
    author = draft.author_post
    if author is not None and (
        author.organisation_id in path_up(tree, post.organisation_id)
        or post.organisation_id in path_up(tree, author.organisation_id)
    ):
        return
    name = post.full_name
    raise BadInput(_("%(post)sの約束は、その組織の人が起案します。%(post)sにたのんでください。") % {"post": name})


def _preview_promise(draft: Draft) -> Mapping[str, Any]:
    form = form_with(PROMISE, draft.content, draft.about)
    form.is_valid()
    return {"given": form.cleaned_data, "made_in": dict(Promise.MadeIn.choices).get(form["made_in"].value(), "")}


def _preview_outcome(draft: Draft) -> Mapping[str, Any]:
    form = form_with(OUTCOME, draft.content, draft.about)
    form.is_valid()
    word = dict(Promise.State.choices).get(form["state"].value(), "")
    return {"given": form.cleaned_data, "promise": promise_named(draft.about), "state_word": word}


PROMISE = register(
    DraftKind(
        "governance.promise",
        gettext_lazy("約束"),
        PromiseForm,
        publish=_publish_promise,
        preview="governance/promises/_preview.html",
        preview_context=_preview_promise,
        check=_check_promise,
    )
)
OUTCOME = register(
    DraftKind(
        "governance.promise_outcome",
        gettext_lazy("約束がどうなったか"),
        OutcomeForm,
        publish=_publish_outcome,
        preview="governance/promises/_preview_outcome.html",
        preview_context=_preview_outcome,
        needs_about="promise",
        check=_check_outcome,
    )
)
