"""What the law asks of a gift: what forbids it, and what the giver has to have read before. Free of Django.

Sources: 地方自治法 第96条第1項第9号 (負担付きの寄附は議会の議決), 公職選挙法 第199条の2 (公職の候補者等の寄附の禁止),
地域再生法 第5条第4項第2号・第15項, 第13条の2 と 同法施行規則 (企業版ふるさと納税: 認定を受けた計画, 10万円以上,
主たる事務所, 代償としての経済的な利益の禁止), 地方税法 第37条の2・第314条の7 (個人が都道府県・市区町村にする寄附).
"""

from dataclasses import dataclass
from enum import StrEnum

LEAST_OF_A_FIRM_YEN = 100_000
MOST_YEN = 10_000_000_000
"""More than a hundred 億 is not given by a form."""


class Refusal(StrEnum):
    """Why a gift cannot be taken this way."""

    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"
    TOWN_ALONE = "town_alone"
    PERSON_ALONE = "person_alone"
    FIRM_ALONE = "firm_alone"
    FIRM_LEAST = "firm_least"
    FIRM_PLAN = "firm_plan"
    FIRM_PLACE_UNKNOWN = "firm_place_unknown"
    FIRM_IN_TOWN = "firm_in_town"
    FIRM_BENEFIT = "firm_benefit"


class Warning(StrEnum):  # noqa: A001 - the word of the field
    """What is shown before a pledge, and kept with it once it was read."""

    POLITICIAN = "politician"
    BURDEN = "burden"
    NO_RECEIPT = "no_receipt"


@dataclass(frozen=True, slots=True)
class Meant:
    """A gift as it is meant. `way` and `kind` as in the journal and of the giver; codes of 6 digits, "" unknown."""

    yen: int
    way: str
    kind: str = "person"
    town_code: str = ""
    head_office_code: str = ""
    holder_is_town: bool = True
    has_approved_plan: bool = False
    wants_no_benefit: bool = False
    is_politician: bool = False
    has_burden: bool = False


def refusals(meant: Meant) -> list[Refusal]:
    """All that stands against it, in the order in which a form shows it."""
    found = []
    if meant.yen < 1:
        found.append(Refusal.TOO_LITTLE)
    if meant.yen > MOST_YEN:
        found.append(Refusal.TOO_MUCH)
    if meant.way in ("hometown_tax", "corporate") and not meant.holder_is_town:
        found.append(Refusal.TOWN_ALONE)
    if meant.way == "hometown_tax" and meant.kind != "person":
        found.append(Refusal.PERSON_ALONE)
    return found + (_of_a_firm(meant) if meant.way == "corporate" else [])


def _of_a_firm(meant: Meant) -> list[Refusal]:
    found = []
    if meant.kind != "firm":
        return [Refusal.FIRM_ALONE]
    if meant.yen < LEAST_OF_A_FIRM_YEN:
        found.append(Refusal.FIRM_LEAST)
    if not meant.has_approved_plan:
        found.append(Refusal.FIRM_PLAN)
    if not meant.head_office_code:
        found.append(Refusal.FIRM_PLACE_UNKNOWN)
    elif meant.head_office_code == meant.town_code:
        found.append(Refusal.FIRM_IN_TOWN)
    if not meant.wants_no_benefit:
        found.append(Refusal.FIRM_BENEFIT)
    return found


def warnings(meant: Meant) -> list[Warning]:
    found = []
    if meant.is_politician:
        found.append(Warning.POLITICIAN)
    if meant.has_burden:
        found.append(Warning.BURDEN)
    if not meant.holder_is_town:
        found.append(Warning.NO_RECEIPT)
    return found
