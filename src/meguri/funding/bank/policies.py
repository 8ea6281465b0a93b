"""Who may work with a fund's account: the people of its holder. The platform itself books what a provider tells."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require
from meguri.funding.bank.models import MoneyRow, Payment
from meguri.funding.journal.models import Fund
from meguri.governance.models import Organisation
from meguri.projects.ownership import own_organisations

TOWN_ONLY = gettext_lazy("まちの資金の口座を扱えるのは、このまちの職員だけです。財政の係にたのんでください。")


@policy(
    "funding.name_account", "funding.take_money_file", "funding.decide_rows", "funding.accept_sure_rows",
    "funding.close_month", "funding.reopen_month", "funding.forget_payers",
)  # fmt: skip
def keep_account(actor: Actor, fund: Fund, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """Of the town's funds its staff; of another holder's whoever has a post there."""
    if actor.has(Role.SYSTEM):
        return None
    if fund.holder.kind == Organisation.Kind.TOWN:
        return require(actor, Role.OFFICER, Role.EXECUTIVE, Role.ADMINISTRATOR, sentence=TOWN_ONLY)
    if fund.holder_id in own_organisations(actor.person_id):
        return None
    sentence = _("「%(fund)s」の口座を扱うのは、%(holder)sの人です。%(holder)sにたのんでください。")
    said = {"fund": fund.name, "holder": fund.holder.name}
    return NotAllowed(sentence % said, sign_in_helps=not actor.is_signed_in)


@policy("funding.reopen_row")
def reopen_row(actor: Actor, row: MoneyRow, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return keep_account(actor, row.fund)


@policy("funding.settle_payment")
def settle_payment(actor: Actor, payment: Payment, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return keep_account(actor, payment.purpose.fund)


@policy("funding.begin_payment", "funding.note_page", "funding.hear_payment")
def hear(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """What a provider tells is taken by the platform, for nobody else could prove it."""
    return require(actor, Role.SYSTEM, sentence=_("この操作は、決済事業者からの知らせを受けた仕組みだけが行います。"))


@policy("funding.see_accounts")
def see_accounts(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """The list of accounts: those who may work with one of them."""
    if actor.has(Role.OFFICER, Role.EXECUTIVE, Role.ADMINISTRATOR) or own_organisations(actor.person_id):
        return None
    return require(actor, Role.OFFICER, Role.EXECUTIVE, Role.ADMINISTRATOR, sentence=TOWN_ONLY)
