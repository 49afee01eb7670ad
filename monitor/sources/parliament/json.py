"""Reading JSON that nobody vouches for, and taking values from it whatever shape they came in.

The services of parliaments write null for what is absent and, some of them, one row where a list of rows is meant. What no text can hold,
lone surrogates and control characters, becomes the replacement character.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from monitor.errors import ParseError

LARGEST = 64 * 1024 * 1024  # bytes; the largest known answer, a year of one house, has 65 MB and is to be asked for in parts
DEEPEST = 100  # levels; Hansard's sections within sections are the deepest known, and stay under 20
_EXCERPT = 60
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPE_OF_FORBIDDEN = re.compile(r"\\u(?:[dD][89a-fA-F]|00[01]|[fF]{3}[eEfF])")


def read_json(body: bytes) -> object:
    """Parse a whole document. A byte order mark is passed over.

    Raises:
        ParseError: it is no JSON, breaks off, or is larger or deeper than any answer of a parliament.
    """
    if len(body) > LARGEST:
        raise ParseError(f"the document has {len(body):,} bytes; JSON of more than {LARGEST:,} is refused, ask for a shorter period")
    text = _decoded(body).strip()
    if not text:
        raise ParseError("the document is empty where JSON was expected")
    if text.startswith("<"):
        raise ParseError(f"this is HTML or XML where JSON was expected; it begins with {text[:_EXCERPT]!r}")
    value = _loaded(_FORBIDDEN.sub("\ufffd", text))
    _refuse_depth(value)
    return _cleaned(value) if _ESCAPE_OF_FORBIDDEN.search(text) else value


def _decoded(body: bytes) -> str:
    """Decode UTF-8, 16 or 32, as RFC 8259 and its forerunners allow; bytes that are no text become the replacement character."""
    return body.decode(json.detect_encoding(body), "replace").removeprefix("\ufeff")


def _loaded(text: str) -> object:
    try:
        return json.loads(text, strict=False, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        raise ParseError(
            f"this is no JSON after line {error.lineno}, column {error.colno}: {error.msg}; the document may be cut off"
        ) from None
    except RecursionError:
        raise ParseError(f"this JSON is nested more than {DEEPEST} levels deep; the document is refused") from None
    except ValueError:  # a number of thousands of digits
        raise ParseError("this JSON holds a number longer than any that is meant; the document is refused") from None


def _refuse_depth(value: object) -> None:
    """Walk level by level, so that no reader after this one can be led too deep."""
    level: list[object] = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _within(outer) if isinstance(inner, dict | list)]
        if not level:
            return
    raise ParseError(f"this JSON is nested more than {DEEPEST} levels deep; the document is refused")


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return _FORBIDDEN.sub("\ufffd", value)
    if isinstance(value, list):
        return [_cleaned(inner) for inner in value]
    return {_FORBIDDEN.sub("\ufffd", name): _cleaned(inner) for name, inner in value.items()} if isinstance(value, dict) else value


def _within(value: object) -> Sequence[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def mapping(value: object) -> Mapping[str, object]:
    """Take a value as an object; an empty one if it is none."""
    return value if isinstance(value, Mapping) else {}


def listed(value: object) -> Sequence[object]:
    """Take a value as a list: null is none, and a single value a list of one."""
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def rows(value: object) -> Sequence[Mapping[str, object]]:
    """Take a value as objects, whether it came as a list or as the only row itself; what else is in it is passed over."""
    return [row for row in listed(value) if isinstance(row, Mapping)]


def text_of(record: Mapping[str, object], name: str) -> str:
    """Take a field as text without space around it; numbers as written, null, objects and lists as empty."""
    value = record.get(name)
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def shape(value: object) -> str:
    """Say what a value is, for a complaint about a document of another kind."""
    if isinstance(value, Mapping):
        names = ", ".join(map(str, list(value)[:8]))[: _EXCERPT * 2]
        return f"an object with {names}" if names else "an empty object"
    if isinstance(value, list):
        return f"a list of {len(value):,}"
    return "null" if value is None else f"{str(value)[:_EXCERPT]!r}"
