"""How long it takes to place an item in its story and what that adds on disk, from 10 thousand items to a million, beside other methods.

    python benchmarks/stories_at_scale.py [--items 100000] [--folder DIR] [--postgresql URL] [--method NAME ...]

The other methods are datasketch's MinHash LSH (128 permutations, Jaccard >= 0.5 of 5-word shingles), simhash (64 bits, 3 of them may
differ, 3-word shingles) and exact title; for the first two: `pip install datasketch simhash`. Each reads the same stream of
`invented_news` in a process of its own, so that its memory is its own, and the others only as far as 100,000 items: they keep
everything in memory. Ours runs as the daemon's writer does it: `place` in transactions of 50 items, in a database on disk, the traces of
earlier than a week forgotten once a day (33,000 items). `--postgresql` adds a line for that database, which must be empty, at 30,000.

A line tells of the last 5,000 items before it how long they took to place, `ms` of the processor and `wall` by the clock, and of this what
went to looking up, to the text, and to writing; `commit` is the end of the transaction, with the rows of the item itself. Bytes are those
of the tables `shingles` and `gists` with their empty space, by item ever placed and by item of the days that are kept; of the others,
memory. `found` are copies known as copies of their original, `false` copies seen where there is none, in a thousand items; `event` other
reports put into the story of their event, `wrong` items put into the story of another one, in a thousand.

Goal: 2 ms and 600 bytes an item, the same at every size. Placing takes more than that now, and more with each item that shares a
telling word with the new one: 10,000 items took three and a half minutes. What is written to the terminal is one line at every size.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from importlib.util import find_spec
from inspect import isfunction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copy_finders import METHODS, PACKAGES
from invented_news import A_DAY, BEGINS, OUTLETS, Made, News
from sqlalchemy import text

from monitor.daemon.placing import Newcomer, place
from monitor.daemon.story_model import folding
from monitor.model import ItemId, Relation, SourceKey, WatchKey, digest
from monitor.store import items, migrate, rulings, sources, stories, traces
from monitor.store.database import Database, serialise
from monitor.stories.fingerprint import content_hash, copy_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection


SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
IN_MEMORY = 100_000  # as far as methods go that keep everything in memory
ON_POSTGRESQL = 30_000
LAST = 5_000  # items that a line tells of
TOGETHER = 50  # items of a transaction
WRITES = {"leave", "tell", "add_keys", "merge", "forget"}
HEAD = ("method", "items", "ms", "wall", "look-up", "text", "write", "commit", "B/item", "B/kept", "MB", "found", "false", "event", "wrong")


@dataclass(slots=True)
class Spent:
    """Seconds: of the processor, by the clock, and of the processor by what they were spent on."""

    cpu: float = 0.0
    wall: float = 0.0
    parts: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Add what a block takes."""
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.cpu += time.process_time() - cpu
        self.wall += time.perf_counter() - wall


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a method said of an item: the number of the item whose text it repeats, or whose event it tells of."""

    copy_of: int | None = None
    event_of: int | None = None


class Tocsin:
    """Places items as the daemon does, in a database."""

    def __init__(self, url: str) -> None:
        migrate.upgrade(url)
        self._database = Database.open(url)
        self._folding = folding()
        self._store: Spent | None = None  # what accounts for calls of the store: only those that `place` makes
        self._first: ItemId | None = None
        self.forgetting = 0.0  # seconds of the processor
        outlets = [f"outlet{n}" for n in range(OUTLETS)]
        specs = [sources.SourceSpec(SourceKey(name), "feed", f"https://{name}.example/feed", name, enabled=True) for name in outlets]
        with self._database.write() as connection:
            sources.sync(connection, specs, BEGINS)
            self._sources = {state.key: state.id for state in sources.all_states(connection)}
        for module in (traces, items, stories, rulings):
            self._account_for(module)

    def fold(self, batch: Sequence[Made], spent: Spent) -> list[Verdict]:
        """Place some items in one transaction, after forgetting what a new day leaves behind."""
        if any(made.number % A_DAY == 0 for made in batch):
            self._forget(traces.day_of(batch[-1].at))
        with self._database.write() as connection:
            serialise(connection)
            verdicts = [self._place(connection, made, spent) for made in batch]
            begun = time.process_time()
        spent.parts["commit"] += time.process_time() - begun
        return verdicts

    def kept(self) -> tuple[int, int]:
        """Tell how many bytes the traces take on disk, and of how many items there are any, counting those whose text was there before."""
        size = "SELECT pg_total_relation_size('shingles') + pg_total_relation_size('gists')"
        if self._database.dialect == "sqlite":
            size = "SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name IN {})"
            size = size.format("('shingles', 'gists')")
        with self._database.read() as connection:
            first = connection.execute(text("SELECT min(item_id) FROM gists")).scalar_one()
            count = connection.execute(text("SELECT count(*) FROM items WHERE id >= :first"), {"first": first}).scalar_one()
            return int(connection.execute(text(size)).scalar_one()), int(count)

    def _forget(self, day: int) -> None:
        """Drop what is too old, as retention does, and add up what that takes."""
        begun = time.process_time()
        for share in range(traces.SHARES):
            with self._database.write() as connection:
                traces.forget(connection, day, share)
        self.forgetting += time.process_time() - begun

    def _place(self, connection: Connection, made: Made, spent: Spent) -> Verdict:
        item, source = made.item, SourceKey(f"outlet{made.outlet}")
        key, wording = digest(item.key), content_hash(item.title, item.text)
        row = items.NewItem(item, self._sources[source], key, wording, made.at, "matching", "", None, is_baseline=False)
        (number,) = items.insert(connection, [row]).values()
        self._first = self._first or number
        items.add_keys(connection, [("url", value, number) for kind, value in copy_keys(item) if kind == "url"])
        watches = frozenset({WatchKey(f"bench/{made.event % 200}")})
        self._store = spent
        with spent.watch():
            decision = place(connection, self._folding, Newcomer(number, item, source, made.at, watches), edited=False)
        self._store = None
        home = decision.story or stories.create(connection, number, made.at)
        items.set_story(connection, number, home)
        if decision.of is None:
            return Verdict()
        of = decision.of - self._first
        return Verdict(copy_of=of) if decision.relation is Relation.DUPLICATE else Verdict(event_of=of)

    def _account_for(self, module: Any) -> None:
        """Let what `place` calls of the store tell how long it took."""
        for name, value in list(vars(module).items()):
            if isfunction(value) and value.__module__.startswith("monitor.store") and name[0] != "_":
                setattr(module, name, self._timed(value, "write" if name in WRITES else "look-up"))

    def _timed(self, called: Callable[..., Any], part: str) -> Callable[..., Any]:
        @wraps(called)
        def timed(*args: Any, **named: Any) -> Any:
            if (spent := self._store) is None:
                return called(*args, **named)
            self._store, begun = None, time.process_time()  # what it calls itself is its own
            try:
                return called(*args, **named)
            finally:
                spent.parts[part] += time.process_time() - begun
                self._store = spent

        return timed


class InMemory:
    """Asks a method that keeps all in memory and knows copies alone."""

    def __init__(self, name: str) -> None:
        self._finder = METHODS[name]()

    def fold(self, batch: Sequence[Made], spent: Spent) -> list[Verdict]:
        """Look for the copies of each item, and keep it."""
        verdicts = []
        for made in batch:
            with spent.watch():
                verdicts.append(Verdict(copy_of=self._finder.find(made.number, made.item)))
        return verdicts


def judge(made: Made, said: Verdict, news: News, seen: Counter[str]) -> None:
    """Count whether a verdict is right, by what is known of the items."""
    text_of = None if said.copy_of is None else news.lineage(said.copy_of)[0]
    of = said.copy_of if said.event_of is None else said.event_of
    told = None if of is None else news.lineage(of)[1]
    seen["items"] += 1
    seen["copies"] += made.is_copy
    seen["reports"] += made.is_report
    seen["found"] += made.is_copy and text_of == made.text_of
    seen["false"] += said.copy_of is not None and text_of != made.text_of
    seen["event"] += made.is_report and told == made.event
    seen["wrong"] += said.event_of is not None and told != made.event


def resident() -> int:
    """Tell how much memory this process has, in bytes; on Linux alone."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def measure(name: str, method: Tocsin | InMemory, sizes: Sequence[int], news: News) -> None:
    """Let a method fold the stream, and print a line at every size."""
    before = resident()
    for since, size in pairwise([0, *sizes]):
        seen: Counter[str] = Counter()
        aside, spent = Spent(), Spent()
        for start in range(since, size, TOGETHER):
            batch = [news.made(number) for number in range(start, min(start + TOGETHER, size))]
            said = method.fold(batch, spent if start >= size - LAST else aside)
            for made, verdict in zip(batch, said, strict=True):
                judge(made, verdict, news, seen)
        memory = resident()
        kept, count = method.kept() if isinstance(method, Tocsin) else (memory - before, size)
        sizes_of = [kept / size, kept / max(1, count), memory / 1e6]
        cells = [*times(spent, min(LAST, size - since)), *(f"{each:.0f}" for each in sizes_of), *figures(seen, is_ours=bool(spent.parts))]
        print(row([name, f"{size:,}", *cells]), flush=True)
    if isinstance(method, Tocsin):
        print(f"{name}: to forget what is too old took {method.forgetting / sizes[-1] * 1000:.3f} ms of the processor an item", flush=True)


