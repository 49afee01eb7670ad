"""A stored item as a message tells it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from monitor.alerts.parts import Excerpt
from monitor.daemon.tale import story_part
from monitor.model import Digest, How, Item, ItemId, Record, SourceKey
from monitor.store.items import StoredItem
from tests.daemon.sitting import speech

MIDNIGHT = datetime(2026, 11, 21, tzinfo=UTC)
QUESTION = "To ask the Secretary of State for Trade, whether her Department has reviewed the licences of Baykar since January."
ASKED = replace(speech("q", f"{QUESTION}\nNo.", asked=QUESTION, time_precision="sitting"), published_at=MIDNIGHT)


def stored(item: Item) -> StoredItem:
    return StoredItem(ItemId(1), 1, SourceKey("wire"), "Wire", Digest(b"k"), Digest(b"h"), item, MIDNIGHT, None, "told", "told desk", False)


def quoting(before: str, matched: str, after: str) -> Excerpt:
    return Excerpt(before=before, matched=matched, after=after, how=How.EXACT, field="text", why="written as watched")


def test_what_is_of_a_day_alone_bears_no_hour() -> None:
    assert story_part(stored(ASKED), [], []).published_at is None
    timed = replace(ASKED, record=Record(time_precision="exact"))
    assert story_part(stored(timed), [], []).published_at == MIDNIGHT


def test_a_question_that_a_passage_shows_is_not_said_twice() -> None:
    before, _, after = QUESTION.partition("Baykar")
    assert story_part(stored(ASKED), [], [quoting(before, "Baykar", after)]).asked == ""
    assert story_part(stored(ASKED), [], [quoting("We reviewed ", "Baykar", ".")]).asked == QUESTION
