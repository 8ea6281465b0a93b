"""What becomes of a question that found nothing: kept without the person, pointed to whoever answers, or dismissed."""

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Internal, action
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked
from meguri.core.scope import active_town
from meguri.core.text import normalise
from meguri.governance.desk_index import index_again, index_everything, is_stale
from meguri.governance.desk_words import kept_words
from meguri.governance.models import PublicObject, UnansweredQuestion

LONGEST_KEPT = 100
_PRIVATE = re.compile(r"@|\d{5}|\d(?:[-() ]{0,2}\d){7}")


def may_be_kept(question: str) -> bool:
    """Whether the question has words to keep and nothing that looks like an address, a telephone or another number."""
    return not _PRIVATE.search(normalise(question)) and bool(kept_words(question))


@action("governance.keep_question", record=Internal)
def keep_question(actor: Actor, question: str) -> UnansweredQuestion:
    """Count what was asked in vain. Only its words stay, no name of a person, no figure, nothing of who asked.

    A question that was settled and now finds nothing again is open again; one that was dismissed stays so.
    """
    if not may_be_kept(question):
        raise BadInput(_("電話番号やメールアドレスのような数字や文字が入っているので、残しませんでした。"))
    today = timezone.localdate()
    kept, made = UnansweredQuestion.objects.select_for_update().get_or_create(
        town=active_town(),
        words=kept_words(question)[:LONGEST_KEPT],
        defaults={"first_on": today, "last_on": today},
    )
    if not made:
        kept.count += 1
        kept.last_on = today
        kept.settled_on = kept.settled_on if kept.settled_by_id is None else None
        kept.settled_by = None
        kept.save(update_fields=["count", "last_on", "settled_on", "settled_by"])
    return kept


@action("governance.settle_question", record=Internal)
def settle_question(actor: Actor, question: Locked[UnansweredQuestion], thing: PublicObject) -> UnansweredQuestion:
    """Point the question to what answers it: from now on its words lead there."""
    _refuse_settled(question)
    if not thing.is_public:
        raise BadInput(
            _("「%(title)s」は、いま公開されていません。ほかの行き先をえらんでください。") % {"title": thing.title}
        )
    question.settled_on, question.settled_by = timezone.localdate(), thing
    question.save(update_fields=["settled_on", "settled_by"])
    index_again(thing)
    return question


@action("governance.dismiss_question", record=Internal)
def dismiss_question(actor: Actor, question: Locked[UnansweredQuestion]) -> UnansweredQuestion:
    """Take it off the list: nobody here has to answer that."""
    _refuse_settled(question)
    question.settled_on = timezone.localdate()
    question.save(update_fields=["settled_on"])
    return question


@action("governance.renew_desk", record=Internal)
def renew_desk(actor: Actor) -> int:
    """Make the active town's index anew if another version of the words made it. How many objects were looked at."""
    return index_everything() if is_stale() else 0


def _refuse_settled(question: UnansweredQuestion) -> None:
    if question.settled_on is not None:
        raise Conflict(_("この質問は、もう片づいています。一覧を読み直してください。"))