def times(spent: Spent, count: int) -> list[str]:
    """Write what was spent on an item, in milliseconds: in all, by the clock, and on what."""
    whole = [f"{seconds / count * 1000:.2f}" for seconds in (spent.cpu, spent.wall)]
    if not spent.parts:
        return [*whole, *"----"]
    looking, writing, commit = (spent.parts[part] for part in ("look-up", "write", "commit"))
    return [*whole, *(f"{seconds / count * 1000:.2f}" for seconds in (looking, spent.cpu - looking - writing, writing, commit))]


def figures(seen: Counter[str], *, is_ours: bool) -> list[str]:
    """Write how often it was right: shares of what there was to be found, and folds that are wrong in a thousand items."""
    found, event = seen["found"] / max(1, seen["copies"]), seen["event"] / max(1, seen["reports"])
    false, wrong = (seen[name] / seen["items"] * 1000 for name in ("false", "wrong"))
    return [f"{found:.3f}", f"{false:.2f}", *([f"{event:.3f}", f"{wrong:.2f}"] if is_ours else "--")]


def row(cells: Sequence[str]) -> str:
    """Set a row of the table."""
    return f"{cells[0]:<11} {cells[1]:>9} " + " ".join(f"{cell:>7}" for cell in cells[2:])


def run(name: str, limit: int, folder: str | None, url: str | None) -> None:
    """Measure one method in this process."""
    sizes = sorted({*(size for size in SIZES if size < limit), limit})
    if name in METHODS:
        measure(name, InMemory(name), sizes, News())
    elif url:
        measure("postgresql", Tocsin(url), sizes, News())
    else:
        with tempfile.TemporaryDirectory(prefix="tocsin-bench-", dir=folder) as home:
            measure("tocsin", Tocsin(f"sqlite:///{Path(home) / 'bench.db'}"), sizes, News())


