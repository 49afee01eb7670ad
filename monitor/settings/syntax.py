"""Say in a user's words why YAML cannot read a file, and show the line as it may be pasted.

YAML names its own grammar ("did not find expected key"); the mistakes behind it are few: a query without quotes around it,
a tab, a colon inside a name, something never closed, a line that stands at the wrong depth.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from monitor.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAIR = re.compile(r"^(?P<head>\s*(?:-\s+)*[\w-]+:\s+)(?P<value>\S.*?)\s*$")
_ENTRY = re.compile(r"^(?P<head>\s*(?:-\s+)+)(?P<value>\S.*?)\s*$")
_NO_SPACE = re.compile(r"^(?P<head>\s*(?:-\s+)*[a-z_]+):(?P<value>[^\s/].*)$")
_STARTERS = "@`%*&!|>"  # plain text may not begin with these
_FLOW_ITEM = re.compile(
    r"(?P<head>[\[,{]\s*)(?P<value>(?P<quote>[\"'])(?:(?!(?P=quote)).)*(?P=quote)[^\],}]*[^\],}\s]|\*[^\],}]*[^\],}\s])"
)
_TRAILING_COMMENT = re.compile(r"\s+#.*$")


def explain(name: str, lines: Sequence[str], error: yaml.YAMLError) -> Problem:
    """Turn YAML's complaint into a problem with a remedy; `lines` are the file's, without their ends."""
    if isinstance(error, yaml.reader.ReaderError):
        return _forbidden_character(name, lines, error)
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Problem(name, 0, 0, f"YAML cannot read this file: {error}", "compare it with the starter settings: tocsin init")
    at = (error.problem_mark.line, error.problem_mark.column)
    began = (error.context_mark.line, error.context_mark.column) if error.context_mark else at
    for look in _LOOKS:
        found = look(name, lines, error, at, began)
        if found is not None:
            return found
    return _misplaced(name, lines, error, at)


def quoted(value: str) -> str:
    """Write a value so that YAML takes it as it stands: in single quotes, which leave double quotes alone."""
    return "'" + value.replace("'", "''") + "'"


_Place = tuple[int, int]


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number] if number < len(lines) else ""


def _problem(name: str, at: _Place, what: str, remedy: str) -> Problem:
    return Problem(name, at[0] + 1, at[1] + 1, what, remedy)


def _forbidden_character(name: str, lines: Sequence[str], error: yaml.reader.ReaderError) -> Problem:
    seen = 0
    for number, line in enumerate(lines):
        column = line.find(chr(error.character)) if isinstance(error.character, int) else -1
        if column >= 0:
            what = f"the invisible character U+{error.character:04X} stands here, which YAML does not allow"
            return _problem(name, (number, column), what, "delete it; copying from a PDF or a web page often brings it along")
        seen += len(line)
    return Problem(name, 0, 0, f"a character that YAML does not allow stands at position {error.position}", "delete it")


def _tab(name: str, lines: Sequence[str], error: yaml.MarkedYAMLError, at: _Place, _began: _Place) -> Problem | None:
    line = _line(lines, at[0])
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" not in indent and "tab" not in str(error.problem):
        return None
    return _problem(name, (at[0], max(indent.find("\t"), 0)), "this line is indented with a tab", "use spaces, two for each step")


def _two_documents(name: str, _lines: Sequence[str], error: yaml.MarkedYAMLError, at: _Place, _began: _Place) -> Problem | None:
    if error.context is None or "single document" not in error.context:
        return None
    return _problem(name, at, "a second document begins here (`---`)", "put it into a file of its own, or take the line out")


def _unclosed_quote(name: str, lines: Sequence[str], error: yaml.MarkedYAMLError, _at: _Place, began: _Place) -> Problem | None:
    if error.context != "while scanning a quoted scalar" or "end of stream" not in str(error.problem):
        return None
    quote = _line(lines, began[0])[began[1] : began[1] + 1]
    return _problem(name, began, f"the quote {quote} that opens here is never closed", f"put {quote} at the end of the text")


def _runaway_quote(name: str, lines: Sequence[str], _error: yaml.MarkedYAMLError, at: _Place, _began: _Place) -> Problem | None:
    """Find a quote that is not closed on its line, and swallowed settings up to the next quote, where YAML complains."""
    number = 0
    while number < at[0]:
        opened = _opened(lines[number])
        if opened is None:
            number += 1
            continue
        quote, column = opened
        end = next((after for after in range(number + 1, len(lines)) if quote in lines[after]), len(lines))
        if end == at[0] and any(_PAIR.match(line) or _ENTRY.match(line) for line in lines[number + 1 : end + 1]):
            what = f"the quote {quote} that opens here is not closed on its line"
            return _problem(name, (number, column), what, f"put {quote} at the end of the text")
        number = end
    return None


def _opened(line: str) -> tuple[str, int] | None:
    """Find the quote that a line's value begins with and does not close, with its column."""
    pair = _PAIR.match(line) or _ENTRY.match(line)
    if pair is None or pair["value"][0] not in "\"'":
        return None
    quote, rest = pair["value"][0], pair["value"][1:].replace('\\"', "")
    return None if quote in rest else (quote, len(pair["head"]))


