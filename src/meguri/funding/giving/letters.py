"""Letters to givers who asked for them, when a project they gave for has published a report: one message for each."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from meguri.core.action import Internal, action
from meguri.core.actor import Actor, Channel, system
from meguri.core.outbox import emit, handles
from meguri.core.scope import across_towns, in_town
from meguri.funding.giving.models import Gift
from meguri.governance.models import Draft
from meguri.projects.models import Report
from meguri.towns.letters import Letter, address_of, send


@action("funding.announce_report", record=Internal)
def announce_report(actor: Actor, report: Report) -> int:
    """Put a letter into the outbox for each giver of the project, once for an address; how many."""
    wanted = Gift.objects.filter(purpose__project=report.project_id, wants_news=True, returned=None)
    rows = wanted.exclude(giver=None).exclude(giver__email="").order_by("pk").values_list("giver__email", "pk")
    by_address = {email.lower(): gift for email, gift in rows}
    for gift in by_address.values():
        emit("funding.report_for_giver", town_id=report.town_id, gift_id=gift, report_id=report.pk)
    return len(by_address)


@handles("governance.published")
def tell_givers(*, draft_id: int, version: int) -> None:
    """Once for a draft, however often the message comes."""
    with across_towns():  # the worker stands in no town
        draft = Draft.objects.select_related("town__municipality").get(pk=draft_id)
    if draft.kind != "projects.report":
        return
    with in_town(draft.town):
        report = Report.objects.filter(draft=draft).first()
        if report is not None:
            announce_report(system(Channel.COMMAND), report, idempotency_key=f"report {report.pk}")  # type: ignore[call-arg]


@handles("funding.report_for_giver")
def write_to_giver(*, gift_id: int, report_id: int) -> None:
    """A giver who has changed their mind meanwhile gets none."""
    with across_towns():  # the worker stands in no town
        gift = Gift.objects.select_related("giver", "town__municipality").get(pk=gift_id)
        report = Report.objects.select_related("project").get(pk=report_id)
    if gift.giver is None or not gift.giver.email or not gift.wants_news:
        return
    with override("ja"):
        send(letter_about(gift, report), gift.giver.email)


def letter_about(gift: Gift, report: Report) -> Letter:
    words = {"name": report.project.name, "title": report.title}
    return Letter(
        subject=_("「%(name)s」の報告が出ました（%(title)s）") % words,
        opening=[_("寄附してくださった「%(name)s」の報告「%(title)s」が公表されました。") % words],
        link=address_of(reverse("own-gift", args=[gift.town.code, gift.token])),
        closing=[_("上のページで、寄附の行き先と報告を読めます。")],
    )
