"""The typed page of the Congressional Record: its lines of 72 columns become paragraphs again, so that no name is cut in two.

Indentation is all the structure there is. A paragraph of the proceedings begins two columns in and goes on at the margin; what a member
has printed is set five columns in and more; a heading is centred, and stands between empty lines; a line of underscores parts one section
from the next. Marks of pages and of the time stand between lines, also within a paragraph, and are taken out of it; a page that begins
between paragraphs keeps its mark, by which the Record is cited.

A line that ends in a hyphen goes on without a space, and keeps its hyphen: of the 15 lines that do so in the six granules at hand, 13
plainly break at a hyphen of the word itself (`work-` / `in-process`, `Inter-` / `Entity`), and no other one plainly elsewhere. The hyphen
goes only if both halves are in small letters and the same granule elsewhere writes the word as one and nowhere with its hyphen. Before
`and`, `or` and `to` it hangs (`first-` / `and second-term`), and a space follows. Dashes, written `--`, take no space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDTH = 72
_OFF_CENTRE = 4  # columns by which the margins of a centred line may differ
_LEAST_INDENT = 3  # what stands further in than this is no paragraph of the proceedings
_LONG_HEADING = 60
_LONGEST_WORD = 60
_MOST_HEADING_LINES = 8  # the longest titles are those of bills
# A line that could have held the next word and these columns was not broken for want of room: a list, a poem, a signature.
_ROOM = {False: 65, True: 60}  # for text at the margin, and for text set in; the longest lines have 71 and 66
_PAGE_MARK = re.compile(r"\[\[Page [^\]\n]{1,30}\]\]")
_TIME_MARK = re.compile(r"\{time\}\s{0,20}(\d{3,4})\b")
_RULE = re.compile(r"_{4,}")
_BULLET = re.compile(r"\s*<bullet>\s*")  # before what was not spoken
_TYPESETTING = re.compile(r"</?[A-Za-z][\w$ =\"/:.-]{0,80}>")
_FRACTION = re.compile(r"\\(\d{1,3}/\d{1,3})\\")  # `32\1/2\ years`
_COLUMNS = re.compile(r"(?: {3,}(?!\.)|\.{4,})[ .]*")  # but `Sec.   . In the case`, a section that has no number yet
_TABLE_RULE = re.compile(r"[-=]{6,}")
_ENTRY = re.compile(r"(?:SEC|Sec)\. \d")
_ENDED = re.compile(r"(?:[.:;?!]|--)['\"\u201d)]*$")
_HANGING = re.compile(r"(?:and|or|to)\b")
_BEFORE_BREAK = re.compile(r"([^\W\d_]+)-$")
_AFTER_BREAK = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Role(StrEnum):
    """What a block of the page is."""

    PARAGRAPH = "paragraph"
    INSET = "inset"
    HEADING = "heading"
    RULE = "rule"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page. `text` is one line, but for an inset, whose lines are its paragraphs and rows.

    `time` is the last time marked before it, as `1430`.
    """

    role: Role
    text: str
    time: str | None = None


class _Line(NamedTuple):
    indent: int
    text: str
    time: str | None

    @property
    def is_centred(self) -> bool:
        after = _WIDTH - self.indent - len(self.text)
        is_far_in = self.indent >= _LEAST_INDENT or self._is_long_title
        return is_far_in and abs(self.indent - after) <= _OFF_CENTRE and not (self.is_row or _TABLE_RULE.fullmatch(self.text))

    @property
    def _is_long_title(self) -> bool:
        """Whether a line is one in capitals that is too long to be set in; the longest begin at the margin."""
        return len(self.text) >= _LONG_HEADING and self.text.isupper() and not _ENDED.search(self.text)

    @property
    def is_row(self) -> bool:
        return ("   " in self.text or "...." in self.text) and _COLUMNS.search(self.text) is not None


def blocks_of(page: str) -> Iterator[Block]:
    """Read the text between `<pre>` and `</pre>`, without the lines that name the issue, with its entities decoded."""
    joiner = _Joiner(page)
    for run in _runs(_lines_of(page)):
        yield from joiner.blocks(run)


def _lines_of(page: str) -> list[_Line | None]:
    """Give the lines with their indentation, None for empty ones; no mark is left within a paragraph."""
    lines: list[_Line | None] = []
    time: str | None = None
    marks: list[str] | None = None  # since the last line of text, which also had empty lines around it
    for raw in page.split("\n"):
        bare = raw
        if "[[" in raw or "{" in raw:
            marked = _TIME_MARK.search(raw)
            time = marked[1] if marked else time
            bare = _PAGE_MARK.sub("", _TIME_MARK.sub("", raw))
        if bare != raw and not bare.strip():
            marks = [*(marks or []), *_PAGE_MARK.findall(raw)]
            continue
        line = _line(bare, time)
        if line is not None and marks is not None:
            _close_gap(lines, line, marks)
            marks = None
        if line is not None or marks is None:
            lines.append(line)
    return lines + [_Line(0, mark, time) for mark in marks or ()]


