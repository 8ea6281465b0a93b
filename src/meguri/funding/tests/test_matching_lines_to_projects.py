"""A line is tied by number or the very name; what only looks like it is proposed, and nothing is tied by a guess."""

import pytest

from meguri.funding.matching import Match, Named, Projects

KNOWN = [
    Named(1, "101", "福祉バスの予約運行"), Named(2, "119", "学校のICT活用"), Named(3, "122", "防災無線の更新"),
    Named(4, "106", "除雪"), Named(5, "", "講座"), Named(6, "", "講座"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "name", "found"),
    [
        ("", "福祉バスの予約運行", Match(1, "name")),
        ("", "学校のＩＣＴ活用", Match(2, "name")),
        ("", "学校の ICT活用", Match(2, "name")),
        ("１０１", "バス", Match(1, "number")),
        ("101", "福祉バスの予約運行", Match(1, "number")),
        ("", "防災無線更新", None),
        ("", "福祉バス", None),
        ("101", "除雪", None),
        ("", "講座", None),
        ("999", "除雪", Match(4, "name")),
        ("", "", None),
    ],
)
def test_only_the_number_or_the_very_name_ties(number: str, name: str, found: Match | None) -> None:
    assert Projects.of(KNOWN).match(number, name) == found


@pytest.mark.parametrize(
    ("number", "name", "proposed"),
    [
        ("", "防災無線更新", [3]),
        ("", "福祉バス予約運行事業", [1]),
        ("", "除雪費", [4]),
        ("0106", "道路", [4]),
        ("", "講座", [5, 6]),
        ("", "給料", []),
        ("", "予備費", []),
    ],
)
def test_what_looks_alike_is_proposed(number: str, name: str, proposed: list[int]) -> None:
    assert [one.pk for one in Projects.of(KNOWN, likeness=True).proposals(number, name)] == proposed


def test_five_thousand_projects_do_not_slow_proposals_down() -> None:
    many = [Named(pk, str(pk), f"第{pk}号線の道路の改良") for pk in range(5_000)]
    known = Projects.of([*many, Named(9_000, "", "防災無線の更新")], likeness=True)
    assert [one.pk for one in known.proposals("", "防災無線更新")] == [9_000]
