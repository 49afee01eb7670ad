"""Whoever hears of a story hears of other reports of it: told for themselves where they are news, listed where they are not."""

from __future__ import annotations

from datetime import timedelta

from monitor.daemon import called_off, vetoes
from monitor.daemon.alerting import Alerting
from monitor.daemon.follow_ups import readers
from monitor.daemon.outbox import readdress
from monitor.daemon.silences import Mutes
from monitor.model import Cause, Kind, Relation
from monitor.store import claims, deliveries, items, messages
from monitor.stories.decide import Decision
from tests.daemon.newsdesk import BAYKAR, BECAUSE, BOTH, HOUR, NORVIK, POST, ROOM, START, WESCAM, Newsdesk


def test_another_report_is_listed_in_threads_and_in_the_daily_message_and_in_both_for_who_has_both(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR)
    desk.send()
    other = desk.say(BAYKAR, of=one, after=HOUR)
    assert desk.lists(other) == [(BOTH, Cause.LISTED), (BOTH, Cause.TAIL), (POST, Cause.TAIL), (ROOM, Cause.LISTED)]
    told, line, tail = desk.letters(BOTH)
    assert (line.kind, line.replies_to, line.channels, line.due_at) == ("story", told.id, {"matrix"}, START + 2 * HOUR)
    assert (tail.kind, tail.replies_to, tail.channels) == ("digest", None, {"matrix", "email"})
    assert told.channels == {"matrix", "email"}
    fate = items.get(desk.connection, other)
    assert (fate.fate_stage, fate.fate_reason) == ("folded", f"listed for room, post, both: {BECAUSE}")
    event = items.events(desk.connection, other)[-1]
    assert (event.verdict, event.detail["message"], event.detail["due_at"]) == ("listed", tail.id, tail.due_at.isoformat())


def test_a_message_that_still_waits_takes_the_line_in(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR, WESCAM)
    other = desk.say(WESCAM, of=one)
    assert desk.lists(other) == [(BOTH, Cause.FIRST), (POST, Cause.FIRST), (ROOM, Cause.FIRST)]
    assert [(letter.recipient, letter.items) for letter in desk.letters()] == [(who, {one, other}) for who in (ROOM, POST, BOTH)]
    (row,) = [row for row in claims.of_story(desk.connection, desk.stories[one]) if (row.recipient, row.watch) == (ROOM, WESCAM)]
    assert claims.told_items(desk.connection, [row.id]) == {row.id: {one: {}, other: {"folded": BECAUSE}}}
    assert [event.verdict for event in items.events(desk.connection, other)] == ["same_story", "listed", "listed", "listed"]


def test_lines_gather_for_an_hour_and_then_for_six(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR, WESCAM)
    desk.send()
    gathered = {desk.say(BAYKAR, of=one, after=timedelta(minutes=5)), desk.say(WESCAM, of=one, after=timedelta(minutes=5))}
    desk.send(after=HOUR)
    late = {desk.say(BAYKAR, of=one, after=HOUR), desk.say(BAYKAR, of=one, after=HOUR)}
    _, first, second = desk.letters(ROOM)
    assert (first.items, first.due_at) == (gathered, START + timedelta(hours=1, minutes=5))
    assert (second.items, second.due_at) == (late, START + timedelta(hours=7, minutes=5))


def test_an_update_that_comes_while_a_line_waits_takes_it_along_to_every_address(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR)
    desk.send()
    line = desk.say(BAYKAR, of=one)
    official = desk.say(BAYKAR, source="gazette", of=one, after=timedelta(minutes=5))
    _, update, tail = desk.letters(BOTH)
    assert (update.causes, update.items) == ({Cause.LISTED, Cause.UPDATE}, {line, official})
    assert (update.channels, update.due_at) == ({"matrix", "email"}, START + timedelta(minutes=5))
    assert (tail.causes, tail.items) == ({Cause.TAIL}, {line})


def test_a_line_joins_an_update_that_waits_and_does_not_hasten_it(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR)
    desk.send()
    desk.edit(one, WESCAM)
    desk.send()
    official = desk.say(BAYKAR, source="gazette", of=one, after=HOUR)
    line = desk.say(BAYKAR, of=one, after=timedelta(minutes=1))
    held = desk.letters(ROOM)[-1]
    assert (held.causes, held.items, held.due_at) == ({Cause.UPDATE}, {official, line}, START + 6 * HOUR)


