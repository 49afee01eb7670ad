from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.alerts.silence import About, Matcher, Silence, covers, matcher_of, silenced_by
from monitor.model import RecipientKey, SourceKey, StoryId, WatchKey

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
DESK, LEGAL = RecipientKey("desk"), RecipientKey("legal")


def about(says: bool = False) -> About:  # noqa: FBT001, FBT002 a short word for the tests below
    return About(WatchKey("arms/baykar"), frozenset({StoryId(3), StoryId(7)}), SourceKey("wire"), "Example  News", lambda _: says)


def silence(*matchers: Matcher, recipient: RecipientKey | None = None, until: datetime = NOON + DAY, number: int = 1) -> Silence:
    return Silence(number, matchers, recipient, "ann", "an exercise", NOON, until)


def test_each_kind_of_matcher_asks_for_its_own_thing() -> None:
    matching = [Matcher("watch", "arms/baykar"), Matcher("story", "7"), Matcher("source", "wire"), Matcher("outlet", "EXAMPLE news")]
    assert all(covers(silence(one), DESK, about()) for one in matching)
    others = [Matcher("watch", "arms/bay"), Matcher("story", "77"), Matcher("source", "echo"), Matcher("outlet", "Example")]
    assert not any(covers(silence(one), DESK, about()) for one in others)


def test_a_term_is_asked_of_the_item() -> None:
    assert covers(silence(Matcher("term", "cup")), DESK, about(says=True))
    assert not covers(silence(Matcher("term", "cup")), DESK, about())


def test_several_matchers_must_all_match() -> None:
    both = silence(Matcher("watch", "arms/baykar"), Matcher("source", "wire"))
    assert covers(both, DESK, about())
    assert not covers(both, DESK, replace(about(), source=SourceKey("echo")))


def test_a_term_is_not_read_where_another_matcher_says_no_already() -> None:
    def never(_term: str) -> bool:
        raise AssertionError

    assert not covers(silence(Matcher("term", "cup"), Matcher("source", "echo")), DESK, replace(about(), says=never))


def test_a_silence_for_one_recipient_leaves_the_others_told() -> None:
    mine = silence(Matcher("source", "wire"), recipient=DESK)
    assert covers(mine, DESK, about())
    assert not covers(mine, LEGAL, about())


def test_a_silence_that_asks_for_nothing_mutes_nothing() -> None:
    assert not covers(silence(), DESK, about())


def test_a_silence_is_over_at_the_instant_of_its_end_and_not_begun_before_its_beginning() -> None:
    mute = silence(Matcher("source", "wire"))
    assert [silenced_by([mute], DESK, about(), at) is not None for at in (NOON - DAY, NOON, NOON + DAY)] == [False, True, False]


def test_of_several_silences_the_one_that_lasts_longest_is_named() -> None:
    short, long = silence(Matcher("source", "wire")), silence(Matcher("watch", "arms/baykar"), until=NOON + 3 * DAY, number=2)
    assert silenced_by([short, long], DESK, about(), NOON) == long


def test_a_kind_that_this_version_does_not_know_is_no_matcher() -> None:
    assert matcher_of("speaker", "Ann") is None
    assert matcher_of("term", "cup") == Matcher("term", "cup")
