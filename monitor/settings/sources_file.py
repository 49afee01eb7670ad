"""Adding a feed to a user's sources.yaml: their text and comments stay as they are, one line is added."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from yaml.nodes import Node, SequenceNode

from monitor.errors import SettingsError
from monitor.settings import document
from monitor.settings.kinds import SOURCES
from monitor.settings.reading import read_file

FILE = "sources.yaml"


def append_feed(folder: Path, url: str, name: str | None = None) -> Path:
    """Add a feed at the end of the list in sources.yaml, which is made if it is not there.

    Raises:
        SettingsError: the file would be wrong with it, or is wrong already; it is left as it was.
    """
    path = folder / FILE
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    after = with_feed(before, url, name)
    read = read_file(SOURCES, FILE, after)
    if read.model is None:
        raise SettingsError([problem for problem in read.problems if not problem.is_warning])
    _replace(path, after)
    return path


def with_feed(text: str, url: str, name: str | None) -> str:
    """Put one more feed into the text of a sources file."""
    entry = f"{{name: {_quoted(name)}, url: {_quoted(url)}}}" if name else _quoted(url)
    feeds = document.value_at(document.read(FILE, text).root, ("feeds",))
    if not isinstance(feeds, SequenceNode) or not feeds.value:
        kept = "".join(line for line in text.splitlines(keepends=True) if line.split("#")[0].strip() not in {"feeds:", "feeds: []"})
        return _ended(kept) + f"feeds:\n  - {entry}\n"
    if feeds.flow_style:
        end = _offset(text, feeds.end_mark.line, feeds.end_mark.column) - 1
        return f"{text[:end].rstrip().rstrip(',')}, {entry}{text[end:]}"
    lines = text.splitlines(keepends=True)
    at = _last_line(feeds.value[-1], lines) + 1
    indent = " " * feeds.start_mark.column
    return _ended("".join(lines[:at])) + f"{indent}- {entry}\n" + "".join(lines[at:])


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
