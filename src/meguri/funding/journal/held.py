"""Money that a purpose has and may not spend yet. A room that holds money back says here how much.

    hold(not_let_go)    # not_let_go(purpose) -> yen, asked before an expense, a loan or a change of purpose
"""

from collections.abc import Callable

from meguri.funding.journal.models import Purpose

Source = Callable[[Purpose], int]
_sources: list[Source] = []


def hold(source: Source) -> Source:
    """Register what holds money back; once, when its room is ready."""
    _sources.append(source)
    return source


def held(purpose: Purpose) -> int:
    """The yen of this purpose that may not be spent yet."""
    return sum(source(purpose) for source in _sources)
