"""Stories that prove to be one while their messages wait: nobody is told twice of what they watch, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.daemon.compose import compose
from monitor.daemon.superseded import superseded
from monitor.model import Cause, DeliveryState, Kind
from monitor.store import deliveries, messages
from tests.daemon.newsdesk import BAYKAR, HOUR, POST, ROOM, WESCAM, Newsdesk

if TYPE_CHECKING:
    from monitor.model import ItemId


def silent(desk: Newsdesk, item: ItemId) -> set[str]:
    """Tell of which watches the room's message that tells of an item says nothing."""
    letter = next(letter for letter in desk.letters(ROOM) if item in letter.items)
    carried = messages.content(desk.connection, letter.id).claims
    gone = superseded(desk.connection, carried, desk.live.official)
    return {claim.watch for claim in carried if claim.id in gone}


def test_of_two_waiting_messages_the_younger_says_nothing(desk: Newsdesk) -> None:
    one, two = desk.say(BAYKAR), desk.say(BAYKAR, WESCAM)
    assert silent(desk, two) == set()
    desk.merge(two, into=one)
    assert (silent(desk, one), silent(desk, two)) == (set(), {BAYKAR})


def test_what_a_younger_message_said_before_the_merge_the_older_does_not_say_again(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR)
    desk.fail()
    two = desk.say(BAYKAR)
    desk.send()
    desk.merge(two, into=one)
    assert silent(desk, one) == {BAYKAR}


def test_a_message_that_waits_says_nothing_of_what_an_older_one_told(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR)
    desk.send()
    two = desk.say(BAYKAR, after=HOUR)
    desk.merge(two, into=one)
    assert silent(desk, two) == {BAYKAR}


def test_the_older_word_counts_whichever_story_was_merged_into_which(desk: Newsdesk) -> None:
    one, two = desk.say(BAYKAR), desk.say(BAYKAR)
    desk.merge(one, into=two)
    assert (silent(desk, one), silent(desk, two)) == (set(), {BAYKAR})


def test_an_older_message_that_was_given_up_told_nobody(desk: Newsdesk) -> None:
    one, two = desk.say(BAYKAR), desk.say(BAYKAR)
    desk.merge(two, into=one)
    first = next(letter for letter in desk.letters(ROOM) if one in letter.items)
    ids = [row.id for row in deliveries.list_(desk.connection, DeliveryState.DUE, limit=1000) if row.message == first.id]
    deliveries.give_up(desk.connection, ids, desk.now)
    assert silent(desk, two) == set()


def test_what_a_parliament_published_is_told_after_the_press(desk: Newsdesk) -> None:
    one, two = desk.say(BAYKAR), desk.say(BAYKAR, kind=Kind.SPEECH)
    desk.merge(two, into=one)
    assert silent(desk, two) == set()


def test_an_official_word_is_told_after_the_press_and_not_after_another(desk: Newsdesk) -> None:
    one, two, three = desk.say(BAYKAR), desk.say(BAYKAR, source="gazette"), desk.say(BAYKAR, source="gazette")
    for younger in (two, three):
        desk.merge(younger, into=one)
    assert (silent(desk, two), silent(desk, three)) == (set(), {BAYKAR})


def test_an_update_is_no_first_word_and_stays(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR)
    desk.send()
    two = desk.say(BAYKAR, source="gazette", of=one)
    assert desk.letters(ROOM)[-1].causes == {Cause.UPDATE}
    assert silent(desk, two) == set()


def test_after_a_merge_another_report_is_listed_and_told_to_nobody_anew(desk: Newsdesk) -> None:
    one, two = desk.say(BAYKAR), desk.say(WESCAM)
    desk.merge(two, into=one)
    desk.send()
    three = desk.say(BAYKAR, WESCAM, of=two)
    assert (ROOM, Cause.LISTED) in desk.lists(three)
    assert len(desk.letters(ROOM)) == 3
    assert desk.letters(ROOM)[-1].causes == {Cause.LISTED}


def test_a_report_that_waited_beside_a_superseded_word_is_listed_under_what_was_told(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR)
    desk.send()
    two = desk.say(BAYKAR, after=HOUR)
    three = desk.say(BAYKAR, of=two)
    desk.merge(two, into=one)
    for recipient, has_threads in ((ROOM, True), (POST, False)):
        letter = next(letter for letter in desk.letters(recipient) if three in letter.items)
        part = compose(desk.connection, desk.live, messages.content(desk.connection, letter.id), "key", desk.now, has_threads=has_threads)
        assert part.stories == ()
        assert [(listed.title, [report.title for report in listed.reports]) for listed in part.listed] == [("Headline 0", ["Headline 2"])]
