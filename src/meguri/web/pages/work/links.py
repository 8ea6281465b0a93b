"""Where the work is done: every page of work that a reader's roles allow, in groups. Each part adds its own line."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from meguri.core.actor import Actor
from meguri.core.policy import answer
from meguri.towns.models import Town


@dataclass(frozen=True, slots=True)
class WorkLink:
    """A page of work: the policy that is asked, the name of its path, its word, and further arguments of the policy."""

    policy: str
    name: str
    word: str
    given: tuple[str, ...] = ()


LINKS = (
    WorkLink("governance.see_day", "work", gettext_noop("きょうの仕事")),
    WorkLink("governance.see_executive", "work-executive", gettext_noop("まち全体の「今週の3件」")),
    WorkLink("governance.see_day", "drafts", gettext_noop("起案と決裁")),
    WorkLink("governance.see_people", "own-responsibilities", gettext_noop("わたしの所管")),
    WorkLink("governance.see_day", "own-promises", gettext_noop("わたしの約束")),
    WorkLink("governance.see_day", "note-promise", gettext_noop("約束を書く")),
    WorkLink("governance.see_day", "work-projects", gettext_noop("事業の手入れ")),
    WorkLink("governance.see_day", "work-projects-bulk", gettext_noop("事業をまとめて直す")),
    WorkLink("governance.see_people", "people", gettext_noop("組織と役職を整える")),
    WorkLink("governance.bring_sheets", "start", gettext_noop("自分の町で始める")),
    WorkLink("governance.bring_sheets", "sheets", gettext_noop("表の出し入れ")),
    WorkLink("funding.tie_lines", "work-budget", gettext_noop("予算と事業のつながりを決める")),
    WorkLink("funding.see_gifts", "work-giving", gettext_noop("寄附の申出")),
    WorkLink("funding.see_gifts", "work-gifts", gettext_noop("受け取った寄附・受領証明書")),
    WorkLink("funding.see_accounts", "work-bank", gettext_noop("口座と明細")),
    WorkLink("governance.see_unanswered", "unanswered", gettext_noop("答えられなかった質問")),
    WorkLink("governance.set_route", "routes", gettext_noop("決裁の道すじ")),
    WorkLink("governance.set_rules", "work_rules", gettext_noop("まちの決まりを決める")),
    WorkLink("indicators.bring", "import-figures", gettext_noop("数字を取り込む")),
    WorkLink("indicators.bring", "define-indicator", gettext_noop("新しい指標をつくる")),
    WorkLink("towns.see_members", "town_members", gettext_noop("メンバー")),
    WorkLink("towns.state_desk", "town_desk", gettext_noop("窓口とまちの輪")),
)
"""In the order in which they are shown."""


def work_links(actor: Actor, town: Town) -> list[tuple[str, str]]:
    """(word, url) of each page that the reader's roles allow, one that waits for the second factor among them.

    No query for a visitor.
    """
    return list(_allowed(actor, town)) if actor.is_signed_in else []


def _allowed(actor: Actor, town: Town) -> Iterator[tuple[str, str]]:
    asked = {(link.policy, link.given) for link in LINKS}
    answers = {(policy, given): answer(policy, actor, *given) for policy, given in asked}
    for link in LINKS:
        no = answers[link.policy, link.given]
        if no is None or no.sign_in_helps:
            yield _(link.word), reverse(link.name, args=[town.code])
