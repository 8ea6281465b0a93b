"""The bytes of an entry: canonical, bounded, and silent about persons and texts."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.core.ports import Person, Reference, Text
from meguri.record.canonical import MAX_ENTRY_BYTES, commit, seal

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def reordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(value)}
    return [reordered(inner) for inner in value] if isinstance(value, list) else value


@given(plain)
def test_the_same_content_gives_the_same_bytes_in_whatever_order(content: Any) -> None:
    sealed = seal(content)
    assert seal(reordered(content)).body == sealed.body
    assert json.loads(sealed.body) == content


def test_a_published_example_of_the_standard_is_met() -> None:
    """RFC 8785, 3.2.3: names are sorted by UTF-16 code units."""
    content = {"€": "Euro Sign", "\r": "Carriage Return", "1": "One", "😀": "Emoji", "ö": "Latin", "\ufb33": "Hebrew"}
    assert list(json.loads(seal(content).body)) == ["\r", "1", "ö", "€", "😀", "\ufb33"]


@given(st.text(min_size=1, max_size=40))
def test_a_text_can_be_checked_with_its_salt_and_not_without(text: str) -> None:
    sealed = seal({"said": Text(text)})
    (opening,) = sealed.openings
    stored = json.loads(sealed.body)["said"]["commitment"]
    assert commit(Text(text), opening.salt) == stored
    assert commit(Text(text), b"\0" * 32) != stored
    assert commit(Text(text + "x"), opening.salt) != stored


def test_the_same_person_looks_different_in_every_entry() -> None:
    one, two = (json.loads(seal({"by": Person(7)}).body)["by"]["commitment"] for _i in range(2))
    assert one != two


def test_references_are_found_wherever_they_stand_and_listed_once() -> None:
    town = Reference("town", "016331")
    sealed = seal({"a": [town], "b": {"c": town}, "d": Reference("post", "3")})
    assert sealed.references == [town, Reference("post", "3")]


def test_an_entry_longer_than_a_bundle_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="65535"):
        seal({"long": "x" * MAX_ENTRY_BYTES})
