"""Opening a fund, or changing what is said of it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import Conflict
from meguri.core.recording import Unrecorded
from meguri.funding.journal.accounts import balances_of, open_accounts, open_purpose
from meguri.funding.journal.forms.fund import FundForm
from meguri.funding.journal.holding import fund_of, post_answering
from meguri.funding.journal.models import Fund, Purpose
from meguri.governance.draft_content import form_of
from meguri.governance.models import Draft, Organisation, Post
from meguri.governance.objects import tell
from meguri.projects.actions.answering import let_answer
from meguri.projects.models import Project


@action("funding.publish_fund", record=Public)
def publish_fund(actor: Actor, draft: Unrecorded[Draft]) -> Fund:
    """Open the approved fund, or make the approved changes. A fund ends only when nothing is left in it."""
    form = form_of(draft)
    assert isinstance(form, FundForm)  # noqa: S101 - for the type alone
    standing = fund_of(draft.about)
    fund = _opened(draft, form) if standing is None else _changed(standing, draft, form)
    _add_purposes(fund, form)
    thing = tell("fund", [fund])[0]
    post = Post.objects.filter(pk=form.cleaned_data.get("post") or 0).first()
    let_answer(thing, post, earlier=post_answering(thing))
    note(accountable=post, holder=fund.holder, is_copy=fund.is_copy)
    return fund


def _opened(draft: Draft, form: FundForm) -> Fund:
    given = form.cleaned_data
    holder = Organisation.objects.get(pk=given["holder"])
    made: Fund = Fund.objects.create(
        town=draft.town, name=given["name"].strip(), kind=given["kind"], ordinance=given["ordinance"].strip(),
        holder=holder, is_copy=holder.kind == Organisation.Kind.TOWN, aim=given["aim"].strip(),
        opened_on=given["opened_on"], closed_on=given.get("closed_on"), draft=draft,
        first_published_at=timezone.now(),
    )  # fmt: skip
    open_accounts(made)
    return made


def _changed(fund: Fund, draft: Draft, form: FundForm) -> Fund:
    given = form.cleaned_data
    locked: Fund = Fund.objects.select_for_update().get(pk=fund.pk)
    if given.get("closed_on") is not None:
        _refuse_while_money_is_left(locked)
    for name in ("name", "kind", "ordinance", "aim", "closed_on"):
        value = given.get(name)
        setattr(locked, name, value.strip() if isinstance(value, str) else value)
    locked.draft = draft
    locked.save(update_fields=["name", "kind", "ordinance", "aim", "closed_on", "draft"])
    return locked


def _add_purposes(fund: Fund, form: FundForm) -> None:
    begin = Purpose.objects.filter(fund=fund).count()
    projects = Project.objects.in_bulk([project for _name, project in form.purposes() if project])
    for place, (name, project) in enumerate(form.purposes(), start=begin):
        open_purpose(fund, name, projects.get(project) if project else None, place)


def _refuse_while_money_is_left(fund: Fund) -> None:
    left = sum(one.kept for one in balances_of(Purpose.objects.filter(fund=fund)).values())
    if left:
        sentence = _("まだ%(left)s円が残っています。使いきるか返すかしてから、終えた日を入れてください。")
        raise Conflict(sentence % {"left": f"{left:,}"})
