"""What a message rests on is read for all its stories at once, and is what is read of each by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import event

from monitor.daemon import called_off
from monitor.daemon.evidence import evidence_of
from monitor.daemon.muting import mute
from monitor.daemon.possible import possible_section
from monitor.daemon.silences import Mutes
from monitor.daemon.superseded import superseded
from monitor.model import Cause, RecipientKey
from monitor.store import hits, messages, stories
from monitor.store.silences import NewSilence
from tests.daemon.newsdesk import BAYKAR, HOUR, ROOM, WESCAM

if TYPE_CHECKING:
    from monitor.store.messages import MessageRow
    from tests.daemon.newsdesk import Newsdesk

NOBODY = RecipientKey("nobody")


def all_in_one(desk: Newsdesk) -> MessageRow:
    """Give all that the room is to be told as if it were in one digest."""
    waiting = [messages.content(desk.connection, letter.id) for letter in desk.letters(ROOM)]
    return replace(waiting[0], kind="digest", claims=[claim for row in waiting for claim in row.claims])


def statements_to_look_through(desk: Newsdesk, message: MessageRow) -> int:
    """Count the statements that it takes to see what a message may tell, is silenced, was told elsewhere, or is only possible."""
    caught: list[str] = []

    def catch(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        caught.append(statement)

    guesses = [replace(claim, cause=Cause.POSSIBLE) for claim in message.claims]
    event.listen(desk.connection, "before_cursor_execute", catch)
    mutes, evidence = Mutes(desk.connection, desk.live, desk.now), evidence_of(desk.connection, message.claims)
    called_off.note(desk.connection, evidence, mutes, message, desk.now)
    assert superseded(desk.connection, message.claims, desk.live.official) == set()
    assert possible_section(desk.connection, evidence, NOBODY, guesses, mutes, None).entries == ()
    assert len(called_off.standing(evidence, message.claims, mutes, ROOM)) == len(message.claims)
    event.remove(desk.connection, "before_cursor_execute", catch)
    return len(caught)


def test_a_digest_of_many_stories_is_looked_through_by_no_more_statements_than_one_of_few(desk: Newsdesk) -> None:
    mute(desk.connection, NewSilence((("term", "cup final"),), None, "ann", "", desk.now, desk.now + HOUR), desk.now)
    desk.say(BAYKAR)
    desk.say(BAYKAR)
    of_few = statements_to_look_through(desk, all_in_one(desk))
    for _ in range(10):
        desk.say(BAYKAR)
    many = all_in_one(desk)
    assert len(many.claims) == 12
    assert statements_to_look_through(desk, many) == of_few


def test_what_is_read_of_many_stories_is_what_is_read_of_each(desk: Newsdesk) -> None:
    one, two, three, _ = desk.say(BAYKAR, WESCAM), desk.say(WESCAM), desk.say(BAYKAR), desk.say(BAYKAR, WESCAM)
    desk.say(BAYKAR, of=one, source="echo", after=HOUR)
    desk.merge(three, into=two)
    desk.merge(two, into=one)
    told = all_in_one(desk).claims
    evidence = evidence_of(desk.connection, told)
    assert evidence.roots == {claim.story: stories.root(desk.connection, claim.story) for claim in told}
    assert len(set(evidence.roots.values())) == 2
    for root in evidence.roots.values():
        assert evidence.hits(root, {BAYKAR, WESCAM}) == hits.of_story(desk.connection, root, [BAYKAR, WESCAM])
        assert evidence.hits(root, {WESCAM}) == hits.of_story(desk.connection, root, [WESCAM])
        assert {story for story, whole in evidence.wholes.items() if whole == root} == set(stories.kin(desk.connection, root))


def test_nothing_is_read_of_no_claims(desk: Newsdesk) -> None:
    evidence = evidence_of(desk.connection, ())
    assert (evidence.roots, evidence.wholes, evidence.rows) == ({}, {}, {})
