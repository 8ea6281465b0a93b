"""What follows on a key, and on a log that was set back: two keys sign one head; a log goes on under a new name."""

import base64
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.errors import Conflict
from meguri.record.kept_heads import head_of, keep, kept
from meguri.record.keyring import public_of, ring, ring_with_a_key
from meguri.record.models import Generation, Log, LogKey, SignedHead, Tree
from meguri.record.notes import Checkpoint, Key, sign
from meguri.record.signing import (
    CannotSign,
    Why,
    begin_generation,
    compare,
    current_generation,
    current_key,
    doubt,
    first_name,
    newest_head,
    private_key,
)
from meguri.record.stored_tree import root_at

_LATER = re.compile(r"(.+/log)/([0-9]+)")


def key_to_take_over(log: Log) -> Key | None:
    """The current key of this machine, where another one still signs the log."""
    generation, key = current_generation(log), ring().current
    if generation is None or key is None or bytes(current_key(generation).public) == public_of(key):
        return None
    return Key(generation.name, public_of(key))


def hand_over(log: Log) -> int:
    """Both keys sign the head; returns its size. Inside an action, log locked. Raises `CannotSign`."""
    tree, generation, keys = Tree.objects.get(log=log), current_generation(log), ring()
    if generation is None or keys.current is None:
        raise CannotSign(Why.NO_KEY)
    former, last = private_key(generation, keys), newest_head(generation)
    compare(tree, generation, last)
    head = Checkpoint(generation.name, tree.size, root_at(tree, tree.size))
    note = sign(head.text, head.origin, [former, keys.current])
    keep(log.origin, note)
    if last is None or last.size < head.size:
        alone = sign(head.text, head.origin, [former])
        SignedHead.objects.create(generation=generation, size=head.size, root=head.root, note=alone, at=timezone.now())
    LogKey.objects.create(generation=generation, public=public_of(keys.current), since=head.size, note=note)
    Tree.objects.filter(pk=tree.pk).update(signed=head.size)
    return head.size


def begin_anew(log: Log) -> dict[str, str]:
    """A new generation after a log that cannot be signed; returns what the record shall say of the one before.

    Its first checkpoint covers all that the database holds, and the act that says so. Raises `Conflict` where the log
    could be signed as it is.
    """
    why, before = doubt(log), current_generation(log)
    if why is None:
        raise Conflict(_("この記録はとぎれていません。新しい名前で続けることはありません。"))
    last = newest_head(before) if before else None
    former = kept(log.origin) or (last.note if last else "")
    head = head_of(former)
    name, number = _next(log, before, head)
    key = ring_with_a_key().current
    if key is None:
        raise CannotSign(Why.NO_KEY)
    begin_generation(log, number, name, key, former)
    if head is None:
        return {"why": why.name.lower()}
    return {
        "why": why.name.lower(),
        "former_name": head.origin,
        "former_size": str(head.size),
        "former_root": base64.b64encode(head.root).decode(),
    }


def _next(log: Log, before: Generation | None, head: Checkpoint | None) -> tuple[str, int]:
    """A name that was never used, though the database may have forgotten some: the kept checkpoint has not."""
    names = [name for name in (before.name if before else "", head.origin if head else "") if name]
    found = [_LATER.fullmatch(name) for name in names]
    numbers = [int(one[2]) if one else 1 for one in found]
    first = next((one[1] if one else name for one, name in zip(found, names)), first_name(log))
    number = max(numbers, default=1) + 1
    return f"{first}/{number}", number
