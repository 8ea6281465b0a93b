"""Organisations, posts and appointments as drafts: written by a section, approved, published by our own actions."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.core.actor import Actor
from meguri.core.errors import Conflict
from meguri.governance.actions.organisations import (
    OrganisationDetails,
    describe_organisation,
    end_organisation,
    found_organisation,
)
from meguri.governance.actions.posts import PostDetails, describe_post, end_post, found_post
from meguri.governance.actions.responsibilities import appoint, relieve
from meguri.governance.answering import refuse_unfit
from meguri.governance.draft_content import form_of
from meguri.governance.draft_kinds import DraftKind, register
from meguri.governance.forms.people_drafts import (
    DESCRIBE,
    END,
    FOUND,
    RELIEVE,
    AppointmentDraftForm,
    OrganisationDraftForm,
    PostDraftForm,
    row_of,
)
from meguri.governance.models import Draft, Organisation, Post, PublicObject, Responsibility
from meguri.governance.policies_people import APPOINTMENT, ORGANISATION, POST
from meguri.governance.queries.responsibilities import accountable_for

Kind = Organisation.Kind


def _organisation_form(draft: Draft) -> OrganisationDraftForm:
    form = form_of(draft)
    assert isinstance(form, OrganisationDraftForm)  # noqa: S101 - for the type alone
    return form


def _publish_organisation(actor: Actor, draft: Draft) -> Organisation:
    form = _organisation_form(draft)
    given, kind = form.cleaned_data, Kind(form.cleaned_data["kind"])
    if form.act == FOUND:
        return found_organisation(
            actor, given["name"], kind=kind, parent=given["parent"], since=given["on"], details=form.details(),
            draft=draft,
        )  # fmt: skip
    if form.act == END:
        return end_organisation(actor, form.row, given["on"], draft=draft)
    return describe_organisation(
        actor, form.row, given["name"], kind=kind, parent=given["parent"], details=form.details(), draft=draft
    )


def _post_form(draft: Draft) -> PostDraftForm:
    form = form_of(draft)
    assert isinstance(form, PostDraftForm)  # noqa: S101 - for the type alone
    return form


def _publish_post(actor: Actor, draft: Draft) -> Post:
    form = _post_form(draft)
    given = form.cleaned_data
    if form.act == FOUND:
        return found_post(
            actor, given["organisation"], given["name"], since=given["on"], details=form.details(), draft=draft
        )
    if form.act == END:
        return end_post(actor, form.row, given["on"], draft=draft)
    return describe_post(actor, form.row, given["organisation"], given["name"], details=form.details(), draft=draft)


def _appointment_form(draft: Draft) -> AppointmentDraftForm:
    form = form_of(draft)
    assert isinstance(form, AppointmentDraftForm)  # noqa: S101 - for the type alone
    return form


def _publish_appointment(actor: Actor, draft: Draft) -> PublicObject:
    """The object that is answered for, which is what changes in public."""
    form = _appointment_form(draft)
    given = form.cleaned_data
    act = relieve if given["what"] == RELIEVE else appoint
    act(actor, form.thing, given["post"], given["since"], part=form.chosen_part, reason=given["reason"], draft=draft)
    return form.thing


def _losing_by_appointment(form: AppointmentDraftForm) -> list[int]:
    """The post that answers now, when another is to follow it or it is to be relieved."""
    given = form.cleaned_data
    if form.chosen_part != Responsibility.Part.ACCOUNTABLE:
        return []
    standing = accountable_for([form.thing.pk], given["since"]).get(form.thing.pk)
    if standing is None or (given["what"] != RELIEVE and standing.post.pk == given["post"].pk):
        return []
    return [standing.post.pk]


def _check_appointment(draft: Draft) -> None:
    """Before it is handed in: the term can begin. Whether it still can is asked again when it is published."""
    form = _appointment_form(draft)
    given = form.cleaned_data
    if given["what"] != RELIEVE:
        refuse_unfit(form.thing, given["post"], form.chosen_part, given["since"])


def _check_row(draft: Draft) -> None:
    """What it is about is still there; else it would found a second one."""
    form: Any = form_of(draft)
    if draft.about is not None and form.row is None:
        raise Conflict(_("何についての起案かが分かりません。そのもののページから起案してください。"))


def _initial_organisation(about: PublicObject | None) -> Mapping[str, Any]:
    row = row_of(about, "organisation", Organisation)
    return {} if row is None else _as_it_is(row, OrganisationDetails, kind=row.kind, parent=row.parent_id)


def _initial_post(about: PublicObject | None) -> Mapping[str, Any]:
    row = row_of(about, "post", Post)
    return {} if row is None else _as_it_is(row, PostDetails, organisation=row.organisation_id)


def _as_it_is(row: Any, details: type[Any], **more: Any) -> dict[str, Any]:
    return {"name": row.name, "what": DESCRIBE, **{name: getattr(row, name) for name in asdict(details())}, **more}


def _preview(draft: Draft) -> Mapping[str, Any]:
    form: Any = form_of(draft)
    return {"form": form, "given": form.cleaned_data, "what": form.act, "title": form.title()}


def _preview_appointment(draft: Draft) -> Mapping[str, Any]:
    form = _appointment_form(draft)
    now = accountable_for([form.thing.pk]).get(form.thing.pk)
    return {"form": form, "given": form.cleaned_data, "thing": form.thing, "part": form.chosen_part, "now": now}


register(
    DraftKind(
        ORGANISATION,
        gettext_lazy("組織"),
        OrganisationDraftForm,
        publish=_publish_organisation,
        preview="governance/people/_preview_organisation.html",
        preview_context=_preview,
        initial=_initial_organisation,
        check=_check_row,
    )
)
register(
    DraftKind(
        POST,
        gettext_lazy("役職"),
        PostDraftForm,
        publish=_publish_post,
        preview="governance/people/_preview_post.html",
        preview_context=_preview,
        initial=_initial_post,
        check=_check_row,
    )
)
register(
    DraftKind(
        APPOINTMENT,
        gettext_lazy("受け持つ役職"),
        AppointmentDraftForm,
        publish=_publish_appointment,
        preview="governance/people/_preview_appointment.html",
        preview_context=_preview_appointment,
        check=_check_appointment,
        losing=_losing_by_appointment,
    )
)
