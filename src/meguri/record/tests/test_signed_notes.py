"""Notes, keys and checkpoints are those of C2SP, and there is one spelling of each."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from meguri.record.keyring import public_of
from meguri.record.notes import BrokenNote, Checkpoint, Key, read_checkpoint, read_note, sign

PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
"""The example by which signed notes were first described."""

SEED = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
HEAD = Checkpoint("meguri.example.jp/998010/log", 70_000, b"\x2a" * 32)


def key_of(private: Ed25519PrivateKey, name: str = HEAD.origin) -> Key:
    return Key(name, public_of(private))


def test_the_published_example_is_read_and_its_signature_holds() -> None:
    key = Key.read(PUBLISHED_KEY)
    assert str(key) == PUBLISHED_KEY
    assert read_note(PUBLISHED_NOTE.encode()).is_signed_by_exactly([key])


def test_a_checkpoint_is_read_back_from_its_note() -> None:
    note = read_note(sign(HEAD.text, HEAD.origin, [SEED]).encode())
    assert read_checkpoint(note) == HEAD
    assert note.is_signed_by_exactly([key_of(SEED)])
    assert not note.is_signed_by_exactly([key_of(OTHER)])
    assert not note.is_signed_by(key_of(SEED, "another.example.jp/log"))


def test_two_keys_may_sign_one_note_and_both_are_asked_for() -> None:
    note = read_note(sign(HEAD.text, HEAD.origin, [SEED, OTHER]).encode())
    assert note.is_signed_by_exactly([key_of(SEED), key_of(OTHER)])
    assert not note.is_signed_by_exactly([key_of(SEED)])


def holds(content: bytes) -> bool:
    try:
        note = read_note(content)
        read_checkpoint(note)
    except BrokenNote:
        return False
    return note.is_signed_by_exactly([key_of(SEED)])


@given(st.data())
def test_no_byte_of_a_checkpoint_can_change(data: st.DataObject) -> None:
    content = bytearray(sign(HEAD.text, HEAD.origin, [SEED]).encode())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    assert not holds(bytes(content))


@pytest.mark.parametrize(
    "text",
    ["", "a\n1\n", f"{HEAD.text}more\n", HEAD.text.replace("70000", "070000"), HEAD.text.replace("70000", "-1"),
     HEAD.text.replace("70000", "9" * 5000), HEAD.text.replace("70000", "٧"), HEAD.text.replace("=", "")],
)  # fmt: skip
def test_any_other_form_of_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BrokenNote):
        read_checkpoint(read_note(sign(text, HEAD.origin, [SEED]).encode()))


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"a\n\n", b"a\n\nb\n", "a\n\n— b\n".encode(), "a\r\n\n— b AAAAAAA=\n".encode(),
     "a\n\n— b AAAA\n".encode(), "a\n\n— b+c AAAAAAA=\n".encode(), b"a" * 70_000],
)  # fmt: skip
def test_what_is_no_note_is_refused(content: bytes) -> None:
    with pytest.raises(BrokenNote):
        read_note(content)


@pytest.mark.parametrize(
    "given", ["", "a", "a+b+c", PUBLISHED_KEY[:-1], PUBLISHED_KEY.replace("c74f", "C74F"), f"x{PUBLISHED_KEY}"]
)
def test_what_is_no_key_is_refused(given: str) -> None:
    with pytest.raises(BrokenNote):
        Key.read(given)
