"""Find what settings hold twice, in one file or in two: it would be polled, watched or told twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.settings import document, kinds
from monitor.settings.names import source_keys, text_of, texts
from monitor.settings.schema.watchlists import entry_key
from monitor.stories.url_key import url_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.errors import Problem
    from monitor.settings.names import Path
    from monitor.settings.reading import FileRead

_REMEDIES = {
    "watch": "put the two together, or give one an `id:` of its own",
    "name": "keep one of them, or give each a `name:` of its own",
    "address": "keep one of them",
    "list": "give this file another name",
}


class Seen:
    """Remembers what stood in the files read so far, and complains of what comes again."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], tuple[FileRead, Path]] = {}

    def faults(self, read: FileRead) -> Iterator[Problem]:
        """List what this file repeats."""
        if read.kind is kinds.SOURCES:
            addresses = dict(_addresses(read.document.value))
            named = [(path, key) for path, key in source_keys(read.document.value) if addresses.get(path) != key]
            yield from self._repeated(read, "name", named, "another source has this name")
            yield from self._repeated(read, "address", addresses.items(), "this address is read already")
        elif read.kind is kinds.WATCHLIST:
            yield from self._repeated(read, "list", [((), read.stem)], "another watchlist has this file name, the key of its watches")
            yield from self._repeated(read, "watch", _watches(read), "this is watched already")

    def _repeated(self, read: FileRead, sort: str, keys: Iterable[tuple[Path, str]], what: str) -> Iterator[Problem]:
        for path, key in keys:
            first, place = self._first.setdefault((sort, key), (read, path))
            if first is not read or place != path:
                yield read.problem_at(path, f"{what}: {_place(first, place)}", _REMEDIES[sort])


def _place(read: FileRead, path: Path) -> str:
    node = document.value_at(read.document.root, path) if path else None
    return f"{read.name}:{node.start_mark.line + 1}" if node is not None else read.name


def _addresses(value: object) -> Iterator[tuple[Path, str]]:
    """List the addresses of feeds; the same address under two names is as much a repetition."""
    for path, url in texts(value, "feeds", "*"):
        yield path, url_key(url)
    for path, url in texts(value, "feeds", "*", "url"):
        yield path[:2], url_key(url)


def _watches(read: FileRead) -> Iterator[tuple[Path, str]]:
    entries = read.document.value.get("watches") if isinstance(read.document.value, dict) else None
    for position, entry in enumerate(entries if isinstance(entries, list) else ()):
        name = next((text for word in ("entity", "name", "term") if (text := text_of(entry, word))), None)
        own = text_of(entry, "id")
        if own or name:
            yield ("watches", position), entry_key(read.stem, own, name or "")