def _query(name: str, lines: Sequence[str], _error: yaml.MarkedYAMLError, at: _Place, began: _Place) -> Problem | None:
    """Find a value that begins like YAML and goes on like a query, on the line of the complaint or where it began."""
    for number in dict.fromkeys((at[0], began[0])):
        line = _line(lines, number)
        pair = _PAIR.match(line) or _ENTRY.match(line)
        if pair is None:
            continue
        value = _uncommented(pair["value"])
        column = len(pair["head"])
        if _goes_on_after_quote(value):
            what = "the value goes on after its closing quote, and YAML stops reading there"
            return _problem(name, (number, column), what, f"quote all of it: {pair['head'].strip()} {_requoted(value)}")
        if value[0] in _STARTERS and not (value[0] in "|>" and len(value) <= 2):  # noqa: PLR2004 a block text's `|-`
            what = f"a value cannot begin with {value[0]} unless it is quoted"
            return _problem(name, (number, column), what, f"quote it: {pair['head'].strip()} {quoted(value)}")
        if value[0] in "[{":
            mended = _FLOW_ITEM.sub(_quote_item, value)
            if mended != value:
                what = "an entry of this list needs quotes around all of it"
                return _problem(name, (number, column), what, f"write: {pair['head'].strip()} {mended}")
    return None


def _goes_on_after_quote(value: str) -> bool:
    if value[0] not in "\"'":
        return False
    closing = value.find(value[0], 1)
    return 0 < closing < len(value) - 1


def _requoted(value: str) -> str:
    """Quote a query whole; of a name that holds its own kind of quote, such as 'L'Oréal', change the outer ones."""
    quote, inner = value[0], value[1:-1]
    if not value.endswith(quote) or value.count(quote) % 2 == 0:
        return quoted(value)
    return f'"{inner}"' if quote == "'" and '"' not in inner else quoted(inner)


def _quote_item(match: re.Match[str]) -> str:
    value = match["value"]
    whole = match["quote"] is not None and value.endswith(match["quote"]) and value.count(match["quote"]) == 2  # noqa: PLR2004 a pair
    return match["head"] + (value if whole else quoted(value))


def _uncommented(value: str) -> str:
    return _TRAILING_COMMENT.sub("", value)


def _colon(name: str, lines: Sequence[str], error: yaml.MarkedYAMLError, at: _Place, _began: _Place) -> Problem | None:
    if "mapping values are not allowed" not in str(error.problem) and "expected ':'" not in str(error.problem):
        return None
    for number in (at[0], at[0] - 1):
        glued = _NO_SPACE.match(_line(lines, number)) if number >= 0 else None
        if glued is not None:
            where = (number, len(glued["head"]))
            return _problem(name, where, "there is no space after this colon", f"write: {glued['head'].strip()}: {glued['value'].strip()}")
    line = _line(lines, at[0])
    pair = _PAIR.match(line)
    if pair is not None and at[1] > len(pair["head"]):
        remedy = f"quote it: {pair['head'].strip()} {quoted(_uncommented(pair['value']))}"
        return _problem(name, at, "a colon inside a text makes YAML read a setting here", remedy)
    return None


def _unknown_escape(name: str, _lines: Sequence[str], error: yaml.MarkedYAMLError, at: _Place, _began: _Place) -> Problem | None:
    if "escape" not in str(error.problem):
        return None
    return _problem(name, at, "a backslash inside double quotes means something to YAML", "use single quotes around the text")


def _undefined_alias(name: str, lines: Sequence[str], error: yaml.MarkedYAMLError, at: _Place, _began: _Place) -> Problem | None:
    if "alias" not in str(error.problem):
        return None
    word = re.split(r"[\s,\]}]", _line(lines, at[0])[at[1] :], maxsplit=1)[0]
    return _problem(name, at, f"a value cannot begin with * unless it is quoted ({word})", f"quote it: {quoted(word)}")


def _unclosed_bracket(name: str, lines: Sequence[str], error: yaml.MarkedYAMLError, _at: _Place, began: _Place) -> Problem | None:
    if error.context not in {"while parsing a flow sequence", "while parsing a flow mapping"}:
        return None
    opening = _line(lines, began[0])[began[1] : began[1] + 1]
    closing = "]" if opening == "[" else "}"
    remedy = f"put commas between the entries and {closing} at the end"
    return _problem(name, began, f"the bracket {opening} that opens here is not closed, or a comma is missing", remedy)


_LOOKS = (
    *(_tab, _two_documents, _unclosed_quote, _runaway_quote, _query, _colon),
    *(_unknown_escape, _undefined_alias, _unclosed_bracket),
)


def _misplaced(name: str, lines: Sequence[str], error: yaml.MarkedYAMLError, at: _Place) -> Problem:
    line = _line(lines, at[0])
    if "could not find expected ':'" in str(error.problem):
        at = (error.context_mark.line, error.context_mark.column) if error.context_mark else at
        return _problem(name, at, "this line is no setting: it has no colon", "write name: value, with a space after the colon")
    if not line[: at[1]].strip() or "mapping values are not allowed" in str(error.problem):
        at = (at[0], len(line) - len(line.lstrip()))
        return _problem(name, at, "this line does not stand at the depth of its neighbours", "give the settings of one entry one indent")
    return _problem(name, at, f"YAML cannot read on from here ({error.problem})", "put the value in single quotes")
