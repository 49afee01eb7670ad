"""The stage holds all that the daemon needs, and its settings find in the press what they should, and only that."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.demo.hansards import akoma_ntoso, canadian, written_questions
from monitor.demo.stage import Demo, first_minute
from monitor.language.once import languages
from monitor.model import Digest, How, ItemId, RecipientKey, Relation, SourceKey, StoryId, Tier
from monitor.settings.load import load
from monitor.sources.document import Document
from monitor.sources.feed import parse_feed
from monitor.sources.formats import parse_document
from monitor.stories.decide import Known, decide
from monitor.stories.fingerprint import copy_keys
from monitor.watch.index import Index

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from monitor.model import Item
    from monitor.settings.records import Loaded


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Demo]:
    async with Demo(tmp_path / "demo") as running:
        yield running


@pytest.fixture
def loaded(stage: Demo) -> Loaded:
    return load(stage.folder)


async def test_its_settings_are_without_fault(stage: Demo, loaded: Loaded) -> None:
    settings = loaded.settings
    assert not loaded.problems
    assert {source.url for source in settings.sources.values()} == {*stage.feeds.values(), *stage.chamber.homes.values()}
    assert {source.backfill for source in settings.sources.values()} == {timedelta(days=7)}
    assert set(settings.watchlists) == {"arms-exports", "sanctions", "parliament"}
    assert settings.polling.fastest == timedelta(seconds=2)
    assert settings.fetch.allow_private_networks
    assert settings.database.endswith("/tocsin.db")


async def test_its_settings_explain_themselves(stage: Demo) -> None:
    for file in stage.folder.rglob("*.yaml"):
        assert "#" in file.read_text(encoding="utf-8"), file


async def test_the_script_has_an_end(stage: Demo) -> None:
    assert stage.lasts_s == 45
    assert stage.press.started_at < stage.last_scripted_at < stage.ends_at


@pytest.mark.parametrize("second", range(0, 60, 3))
async def test_it_is_over_within_a_minute_whenever_it_starts(tmp_path: Path, second: int) -> None:
    start = datetime(2031, 3, 3, 12, 0, second, tzinfo=UTC)
    stage = Demo(tmp_path, clock=lambda: start)
    assert timedelta(seconds=53) <= stage.ends_at - start < timedelta(minutes=1)
    assert timedelta(seconds=6) <= stage.guesses_at - start
    assert (stage.guesses_at < stage.ends_at) == (second not in {0, 3, 57})  # then the next full minute is too soon or too late


def test_possible_mentions_are_told_at_a_full_minute() -> None:
    full = datetime(2031, 3, 3, 12, tzinfo=UTC)
    assert first_minute(full) == full
    assert first_minute(full + timedelta(microseconds=1)) == full + timedelta(minutes=1)


async def test_the_sanctions_desk_hears_of_possible_mentions_at_that_minute(stage: Demo, loaded: Loaded) -> None:
    desk = loaded.settings.recipients[RecipientKey("sanctions-desk")]
    assert [f"{clock:%H:%M}" for clock in desk.daily.clocks] == [f"{stage.guesses_at:%H:%M}"]


def items(stage: Demo, second: int) -> list[tuple[SourceKey, Item]]:
    """Read all feeds as they stand `second` seconds after the start, oldest article first."""
    now = stage.press.started_at + timedelta(seconds=second)
    documents = {key: stage.server.document(key, now) for key in stage.feeds}
    read = [
        (SourceKey(key), item)
        for key, document in documents.items()
        for item in parse_feed(document.body, document.content_type, stage.feeds[key]).items
    ]
    return sorted(read, key=lambda pair: pair[1].published_at or now)


async def test_the_watchlists_find_what_they_should_in_four_languages(stage: Demo, loaded: Loaded) -> None:
    index = Index.build(loaded.settings.watchlists.values(), languages())
    found = {item.title: {hit.watch for hit in index.match(item)} for _, item in items(stage, 60)}
    assert found["Norvik Optronics agrandit son usine de capteurs"] == {"arms-exports/norvik-optronics"}
    assert found["شركة بايكار تعرض طائرات مسيرة جديدة في معرض للطيران"] == {"arms-exports/baykar"}
    assert found["Судовладелец «Меридиан Стар» обжалует решение порта"] == {"sanctions/meridian-star-shipping"}
    assert len(found["Tanker operator Meridian Star Shipping put on sanctions list"]) == 2
    assert found["Ottawa reviews export permits for drone cameras"] >= {"arms-exports/l3harris-wescam"}
    assert found["Minister lets camera shipments by L3Harris WESCAM resume"]
    look_alikes = [title for title in found if "Cup" in title or "Coupe" in title or "Кубок" in title or "derby" in title]
    assert len(look_alikes) == 5
    assert not any(found[title] for title in look_alikes)
    assert sum(bool(watches) for watches in found.values()) == 37


async def test_names_are_found_in_spellings_that_no_list_holds(stage: Demo, loaded: Loaded) -> None:
    index = Index.build(loaded.settings.watchlists.values(), languages())
    watches = [watch for watchlist in loaded.settings.watchlists.values() for watch in watchlist.watches]
    names = {name for watch in watches for name in (watch.entity, *watch.aliases)}
    variants = {
        (hit.watch.partition("/")[2], mention.matched, mention.tier)
        for _, item in items(stage, 60)
        for hit in index.match(item)
        for mention in hit.mentions
        if mention.how is How.VARIANT
    }
    assert variants >= {
        ("l3harris-wescam", "L. Three Harris Weiskam", Tier.SURE),
        ("l3harris-wescam", "ثري هاريس ويسكام", Tier.SURE),
        ("project-ploughshares", "Project Flushers", Tier.SURE),
        ("project-ploughshares", "Проджект Плаушерс", Tier.SURE),
        ("project-ploughshares", "بروجكت بلاوشيرز", Tier.SURE),
        ("baykar", "Байкара", Tier.SURE),
        ("meridian-star-shipping", "Meridian Shipping", Tier.POSSIBLE),
        ("meridian-sun-shipping", "Meridian Shipping", Tier.POSSIBLE),
    }
    assert sum(tier is Tier.POSSIBLE for _, _, tier in variants) == 2
    assert names.isdisjoint(matched for _, matched, _ in variants)


async def test_the_watchlists_find_what_is_said_in_the_parliaments(stage: Demo, loaded: Loaded) -> None:
    index = Index.build(loaded.settings.watchlists.values(), languages())
    end = stage.press.started_at + timedelta(minutes=1)
    commons, assembly = stage.parliament.sitting("commons", 2, end), stage.parliament.sitting("assembly", 7, end)
    assert commons is not None
    assert assembly is not None
    day = end.date()
    documents = {
        "ca-hansard": canadian(stage.parliament.houses["commons"], commons, day, "en"),
        "akoma-ntoso": akoma_ntoso(stage.parliament.houses["assembly"], assembly, day),
        "uk-questions": written_questions(stage.parliament, end),
    }
    found = {
        format_: [hit.watch.partition("/")[2] for item in parse_document(format_, Document(one.body)).items for hit in index.match(item)]
        for format_, one in documents.items()
    }
    assert found == {
        "ca-hansard": ["l3harris-wescam", "project-ploughshares"],
        "akoma-ntoso": ["norvik-optronics", "norvik-optronics", "baykar"],
        "uk-questions": ["orlan-trading-house"],
    }


async def test_a_name_stands_on_a_page_and_not_in_the_feed(stage: Demo, loaded: Loaded) -> None:
    index = Index.build(loaded.settings.watchlists.values(), languages())
    end = stage.press.started_at + timedelta(minutes=1)
    story = stage.press.story("export-monitor", "held-crate", end)
    assert story is not None
    carried = next(item for _, item in items(stage, 60) if item.title == story.title)
    assert not index.match(carried)
    (hit,) = index.match(replace(carried, page="\n".join(story.paragraphs)))
    assert [mention.field for mention in hit.mentions] == ["page"]


async def test_copies_fold_and_stories_do_not(stage: Demo, loaded: Loaded) -> None:
    index = Index.build(loaded.settings.watchlists.values(), languages())
    known: list[tuple[tuple[str, Digest], Known]] = []
    relations: dict[str, list[Relation]] = {}
    for number, (source, item) in enumerate(items(stage, 29), 1):
        if not index.match(item):
            continue
        seen_at = item.published_at or stage.press.started_at
        decision = decide(item, source, [other for key, other in known if key in copy_keys(item)], seen_at)
        relations.setdefault(source, []).append(decision.relation)
        story = decision.story or StoryId(number)
        known += [(key, Known(ItemId(number), story, key[0], source, seen_at, item.kind)) for key in copy_keys(item)]
    assert relations["copy-desk"] == [Relation.DUPLICATE] * 5 + [Relation.NEW]  # what a machine translated is nobody's copy
    assert relations["example-herald"].count(Relation.DUPLICATE) == 3  # of the third copy, the wire has corrected its own by now
    assert relations["velmark-evening-star"] == [Relation.DUPLICATE]
    print_others = {"copy-desk", "example-herald", "velmark-evening-star"}
    assert all(set(relations[source]) == {Relation.NEW} for source in relations if source not in print_others)
