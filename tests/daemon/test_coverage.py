"""What coverage says of the sources behind a recipient: those that their lists look at, as the database knows them, and no secret."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from monitor.daemon.audience import audiences, sources_at
from monitor.daemon.coverage import coverage_of
from monitor.daemon.indexing import Indexer
from monitor.daemon.reload import put_live
from monitor.model import Item, Kind, Priority, RecipientKey, Record
from monitor.store import conditions, items, sources
from monitor.store.tables import sources as rows
from tests.daemon.house import START
from tests.daemon.newsroom import lay
from tests.store.small_world import new_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from monitor.daemon.live import Live

SETTINGS = {
    "tocsin.yaml": "database: sqlite:///../tocsin.db\ntimezone: UTC\ncontact: desk@example.org\noperator: ops\n"
    "senders:\n  mail: {smtp: 127.0.0.1, from: alerts@example.org}\n",
    "recipients.yaml": "".join(f"{name}: {{to: [{name}@example.org]}}\n" for name in ("all", "tagged", "one", "but", "ops")),
    "sources.yaml": "feeds:\n"
    "  - {name: Wire, url: 'https://wire.example/rss', tags: [press]}\n"
    "  - {name: Gazette, url: 'https://gazette.example/rss', tags: [press, quiet]}\n"
    "  - {name: Off, url: 'https://off.example/rss', enabled: false}\n"
    "  - 'https://feeds.example.org/hunter2/rss?key=hunter3'\n"
    "parliaments:\n  - {record: uk-hansard, name: Commons Hansard}\n",
    "watchlists/a.yaml": "watchlist: All\ntell: [all]\n"
    "watches: [{entity: Baykar}, {term: drones, only: {sources: [wire]}, priority: low}]\n",
    "watchlists/b.yaml": "watchlist: Tagged\ntell: [tagged]\nwatches: [{entity: Baykar, only: {tags: [press]}}]\n",
    "watchlists/c.yaml": "watchlist: One\nwatches: [{entity: Baykar, tell: [one], only: {sources: [wire]}, priority: urgent}]\n",
    "watchlists/d.yaml": "watchlist: But\ntell: [but]\nwatches: [{entity: Baykar, only: {tags: [press]}, except: {tags: [quiet]}}]\n",
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Connection, Live]]:
    folder: Path = tmp_path_factory.mktemp("coverage")
    loaded, database = lay(folder, SETTINGS)
    index = Indexer(database).build(loaded.settings, START)
    with database.write() as connection:
        yield connection, put_live(connection, loaded, index, START)
        connection.rollback()
    database.close()


@pytest.fixture
def desk(opened: tuple[Connection, Live]) -> Iterator[tuple[Connection, Live]]:
    """Undo what a test did."""
    with opened[0].begin_nested() as nested:
        yield opened
        nested.rollback()


def names(live: Live, recipient: str) -> list[str]:
    return list(sources_at(live, audiences(live)[RecipientKey(recipient)].looks))


def test_a_list_that_is_limited_to_some_sources_or_tags_names_only_those(desk: tuple[Connection, Live]) -> None:
    live = desk[1]
    assert len(names(live, "all")) == 4
    assert names(live, "tagged") == ["wire", "gazette"]
    assert names(live, "one") == ["wire"]
    assert names(live, "but") == ["wire"]


def test_it_is_known_by_which_lists_and_how_urgently_somebody_is_told(desk: tuple[Connection, Live]) -> None:
    found = audiences(desk[1])
    assert list(found[RecipientKey("one")].titles) == ["One"]
    assert found[RecipientKey("all")].priorities == {Priority.NORMAL, Priority.LOW}
    assert found[RecipientKey("one")].priorities == {Priority.URGENT}
    assert RecipientKey("ops") not in found
    assert coverage_of(*desk, RecipientKey("ops"), START).readings == ()


def test_a_feed_is_named_as_its_entry_does_or_by_its_server_alone(desk: tuple[Connection, Live]) -> None:
    coverage = coverage_of(*desk, RecipientKey("all"), START)
    assert [one.name for one in coverage.readings] == ["Wire", "Gazette", "feeds.example.org", "Commons Hansard"]
    assert "hunter" not in repr(coverage)


def test_it_says_how_each_source_stands(desk: tuple[Connection, Live]) -> None:
    connection, live = desk
    ok_at, until = START - timedelta(minutes=10), START + timedelta(hours=1)
    conduct = {"conduct": {"interval_s": 3600.0, "interval_by": "the feed's ttl"}}
    connection.execute(update(rows).values(last_ok_at=ok_at, hints=conduct))
    connection.execute(update(rows).where(rows.c.key == "gazette").values(failures=3, last_error="the server answers 503", enabled=False))
    connection.execute(update(rows).where(rows.c.key == "wire").values(server_until=until))
    wire, gazette, *_ = coverage_of(connection, live, RecipientKey("tagged"), START).readings
    assert (wire.last_ok_at, wire.interval, wire.error, wire.waits_until) == (ok_at, timedelta(hours=1), "", until)
    assert wire.is_read(START)
    assert (gazette.error, gazette.is_gone) == ("the server answers 503", True)
    assert not gazette.is_read(START)


def test_a_record_is_read_to_its_newest_sitting_and_its_troubles_are_known(desk: tuple[Connection, Live]) -> None:
    connection, live = desk
    state = next(each for each in sources.all_states(connection) if each.kind == "uk-hansard")
    said = [("a", date(2026, 11, 19), "11", None), ("b", date(2026, 11, 20), "12", "Draft"), ("c", date(2062, 11, 20), "99", None)]
    for key, day, number, status in said:
        record = Record(house="commons", sitting=number)
        item = Item(key, "A speech", "Words.", Kind.SPEECH, sitting_date=day, status=status, record=record)
        items.insert(connection, [new_item(state.id, item)])
    for key in (f"source.silent/{state.key}", f"source.document/{state.key}/day one", f"source.faulty/{state.key}/day two"):
        conditions.open_(connection, key, "Something is wrong", START)
    reading = coverage_of(connection, live, RecipientKey("all"), START).readings[-1]
    assert reading.is_record
    assert reading.is_silent
    assert reading.broken == 1
    assert reading.sitting is not None
    assert (reading.sitting.day, reading.sitting.name, reading.sitting.is_draft) == (date(2026, 11, 20), "12", True)
