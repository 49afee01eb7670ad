from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.links import LASTS, LONGEST, Link, address, expiry, read, sign
from monitor.model import RecipientKey

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY, OTHER = b"k" * 32, b"o" * 32
MUTE = Link("mute", ("17",), RecipientKey("arms-desk"), NOON + LASTS)


def test_what_was_signed_is_read_again() -> None:
    taught = Link("not-this", ("17", "arms/baykar", "arms/türkiye"), RecipientKey("Bücher"), NOON + LASTS)
    assert [read(sign(link, KEY), KEY, NOON) for link in (MUTE, taught)] == [MUTE, taught]


@pytest.mark.parametrize(
    "other",
    [
        replace(MUTE, act="unmute"),
        replace(MUTE, about=("18",)),
        replace(MUTE, recipient=RecipientKey("legal")),
        replace(MUTE, expires_at=NOON + 2 * LASTS),
    ],
)
def test_a_signature_is_good_for_nothing_but_what_it_was_made_for(other: Link) -> None:
    seal = sign(MUTE, KEY).partition(".")[2]
    assert read(f"{sign(other, KEY).partition('.')[0]}.{seal}", KEY, NOON) is None


def test_another_key_reads_nothing() -> None:
    assert read(sign(MUTE, KEY), OTHER, NOON) is None


def test_a_link_is_over_at_the_instant_of_its_expiry() -> None:
    word = sign(MUTE, KEY)
    assert read(word, KEY, NOON + LASTS - timedelta(seconds=1)) == MUTE
    assert read(word, KEY, NOON + LASTS) is None


def test_a_link_made_now_lasts_14_days_to_the_hour() -> None:
    assert expiry(NOON + timedelta(minutes=59)) == NOON + LASTS


@given(st.integers(0, 10_000), st.characters())
def test_no_letter_of_it_can_be_altered(at: int, letter: str) -> None:
    word = sign(MUTE, KEY)
    at %= len(word)
    altered = word[:at] + letter + word[at + 1 :]
    assert altered == word or read(altered, KEY, NOON) is None


@given(st.text())
def test_what_is_no_link_is_none(word: str) -> None:
    assert read(word, KEY, NOON) is None


def test_a_word_of_any_length_is_refused_in_good_time() -> None:
    assert read("A" * (LONGEST + 1) + "." + "B" * 43, KEY, NOON) is None


def test_another_spelling_of_the_same_bytes_is_refused() -> None:
    written, _, seal = sign(MUTE, KEY).partition(".")
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    same = seal[:-1] + last[last.index(seal[-1]) ^ 1]  # 43 letters hold 258 bits, of which 256 count
    assert base64.urlsafe_b64decode(same + "=") == base64.urlsafe_b64decode(seal + "=")
    assert read(f"{written}.{same}", KEY, NOON) is None


def test_links_have_names_of_their_own_that_tell_nothing() -> None:
    names = {link.name for link in (MUTE, replace(MUTE, about=("18",)), replace(MUTE, act="unmute"))}
    assert len(names) == 3
    assert {len(name) for name in names} == {32}


def test_the_address_stands_below_the_public_one() -> None:
    for public in ("https://watch.example.org/tocsin", "https://watch.example.org/tocsin/"):
        assert address(public, MUTE, KEY) == f"https://watch.example.org/tocsin/link/{sign(MUTE, KEY)}"
