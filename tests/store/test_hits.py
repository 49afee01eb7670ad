"""Hits keep their evidence, word for word, and are shown the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import Hit, How, Mention, Tier, WatchKey
from monitor.store import hits, items, stories, upsert, watches
from tests.store.small_world import HOUR, NOON, add_hit, add_item, add_story, mention, watch

if TYPE_CHECKING:
    import pytest
    from sqlalchemy import Connection

BAYKAR = WatchKey("arms/baykar")


def test_evidence_comes_back_mention_by_mention(connection: Connection) -> None:
    item = add_item(connection)
    row = watches.sync(connection, [watch()], NOON)[BAYKAR]
    mentions = (
        mention("Baykar \U0001f681", field="title"),
        Mention("text", 5, 11, "Bajkar", How.VARIANT, Tier.POSSIBLE, 0.71, "one letter differs"),
    )
    made = hits.record(connection, [hits.NewHit(item, row.id, Hit(BAYKAR, mentions), row.revision, is_baseline=True, at=NOON)])
    (found,) = hits.of_item(connection, item)
    assert list(made) == [(item, row.id)]
    assert found.mentions == mentions
    assert (found.score, found.tier, found.revision, found.is_baseline) == (1.0, Tier.SURE, 1, True)
    assert (found.watch, found.label, found.watchlist, found.watchlist_title) == (BAYKAR, "Baykar", "arms", "Arms exports")
    assert (found.title, found.url, found.source_key, found.outlet) == ("Title of one", "https://a.example/one", "wire", "The wire")
    assert (found.seen_at, found.found_at) == (NOON, NOON)


def test_a_hit_that_is_there_takes_the_newer_evidence(connection: Connection) -> None:
    item = add_item(connection)
    row = watches.sync(connection, [watch()], NOON)[BAYKAR]
    old = hits.NewHit(item, row.id, Hit(BAYKAR, (mention(score=0.5, tier=Tier.POSSIBLE),)), 1, is_baseline=False, at=NOON)
    new = hits.NewHit(item, row.id, Hit(BAYKAR, (mention("BAYKAR"),)), 2, is_baseline=False, at=NOON + HOUR)
    assert hits.record(connection, [old]) == hits.record(connection, [old, new])
    (found,) = hits.of_item(connection, item)
    assert (found.mentions[0].matched, found.revision, found.tier, found.found_at) == ("BAYKAR", 2, Tier.SURE, NOON + HOUR)
    assert hits.record(connection, []) == {}
    assert hits.count(connection) == 1


def test_the_latest_hits_come_first_and_by_watchlist_if_asked(connection: Connection) -> None:
    for hour, key in enumerate(["arms/one", "sanctions/two", "arms/three"]):
        add_hit(connection, add_item(connection, f"i{hour}"), key, at=NOON + hour * HOUR)
    assert [row.watch for row in hits.latest(connection, 2)] == ["arms/three", "sanctions/two"]
    assert [row.watch for row in hits.latest(connection, 9, "arms")] == ["arms/three", "arms/one"]
    assert [row.watch for row in hits.latest(connection, 9, watch=WatchKey("arms/one"))] == ["arms/one"]


def test_the_latest_hits_of_one_tier_are_listed_alone(connection: Connection) -> None:
    row = watches.sync(connection, [watch()], NOON)[BAYKAR]
    for name, tier in (("one", Tier.SURE), ("two", Tier.POSSIBLE)):
        found = Hit(BAYKAR, (mention(tier=tier),))
        hits.record(connection, [hits.NewHit(add_item(connection, name), row.id, found, row.revision, is_baseline=False, at=NOON)])
    assert [each.title for each in hits.latest(connection, 9, tier=Tier.POSSIBLE)] == ["Title of two"]
    assert [each.title for each in hits.latest(connection, 9, "arms", Tier.SURE)] == ["Title of one"]
    assert hits.latest(connection, 9, "other", Tier.SURE) == []


def test_the_hits_of_a_story_come_with_their_items_the_first_seen_first(connection: Connection) -> None:
    story = add_story(connection, "lead")
    copy = add_item(connection, "copy", seen_at=NOON - HOUR)
    items.set_story(connection, copy, story)
    lead = stories.members(connection, story)[1].id
    for item, key in ((lead, "arms/b"), (lead, "arms/a"), (copy, "arms/b")):
        add_hit(connection, item, key, is_baseline=item == copy)
    found = hits.of_story(connection, story)
    assert [(row.item.id, row.watch) for row in found] == [(copy, "arms/b"), (lead, "arms/a"), (lead, "arms/b")]
    assert (found[0].item.item.text, found[0].is_baseline, found[1].is_baseline) == ("Text of copy", True, False)
    assert [row.watch for row in hits.of_story(connection, story, [WatchKey("arms/a")])] == ["arms/a"]
    assert hits.of_story(connection, story, []) == []


def test_the_hits_of_many_stories_are_those_of_each_in_their_order(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upsert, "CHUNK", 1)
    one, two, alone = (add_story(connection, key) for key in ("one", "two", "alone"))
    stories.merge(connection, two, one)
    early = add_item(connection, "early", seen_at=NOON - HOUR)
    items.set_story(connection, early, two)
    for item in (early, *(stories.members(connection, story)[-1].id for story in (one, alone))):
        add_hit(connection, item, "arms/b")
        add_hit(connection, item, "arms/a")
    keys = [WatchKey("arms/a"), WatchKey("arms/b")]
    found = hits.of_each_story(connection, stories.wholes(connection, [one, alone]), keys)
    assert found == {story: hits.of_story(connection, story) for story in (one, alone)}
    assert hits.of_each_story(connection, {one: one}, []) == {}
