"""What the pages of the record show of its proof: hashes in hexadecimal, and whether the stored bytes fit them."""

from django.conf import settings

from meguri.record.merkle import leaf_hash
from meguri.record.models import Log
from meguri.record.proofs import newest_signed, proof_of
from meguri.record.queries import PublicEntry


def head_shown(log: Log | None, place: str) -> dict[str, object]:
    """The newest signed head and where its files are, for the log at the path `place`; nothing before one is signed."""
    head = newest_signed(log) if log else None
    if head is None:
        return {}
    return {
        "head": head,
        "head_root": bytes(head.root).hex(),
        "files_url": f"{place}log/",
        "verify_address": f"{settings.SITE_ADDRESS}{place}",
    }


def proof_shown(entry: PublicEntry) -> dict[str, object]:
    """One entry's proof; `proof` is None before it is signed, `holds` False where its bytes are not those signed."""
    proof = proof_of(entry)
    if proof is None:
        return {"proof": None}
    return {
        "proof": proof,
        "holds": proof.holds and proof.leaf == leaf_hash(entry.body),
        "leaf": proof.leaf.hex(),
        "path": [step.hex() for step in proof.path],
        "root": bytes(proof.head.root).hex(),
    }
