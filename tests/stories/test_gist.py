"""Items that tell the same have gists alike; a gist survives being packed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.stories.gist import IN_TITLE, IS_NAME, IS_NUMBER, MOST_LOOKUPS, MOST_TERMS, Gist, cosine, gist

COMMON = {"the": 0.05, "of": 0.03, "to": 0.03, "was": 0.01, "on": 0.01, "said": 2e-3, "minister": 1e-4, "permit": 1e-5, "permits": 1e-5}


class Words:
    def frequency(self, word: str) -> float:
        return COMMON.get(word, 0.0)


def of(title: str, text: str = "") -> Gist:
    return gist(title, text, Words())


PERMITS = of("Minister halts drone permits", "The minister in Ardun said that permits to Vessara were halted on Tuesday.")
OTHERWISE = of("Permit for drones is halted", "Ardun: no drone goes to Vessara, said the minister, who halts 12 permits.")
FERRY = of("Ferry runs aground", "A ferry with 40 on board ran aground off Calder Point on Tuesday.")


def test_the_same_told_otherwise_is_nearer_than_another_thing() -> None:
    assert cosine(PERMITS, PERMITS) == pytest.approx(1.0)
    assert 0.3 < cosine(PERMITS, OTHERWISE) < 1
    assert cosine(PERMITS, FERRY) < 0.1
    assert cosine(PERMITS, OTHERWISE) == pytest.approx(cosine(OTHERWISE, PERMITS))


def test_rare_words_of_the_title_come_first_and_are_looked_up() -> None:
    one, other = of("Vessara fleet sails", "The minister said that it was to sail."), of("Vessara", "It was said.")
    assert len(one.lookup) == MOST_LOOKUPS
    assert one.lookup[0] in other.lookup or one.lookup[1] in other.lookup
    assert set(PERMITS.lookup).isdisjoint(FERRY.lookup)
    assert all(-(1 << 63) <= key < 1 << 63 for key in one.lookup)


def test_a_capital_inside_a_sentence_is_a_name_and_a_figure_is_a_number() -> None:
    assert [traits & (IS_NAME | IS_NUMBER) for traits in of("", "12 of Vessara").terms.values()] == [IS_NAME, IS_NUMBER, 0]
    assert not any(traits & IS_NAME for traits in of("", "Vessara").terms.values())  # each sentence begins with one
    assert not any(traits & IS_NAME for traits in of("A Headline Written Like This").terms.values())
    assert all(traits & IN_TITLE for traits in of("Vessara fleet").terms.values())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("政府は武器輸出を許可した", "武器輸出の許可を政府が決定"),
        ("Президенту Ордена вручили письмо", "Письма вручены президентом Орден"),
        ("سمحت الوزارة بتصدير السلاح", "الوزارة: تصدير السلاح مسموح"),
        ("परमिट रोक दिए गए", "मंत्री ने परमिट रोक दिए"),
    ],
)
def test_every_script_has_terms(one: str, other: str) -> None:
    assert cosine(of(one), of(other)) > 0.3


def test_a_gist_survives_being_packed() -> None:
    assert Gist.from_bytes(PERMITS.to_bytes()) == PERMITS
    assert list(Gist.from_bytes(PERMITS.to_bytes()).terms) == list(PERMITS.terms)


@pytest.mark.parametrize("packed", [b"x", bytes(range(4 * (MOST_TERMS + 1))), b"1234" * 2])
def test_damaged_bytes_are_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="no gist"):
        Gist.from_bytes(packed)


@pytest.mark.parametrize(("title", "text"), [("", ""), (" \n", "…"), ("🎉", "🎉🎉 🎊")])
def test_what_has_no_words_has_no_gist_and_is_like_nothing(title: str, text: str) -> None:
    empty = of(title, text)
    assert empty == Gist({})
    assert empty.lookup == ()
    assert Gist.from_bytes(empty.to_bytes()) == empty
    assert cosine(empty, empty) == cosine(empty, PERMITS) == 0


def test_of_a_text_without_end_the_beginning_is_read() -> None:
    assert of("", "permit " * 100_000) == of("", "permit " * 2_000)
    assert of("", "x" * 5_000_000).terms
    assert of("", "字" * 5_000_000).terms
    long = of("", " ".join(f"word{number}" for number in range(5_000)))
    assert len(long.terms) == MOST_TERMS
    assert len(long.to_bytes()) == 4 * MOST_TERMS


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(max_size=300))
def test_whatever_is_written_a_gist_can_be_packed_and_compared(title: str, text: str) -> None:
    summed = of(title, text)
    assert Gist.from_bytes(summed.to_bytes()) == summed
    assert cosine(summed, summed) == (pytest.approx(1.0) if summed.terms else 0)
    assert all(one != other for one, other in pairwise(summed.lookup))
