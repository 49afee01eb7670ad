"""`tocsin stories`: the story decision for a stream of items, so that anybody can measure it."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.terminal import complain, emit
from monitor.errors import MonitorError, UsageError
from monitor.model import Digest, Item, ItemId, Kind, Relation, SourceKey, StoryId
from monitor.stories.decide import Decision, Known, decide
from monitor.stories.fingerprint import address_hash, content_hash, copy_keys
from monitor.stories.url_key import url_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def register(app: typer.Typer) -> None:
    """Add the command to `tocsin`."""
    app.command("stories")(stories)


def stories(
    file: Annotated[
        str, typer.Argument(metavar="FILE.jsonl", help='One {"id", "url", "title", "text", "time"} a line; "-" is standard input.')
    ],
) -> None:
    """Tell for each item of a stream whether it is new, an edit, a copy, or another report of the same story.

    Prints one line an item: {"id", "story", "relation", "of", "because"}.
    """
    archive = Archive()
    with ExitStack() as open_files:
        decided = 0
        for number, line in enumerate(_lines(file, open_files), 1):
            if not line.strip():
                continue
            try:
                entry = read_entry(line)
            except ValueError as error:
                complain(f"{file}:{number}: {error}")
                continue
            decided += 1
            emit(archive.place(entry))
    if not decided:
        raise MonitorError(f'{file} holds no item; each line is one JSON object such as {{"id": "1", "url": "https://...", "text": "..."}}')


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the stream. `time` is None where it says none."""

    id: str | int
    item: Item
    time: datetime | None


class Archive:
    """What the stream has told so far; stands in for the database."""

    def __init__(self) -> None:
        self._names: list[str | int] = []
        self._known: dict[tuple[str, Digest], list[Known]] = {}
        self._by_address: dict[Digest, tuple[Known, Digest]] = {}
        self._stories = 0
        self._clock = datetime(1970, 1, 1, tzinfo=UTC)

    def place(self, entry: Entry) -> dict[str, object]:
        """Decide on an entry, remember it, and tell the decision as a record."""
        self._clock = entry.time or self._clock
        item, content = entry.item, content_hash(entry.item.title, entry.item.text)
        decision = self._again(item, content) or self._decide(item)
        if decision.story is None:
            self._stories += 1
        story = decision.story or StoryId(self._stories)
        self._remember(entry, story, content)
        return {
            "id": entry.id,
            "story": story,
            "relation": decision.relation,
            "of": None if decision.of is None else self._names[decision.of],
            "because": decision.because,
        }

    def _again(self, item: Item, content: Digest) -> Decision | None:
        """Recognise an item by its address: the stream has no other key."""
        before = self._by_address.get(address_hash(item.url)) if item.url else None
        if before is None:
            return None
        known, wording = before
        if wording == content:
            return Decision(Relation.DUPLICATE, known.story, known.item, f"same address and same words as {known}")
        return Decision(Relation.EDIT, known.story, known.item, f"same address as {known}, other words")

    def _source(self, item: Item) -> SourceKey:
        """Name the site that published an item; the stream tells no sources, and what has no address stands alone."""
        return SourceKey(url_key(item.url).partition("/")[0].partition("?")[0] if item.url else f"line {len(self._names) + 1}")

    def _decide(self, item: Item) -> Decision:
        shared = {id(known): known for key in copy_keys(item) for known in self._known.get(key, ())}
        return decide(item, self._source(item), sorted(shared.values(), key=lambda known: known.item), self._clock)

    def _remember(self, entry: Entry, story: StoryId, content: Digest) -> None:
        number, item = ItemId(len(self._names)), entry.item
        source = self._source(item)
        self._names.append(entry.id)
        for kind, value in copy_keys(item):
            known = Known(number, story, kind, source, self._clock, item.kind, label=str(entry.id))
            self._known.setdefault((kind, value), []).append(known)
            if kind == "url":
                self._by_address[value] = (known, content)


def read_entry(line: str) -> Entry:
    """Read one line of the stream.

    Raises:
        ValueError: it is not a JSON object with an id, or a field is of the wrong kind; the text says which.
    """
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"this line is no JSON: {error}") from None
    if not isinstance(record, dict) or not isinstance(record.get("id"), str | int):
        raise ValueError(  # noqa: TRY004 a wrong line is a wrong value to who reads lines
            'this line has no "id"; write one object a line: {"id": "1", "url": "https://...", "title": "...", "text": "..."}'
        )
    words = {name: record.get(name) or "" for name in ("url", "title", "text", "time", "kind")}
    wrong = next((name for name, value in words.items() if not isinstance(value, str)), None)
    if wrong:
        raise ValueError(f'"{wrong}" is no text; put it in quotes, or leave it out')
    words = {name: _whole(value) for name, value in words.items()}
    number = record["id"] if isinstance(record["id"], int) else _whole(record["id"])
    kind = Kind(words["kind"]) if words["kind"] in set(Kind) else Kind.ARTICLE
    item = Item(key=str(number), title=words["title"], text=words["text"], url=words["url"] or None, kind=kind)
    return Entry(number, item, _time(words["time"]))


def _whole(text: str) -> str:
    """Put a question mark for half a character, which JSON can escape but no terminal can show."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _time(text: str) -> datetime | None:
    """Read a moment; naive ones are UTC, unreadable ones are as good as none."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _lines(file: str, open_files: ExitStack) -> Iterator[str] | Iterable[str]:
    if file == "-":
        return sys.stdin
    try:
        return open_files.enter_context(Path(file).open(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}; name a file of JSON lines, or - for standard input") from None
