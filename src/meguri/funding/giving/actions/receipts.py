"""寄附金受領証明書: issued by the town alone, numbered without a gap, however many issue at once."""

from collections.abc import Sequence

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked, Unrecorded
from meguri.funding.giving.holders import is_the_towns
from meguri.funding.giving.models import Gift, Giver, Receipt
from meguri.governance.models import Organisation, Post
from meguri.governance.posts import on_day
from meguri.towns.models import Town


@action("funding.issue_receipts", record=Public)
def issue_receipts(actor: Actor, gifts: Unrecorded[Sequence[Gift]]) -> int:
    """Issue the receipts of these gifts, in the order in which they came; how many. All or none.

    Whoever issues waits for the others of this town: the next number is read while nobody else can take it.
    """
    if not gifts:
        return 0
    town_id = gifts[0].town_id
    Town.objects.select_for_update(no_key=True).get(pk=town_id)
    rows = list(
        Gift.objects.filter(pk__in=[one.pk for one in gifts])
        .select_related("giver", "purpose__fund__holder")
        .order_by("on", "pk")
    )
    done = set(Receipt.objects.filter(gift__in=rows).values_list("gift_id", flat=True))
    for one in rows:
        _check(one, is_done=one.pk in done)
    today, post = timezone.localdate(), head_of_the_town()
    last = Receipt.objects.filter(year=today.year).aggregate(last=Max("number"))["last"] or 0
    made = [
        Receipt(town_id=town_id, gift=one, year=today.year, number=number, issued_on=today, issued_by=post)
        for number, one in enumerate(rows, start=last + 1)
    ]
    Receipt.objects.bulk_create(made)
    note(receipts=len(made), year=today.year, first_number=last + 1, last_number=last + len(made))
    return len(made)


@action("funding.reissue_receipt", record=Public)
def reissue_receipt(actor: Actor, gift: Locked[Gift]) -> Receipt:
    """Issue the same receipt again: the same number, marked 再発行."""
    Town.objects.select_for_update(no_key=True).get(pk=gift.town_id)
    last = Receipt.objects.filter(gift=gift).order_by("-copy").first()
    if last is None:
        raise Conflict(_("この寄附の受領証明書は、まだ出していません。先に発行してください。"))
    _check(Gift.objects.select_related("giver", "purpose__fund__holder").get(pk=gift.pk), is_done=False)
    made: Receipt = Receipt.objects.create(
        town_id=gift.town_id, gift=gift, year=last.year, number=last.number, copy=last.copy + 1,
        issued_on=timezone.localdate(), issued_by=head_of_the_town(),
    )  # fmt: skip
    return made


def why_no_receipt(gift: Gift) -> str:
    """Why the town issues none for this gift; "" where it may. With giver and holder selected: no query."""
    if not is_the_towns(gift.purpose.fund):
        sentence = _("この寄附は%(holder)sへのものです。まちの受領証明書は、まちへの寄附にだけ出ます。")
        return sentence % {"holder": gift.purpose.fund.holder.name}
    if gift.returned_id is not None:
        return _("この寄附はお返ししたので、受領証明書は出せません。")
    return str(LACKING[lacking(gift.giver)])


def lacking(giver: Giver | None) -> tuple[bool, bool]:
    """Whether a receipt lacks the giver's name, and their address."""
    return giver is None or not giver.name, giver is None or not giver.address


LACKING = {
    (False, False): "",
    (True, False): gettext_lazy("寄附した方のお名前が分からないので、受領証明書を出せません。"),
    (False, True): gettext_lazy("寄附した方の住所が分からないので、受領証明書を出せません。"),
    (True, True): gettext_lazy("寄附した方のお名前と住所が分からないので、受領証明書を出せません。"),
}


def _check(gift: Gift, *, is_done: bool) -> None:
    if why := why_no_receipt(gift):
        raise BadInput(why)
    if is_done:
        raise Conflict(_("この寄附の受領証明書は、もう出しています。失くされたときは「再発行」を押してください。"))


def head_of_the_town() -> Post | None:
    """The post in whose name receipts are issued: the head at the top of the town hall. One query."""
    posts = Post.objects.filter(
        on_day(timezone.localdate()), is_head=True, organisation__kind=Organisation.Kind.TOWN,
        organisation__parent__isnull=True, organisation__until__isnull=True,
    )  # fmt: skip
    return posts.select_related("organisation").order_by("pk").first()
