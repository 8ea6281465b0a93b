"""How one accountable term follows another, so that on no day two posts answer for one object.

Every function here is called inside an action that holds the row of the object.
"""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.errors import Conflict
from meguri.governance.here import this_town
from meguri.governance.models import Post, PublicObject, Responsibility
from meguri.governance.terms import day_in_words, stands_on, term_in_words

Part = Responsibility.Part


def standing_term(thing: PublicObject, day: date) -> Responsibility | None:
    """The accountable term of an object that holds `day`. One query."""
    return next((term for term in _accountable_terms(thing) if stands_on(term, day)), None)


def begin(
    thing: PublicObject, post: Post, part: Part, since: date, *, confirmed_by: int | None = None
) -> Responsibility:
    """Begin a post's part in an object. `confirmed_by`: who says so for the post in the same breath."""
    until = refuse_unfit(thing, post, part, since)
    if part is Part.ACCOUNTABLE and (standing := standing_term(thing, since)) is not None:
        standing.until = since
        standing.save(update_fields=["until"])
    ends = [day for day in (until, post.until) if day is not None]
    made: Responsibility = Responsibility.objects.create(
        town=this_town(),
        object=thing,
        post=post,
        part=part,
        since=since,
        until=min(ends, default=None),
        confirmed_on=since if confirmed_by is not None else None,
        confirmed_by_id=confirmed_by,
    )
    return made


def refuse_unfit(thing: PublicObject, post: Post, part: Part, since: date) -> date | None:
    """`Conflict` when this term cannot begin; else the day on which a later one bounds it, None for none."""
    if not stands_on(post, since):
        sentence = _("%(post)sは、%(day)sにはありません。その日にある役職を選ぶか、日を変えてください。")
        raise Conflict(sentence % {"post": post.full_name, "day": day_in_words(since)})
    _refuse_twice(thing, post, part, since)
    return _later_term(thing, since) if part is Part.ACCOUNTABLE else None


def _accountable_terms(thing: PublicObject) -> list[Responsibility]:
    terms = Responsibility.objects.filter(object=thing, part=Part.ACCOUNTABLE).order_by("since", "pk")
    return list(terms.select_related("post__organisation"))


def _refuse_twice(thing: PublicObject, post: Post, part: Part, since: date) -> None:
    for term in Responsibility.objects.filter(object=thing, post=post, part=part):
        if stands_on(term, since) or (term.until is None and term.since > since):
            sentence = _("%(post)sは、%(term)sもう「%(thing)s」の%(part)sです。")
            shown = {"post": post.full_name, "term": term_in_words(term), "thing": thing.title, "part": part.label}
            raise Conflict(sentence % shown)


def _later_term(thing: PublicObject, since: date) -> date | None:
    """The day on which a later accountable term begins. What was, and what was confirmed, is not written anew."""
    terms = [term for term in _accountable_terms(thing) if term.until is None or term.since < term.until]
    later = [term for term in terms if term.since > since]
    if later and later[0].since <= timezone.localdate():
        sentence = _("%(day)sからは%(post)sが責任者です。%(day)sか、それより後の日からにしてください。")
        raise Conflict(sentence % {"day": day_in_words(later[0].since), "post": later[0].post.full_name})
    for term in terms:
        if stands_on(term, since) and term.confirmed_on is not None and term.confirmed_on > since:
            sentence = _("%(day)sに%(post)sが所管を確認しています。%(day)sか、それより後の日からにしてください。")
            raise Conflict(sentence % {"day": day_in_words(term.confirmed_on), "post": term.post.full_name})
    return later[0].since if later else None
