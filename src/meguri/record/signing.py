"""Signs the head of a log, and refuses to where what was signed before is no longer its beginning."""

from enum import Enum
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import Conflict
from meguri.record.kept_heads import head_of, keep, kept
from meguri.record.keyring import KeyRing, public_of, ring, ring_with_a_key
from meguri.record.models import COUNTRY, Entry, Generation, Log, LogKey, SignedHead, Tree
from meguri.record.notes import Checkpoint, sign
from meguri.record.stored_tree import root_at

CONTINUED = "record.continue_log"


class Why(Enum):
    """Why a log is not signed."""

    SET_BACK = _("データベースが、公開した控えより前の状態です（古い控えに戻したときなど）。")
    FORKED = _("データベースの中身が、公開した署名つきの控えと合いません。")
    CHANGED = _("データベースの中の木が、前に署名したものと合いません。記録が直接書きかえられた疑いがあります。")
    NO_KEPT = _("最後の署名つきの控えのファイルがありません。前の機械の記録のフォルダーを写してください。")
    NO_KEY = _("この記録に署名してきた鍵が、この機械にありません。")

    @property
    def sentence(self) -> Promise:
        found: Promise = self.value
        return found


class CannotSign(Conflict):
    """Nobody shall see two heads of one log that do not agree."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.sentence)
        self.why = why


def current_generation(log: Log) -> Generation | None:
    return Generation.objects.filter(log=log).order_by("-number").first()


def newest_head(generation: Generation) -> SignedHead | None:
    return SignedHead.objects.filter(generation=generation).order_by("-size").first()


def first_name(log: Log) -> str:
    """The name under which a log signs from its first checkpoint on, also when the address changes later."""
    place = "" if log.origin == COUNTRY else f"/{log.origin}"
    return f"{urlsplit(settings.SITE_ADDRESS).netloc}{place}/log"


def sign_tree(log: Log) -> int:
    """Sign the tree as it is now; returns its size, 0 where that is signed already. Inside an action, log locked.

    The note is kept outside the database before anybody can read it: a crash in between is repaired by signing again,
    since the same text under the same key is the same note.
    """
    tree = Tree.objects.get(log=log)
    generation = current_generation(log) or _first_generation(log)
    head, last = Checkpoint(generation.name, tree.size, root_at(tree, tree.size)), newest_head(generation)
    key = private_key(generation, ring())
    compare(tree, generation, last)
    if (last is not None and last.size == tree.size) or (last is None and not _says_why(generation, tree)):
        return 0
    note = sign(head.text, head.origin, [key])
    keep(log.origin, note)
    SignedHead.objects.create(generation=generation, size=head.size, root=head.root, note=note, at=timezone.now())
    Tree.objects.filter(pk=tree.pk).update(signed=head.size)
    return head.size


def doubt(log: Log) -> Why | None:
    """Why this log could not be signed now; None where it could."""
    tree, generation = Tree.objects.filter(log=log).first(), current_generation(log)
    if tree is None or generation is None:
        return Why.SET_BACK if kept(log.origin) else None
    try:
        private_key(generation, ring())
        compare(tree, generation, newest_head(generation))
    except CannotSign as refusal:
        return refusal.why
    return None


def private_key(generation: Generation, keys: KeyRing) -> Ed25519PrivateKey:
    found = keys.of(bytes(current_key(generation).public))
    if found is None:
        raise CannotSign(Why.NO_KEY)
    return found


def current_key(generation: Generation) -> LogKey:
    return generation.keys.order_by("-since")[0]


def begin_generation(log: Log, number: int, name: str, key: Ed25519PrivateKey, former: str = "") -> Generation:
    """A generation with its first key."""
    generation = Generation.objects.create(log=log, number=number, name=name, former=former)
    LogKey.objects.create(generation=generation, public=public_of(key))
    return generation


def _says_why(generation: Generation, tree: Tree) -> bool:
    """Whether the tree holds the act that began the generation; the very first begins with none."""
    if generation.number == 1:
        return True
    act = Entry.objects.filter(log=tree.log_id, action=CONTINUED).select_related("leaf").order_by("-id").first()
    return act is not None and hasattr(act, "leaf") and act.leaf.index < tree.size


def _first_generation(log: Log) -> Generation:
    if kept(log.origin):
        raise CannotSign(Why.SET_BACK)
    return begin_generation(log, 1, first_name(log), _key_of_this_installation())


def _key_of_this_installation() -> Ed25519PrivateKey:
    """The current key, made at the very first signature; never on a machine that lacks the key of the other logs."""
    newest = LogKey.objects.order_by("-id").first()
    keys = ring_with_a_key() if newest is None else ring()
    if keys.current is None or (newest is not None and keys.of(bytes(newest.public)) is None):
        raise CannotSign(Why.NO_KEY)
    return keys.current


def compare(tree: Tree, generation: Generation, last: SignedHead | None) -> None:
    """Raises `CannotSign` unless all that was signed is the beginning of this tree."""
    if last is not None and not _begins_with(tree, last.size, bytes(last.root)):
        raise CannotSign(Why.CHANGED)
    note = kept(generation.log.origin)
    if not note and last is not None:
        raise CannotSign(Why.NO_KEPT)
    if not note or note == generation.former:
        return
    head = head_of(note)
    if head is None or head.origin != generation.name:
        raise CannotSign(Why.FORKED if head is None else Why.SET_BACK)
    if head.size > tree.size:
        raise CannotSign(Why.SET_BACK)
    if not _begins_with(tree, head.size, head.root):
        raise CannotSign(Why.FORKED)


def _begins_with(tree: Tree, size: int, root: bytes) -> bool:
    try:
        return size <= tree.size and root_at(tree, size) == root
    except LookupError:
        return False
