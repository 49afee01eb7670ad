"""Whatever the order in which copies, reports, edits and merges come: one first word, nothing weighty lost, every report told or listed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.daemon.superseded import superseded
from monitor.model import Cause, ItemId, Kind, RecipientKey, Relation, StoryId, WatchKey
from monitor.store import claims, messages, stories
from tests.daemon.newsdesk import BAYKAR, BOTH, NORVIK, POST, ROOM, WESCAM, Newsdesk

if TYPE_CHECKING:
    from monitor.daemon.live import Live
    from monitor.store.claims import ClaimRow
    from monitor.store.database import Database

READERS = (ROOM, POST, BOTH)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens, to one or two of the items so far (by number, modulo how many there are)."""

    what: str
    one: int
    other: int
    found: frozenset[WatchKey]
    after: timedelta


steps = st.builds(
    Step,
    st.sampled_from(["new", "copy", "report", "report", "gazette", "speech", "edit", "merge", "send"]),
    st.integers(0, 20),
    st.integers(0, 20),
    st.sets(st.sampled_from([BAYKAR, WESCAM, NORVIK]), min_size=1).map(frozenset),
    st.sampled_from([0, 5, 90, 700]).map(lambda minutes: timedelta(minutes=minutes)),
)


@dataclass(slots=True)
class Course:
    """What came, and what was said first: of which watch to whom, when its story was which."""

    desk: Newsdesk
    came: list[tuple[Step, ItemId]] = field(default_factory=list)
    said: dict[int, tuple[RecipientKey, WatchKey, StoryId]] = field(default_factory=dict)
    twice: list[int] = field(default_factory=list)

    def take(self, step: Step) -> None:
        desk = self.desk
        desk.now += step.after
        if not self.came or step.what == "new":
            self.came.append((replace(step, what="new"), desk.say(*step.found)))
            return
        one, other = (self.came[n % len(self.came)][1] for n in (step.one, step.other))
        if step.what == "copy":
            desk.say(*step.found, source="mirror", of=one, relation=Relation.DUPLICATE)
        elif step.what == "edit":
            desk.edit(one, *step.found)
        elif step.what == "merge":
            desk.merge(max(one, other), into=min(one, other))
        elif step.what == "send":
            self.leave()
        else:
            source = "gazette" if step.what == "gazette" else "echo"
            kind = Kind.SPEECH if step.what == "speech" else Kind.ARTICLE
            self.came.append((step, desk.say(*step.found, source=source, of=one, kind=kind)))

    def leave(self) -> None:
        """Let what is due leave, and note its first words; one that was said of the same story before is one too many."""
        for claim, who in self.desk.leave():
            if claim.cause is not Cause.FIRST:
                continue
            about = who, claim.watch, stories.root(self.desk.connection, claim.story)
            if about in self.rooted() and not self.is_weighty(claim.id, claim.story):
                self.twice.append(claim.id)
            self.said[claim.id] = (who, claim.watch, claim.story)

    def rooted(self) -> set[tuple[RecipientKey, WatchKey, StoryId]]:
        return {(who, watch, stories.root(self.desk.connection, story)) for who, watch, story in self.said.values()}

    def is_weighty(self, claim: int, story: StoryId) -> bool:
        return claim in claims.told_officially(self.desk.connection, story, self.desk.live.official)

    def standing(self, item: ItemId) -> list[ClaimRow]:
        """Give the claims on an item's story that say something."""
        made = claims.of_story(self.desk.connection, self.desk.stories[item])
        carried = {row.message for row in made if row.message is not None}
        contents = [claim for message in carried for claim in messages.content(self.desk.connection, message).claims]
        gone = superseded(self.desk.connection, contents, self.desk.live.official) - self.said.keys()
        return [row for row in made if row.id not in gone]


@settings(max_examples=15)
@given(st.lists(steps, min_size=2, max_size=9))
def test_nobody_hears_a_first_word_twice_and_everybody_hears_of_everything(newsroom: tuple[Database, Live], happened: list[Step]) -> None:
    database, live = newsroom
    with database.write() as connection:
        course = Course(Newsdesk(connection, live))
        for step in happened:
            course.take(step)
        assert course.twice == []
        for step, item in course.came:
            said = course.standing(item)
            telling = claims.telling_of(connection, item)
            listing = claims.listing(connection, item)
            for who in READERS:
                mine = [row for row in said if row.recipient == who]
                assert {row.watch for row in mine if row.cause.is_certain} >= step.found
                if step.what in {"report", "gazette", "speech"}:
                    assert any(row.recipient == who and row.id in telling for row in claims.of_story(connection, course.desk.stories[item]))
                if step.what == "speech":
                    assert {row.watch for row in mine if row.id in telling - listing} >= step.found
                if step.what == "gazette":
                    official = claims.told_officially(connection, course.desk.stories[item], live.official)
                    assert any(row.id in official and row.cause.is_certain for row in mine)
        connection.rollback()
