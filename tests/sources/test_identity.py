"""A key is the same at every poll and different for every entry."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.identity import Identity, keys


def entry(guid: str = "", link: str = "", title: str = "T", date: str = "", text: str = "") -> Identity:
    return Identity(guid, link, title, date, text)


def test_the_guid_is_the_key_else_the_link_else_a_digest() -> None:
    by_guid, by_link, by_digest = keys([entry("g", "https://w.example/1"), entry(link="https://w.example/2"), entry(date="2026-03-02")])
    assert (by_guid, by_link) == ("g", "https://w.example/2")
    assert by_digest.startswith("digest:")


def test_an_edit_of_the_text_changes_no_key() -> None:
    assert keys([entry("g", text="a")]) == keys([entry("g", text="b")])
    assert keys([entry(date="2026-03-02", text="a")]) == keys([entry(date="2026-03-02", text="b")])


def test_without_a_date_the_text_tells_entries_apart() -> None:
    first, second = keys([entry(text="a"), entry(text="b")])
    assert first != second


def test_a_guid_that_repeats_with_another_link_gets_the_link_in_any_order() -> None:
    one, two = entry("g", "https://w.example/1"), entry("g", "https://w.example/2")
    assert keys([one, two]) == ("g https://w.example/1", "g https://w.example/2")
    assert keys([two, one]) == ("g https://w.example/2", "g https://w.example/1")


def test_a_guid_that_repeats_with_another_text_gets_its_digest() -> None:
    first, second, third = keys([entry("g", "l", text="a"), entry("g", "l", text="b"), entry("h", "l")])
    assert first != second
    assert first.startswith("g ")
    assert third == "h"


def test_entries_alike_in_everything_are_one() -> None:
    assert keys([entry("g", "l", text="a")] * 2) == ("g", "g")


def test_a_key_of_any_length_is_kept_short() -> None:
    (key,) = keys([entry("g" * 100_000)])
    assert len(key) < 100


WORDS = st.sampled_from(["", "a", "b"])


@given(st.lists(st.builds(Identity, WORDS, WORDS, WORDS, WORDS, WORDS), unique=True, max_size=12))
def test_entries_that_differ_in_link_or_words_differ_in_key(entries: list[Identity]) -> None:
    found = keys(entries)
    assert all(found)
    for one, key in zip(entries, found, strict=True):
        for other, other_key in zip(entries, found, strict=True):
            differs = (one.title, one.text) != (other.title, other.text)
            if differs and (one.guid or one.link) and (other.guid or other.link):
                assert key != other_key
