"""Items: kept once, recognised by every key, revised without losing what they said, and found by whoever asks why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from monitor.errors import StoreError
from monitor.model import Item, ItemId, Kind, Record, Speaker, Variant, digest
from monitor.store import items, stories
from monitor.store.tables import items as table
from tests.store.small_world import HOUR, NOON, add_item, add_source, new_item, state_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

SPEECH = Item(
    key="hansard/17",
    title="Export permits",
    text="Mr. Speaker, what of the permits?",
    kind=Kind.SPEECH,
    url="https://parliament.example/17",
    published_at=NOON,
    lang="en",
    outlet="House of Commons",
    sitting_date=date(2026, 3, 2),
    headings=("Oral Questions", "Export permits"),
    speaker=Speaker("Ms. A", "id-1", "Member for B", "C"),
    variants={"fr": Variant("Monsieur le Président", "https://parliament.example/17-fr")},
    status="final",
    original="https://elsewhere.example/17",
)


def found(connection: Connection, text: str) -> list[str]:
    return [each.item.key for each in items.find(connection, text)]


def test_an_item_comes_back_as_it_was_stored(connection: Connection) -> None:
    stored = items.get(connection, add_item(connection, SPEECH))
    assert stored.item == SPEECH
    assert (stored.source_key, stored.source_name, stored.outlet) == ("wire", "The wire", "House of Commons")
    assert (stored.key, stored.content_hash) == (digest("hansard/17"), digest(SPEECH.title, SPEECH.text))
    assert (stored.seen_at, stored.story_id, stored.fate_stage, stored.is_baseline) == (NOON, None, "matching", False)


def test_an_item_without_anything_but_a_key_comes_back_too(connection: Connection) -> None:
    bare = Item(key="1", title="", text="")
    assert items.get(connection, add_item(connection, bare)).item == bare
    assert items.get(connection, add_item(connection, "two")).outlet == "The wire"


def test_only_what_is_truly_new_is_stored(connection: Connection) -> None:
    source = add_source(connection).id
    first = items.insert(connection, [new_item(source, "a"), new_item(source, "a"), new_item(source, "b")])
    second = items.insert(connection, [new_item(source, "b"), new_item(source, "c")])
    assert set(first) == {digest("a"), digest("b")}
    assert set(second) == {digest("c")}
    assert items.insert(connection, []) == {}
    assert items.count(connection) == 3


def test_a_first_poll_of_a_thousand_items_is_stored_at_once(connection: Connection) -> None:
    source = add_source(connection).id
    made = items.insert(connection, [new_item(source, str(number)) for number in range(1000)])
    assert len(made) == 1000
    assert set(items.known(connection, source, list(made))) == set(made)


def test_the_same_key_in_another_source_is_another_item(connection: Connection) -> None:
    assert add_item(connection, "a", source="wire") != add_item(connection, "a", source="paper")


def test_keys_of_several_sources_are_not_mixed_up(connection: Connection) -> None:
    with pytest.raises(ValueError, match="several sources"):
        items.insert(connection, [new_item(1, "a"), new_item(2, "a")])


def test_a_known_item_is_recognised_within_its_source(connection: Connection) -> None:
    id_ = add_item(connection, "a")
    add_item(connection, "a", source="paper")
    source = items.get(connection, id_).source_id
    known = items.known(connection, source, [digest("a"), digest("unheard of")])
    assert list(known) == [digest("a")]
    one = known[digest("a")]
    assert (one.id, one.title, one.url, one.fate, one.baseline) == (id_, "Title of a", "https://a.example/a", "matching", False)


def test_copies_are_found_by_shared_keys_the_first_seen_first(connection: Connection) -> None:
    late = add_item(connection, "late", seen_at=NOON + HOUR)
    early = add_item(connection, "early", source="paper")
    other = add_item(connection, "other")
    items.add_keys(
        connection, [("url", digest("x"), late), ("url", digest("x"), early), ("text", digest("y"), early), ("text", digest("x"), other)]
    )
    items.add_keys(connection, [("url", digest("x"), late)])
    items.add_keys(connection, [])
    shared = items.sharing(connection, [("url", digest("x")), ("text", digest("y"))])
    assert [(row.item, row.kind) for row in shared] == [(early, "text"), (early, "url"), (late, "url")]
    assert (shared[2].source_key, shared[2].outlet, shared[2].title, shared[2].item_kind) == (
        "wire",
        "The wire",
        "Title of late",
        Kind.ARTICLE,
    )
    assert (shared[0].key, shared[0].hash, shared[0].story) == (digest("early"), digest("y"), None)
    assert items.sharing(connection, []) == []


def test_of_an_address_that_thousands_bear_no_more_than_the_latest_hundred_items_are_read(connection: Connection) -> None:
    source = add_source(connection).id
    rows = [new_item(source, Item(f"{n}", f"Entry {n}", "Words."), seen_at=NOON + timedelta(seconds=n)) for n in range(300)]
    ids = sorted(items.insert(connection, rows).values())
    items.add_keys(connection, [("url", digest("the one page"), item) for item in ids])
    read = items.latest_sharing(connection, [("text", digest("a text")), ("url", digest("the one page"))])
    assert [row.item for row in read] == ids[-100:]


def test_a_revision_keeps_what_was_said_before(connection: Connection) -> None:
    id_ = add_item(connection, SPEECH)
    newer = Item(key=SPEECH.key, title="Export permits (corrected)", text="Madam Speaker")
    items.revise(connection, id_, newer, digest("new"), NOON + HOUR)
    (old,) = items.versions(connection, id_)
    assert (old.at, old.title, old.text, old.content_hash) == (NOON + HOUR, SPEECH.title, SPEECH.text, digest(SPEECH.title, SPEECH.text))
    assert items.get(connection, id_).item == newer
    assert items.get(connection, id_).content_hash == digest("new")


def test_an_item_keeps_its_history_when_its_source_renames_it(connection: Connection) -> None:
    id_ = add_item(connection, "old guid")
    source = items.get(connection, id_).source_id
    assert items.rename_key(connection, id_, digest("new guid"))
    assert items.known(connection, source, [digest("new guid")])[digest("new guid")].id == id_


def test_a_name_that_another_item_bears_is_not_taken(connection: Connection) -> None:
    one, _ = add_item(connection, "one"), add_item(connection, "two")
    assert not items.rename_key(connection, one, digest("two"))
    assert items.rename_key(connection, one, digest("one"))


def test_fate_story_and_events_tell_what_became_of_an_item(connection: Connection) -> None:
    id_ = add_item(connection)
    story = stories.create(connection, add_item(connection, "lead"), NOON)
    items.set_story(connection, id_, story)
    items.set_fate(connection, id_, "told", "told desk")
    items.add_event(connection, id_, NOON, "story", "duplicate", {"of": 12})
    items.add_event(connection, id_, NOON, "alert", "told", {})
    stored = items.get(connection, id_)
    assert (stored.story_id, stored.fate_stage, stored.fate_reason) == (story, "told", "told desk")
    assert [(event.stage, event.verdict, event.detail) for event in items.events(connection, id_)] == [
        ("story", "duplicate", {"of": 12}),
        ("alert", "told", {}),
    ]


def test_an_unknown_item_is_a_plain_error(connection: Connection) -> None:
    with pytest.raises(StoreError, match="there is no item 12345; look for it"):
        items.get(connection, ItemId(12345))


def test_a_person_finds_an_item_by_address_key_id_or_words(connection: Connection) -> None:
    id_ = add_item(connection, SPEECH)
    add_item(connection, "other")
    items.add_keys(connection, [("url", digest("canonical"), id_)])
    assert found(connection, "https://parliament.example/17") == ["hansard/17"]
    assert found(connection, "hansard/17") == ["hansard/17"]
    assert found(connection, str(id_)) == ["hansard/17"]
    assert found(connection, "PERMITS export") == ["hansard/17"]
    assert [each.id for each in items.find(connection, "https://parliament.example/17?ref=x", url_hash=digest("canonical"))] == [id_]
    assert found(connection, "nothing of the kind") == []


def test_words_are_found_in_any_alphabet_and_signs_are_only_signs(connection: Connection) -> None:
    add_item(connection, Item(key="ru", title="ЭКСПОРТ оружия", text=""))
    add_item(connection, Item(key="percent", title="100% of exports_here", text=""))
    assert found(connection, "экспорт") == ["ru"]
    assert found(connection, "100%") == ["percent"]
    assert found(connection, "s_h") == ["percent"]
    assert found(connection, "%") == ["percent"]
    assert found(connection, "  ") == []
    assert found(connection, "9" * 30) == []


def test_an_item_whose_key_is_not_its_guid_is_found_by_its_guid(connection: Connection) -> None:
    id_ = add_item(connection, "guid-1")
    items.rename_key(connection, id_, digest("guid-1", "and its link"))
    assert found(connection, "guid-1") == ["guid-1"]


def test_the_newest_are_found_first_and_not_too_many(connection: Connection) -> None:
    for hour in range(4):
        add_item(connection, Item(key=str(hour) + "k", title="the same", text=""), seen_at=NOON + hour * HOUR)
    assert [each.item.key for each in items.find(connection, "same", 2)] == ["3k", "2k"]


def test_the_archive_is_read_a_stretch_at_a_time(connection: Connection) -> None:
    for hour in range(5):
        add_item(connection, f"i{hour}", seen_at=NOON + hour * HOUR)
    first = items.archive(connection, since=NOON + HOUR, after=ItemId(0), limit=3)
    second = items.archive(connection, since=NOON + HOUR, after=first[-1].id, limit=3)
    assert [each.item.key for each in first + second] == ["i1", "i2", "i3", "i4"]


def test_pruning_drops_texts_and_keeps_what_makes_old_things_known(connection: Connection) -> None:
    old, new = add_item(connection, SPEECH), add_item(connection, "new", seen_at=NOON + HOUR)
    items.revise(connection, old, SPEECH, digest("x"), NOON)
    items.add_keys(connection, [("url", digest("x"), old)])
    assert items.prune_texts(connection, NOON + HOUR) == 1
    assert items.prune_texts(connection, NOON + HOUR) == 0
    pruned = items.get(connection, old)
    assert (pruned.item.text, pruned.item.variants, pruned.item.title) == ("", {}, SPEECH.title)
    assert items.versions(connection, old) == []
    assert items.known(connection, pruned.source_id, [digest(SPEECH.key)])
    assert items.sharing(connection, [("url", digest("x"))])
    assert items.get(connection, new).item.text == "Text of new"


def test_it_is_known_to_a_day_when_an_item_was_last_listed(connection: Connection) -> None:
    id_ = add_item(connection)
    items.touch_seen(connection, [id_], NOON + 23 * HOUR)
    assert connection.scalar(select(table.c.listed_at)) == NOON
    items.touch_seen(connection, [id_], NOON + 25 * HOUR)
    assert connection.scalar(select(table.c.listed_at)) == NOON + 25 * HOUR


def test_the_items_of_a_sitting_come_in_the_order_in_which_they_were_stored(connection: Connection) -> None:
    day = date(2026, 3, 1)
    for name in ("zulu", "alpha", "mike"):
        add_item(connection, Item(name, name, "text", sitting_date=day))
    add_item(connection, Item("other day", "", "text", sitting_date=day + timedelta(days=1)))
    add_item(connection, Item("other source", "", "text", sitting_date=day), source="echo")
    found = items.of_sittings(connection, state_of(connection, "wire").id, {day})
    assert [stored.item.key for stored in found] == ["zulu", "alpha", "mike"]


def test_what_a_record_says_beside_its_wording_is_kept_without_a_version(connection: Connection) -> None:
    id_ = add_item(connection, Item("q", "", "text", record=Record(phase="tabled")))
    items.refresh(connection, id_, Item("q", "", "text", status="final", record=Record(phase="answered")))
    (stored,) = items.several(connection, [id_]).values()
    assert (stored.item.phase, stored.item.status) == ("answered", "final")
    assert items.versions(connection, id_) == []
