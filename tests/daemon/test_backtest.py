"""A backtest counts by the days of the desk's zone, and keeps of many findings what can be shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from monitor.daemon import backtest as backtests
from monitor.daemon import trial as trials
from monitor.daemon.backtest import backtest, stretches
from monitor.daemon.trial import Trial, parts
from monitor.model import Item
from monitor.store import migrate
from monitor.store.database import Database
from monitor.watch.spec import Watch, Watchlist, watch_key
from tests.store.small_world import add_item

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/tocsin.db"
    migrate.upgrade(url)
    opened = Database.open(url)
    with opened.write() as connection:
        for hour in range(60):
            add_item(connection, Item(f"{hour}", f"Title {hour}", "Baykar sold drones."), seen_at=NOON - timedelta(hours=hour))
    opened.close()
    return url


def arms(*names: str) -> tuple[Watchlist, ...]:
    return (
        Watchlist("arms", "Arms", watches=tuple(Watch(watch_key("arms", name), name, entity=name, spelling="exact") for name in names)),
    )


def trial(running: tuple[Watchlist, ...], tried: tuple[Watchlist, ...], *, zone: str = "UTC", samples: int = 2) -> Trial:
    return Trial(running, tried, {}, NOON - DAY, NOON, ZoneInfo(zone), samples)


def test_hits_are_counted_by_the_days_of_the_zone(url: str) -> None:
    (found,) = backtest(url, trial(arms("Baykar"), arms("Baykar"), zone="America/Toronto")).watches.values()
    assert [(day.day, count) for day, count in sorted(found.tried.items())] == [(1, 17), (2, 8)]
    assert found.tried == found.running


def test_few_are_quoted_and_all_are_counted(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "MOST_LISTED", 4)
    (new, old) = backtest(url, trial(arms("Baykar"), arms("drones"))).watches.values()
    assert (new.label, new.added_count, len(new.added)) == ("drones", 25, 4)
    assert [finding.hit is not None for finding in new.added] == [True, True, False, False]
    assert [finding.title for finding in new.added] == ["Title 0", "Title 1", "Title 2", "Title 3"]
    assert (old.removed_count, len(old.removed), len(old.kept)) == (25, 4, 0)


def test_the_walk_goes_over_the_stretches_and_tells_how_far_it_is(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backtests, "AT_ONCE", 7)
    monkeypatch.setattr(backtests, "PARTS", 1)
    heard: list[int] = []
    outcome = backtest(url, trial(arms("Baykar"), arms("Baykar")), heard.append)
    assert (outcome.items, outcome.without_text, heard) == (25, 0, [7, 14, 21])
    database = Database.open(url)
    assert len({archived.id for archived in stretches(database, NOON - 9 * DAY, NOON + DAY)}) == 60
    database.close()


def test_several_processes_find_what_one_finds(url: str) -> None:
    tried = trial(arms("Baykar", "Norvik"), arms("drones", "Baykar"))
    alone, together = backtest(url, tried, processes=1), backtest(url, tried, processes=2)
    assert together == alone
    assert alone.items == 25


def test_what_proves_long_is_handed_to_processes_and_nothing_is_counted_twice(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried, heard = trial(arms("Baykar"), arms("drones")), list[int]()
    alone = backtest(url, tried, processes=1)
    monkeypatch.setattr(backtests, "WORTH_PROCESSES_S", 0.0)
    monkeypatch.setattr(backtests, "MOST_PROCESSES", 2)
    assert backtest(url, tried, heard.append) == alone
    assert (len(heard), heard[-1]) == (31, 25)


def test_the_parts_of_a_trial_share_no_instant_and_leave_none_out() -> None:
    whole = trial((), ())
    cut = list(parts(whole, 7))
    assert (cut[0].until, cut[-1].since) == (whole.until, whole.since)
    assert all(newer.since - older.until == timedelta(microseconds=1) for newer, older in pairwise(cut))