def test_an_urgent_watch_is_told_of_each_report_and_of_no_copy(desk: Newsdesk) -> None:
    one = desk.say(NORVIK)
    desk.send()
    for _ in range(2):
        report = desk.say(NORVIK, of=one, after=HOUR)
        desk.say(NORVIK, of=one, relation=Relation.DUPLICATE)
        update = desk.letters(ROOM)[-1]
        assert (update.causes, update.items, update.due_at) == ({Cause.UPDATE}, {report}, desk.now)
        desk.send()
    assert len(desk.letters(ROOM)) == 3


def test_the_first_official_report_is_an_update_and_the_next_is_listed(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR)
    desk.send()
    official = desk.say(BAYKAR, source="gazette", of=one)
    desk.send()
    again = desk.say(BAYKAR, source="gazette", of=one)
    assert [(letter.causes, letter.items) for letter in desk.letters(ROOM)[1:]] == [
        ({Cause.UPDATE}, {official}),
        ({Cause.LISTED}, {again}),
    ]


def test_each_speech_is_told_for_itself_in_a_story_that_the_press_began(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR)
    speeches = []
    for _ in range(2):
        desk.send()
        speeches.append(desk.say(BAYKAR, of=one, kind=Kind.SPEECH, after=7 * HOUR))
    assert all(desk.lists(speech) == [] for speech in speeches)
    assert {item for letter in desk.letters(ROOM)[1:] for item in letter.items} == set(speeches)


def test_a_watch_that_the_recipient_was_not_told_of_is_a_first_word_and_no_line(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR)
    desk.send()
    other = desk.say(BAYKAR, WESCAM, of=one)
    assert desk.lists(other) == []
    assert desk.letters(ROOM)[-1].causes == {Cause.FIRST}


def test_who_saw_a_report_only_listed_has_read_nothing_of_it(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR)
    folded = desk.say(BAYKAR, of=one)
    desk.send()
    listed = desk.say(BAYKAR, of=one)
    desk.send(after=24 * HOUR)
    story = desk.stories[one]
    assert set(readers(desk.connection, one, story)) == {ROOM, POST, BOTH}
    assert readers(desk.connection, folded, story) == readers(desk.connection, listed, story) == {}


def test_a_line_goes_to_threads_alone_after_a_reload_too(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR)
    desk.send()
    desk.say(BAYKAR, of=one)
    readdress(desk.connection, desk.live, desk.now, frozenset())
    _, line, tail = desk.letters(BOTH)
    assert (line.channels, tail.channels) == ({"matrix"}, {"matrix", "email"})


def test_what_is_said_not_to_be_meant_is_noted_where_a_line_was_taken_in(desk: Newsdesk) -> None:
    one = desk.say(BAYKAR)
    desk.say(BAYKAR, of=one)
    vetoes.teach(desk.connection, one, BAYKAR, "ana", "", desk.now)
    for letter in desk.letters():
        called_off.note(
            desk.connection, Mutes(desk.connection, desk.live, desk.now), messages.content(desk.connection, letter.id), desk.now
        )
    assert [event.verdict for event in items.events(desk.connection, one)].count("not told") == 3


def test_what_came_to_nothing_counts_as_untold_though_its_story_was_merged_in_the_course_of_a_poll(desk: Newsdesk) -> None:
    one, two = desk.say(WESCAM), desk.say(BAYKAR)
    vetoes.teach(desk.connection, two, BAYKAR, "ana", "", desk.now)
    for letter in (letter for letter in desk.letters() if two in letter.items):
        called_off.note(
            desk.connection, Mutes(desk.connection, desk.live, desk.now), messages.content(desk.connection, letter.id), desk.now
        )
        for row in deliveries.list_(desk.connection, limit=1000):
            if row.message == letter.id:
                deliveries.withdraw(desk.connection, row.id)
    poll = Alerting(desk.connection, desk.live, next(iter(desk.live.settings.sources.values())), desk.now)
    assert {told.watch for told in poll.told(desk.stories[one], one)} == {WESCAM}
    desk.merge(two, into=one)
    assert {told.watch for told in poll.told(desk.stories[one], one)} == {WESCAM}


def test_an_edited_item_stays_in_the_story_that_it_began_wherever_that_was_merged(desk: Newsdesk) -> None:
    one, two = desk.say(BAYKAR), desk.say(BAYKAR)
    began = desk.stories[two]
    desk.merge(two, into=one)
    stored = items.get(desk.connection, two)
    desk.tell(two, stored.item, (WESCAM,), Decision(Relation.EDIT, desk.stories[one], two, "the same item, edited"), stored.source_key)
    assert items.get(desk.connection, two).story_id == began
    assert (ROOM, WESCAM) in {(row.recipient, row.watch) for row in claims.of_story(desk.connection, desk.stories[one])}
