"""Where in a file a character of a text stands: behind quotes and escapes, and in texts of several lines."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from monitor.settings.schema.entry import on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yaml.nodes import ScalarNode

# By style of a scalar: its characters as the file writes them, each white space, and what stands for no character at all.
_WRITTEN = {
    '"': re.compile(r'(?P<nothing>\\\n[ \t]*)|(?P<space>\s+|\\[ntvfr_ NLP\t])|\\(?:x..|u.{4}|U.{8}|.)|[^\s"]'),
    "'": re.compile(r"(?P<space>\s+)|''|[^\s']"),
    None: re.compile(r"(?P<space>\s+)|\S"),
}
_READ = re.compile(r"\s+|\S")


def place_of(lines: Sequence[str], node: ScalarNode, position: int) -> tuple[int, int] | None:
    """Find the line and column, from 0, of a character of a scalar's text on one line; None where the file is no help.

    White space is one thing here, as much as there is: YAML folds it, and a query does not mind it.
    """
    text = on_one_line(node.value)
    number = len(_READ.findall(text[: max(min(position, len(text) - 1), 0)]))
    offset = next((at for nth, at in enumerate(_offsets(lines, node)) if nth == number), None)
    if offset is None:
        return None
    before = _source(lines, node)[:offset]
    line = before.count("\n")
    column = offset - (before.rfind("\n") + 1)
    return node.start_mark.line + line, column + (0 if line else node.start_mark.column)


def _source(lines: Sequence[str], node: ScalarNode) -> str:
    """Cut out of the file what the scalar is written as."""
    first, last = node.start_mark, node.end_mark
    source = "\n".join([*lines[first.line : last.line], lines[last.line][: last.column] if last.line < len(lines) else ""])
    return source[first.column :]


def _offsets(lines: Sequence[str], node: ScalarNode) -> Iterator[int]:
    """List where each character of a scalar's text stands in its source, without space around it; a run of white space once."""
    source = _source(lines, node)
    begin = 0
    if node.style in {"|", ">"}:
        begin = source.find("\n") + 1  # behind its sign
    elif node.style:
        begin = 1 if source.startswith(node.style) else len(source)  # a tag or an anchor stands before it
    written = _WRITTEN.get(node.style or None, _WRITTEN[None])
    found = (each for each in written.finditer(source, begin) if each.lastgroup != "nothing")
    runs = [(is_space, [each.start() for each in run]) for is_space, run in groupby(found, key=lambda each: each.lastgroup == "space")]
    if runs and runs[0][0]:
        del runs[0]
    for is_space, starts in runs:
        yield from starts[:1] if is_space else starts
