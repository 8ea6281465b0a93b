"""What a report is called before anybody has given it a name of its own."""

from datetime import date


def report_title(due_on: date) -> str:
    """「2027年5月31日までの報告」: stored with the report, in the town's own language; one for each due date."""
    return f"{due_on.year}年{due_on.month}月{due_on.day}日までの報告"
