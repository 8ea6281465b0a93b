"""What a report is called before anybody has given it a name of its own."""

from collections.abc import Collection
from datetime import date


def report_title(due_on: date, taken: Collection[str] = ()) -> str:
    """「2025年度の報告」 of one due on 30 June 2026: stored with the report, in the town's own language.

    A report due from April on speaks of the fiscal year before; one due from January to March, of the one that runs.
    `taken`: what the project's other reports are called; the second of a year is 「2025年度の報告（2）」.
    """
    title = f"{due_on.year - 1}年度の報告"
    number, named = 1, title
    while named in taken:
        number += 1
        named = f"{title}（{number}）"
    return named