def main() -> None:
    """Print the lines of every method, each from a process of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--items", type=int, default=IN_MEMORY, help="how far to go (default: %(default)s)")
    parser.add_argument("--folder", help="where to put the database; 5 kB an item (default: where temporary files go)")
    parser.add_argument("--postgresql", metavar="URL", help="also an empty PostgreSQL database, which is filled")
    parser.add_argument("--method", nargs="+", choices=("tocsin", "postgresql", *METHODS), help="only these")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # in this very process
    asked = parser.parse_args()
    if asked.here:
        run(asked.method[0], asked.items, asked.folder, asked.postgresql)
        return
    print(row(HEAD), flush=True)
    limits = {"tocsin": asked.items, "postgresql": min(asked.items, ON_POSTGRESQL)}
    for name in asked.method or ["tocsin", *METHODS, *(["postgresql"] if asked.postgresql else [])]:
        if name in PACKAGES and not find_spec(PACKAGES[name]):
            print(f"{name}: not measured, as {PACKAGES[name]} is not here; pip install {PACKAGES[name]}", flush=True)
            continue
        options = ["--folder", asked.folder] if asked.folder else []
        options += ["--postgresql", asked.postgresql] if name == "postgresql" else []
        limit = str(limits.get(name, min(asked.items, IN_MEMORY)))
        subprocess.run([sys.executable, __file__, "--here", "--method", name, "--items", limit, *options], check=True)


if __name__ == "__main__":
    main()
