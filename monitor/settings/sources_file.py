"""Adding a feed to a user's sources.yaml: their text and comments stay as they are, a line is added for each."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yaml.nodes import Node, SequenceNode

from monitor.errors import SettingsError
from monitor.settings import document
from monitor.settings.kinds import SOURCES
from monitor.settings.reading import read_file

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = "sources.yaml"


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed to add: its address, what it is called, and its tags."""

    url: str
    name: str | None = None
    tags: tuple[str, ...] = ()


def append_feeds(folder: Path, feeds: Sequence[NewFeed]) -> Path:
    """Add feeds at the end of the list in sources.yaml, which is made if it is not there: all of them or none.

    Raises:
        SettingsError: the file would be wrong with it, or is wrong already; it is left as it was.
    """
    path = folder / FILE
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    after = with_feeds(before, feeds)
    read = read_file(SOURCES, FILE, after)
    if read.model is None:
        raise SettingsError([problem for problem in read.problems if not problem.is_warning])
    _replace(path, after)
    return path


def with_feeds(text: str, feeds: Sequence[NewFeed]) -> str:
    """Put more feeds into the text of a sources file."""
    entries = [_entry(feed) for feed in feeds]
    listed = document.value_at(document.read(FILE, text).root, ("feeds",))
    if not isinstance(listed, SequenceNode) or not listed.value:
        kept = "".join(line for line in text.splitlines(keepends=True) if line.split("#")[0].strip() not in {"feeds:", "feeds: []"})
        return _ended(kept) + "feeds:\n" + "".join(f"  - {entry}\n" for entry in entries)
    if listed.flow_style:
        end = _offset(text, listed.end_mark.line, listed.end_mark.column) - 1
        return f"{text[:end].rstrip().rstrip(',')}, {', '.join(entries)}{text[end:]}"
    lines = text.splitlines(keepends=True)
    at = _last_line(listed.value[-1], lines) + 1
    indent = " " * listed.start_mark.column
    return _ended("".join(lines[:at])) + "".join(f"{indent}- {entry}\n" for entry in entries) + "".join(lines[at:])


def _entry(feed: NewFeed) -> str:
    if not feed.name and not feed.tags:
        return _quoted(feed.url)
    name = f"name: {_quoted(feed.name)}, " if feed.name else ""
    tags = f", tags: [{', '.join(map(_quoted, feed.tags))}]" if feed.tags else ""
    return f"{{{name}url: {_quoted(feed.url)}{tags}}}"


def _last_line(node: Node, lines: list[str]) -> int:
    """Find the last line that belongs to an entry; the parser's end mark may stand after comments and blank lines that follow."""
    last = node.end_mark.line - (1 if node.end_mark.column == 0 or node.end_mark.line >= len(lines) else 0)
    while last > node.start_mark.line and lines[last].split("#")[0].strip() in {"", "parliaments:"}:
        last -= 1
    return last


def _offset(text: str, line: int, column: int) -> int:
    return sum(len(each) for each in text.splitlines(keepends=True)[:line]) + column


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _quoted(text: str) -> str:
    """Quote text as JSON does, which YAML reads alike; what is plainly safe stays bare."""
    return json.dumps(text, ensure_ascii=False)


def _replace(path: Path, text: str) -> None:
    """Write the file whole or not at all; a daemon that looks meanwhile sees the old or the new one."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".sources", suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        Path(temporary).chmod(path.stat().st_mode)
    Path(temporary).replace(path)