def _line(raw: str, time: str | None) -> _Line | None:
    unmarked = _TYPESETTING.sub("", _BULLET.sub("  ", raw)) if "<" in raw else raw
    unmarked = _FRACTION.sub(r" \1", unmarked) if "\\" in unmarked else unmarked
    text = unmarked.expandtabs().rstrip()
    bare = text.lstrip()
    return _Line(len(text) - len(bare), bare, time) if bare else None


def _close_gap(lines: list[_Line | None], line: _Line, marks: Sequence[str]) -> None:
    """Take out the marks and the empty lines around them, if the text goes on below as it broke off above."""
    while lines and lines[-1] is None:
        lines.pop()
    before = lines[-1] if lines else None
    if before is None:
        return
    is_prose = before.indent < _LEAST_INDENT and line.indent == 0
    is_inset = before.indent >= _LEAST_INDENT <= line.indent and before.indent + len(before.text) > _ROOM[True]
    if not (is_prose or is_inset):
        lines.extend([None, *(_Line(0, mark, line.time) for mark in marks), None])


def _runs(lines: Sequence[_Line | None]) -> Iterator[list[_Line]]:
    run: list[_Line] = []
    for line in lines:
        if line is not None:
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


class _Joiner:
    """Puts broken lines together; knows the words of the whole granule."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._words: frozenset[str] | None = None

    def blocks(self, run: Sequence[_Line]) -> Iterator[Block]:
        """Turn lines that no empty line parts into blocks."""
        if all(_RULE.fullmatch(line.text) for line in run):
            yield Block(Role.RULE, "", run[0].time)
            return
        if all(_PAGE_MARK.fullmatch(line.text) for line in run):
            yield Block(Role.PAGE, " ".join(line.text for line in run), run[0].time)
            return
        if len(run) <= _MOST_HEADING_LINES and all(line.is_centred for line in run):
            yield self._paragraph(run, Role.HEADING)
            return
        at = 0
        while at < len(run):
            is_prose = 0 < run[at].indent < _LEAST_INDENT
            end = at + 1
            while end < len(run) and self._belongs(run[end], is_prose=is_prose):
                end += 1
            block = self._paragraph(run[at:end]) if is_prose else self._inset(run[at:end])
            if block.text:  # a line of dashes alone has none
                yield block
            at = end

    @staticmethod
    def _belongs(line: _Line, *, is_prose: bool) -> bool:
        return line.indent == 0 if is_prose else not 0 < line.indent < _LEAST_INDENT

    def _paragraph(self, lines: Sequence[_Line], role: Role = Role.PARAGRAPH) -> Block:
        text = ""
        for line in lines:
            text = self._joined(text, " ".join(line.text.split()))
        return Block(role, text, lines[0].time)

    def _inset(self, lines: Sequence[_Line]) -> Block:
        """Put lines together where one was full, and keep rows of tables and entries of lists apart."""
        margin = min(line.indent for line in lines)
        rows: list[str] = []
        last: _Line | None = None
        for line in lines:
            if line.text[0] in "_-=" and (_RULE.fullmatch(line.text) or _TABLE_RULE.fullmatch(line.text.replace(" ", ""))):
                last = None
                continue
            if last is not None and self._goes_on(last, line, margin):
                rows[-1] = self._joined(rows[-1], " ".join(line.text.split()))
            else:
                rows.append(" ".join((_COLUMNS.sub(" | ", line.text) if line.is_row else line.text).split()))
            last = line
        return Block(Role.INSET, "\n".join(rows), lines[0].time)

    @staticmethod
    def _goes_on(last: _Line, line: _Line, margin: int) -> bool:
        if last.is_row or line.is_row or _ENTRY.match(line.text):
            return False
        if line.indent > margin and _ENDED.search(last.text):
            return False
        word = line.text.split(maxsplit=1)[0]
        return last.indent + len(last.text) + 1 + len(word) > _ROOM[last.indent > 0]

    def _joined(self, text: str, more: str) -> str:
        if not text or text.endswith("--") or more.startswith("--"):
            return text + more
        if not text.endswith("-") or _HANGING.match(more):
            return f"{text} {more}"
        before, after = _BEFORE_BREAK.search(text[-_LONGEST_WORD:]), _AFTER_BREAK.match(more)
        return text[:-1] + more if before and after and self._is_one_word(before[1], after[0]) else text + more

    def _is_one_word(self, before: str, after: str) -> bool:
        if not (before.islower() and after.islower()):
            return False
        if self._words is None:
            self._words = frozenset(_WORD.findall(self._page))
        return before + after in self._words and f"{before}-{after}" not in self._words
