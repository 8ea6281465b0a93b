"""One-time codes: as the RFCs have them, each once, with a clock that may drift; seeds in every written form."""

import base64

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from meguri.towns import seeds
from meguri.towns.one_time_code import Token, base32_of, read_seed
from meguri.towns.tests.rfc6238 import SEED, totp

RFC_6238_APPENDIX_B = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]


@pytest.mark.parametrize(("seconds", "code"), RFC_6238_APPENDIX_B)
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    assert Token(bytes.fromhex(SEED), period=30, digits=8).code_at(seconds) == code


@given(
    seed=st.binary(min_size=16, max_size=64),
    seconds=st.integers(0, 2**40),
    period=st.sampled_from([30, 60]),
    digits=st.sampled_from([6, 8]),
)
def test_codes_agree_with_a_second_writing_of_the_rfc(seed: bytes, seconds: int, period: int, digits: int) -> None:
    assert Token(seed, period, digits).code_at(seconds) == totp(seed.hex(), seconds, period, digits)


def test_a_code_counts_one_step_early_or_late_and_no_more() -> None:
    token = Token(bytes.fromhex(SEED))
    at = 1_000_000_000.0
    steps = [token.step_of(totp(SEED, at + 30 * away), at, last_step=0) is not None for away in range(-3, 4)]
    assert steps == [False, False, True, True, True, False, False]


def test_a_spent_step_and_those_before_it_count_no_more() -> None:
    token = Token(bytes.fromhex(SEED))
    at = 1_000_000_000.0
    step = token.step_of(totp(SEED, at), at, last_step=0)
    assert step is not None
    assert token.step_of(totp(SEED, at), at, last_step=step) is None
    assert token.step_of(totp(SEED, at - 30), at, last_step=step) is None
    assert token.step_of(totp(SEED, at + 30), at, last_step=step) == step + 1


def test_a_token_whose_clock_is_four_minutes_off_is_learned_on_first_use() -> None:
    token = Token(bytes.fromhex(SEED), period=60)
    at = 1_000_000_000.0
    shown = totp(SEED, at + 240, period=60)
    assert token.step_of(shown, at, last_step=None) == token.step_at(at) + 4
    assert token.step_of(shown, at, last_step=0) is None
    assert Token(token.seed, 60, offset=4).step_of(shown, at, last_step=0) is not None


@given(st.binary(min_size=16, max_size=64))
def test_a_seed_is_read_from_hexadecimal_and_base32(seed: bytes) -> None:
    assert read_seed(seed.hex()) == seed
    spaced = " ".join(seed.hex().upper()[i : i + 4] for i in range(0, len(seed) * 2, 4))
    assert read_seed(spaced) == seed
    written = base32_of(seed)
    assume(set(written) - set("ABCDEF234567"))
    assert read_seed(written) == seed
    assert read_seed(base64.b32encode(seed).decode().lower()) == seed


@pytest.mark.parametrize("typed", ["", "12", "z1" * 20, "たね" * 20, "0" * 30, "a" * 400, "1" * 33])
def test_what_is_no_seed_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a seed"):
        read_seed(typed)


@given(st.text(max_size=80))
def test_a_sealed_seed_opens_again_and_cannot_be_read(text: str) -> None:
    sealed = seeds.seal(text)
    assert seeds.unseal(sealed) == text
    assert len(text) < 3 or text not in sealed


def test_a_changed_key_opens_what_the_earlier_one_sealed_while_it_is_kept(settings: object) -> None:
    sealed = seeds.seal("secret")
    earlier = settings.SECRET_KEY  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another key, as long as a key should be, at least fifty letters"  # type: ignore[attr-defined]
    with pytest.raises(seeds.LostKey):
        seeds.unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [earlier]  # type: ignore[attr-defined]
    assert seeds.unseal(sealed) == "secret"
