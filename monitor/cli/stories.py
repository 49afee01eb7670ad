"""`tocsin stories`: the story decision for a stream of items, so that anybody can measure it."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.terminal import complain, emit
from monitor.errors import MonitorError, UsageError
from monitor.model import Item, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.daemon.stream import Entry, Placed


def register(app: typer.Typer) -> None:
    """Add the command to `tocsin`."""
    app.command("stories")(stories)


def stories(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE.jsonl", help='One {"id", "url", "title", "text", "time", "entities"?} a line; "-" is standard input.'),
    ],
) -> None:
    """Tell for each item of a stream whether it is new, an edit, a copy, or another report of the same story.

    Prints one line an item: {"id", "story", "relation", "of", "because"}.
    """
    from monitor.daemon.story_model import folding
    from monitor.daemon.stream import Stream
    from monitor.store.scratch import scratch

    with ExitStack() as open_files:
        stream = Stream(open_files.enter_context(scratch()), folding())
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
            emit(_told(entry, stream.place(entry)))
    if not decided:
        raise MonitorError(f'{file} holds no item; each line is one JSON object such as {{"id": "1", "url": "https://...", "text": "..."}}')


def _told(entry: Entry, placed: Placed) -> dict[str, object]:
    decision = placed.decision
    return {"id": entry.id, "story": placed.story, "relation": decision.relation, "of": placed.of, "because": decision.because}


def read_entry(line: str) -> Entry:
    """Read one line of the stream.

    Raises:
        ValueError: it is not a JSON object with an id, or a field is of the wrong kind; the text says which.
    """
    from monitor.daemon.stream import Entry

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
    return Entry(number, item, _time(words["time"]), _entities(record.get("entities")))


def _entities(given: object) -> frozenset[str]:
    """Read the watched things that are known to be in an item.

    Raises:
        ValueError: they are no list of names.
    """
    if given is None:
        return frozenset()
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise ValueError('"entities" is no list of names; write ["L3Harris WESCAM", "Baykar"], or leave it out')
    return frozenset(map(_whole, given))


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
