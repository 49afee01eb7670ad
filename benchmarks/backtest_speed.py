"""How long a backtest takes: an archive of 100,000 items of 200 words, made up from a fixed seed, in a throw-away database.

    python benchmarks/backtest_speed.py [ITEMS [WATCHES]]

The lists in force and those that are tried hold as many watches each; one in ten was edited. They are matched as written, then in any
spelling. The texts are English words, as frequent as wordfreq says, and one in eight has a capital: only such words may be names in
another spelling. The goal is 60 s. Where others use the machine too, the processor time is the figure to compare.
"""

from __future__ import annotations

import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter
from zoneinfo import ZoneInfo

from wordfreq import top_n_list, word_frequency

from monitor.daemon.backtest import backtest
from monitor.daemon.trial import Trial
from monitor.model import Item, SourceKey, digest
from monitor.store import items, migrate, sources
from monitor.store.database import Database
from monitor.watch.spec import Spelling, Watch, Watchlist, watch_key

CONSONANTS, VOWELS = "bcdfghjklmnprstvwz", "aeiou"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAYS = 30
GOAL_S = 60
CAPITALS = 1 / 8
SPELLINGS: tuple[Spelling, ...] = ("exact", "tolerant")


def word(rng: random.Random, fewest: int = 1) -> str:
    """Make up a word that can be said, of that many syllables up to four."""
    return "".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(rng.randint(fewest, 4)))


def fill(database: Database, count: int, names: list[str], rng: random.Random) -> int:
    """Store so many items; return the size of their texts in bytes. A watched name stands in each third of them."""
    vocabulary = top_n_list("en", 30_000, wordlist="small")
    weights = list(accumulate(word_frequency(each, "en", wordlist="small") for each in vocabulary))
    size = 0
    with database.write() as connection:
        sources.sync(
            connection, [sources.SourceSpec(SourceKey("wire"), "feed", "https://wire.example/feed", "wire.example:443", enabled=True)], NOW
        )
        source = sources.all_states(connection)[0].id
    for start in range(0, count, 1000):
        rows = []
        for number in range(start, min(start + 1000, count)):
            words = [each.capitalize() if rng.random() < CAPITALS else each for each in rng.choices(vocabulary, cum_weights=weights, k=200)]
            if rng.random() < 1 / 3:
                words[rng.randrange(200)] = rng.choice(names)
            text = " ".join(words)
            size += len(text)
            seen_at = NOW - timedelta(days=DAYS) * (1 - number / count)
            item = Item(f"key-{number}", " ".join(words[:8]), text, url=f"https://wire.example/{number}")
            key = digest(item.key)
            rows.append(items.NewItem(item, source, key, key, seen_at, "matching", "", None, is_baseline=False))
        with database.write() as connection:
            items.insert(connection, rows)
    return size


def watchlist(names: list[str], spelling: Spelling) -> Watchlist:
    """Watch every name as an entity."""
    watches = tuple(Watch(watch_key("bench", name), name, entity=name, spelling=spelling) for name in names)
    return Watchlist("bench", "Bench", watches=watches)


def processor_s() -> float:
    """Tell how much processor time this process and those that it started and that have ended took so far."""
    return sum(used.ru_utime + used.ru_stime for used in (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)))


def run(url: str, names: list[str], edited: list[str], spelling: Spelling, processes: int) -> None:
    """Try the edited lists beside the others, and print how long that took."""
    sides = (watchlist(names, spelling),), (watchlist(edited, spelling),)
    trial = Trial(*sides, {}, NOW - timedelta(days=DAYS), NOW, ZoneInfo("UTC"))
    begun, used = perf_counter(), processor_s()
    outcome = backtest(url, trial, processes=processes)
    took, used = perf_counter() - begun, processor_s() - used
    hits = sum(each.running.total() for each in outcome.watches.values())
    per_100_000 = 100_000 / outcome.items
    print(
        f"{spelling}, {processes} process{'es' * (processes > 1)}: {took:.1f} s, {hits:,} hits; 100,000 items in {took * per_100_000:.0f} s"
        f" (goal: {GOAL_S}), {used * per_100_000:.0f} s of processor time"
    )


def main() -> None:
    """Fill, run, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    watches = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    rng = random.Random(1)
    names = sorted({f"{word(rng, 2).capitalize()} {word(rng, 2).capitalize()}" for _ in range(watches)})
    edited = [f"{word(rng, 2).capitalize()} {name}" if number % 10 == 0 else name for number, name in enumerate(names)]
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate.upgrade(url)
        database = Database.open(url)
        begun = perf_counter()
        size = fill(database, count, names, rng)
        print(
            f"{count:,} items, {size / 1e6:.0f} MB of text, {len(names)} watches on either side; stored in {perf_counter() - begun:.0f} s"
        )
        database.close()
        for spelling in SPELLINGS:
            for processes in (1, 2):
                run(url, names, edited, spelling, processes)
    print(f"memory at its peak: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
