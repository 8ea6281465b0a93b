"""The proof that an entry stands in a log: its place, the way up to a signed root, and since when that is signed."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from meguri.record.merkle import consistency_proof, includes, inclusion_proof
from meguri.record.models import Log, LogKey, SignedHead, Tree
from meguri.record.queries import PublicEntry
from meguri.record.stored_tree import nodes_above, nodes_of


@dataclass(frozen=True)
class Proof:
    """`path`: the hashes beside the way from the leaf to the head's root (RFC 6962, 2.1.1).

    `leaf` is what the tree holds in its place: whoever has the entry's bytes compares.
    """

    head: SignedHead
    index: int
    path: list[bytes]
    leaf: bytes

    @property
    def holds(self) -> bool:
        return includes(self.leaf, self.index, self.head.size, self.path, bytes(self.head.root))

    @property
    def name(self) -> str:
        """The name under which the log signs."""
        return str(self.head.generation.name)

    @cached_property
    def checkpoint(self) -> str:
        """The signed note. One query."""
        return note_of(self.head)

    @cached_property
    def since(self) -> datetime:
        """When the entry was first signed under this name. One query."""
        heads = SignedHead.objects.filter(generation=self.head.generation_id, size__gt=self.index)
        return heads.order_by("size").values_list("at", flat=True)[0]


def newest_signed(log: Log) -> SignedHead | None:
    """The newest head under the log's newest name. One query."""
    heads = SignedHead.objects.filter(generation__log=log).select_related("generation")
    return heads.order_by("-generation__number", "-size").first()


def note_of(head: SignedHead) -> str:
    """The head as it is published: at a change of key both keys have signed it. One query."""
    handed_over = LogKey.objects.filter(generation=head.generation_id, since=head.size).exclude(note="")
    return handed_over.values_list("note", flat=True).first() or head.note


def proof_at(log: Log, index: int) -> Proof | None:
    """The proof of the entry at `index` against the newest head; None before it is signed. Three queries."""
    head = newest_signed(log)
    if head is None or index >= head.size:
        return None
    nodes = nodes_above(Tree.objects.get(log=log), index)
    return Proof(head, index, inclusion_proof(nodes, index, head.size), nodes.node(0, index))


def proof_of(entry: PublicEntry) -> Proof | None:
    """The same for an entry; None before it has its place and is signed."""
    log = Log.objects.filter(origin=entry.log).first()
    return None if log is None or entry.index is None else proof_at(log, entry.index)


@dataclass(frozen=True)
class Consistency:
    """That an earlier tree is the beginning of the signed one; of nothing, as long as nothing is signed."""

    size: int = 0
    path: list[bytes] = field(default_factory=list)
    checkpoint: str = ""


def consistency_from(log: Log, first: int) -> Consistency | None:
    """From a tree of `first` leaves to the newest signed one; None where that is smaller."""
    head = newest_signed(log)
    if head is None or first > head.size:
        return Consistency() if head is None and first == 0 else None
    path = consistency_proof(nodes_of(Tree.objects.get(log=log)), first, head.size)
    return Consistency(head.size, path, note_of(head))
