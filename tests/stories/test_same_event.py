"""Two items of one event are likely so; two chapters of one affair are not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.language.event_model import event_model
from monitor.stories.company import company
from monitor.stories.gist import Gist, gist, spelling, term_hashes
from monitor.stories.same_event import DEFAULT_THRESHOLD, MOST_MEMBERS, SIGNALS, Model, Sighting, because, likelihood, linked, signals
from monitor.vocabulary import vocabulary

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
LEARNED = event_model()
PERMITS = (
    "Ardun suspends export of drone sensors to Vessara",
    "The trade minister of Ardun suspended twelve permits for drone sensors on Tuesday, after Vessara had used them in Calder Valley.",
)
OTHER_WORDS = (
    "Sensor exports to Vessara halted",
    "Twelve permits were suspended by Ardun's trade minister Mora Lind; the drone sensors had turned up in the Calder Valley.",
)
NEXT_CHAPTER = (
    "Vessara answers Ardun with tariffs on timber",
    "Vessara's president put tariffs on timber and grain from Ardun, calling the neighbour's policy hostile.",
)


def sighting(told: tuple[str, str], at: datetime | None = NOON, *entities: str) -> Sighting:
    return Sighting(gist(*told, vocabulary()), at, frozenset(entities))


PLACES = ("Osk", "Penn", "Ruhl", "Imber", "Tarn", "Lode", "Wick", "Sarn", "Hythe", "Brae")
AFFAIR = [gist(f"{place} votes on Ardun and Vessara", f"In {place} Ardun and Vessara were spoken of.", vocabulary()) for place in PLACES]
ONE, OTHER, NEXT = sighting(PERMITS), sighting(OTHER_WORDS), sighting(NEXT_CHAPTER)


def chance(one: Sighting, other: Sighting) -> float:
    """The likelihood while others tell of the same two countries."""
    return likelihood(one, other, LEARNED, company(one.gist, [other.gist, *AFFAIR]))


def test_one_event_in_other_words_is_likely_and_the_next_chapter_is_not() -> None:
    assert chance(OTHER, ONE) > DEFAULT_THRESHOLD
    assert chance(NEXT, ONE) < DEFAULT_THRESHOLD


def test_the_further_apart_in_time_the_less_likely() -> None:
    chances = [chance(OTHER, sighting(PERMITS, NOON - timedelta(days=days))) for days in range(4)]
    assert chances == sorted(chances, reverse=True)
    assert len(set(chances)) == 4


@pytest.mark.parametrize("at", [None, datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)])
def test_a_date_that_cannot_be_is_as_none(at: datetime | None) -> None:
    assert signals(OTHER, sighting(PERMITS, at), company(OTHER.gist, []))[SIGNALS.index("undated")] == 1
    assert signals(OTHER, sighting(PERMITS, at), company(OTHER.gist, []))[SIGNALS.index("days")] == 0


def test_a_naive_time_is_utc() -> None:
    naive = sighting(PERMITS, NOON.replace(tzinfo=None))
    assert signals(OTHER, naive, company(OTHER.gist, [])) == signals(OTHER, ONE, company(OTHER.gist, []))


def test_what_all_items_of_these_days_say_tells_little() -> None:
    assert likelihood(OTHER, ONE, LEARNED, company(OTHER.gist, AFFAIR)) < likelihood(OTHER, ONE, LEARNED, company(OTHER.gist, []))


def test_what_shares_little_beside_a_headline_is_not_judged() -> None:
    notes = [("Market report from the Osk exchange in Ardun", text) for text in ("Barley rose by two crowns.", "Copper fell; timber held.")]
    one, other = map(sighting, notes)
    assert likelihood(other, one, LEARNED, company(other.gist, [])) == 0


def test_a_watched_thing_in_common_speaks_for_one_event_at_a_desk() -> None:
    both = chance(sighting(OTHER_WORDS, NOON, "a", "b"), sighting(PERMITS, NOON, "b"))
    unlike = chance(sighting(OTHER_WORDS, NOON, "a"), sighting(PERMITS, NOON, "b"))
    assert both > unlike
    assert chance(sighting(OTHER_WORDS, NOON, "a"), ONE) == chance(OTHER, ONE)


def test_what_both_were_found_by_says_nothing_of_the_event() -> None:
    named = term_hashes(["Vessara's", "Ardun"])
    ours, theirs = (Sighting(seen.gist.without(named), NOON, frozenset({"w"})) for seen in (NEXT, ONE))
    assert named.isdisjoint(ours.gist.terms)
    assert likelihood(ours, theirs, LEARNED, company(ours.gist, [theirs.gist])) == 0


def test_headlines_of_one_form_with_other_names_and_numbers_are_of_two_events() -> None:
    text = " in a lorry at dawn, said the harbour master. The crates of cameras were hidden below sacks of grain and barrels of tar."
    here = sighting(("Calder police seize 14 crates of cameras", f"Police in Calder found 14 crates{text}"))
    there = sighting(("Imber police seize 40 crates of cameras", f"Police in Imber found 40 crates{text}"))
    again = sighting(("Police in Calder seize 14 crates of cameras", f"Police found them{text}"))
    assert likelihood(there, here, LEARNED, company(there.gist, [here.gist])) == 0
    assert likelihood(again, here, LEARNED, company(again.gist, [here.gist])) > DEFAULT_THRESHOLD


@pytest.mark.parametrize("told", [("", ""), ("🎉", "🎉"), ("Live", "")])
def test_what_says_nothing_is_like_nothing(told: tuple[str, str]) -> None:
    assert likelihood(sighting(told), ONE, LEARNED, company(gist(*told, vocabulary()), [])) < 0.1
    assert likelihood(sighting(("", "")), sighting(("", "")), LEARNED, company(Gist({}), [])) < DEFAULT_THRESHOLD / 2


def test_a_story_is_linked_by_the_mean_of_its_newest_members() -> None:
    assert linked([]) == 0
    assert linked([0.9, 0.3]) == pytest.approx(0.6)
    assert linked([0.0] * 100 + [0.8] * MOST_MEMBERS) == pytest.approx(0.8)


def test_people_are_told_why() -> None:
    said = because(OTHER, ONE, LEARNED, company(OTHER.gist, []), spelling(*OTHER_WORDS))
    percent = min(99, round(100 * likelihood(OTHER, ONE, LEARNED, company(OTHER.gist, []))))
    assert said.startswith(f"{percent} % likely the same event: titles alike 0.")
    assert "both say sensor, ardun, " in said
    assert because(NEXT, sighting(("", "")), LEARNED, company(NEXT.gist, []), {}).endswith("titles alike 0.00, texts 0.00")


def test_a_model_of_other_signals_is_refused() -> None:
    with pytest.raises(ValueError, match=r"2 weights .* tools/train_stories.py"):
        Model((1.0, 2.0), 0.0)


def test_items_that_share_too_little_are_not_of_one_event_whatever_their_titles() -> None:
    daily = "Ardun's morning in Vessara: markets, weather, roads"
    others = sighting((daily, "Grain rose by a crown. Ferries to Hythe are full, and the bridge at Lode is closed to lorries."))
    ours = sighting((daily, "Timber fell again. It snows on the passes above Brae, where buses run every hour until the evening."))
    assert likelihood(ours, others, LEARNED, company(ours.gist, [others.gist])) == 0


@given(
    st.dictionaries(st.integers(0, (1 << 22) - 1), st.integers(0, 1023), max_size=57),
    st.dictionaries(st.integers(0, 50), st.integers(0, 1023)),
)
def test_a_likelihood_is_between_none_and_all(one: dict[int, int], other: dict[int, int]) -> None:
    among = company(Gist(one), [Gist(other)] * 3)
    assert 0 <= likelihood(Sighting(Gist(one), None), Sighting(Gist(other), NOON), LEARNED, among) < 1


def test_notices_in_one_form_are_of_different_events() -> None:
    form = "{} Corp paid {} crowns a share for the quarter, against {} a year before; sales rose, and the board proposed the same dividend."
    one, other = (
        sighting((f"{name} quarterly results", form.format(name, now, before))) for name, now, before in (("Osk", 12, 9), ("Ruhl", 31, 44))
    )
    assert likelihood(other, one, LEARNED, company(other.gist, [])) == 0
