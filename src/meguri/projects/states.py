"""The states of a project and its declared transitions: 検討 → 計画 → 実施 → 評価 → 完了／中止. Asks no database.

Stopping is open from every state before the end; from 評価 a project may go another round. Nothing leads out of an end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from meguri.core.errors import Conflict


class State(StrEnum):
    """As stored in `Project.state`."""

    CONSIDERED = "considered"
    PLANNED = "planned"
    RUNNING = "running"
    EVALUATED = "evaluated"
    COMPLETED = "completed"
    STOPPED = "stopped"


WORDS: dict[State, Promise] = {
    State.CONSIDERED: gettext_lazy("検討"),
    State.PLANNED: gettext_lazy("計画"),
    State.RUNNING: gettext_lazy("実施"),
    State.EVALUATED: gettext_lazy("評価"),
    State.COMPLETED: gettext_lazy("完了"),
    State.STOPPED: gettext_lazy("中止"),
}
NOW: dict[State, Promise] = {
    State.CONSIDERED: gettext_lazy("検討中"),
    State.PLANNED: gettext_lazy("計画中"),
    State.RUNNING: gettext_lazy("実施中"),
    State.EVALUATED: gettext_lazy("評価中"),
    State.COMPLETED: gettext_lazy("完了しました"),
    State.STOPPED: gettext_lazy("中止しました"),
}
"""The state as it is said of a project today."""

STARTS = (State.CONSIDERED, State.PLANNED, State.RUNNING)
"""States in which a project may first be published."""

ENDS = frozenset({State.COMPLETED, State.STOPPED})


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that is allowed, with what it says to those who take it."""

    source: State
    target: State
    sentence: Promise


TRANSITIONS = (
    Transition(State.CONSIDERED, State.PLANNED, gettext_lazy("やることにして、計画をつくります。")),
    Transition(State.PLANNED, State.RUNNING, gettext_lazy("計画が決まり、はじめます。")),
    Transition(State.RUNNING, State.EVALUATED, gettext_lazy("ひととおり終わり、できたことをたしかめます。")),
    Transition(State.EVALUATED, State.PLANNED, gettext_lazy("計画を直して、もう一度おこないます。")),
    Transition(State.EVALUATED, State.RUNNING, gettext_lazy("同じ計画で、もう一度おこないます。")),
    Transition(State.EVALUATED, State.COMPLETED, gettext_lazy("目ざしたところまで来たので、終えます。")),
    Transition(State.CONSIDERED, State.STOPPED, gettext_lazy("やらないことにします。")),
    Transition(State.PLANNED, State.STOPPED, gettext_lazy("はじめる前にやめます。")),
    Transition(State.RUNNING, State.STOPPED, gettext_lazy("途中でやめます。")),
    Transition(State.EVALUATED, State.STOPPED, gettext_lazy("たしかめた結果、やめます。")),
)


def transitions_from(state: State | str) -> tuple[Transition, ...]:
    """What may follow a state, in the order in which it is offered; nothing after an end."""
    return tuple(one for one in TRANSITIONS if one.source == state)


def has_ended(state: State | str) -> bool:
    return state in ENDS


def transition(source: State | str, target: State | str) -> Transition:
    """The declared transition; `Conflict`, naming those that are allowed, for any other."""
    for one in transitions_from(source):
        if one.target == target:
            return one
    raise Conflict(_why_not(State(source), State(target)))


def _why_not(source: State, target: State) -> str:
    here, there = str(WORDS[source]), str(WORDS[target])
    if source in ENDS:
        ended = _(
            "この事業は「%(here)s」です。ここからほかの段階へは進めません。"
            "つづけるときは、新しい事業として起案してください。"
        )
        return ended % {"here": here}
    between = pgettext("between words of a list", "、")
    allowed = between.join(_("「%(word)s」") % {"word": word} for word in words_after(source))
    refused = _("「%(here)s」から「%(there)s」へは進めません。いま進めるのは、%(allowed)sです。")
    return refused % {"here": here, "there": there, "allowed": allowed}


def words_after(state: State | str) -> Iterator[str]:
    return (str(WORDS[one.target]) for one in transitions_from(state))
