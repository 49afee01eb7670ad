"""When a story falls apart, each claim goes with the items that it tells of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from monitor.model import Cause, DeliveryState, ItemId, MessageId, StoryId, WatchKey
from monitor.store import claims, deliveries, items, messages, stories
from monitor.store.claims import told_items
from monitor.store.parting import Parting
from monitor.store.tables import claims as table
from monitor.store.tables import deliveries as outbox
from tests.store.small_world import DESK, NOON, add_item, add_message, add_story, post

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

BAYKAR, WESCAM = WatchKey("arms/baykar"), WatchKey("arms/wescam")


@dataclass(frozen=True, slots=True)
class Pair:
    """A story of two items, of which the second leaves."""

    connection: Connection
    story: StoryId
    stays: ItemId
    leaves: ItemId

    def claim(
        self,
        *told: ItemId,
        watch: WatchKey = BAYKAR,
        cause: Cause = Cause.FIRST,
        message: MessageId | None = None,
        listed: tuple[ItemId, ...] = (),
    ) -> int:
        ((_, claim),) = claims.make(self.connection, [(DESK, self.story, watch, cause, NOON)])
        for item in told:
            claims.tell_of(self.connection, [claim], item)
        for item in listed:
            claims.tell_of(self.connection, [claim], item, {"folded": "the same event"})
        messages.attach(self.connection, message or self.message(), [claim])
        return claim

    def message(self, *, state: DeliveryState = DeliveryState.SENT) -> MessageId:
        made = add_message(self.connection, kind="story", story=self.story)
        post(self.connection, made)
        self.connection.execute(outbox.update().where(outbox.c.message_id == made).values(state=state))
        return made

    def cut(self) -> StoryId:
        new = stories.move(self.connection, [self.leaves], NOON)
        Parting(self.connection, self.story, new, [self.leaves]).settle()
        return new

    def story_of(self, claim: int) -> StoryId:
        return StoryId(self.connection.scalars(select(table.c.story_id).where(table.c.id == claim)).one())

    def told(self, story: StoryId) -> list[Mapping[ItemId, object]]:
        rows = claims.of_story(self.connection, story)
        told = told_items(self.connection, [row.id for row in rows])
        return [told.get(row.id, {}) for row in rows]


@pytest.fixture
def pair(connection: Connection) -> Pair:
    story, second = add_story(connection, "one"), add_item(connection, "two")
    items.set_story(connection, second, story)
    return Pair(connection, story, stories.get(connection, story).lead, second)


def test_a_claim_and_its_message_go_with_the_item(pair: Pair) -> None:
    message = pair.message()
    stays, goes = pair.claim(pair.stays), pair.claim(pair.leaves, watch=WESCAM, message=message)
    new = pair.cut()
    assert (pair.story_of(stays), pair.story_of(goes)) == (pair.story, new)
    assert messages.content(pair.connection, message).story == new


def test_a_claim_that_tells_of_both_becomes_two_in_one_message(pair: Pair) -> None:
    message = pair.message()
    pair.claim(pair.stays, pair.leaves, message=message)
    new = pair.cut()
    assert [list(each) for each in pair.told(pair.story)] == [[pair.stays]]
    assert [list(each) for each in pair.told(new)] == [[pair.leaves]]
    assert [claim.story for claim in messages.content(pair.connection, message).claims] == [pair.story, new]
    assert messages.content(pair.connection, message).story == pair.story


def test_claims_of_one_kind_are_numbered_anew_where_they_come_to(pair: Pair) -> None:
    moved = [pair.claim(pair.leaves, cause=Cause.UPDATE) for _ in range(3)]
    new = pair.cut()
    rows = pair.connection.execute(select(table.c.id, table.c.seq).where(table.c.story_id == new).order_by(table.c.id)).all()
    assert [tuple(row) for row in rows] == list(zip(moved, range(3), strict=True))


def test_a_claim_that_came_to_nothing_stays_with_the_one_that_told_of_its_watch(pair: Pair) -> None:
    pair.claim(pair.stays)
    superseded = pair.claim(pair.leaves, cause=Cause.UPDATE, message=pair.message(state=DeliveryState.DEAD))
    alone = pair.claim(pair.leaves, watch=WESCAM, message=pair.message(state=DeliveryState.DEAD))
    new = pair.cut()
    assert (pair.story_of(superseded), pair.story_of(alone)) == (pair.story, new)


def test_a_line_that_waits_forgets_what_is_no_report_of_the_story_any_more(pair: Pair) -> None:
    other = add_item(pair.connection, "three")
    items.set_story(pair.connection, other, pair.story)
    line = pair.message(state=DeliveryState.DUE)
    pair.claim(cause=Cause.LISTED, message=line, listed=(other, pair.leaves))
    new = pair.cut()
    assert [list(each) for each in pair.told(pair.story)] == [[other]]
    assert pair.told(new) == []
    assert deliveries.counts(pair.connection) == {DeliveryState.DUE: 1}


def test_a_message_goes_when_all_that_it_would_say_is_forgotten(pair: Pair) -> None:
    pair.claim(cause=Cause.LISTED, message=pair.message(state=DeliveryState.DUE), listed=(pair.leaves,))
    digest = pair.message(state=DeliveryState.DUE)
    pair.claim(pair.stays, message=digest)
    pair.claim(cause=Cause.TAIL, message=digest, listed=(pair.leaves,))
    pair.cut()
    assert deliveries.counts(pair.connection) == {DeliveryState.DUE: 1}
    assert [claim.cause for claim in messages.content(pair.connection, digest).claims] == [Cause.FIRST]


def test_a_first_word_that_waits_lists_no_more_what_left(pair: Pair) -> None:
    first = pair.claim(pair.stays, message=pair.message(state=DeliveryState.DUE), listed=(pair.leaves,))
    new = pair.cut()
    assert pair.story_of(first) == pair.story
    assert [list(each) for each in pair.told(pair.story)] == [[pair.stays]]
    assert pair.told(new) == []


def test_a_first_word_that_goes_lists_no_more_what_stays(pair: Pair) -> None:
    first = pair.claim(pair.leaves, message=pair.message(state=DeliveryState.DUE), listed=(pair.stays,))
    new = pair.cut()
    assert pair.story_of(first) == new
    assert [list(each) for each in pair.told(new)] == [[pair.leaves]]


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.SENDING])
def test_a_line_that_left_or_is_leaving_stays_as_it_was_written(pair: Pair, state: DeliveryState) -> None:
    line = pair.claim(cause=Cause.LISTED, message=pair.message(state=state), listed=(pair.leaves,))
    pair.cut()
    assert pair.story_of(line) == pair.story
    assert [list(each) for each in pair.told(pair.story)] == [[pair.leaves]]


def test_claims_on_a_merged_story_that_is_taken_out_stay_and_those_on_the_whole_come_back(pair: Pair) -> None:
    younger = add_story(pair.connection, "younger")
    lead = stories.get(pair.connection, younger).lead
    own, elder = replace(pair, story=younger).claim(lead), pair.claim(pair.stays)
    stories.merge(pair.connection, younger, pair.story)
    later = pair.claim(lead, watch=WESCAM)
    stories.part(pair.connection, younger)
    Parting(pair.connection, pair.story, younger, [lead]).settle()
    assert [pair.story_of(each) for each in (own, later, elder)] == [younger, younger, pair.story]
