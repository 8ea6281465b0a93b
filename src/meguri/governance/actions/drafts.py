"""起案 → 決裁 → 公表: a draft is written, handed in, decided step by step, and published by its last approval."""

from collections.abc import Mapping
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Internal, Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.outbox import emit
from meguri.core.recording import Locked, Unrecorded
from meguri.core.scope import active_town
from meguri.governance.draft_content import Content, as_json, form_of, form_with, kind_of_draft
from meguri.governance.draft_kinds import DraftKind, holding_post, kind_named
from meguri.governance.draft_steps import steps_for
from meguri.governance.models import Decision, Draft, Post, PublicObject
from meguri.governance.objects import kind_of, object_of
from meguri.governance.posts import posts_held
from meguri.governance.turns import Turn, turn_of
from meguri.towns.models import Town

EDITABLE = frozenset({Draft.State.WRITING, Draft.State.RETURNED, Draft.State.WITHDRAWN})
LONGEST_TITLE = 200


class StaleDraft(Conflict):
    """Somebody else saved first. Carries both texts, so that the page shows both: `draft` as it is now, and `mine`."""

    def __init__(self, draft: Draft, mine: Content) -> None:
        super().__init__(
            _("ほかの人が先に保存しました。あなたの文は、まだ保存していませんが、ここに残っています。二つを見くらべてください。")
        )
        self.draft = draft
        self.mine = mine

    @property
    def theirs(self) -> Content:
        content: Content = self.draft.content
        return content


@action("governance.start_draft", record=Internal)
def start_draft(
    actor: Actor,
    kind: str,
    about: PublicObject | None = None,
    content: Mapping[str, Any] | None = None,
    author_post: Post | None = None,
) -> Draft:
    """Begin a draft; without `content` it holds what the kind begins with. It may be as unfinished as it likes.

    `author_post`: as which of their posts the author writes; else the first they hold.
    """
    known = _kind(kind)
    _fits(known, about)
    refuse_to_begin(known, actor.person_id, about)
    given = _not_too_long(known, as_json(known.initial(about) if content is None else content))
    title, yen = _read(known, given, about, otherwise=_first_title(known, about))
    now, author = timezone.now(), _person(actor)
    draft: Draft = Draft.objects.create(
        town=cast(Town, active_town()), kind=kind, about=about, title=title, yen=yen, content=given, author_id=author,
        author_post=_author_post(actor, author_post), created_at=now, changed_at=now, changed_by_id=author,
    )  # fmt: skip
    return draft


@action("governance.save_draft", record=Internal)
def save_draft(actor: Actor, draft: Locked[Draft], expected_version: int, content: Mapping[str, Any]) -> Draft:
    """Keep what was typed. `StaleDraft` when another save came first, unless both say the same."""
    if draft.state not in EDITABLE:
        raise Conflict(_("この起案は、もう決裁に出ています。直すときは、先に取り下げてください。"))
    given = _not_too_long(kind_of_draft(draft), as_json(content))
    if given == draft.content:
        return draft
    if draft.version != expected_version:
        raise StaleDraft(draft, given)
    draft.title, draft.yen = _read(kind_of_draft(draft), given, draft.about, otherwise=draft.title)
    draft.content = given
    if draft.state == Draft.State.WITHDRAWN:
        draft.state = Draft.State.WRITING
    return _changed(draft, actor, "title", "yen", "content", "state")


@action("governance.submit_draft", record=Internal)
def submit_draft(actor: Actor, draft: Locked[Draft], expected_version: int | None = None) -> Draft:
    """Hand a draft in: its content is checked anew, and the town's rule settles which posts have to approve.

    `BadInput` names what lacks in the content, `Conflict` says what to do when nobody could approve it.
    """
    if draft.state not in EDITABLE:
        raise Conflict(_("この起案は、もう決裁に出ています。"))
    _is_still(draft, expected_version)
    form = form_of(draft)
    draft.title, draft.yen = form.title()[:LONGEST_TITLE], form.yen()
    draft.author_post = _author_post(actor, draft.author_post)
    if (check := kind_of_draft(draft).check) is not None:
        check(draft)
    draft.steps, draft.step = steps_for(draft), 0
    draft.is_held_outside = holding_post(draft) is not None
    draft.state, draft.submitted_at = Draft.State.SUBMITTED, timezone.now()
    _changed(draft, actor, "title", "yen", "author_post", "steps", "step", "is_held_outside", "state", "submitted_at")
    _tell("governance.submitted", draft)
    return draft


@action("governance.withdraw_draft", record=Internal)
def withdraw_draft(actor: Actor, draft: Locked[Draft]) -> Draft:
    """Take a draft back. It keeps what it held, and becomes a draft again when it is next saved."""
    if draft.state == Draft.State.PUBLISHED:
        raise Conflict(_("もう公表しています。直すときは、新しく起案してください。"))
    if draft.state == Draft.State.WITHDRAWN:
        return draft
    draft.state = Draft.State.WITHDRAWN
    return _changed(draft, actor, "state")


@action("governance.decide", record=Internal)
def decide(
    actor: Actor, draft: Locked[Draft], verdict: Decision.Verdict, reason: str = "", expected_version: int | None = None
) -> Draft:
    """Approve or return a draft for the post whose turn it is. The last approval publishes, or else is not made.

    What publishing raises (`BadInput`, `Conflict`) goes to the approver, and nothing of the decision stays.
    """
    if draft.state != Draft.State.SUBMITTED:
        raise Conflict(_("この起案は、いま決裁を待っていません。ページを読み直してください。"))
    _is_still(draft, expected_version)
    if verdict == Decision.Verdict.RETURNED and not reason.strip():
        raise BadInput(_("もどす理由を書いてください。書いた人が、どこを直せばよいか分かります。"))
    turn = turn_of(draft)
    if turn is None:
        raise Conflict(_("いま、この起案を決裁できる人がいません。"))
    _write_down(actor, draft, verdict, reason.strip(), turn)
    return _return(actor, draft) if verdict == Decision.Verdict.RETURNED else _approve(actor, draft)


