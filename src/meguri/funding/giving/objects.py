"""Calls for gifts and gifts as the thread and the desk see them. A gift is told without its giver."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from meguri.core.ports import Reference
from meguri.funding.giving.models import Campaign, Gift
from meguri.funding.giving.progress import Progress, progress_of
from meguri.funding.words import in_words
from meguri.governance.objects import Described, DeskText, ObjectKind, register
from meguri.projects.keys import numbers, town_code
from meguri.towns.models import Station


def _campaigns() -> QuerySet[Campaign]:
    return Campaign.objects.all()


def _campaigns_by(keys: Iterable[str]) -> Sequence[Campaign]:
    return list(Campaign.objects.filter(pk__in=numbers(keys)))


def _describe_campaigns(campaigns: Sequence[Campaign]) -> list[Described]:
    """Two queries, for how far each has come."""
    code, come = town_code(), progress_of(campaigns)
    return [
        Described(
            Reference("campaign", f"{code}-{one.pk}"),
            title=one.title,
            summary=_come_so_far(come[one.pk]),
            came_from=(Reference("project", f"{code}-{one.project_id}"),) if one.project_id else (),
            led_to=(Reference("fund", f"{code}-{one.fund_id}"),),
            answered_by=_answering(code, one.project_id, one.fund_id),
        )
        for one in campaigns
    ]


def _come_so_far(come: Progress) -> str:
    """In Japanese, whoever acts: pages translate what they show themselves."""
    with override("ja"):
        if come.returned and not come.received:
            return f"目標 {in_words(come.aim)}に届かず、{in_words(come.returned)}をお返ししました"
        return f"目標 {in_words(come.aim)}、これまでに {in_words(come.received)}"


def _answering(code: str, project_id: int | None, fund_id: int) -> Reference:
    """A project answers for what is asked and given for it; else the fund does."""
    return Reference("project", f"{code}-{project_id}") if project_id else Reference("fund", f"{code}-{fund_id}")


def _gifts() -> QuerySet[Gift]:
    return Gift.objects.select_related("purpose")


def _gifts_by(keys: Iterable[str]) -> Sequence[Gift]:
    return list(_gifts().filter(pk__in=numbers(keys)))


def _describe_gifts(gifts: Sequence[Gift]) -> list[Described]:
    """No query where `purpose` is selected."""
    code = town_code()
    return [_describe_gift(code, one) for one in gifts]


def _describe_gift(code: str, gift: Gift) -> Described:
    purpose = gift.purpose
    project = Reference("project", f"{code}-{purpose.project_id}") if purpose.project_id else None
    return Described(
        Reference("gift", f"{code}-{gift.pk}"),
        title=title_of(gift),
        summary=purpose.name,
        state="お返ししました" if gift.returned_id is not None else "",
        came_from=(Reference("campaign", f"{code}-{gift.campaign_id}"),) if gift.campaign_id else (),
        led_to=(project,) if project else (Reference("fund", f"{code}-{purpose.fund_id}"),),
        needs_post=False,
        answered_by=_answering(code, purpose.project_id, purpose.fund_id),
    )


def title_of(gift: Gift) -> str:
    """「1万円の寄附（2026年5月）」: by month, so that a giver is not known by the day."""
    with override("ja"):
        return f"{in_words(gift.yen)}の寄附（{gift.on.year}年{gift.on.month}月）"


def _found_by(campaign: Campaign) -> DeskText:
    return DeskText(campaign.title, keywords="寄附 ふるさと納税", text=campaign.text)


register(
    ObjectKind(
        "campaign", _("寄附の呼びかけ"), Station.FUND, _describe_campaigns, rows=_campaigns, needs_post=True,
        expects_before=(Station.ACT,), found_by=_found_by, by_references=_campaigns_by,
    )
)  # fmt: skip
register(
    ObjectKind("gift", _("寄附"), Station.FUND, _describe_gifts, rows=_gifts, by_references=_gifts_by)
)
