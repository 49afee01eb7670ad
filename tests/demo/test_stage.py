"""The stage holds all that the daemon needs, and its settings find in the press what they should, and only that."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.daemon.story_model import folding
from monitor.daemon.stream import Entry, Placed, Stream
from monitor.demo.hansards import akoma_ntoso, canadian, written_questions
from monitor.demo.stage import Demo, first_minute
from monitor.language.once import languages
from monitor.model import How, RecipientKey, Relation, SourceKey, Tier
from monitor.settings.load import load
from monitor.sources.document import Document
from monitor.sources.feed import parse_feed
from monitor.sources.formats import parse_document
from monitor.store.scratch import scratch
from monitor.watch.index import Index

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from monitor.model import Item
    from monitor.settings.records import Loaded

ORIGINAL = "Velmark customs seize 14 camera turrets made by Norvik Optronics"
LOOK_ALIKE = "sample-wire/karvania-turrets"
SHAPES = {
    "sample-wire/turrets-seized": Relation.NEW,
    "example-herald/heaters": Relation.DUPLICATE,  # under another dateline
    "lakeside-post/turrets": Relation.DUPLICATE,  # cut
    "velmark-evening-star/heaters": Relation.DUPLICATE,  # under another headline
    "morning-crate/monday": Relation.DUPLICATE,  # inside a newsletter
    "karvan-mirror/turrets": Relation.DUPLICATE,  # with other names and some other words
    "copy-desk/copied-turrets": Relation.DUPLICATE,  # in a machine's wrapping
    "world-reader/turrets": Relation.DUPLICATE,  # translated there and back
    "sample-wire/turrets-seized, revised": Relation.EDIT,
    "radio-lakeside/surveyor": Relation.SAME_STORY,  # in words of its own
}


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


def placed(loaded: Loaded, articles: Sequence[tuple[SourceKey, Item]]) -> dict[str, Placed]:
    """Place those articles in which something is found, in this order, under `outlet/key`."""
    index = Index.build(loaded.settings.watchlists.values(), languages())
    with scratch() as connection:
        stream, result = Stream(connection, folding()), dict[str, Placed]()
        for source, item in articles:
            if watches := frozenset(hit.watch for hit in index.match(item)):
                name = f"{source}/{(item.url or '').rpartition('/')[2]}"
                entry = Entry(name, item, item.published_at, watches)
                result[f"{name}, revised" if name in result else name] = stream.place(entry)
    return result


async def test_one_story_in_ten_shapes_is_one_story(stage: Demo, loaded: Loaded) -> None:
    revised = [(source, item) for source, item in items(stage, 60) if (source, item.title) == ("sample-wire", ORIGINAL)]
    found = placed(loaded, items(stage, 30) + revised)
    story = found["sample-wire/turrets-seized"].story
    assert {name: one.decision.relation for name, one in found.items() if one.story == story} == SHAPES


async def test_the_look_alike_is_another_story_in_whichever_order_they_are_read(stage: Demo, loaded: Loaded) -> None:
    for articles in (items(stage, 30), items(stage, 30)[::-1]):
        found = placed(loaded, articles)
        assert [name for name, one in found.items() if one.story == found[LOOK_ALIKE].story] == [LOOK_ALIKE]


async def test_copies_fold_and_stories_do_not(stage: Demo, loaded: Loaded) -> None:
    relations: defaultdict[str, list[Relation]] = defaultdict(list)
    for name, one in placed(loaded, items(stage, 29)).items():
        if name not in SHAPES:
            relations[name.partition("/")[0]].append(one.decision.relation)
    assert relations["copy-desk"] == [Relation.DUPLICATE] * 4 + [Relation.NEW]  # the translation of an Arabic report is nobody's copy
    assert relations["example-herald"].count(Relation.DUPLICATE) == 3
    assert all(set(relations[source]) == {Relation.NEW} for source in relations if source not in {"copy-desk", "example-herald"})