def _write_down(actor: Actor, draft: Draft, verdict: Decision.Verdict, reason: str, turn: Turn) -> None:
    Decision.objects.create(
        town_id=draft.town_id, draft=draft, step=draft.step, post=turn.post, person_id=_person(actor),
        as_deputy_id=turn.people[_person(actor)], verdict=verdict, reason=reason, version=draft.version,
        at=timezone.now(),
    )  # fmt: skip


def _return(actor: Actor, draft: Draft) -> Draft:
    draft.state = Draft.State.RETURNED
    _raise(draft, "state")
    _tell("governance.returned", draft)
    return draft


def _approve(actor: Actor, draft: Draft) -> Draft:
    draft.step += 1
    _raise(draft, "step")
    if draft.step < len(draft.steps):
        _tell("governance.approved", draft)
        return draft
    publish_draft(actor, draft, draft.kind)
    _tell("governance.published", draft)
    return draft


@action("governance.publish", record=Public)
def publish_draft(actor: Actor, draft: Unrecorded[Draft], kind: Unrecorded[str]) -> PublicObject | None:
    """Publish what every step has approved. The record says which posts approved and when; never what the draft was."""
    row = kind_of_draft(draft).publish(actor, draft)
    draft.published_as = _object(row)
    draft.published_at = timezone.now()
    draft.state = Draft.State.PUBLISHED
    draft.save(update_fields=["state", "published_at", "published_as"])
    note(draft_kind=kind, approvals=[_approval(one) for one in approvals_of_draft(draft)])
    return draft.published_as


def approvals_of_draft(draft: Draft) -> list[Decision]:
    """The approvals since it was last handed in, in their order."""
    return list(
        Decision.objects.filter(draft=draft, verdict=Decision.Verdict.APPROVED, at__gte=draft.submitted_at)
        .select_related("post__organisation", "post__town__municipality", "as_deputy__organisation",
                        "as_deputy__town__municipality")
        .order_by("step", "id")
    )  # fmt: skip


def _approval(one: Decision) -> dict[str, Any]:
    told: dict[str, Any] = {"post": one.post, "on": timezone.localtime(one.at).date()}
    return told | ({"as_deputy": one.as_deputy} if one.as_deputy else {})


def _object(row: Any) -> PublicObject | None:
    if row is None or isinstance(row, PublicObject):
        return row
    return object_of(row) if kind_of(row.public_reference().kind) is not None else None


def _kind(name: str) -> DraftKind:
    known = kind_named(name)
    if known is None:
        raise BadInput(_("この種類の起案はありません。"))
    return known


def _fits(kind: DraftKind, about: PublicObject | None) -> None:
    if kind.needs_about and (about is None or about.kind != kind.needs_about):
        raise BadInput(_("何についての起案かが分かりません。そのもののページから起案してください。"))


def _not_too_long(kind: DraftKind, content: dict[str, Any]) -> dict[str, Any]:
    """Whatever a browser sends is kept, but not without end."""
    length = sum(len(str(value)) for value in content.values())
    if length > kind.most_characters:
        sentence = _("文が長すぎます（%(length)s文字）。あわせて%(most)s文字までにしてください。まだ保存していません。")
        raise BadInput(sentence % {"length": f"{length:,}", "most": f"{kind.most_characters:,}"})
    return content


def refuse_to_begin(kind: DraftKind, person_id: int | None, about: PublicObject | None) -> None:
    """`Conflict` with the reason where this person could never hand such a draft in."""
    if kind.why_not is not None and (why := kind.why_not(person_id, about)):
        raise Conflict(why)


def _first_title(kind: DraftKind, about: PublicObject | None) -> str:
    if about is None:
        return str(kind.word)
    return _("%(about)s（%(kind)s）") % {"about": about.title, "kind": kind.word}


def _read(kind: DraftKind, content: Content, about: PublicObject | None, otherwise: str) -> tuple[str, int | None]:
    """The subject and the sum, once the content is whole; until then the subject it had."""
    form = form_with(kind, content, about)
    if not form.is_valid():
        return otherwise[:LONGEST_TITLE], None
    return (form.title() or otherwise)[:LONGEST_TITLE], form.yen()


def _author_post(actor: Actor, wanted: Post | None) -> Post | None:
    """The post as which the author writes: the wanted one while they hold it, else their first."""
    held = posts_held(actor.person_id)
    return next((post for post in held if wanted is not None and post.pk == wanted.pk), held[0] if held else None)


def _person(actor: Actor) -> int:
    """`LookupError` for an actor who is nobody: a policy let a visitor pass."""
    if actor.person_id is None:
        raise LookupError("a draft by nobody")
    return actor.person_id


def _is_still(draft: Draft, expected_version: int | None) -> None:
    if expected_version is not None and draft.version != expected_version:
        raise Conflict(_("読んでいるあいだに、この起案が変わりました。ページを読み直して、たしかめてください。"))


def _changed(draft: Draft, actor: Actor, *fields: str) -> Draft:
    draft.changed_at, draft.changed_by_id = timezone.now(), _person(actor)
    return _raise(draft, "changed_at", "changed_by", *fields)


def _raise(draft: Draft, *fields: str) -> Draft:
    draft.version += 1
    draft.save(update_fields=["version", *fields])
    return draft


def _tell(event: str, draft: Draft) -> None:
    emit(event, town_id=draft.town_id, draft_id=draft.pk, version=draft.version)
