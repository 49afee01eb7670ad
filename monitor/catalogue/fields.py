"""The fields of an item that an entry may map, and how each finds its value: an expression, filters, a table, a constant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from monitor.catalogue.patterns import wrong_pattern
from monitor.catalogue.words import Words, described
from monitor.model import Kind

FIELDS = (
    "key", "native_id", "title", "text", "date", "published", "kind", "speaker", "speaker_id", "party", "role", "constituency", "chair",
    "witness", "house", "sitting", "headings", "lang", "url", "status", "withdrawn", "phase", "version", "debate", "asked",
)  # fmt: skip
STATUSES = frozenset({"draft", "final", "corrected", "withdrawn"})
FILTERS = ("html", "lower", "dotnet_date", "date", "match")
_OURS = re.compile(rf"(?<!\|)\|\s*({'|'.join(FILTERS)})\s*(?:\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\))?\s*\Z")
_BARE = re.compile(r"(?<!\|)\|\s*([A-Za-z_]\w*)\s*\Z")
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
# An expression as written, and as its engine wants it; raises ValueError that says what is wrong.
Compile = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Value:
    """Where a value stands: an expression of the format's engine, and the filters that it goes through, each with its argument."""

    where: str
    filters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is filled. A `table` translates what was found; `otherwise` stands for what it lacks. A `constant` asks no record."""

    values: tuple[Value, ...] = ()
    table: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    otherwise: str | None = None
    constant: str | None = None

    @property
    def has_table(self) -> bool:
        """Whether values are translated."""
        return bool(self.table) or self.otherwise is not None


@dataclass(frozen=True, slots=True)
class Template:
    """An address: literal parts and values in turn, so that parts[0] is literal, parts[1] a value."""

    literals: tuple[str, ...]
    values: tuple[Value, ...]


def read_fields(words: Words, compile_: Compile) -> tuple[Mapping[str, Field], Template | None]:
    """Read `map:` or `fields:`; faults go to the words' own list."""
    words.only(*FIELDS)
    found: dict[str, Field] = {}
    template: Template | None = None
    for name, value in words.values.items():
        if name not in FIELDS:
            continue
        if name == "url" and isinstance(value, str) and value.lower().startswith(("http://", "https://")):
            template = _template(words, value, compile_)
        elif (read := _field(words, name, value, compile_)) is not None:
            found[name] = read
    return MappingProxyType(found), template


def _field(words: Words, name: str, value: object, compile_: Compile) -> Field | None:
    if isinstance(value, Mapping):
        return _translated(words, name, value, compile_)
    if name == "kind":
        return _kind(words, value)
    if name == "status" and isinstance(value, str) and value in STATUSES:
        return Field(constant=value)
    values = tuple(each for text in words.texts(name) if (each := _value(words, name, text, compile_)) is not None)
    if not values and not any(fault.place[: len(words.place) + 1] == (*words.place, name) for fault in words.faults):
        words.note(name, f"`{name}` is empty", "say where its value stands, or take the line out")
    return Field(values) if values else None


def _kind(words: Words, value: object) -> Field | None:
    if value in set(Kind):
        return Field(constant=str(value))
    kinds = ", ".join(Kind)
    words.note("kind", f"{described(value)} is no kind of item", f"write one of {kinds}; or {{of: FIELD, table: {{VALUE: kind}}}}")
    return None


def _translated(words: Words, name: str, value: object, compile_: Compile) -> Field | None:
    inner = words.within(value, name)
    if inner is None:
        return None
    inner.only("of", "table", "otherwise")
    of = inner.needed("of", "the expression whose values the table translates")
    read = _value(inner, "of", of, compile_) if of else None
    table = inner.inner("table")
    rows = {word: table.text(word) for word in table.values} if table else {}
    if table is None and not isinstance(inner.values.get("table"), Mapping):
        inner.note(None, "`table` is missing", "add table: {value: meaning}")
    otherwise = inner.text("otherwise") or None
    allowed: frozenset[str] = {"kind": frozenset(map(str, Kind)), "status": STATUSES}.get(name, frozenset())
    for meaning in [*rows.values(), *([otherwise] if otherwise else [])]:
        if allowed and meaning and meaning not in allowed:
            inner.note("table", f"{meaning!r} is no {name}", f"write one of {', '.join(sorted(allowed))}")
    return Field((read,), MappingProxyType(rows), otherwise) if read else None


def _template(words: Words, text: str, compile_: Compile) -> Template:
    pieces = _PLACEHOLDER.split(text)
    values = [_value(words, "url", piece, compile_) for piece in pieces[1::2]]
    if any("{" in piece or "}" in piece for piece in pieces[::2]):
        words.note("url", "a brace of this address has no partner", "write {FIELD} for each value, such as {ID}")
    return Template(tuple(pieces[::2]), tuple(each or Value("") for each in values))


def _value(words: Words, name: str, text: str, compile_: Compile) -> Value | None:
    """Read `expression|filter|filter('argument')`."""
    filters: list[tuple[str, str]] = []
    rest = text.strip()
    while (found := _OURS.search(rest)) is not None:
        filters.insert(0, (found[1], found[2] or found[3] or ""))
        rest = rest[: found.start()].rstrip()
    if (bare := _BARE.search(rest)) is not None:
        words.note(name, f"no filter is called {bare[1]}", f"there are {', '.join(FILTERS)}; a field within another is written a.b or a/b")
        return None
    for filter_, argument in filters:
        if wrong := _wrong_filter(filter_, argument):
            words.note(name, *wrong)
            return None
    try:
        return Value(compile_(rest), tuple(filters))
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        words.note(name, what, remedy or "see docs/how-to/read-any-parliament.md")
        return None


def _wrong_filter(name: str, argument: str) -> tuple[str, str] | None:
    if name == "match":
        return _wrong_match(argument)
    if name != "date":
        return (f"the filter {name} takes no argument", f"write |{name}") if argument else None
    try:
        written = datetime(2001, 2, 3, 4, 5, 6).strftime(argument)  # noqa: DTZ001 a pattern is tried, no instant is meant
        datetime.strptime(written, argument)  # noqa: DTZ007 likewise
    except ValueError as error:
        return f"{argument!r} is no pattern of a date: {error}", "write the codes of strptime, such as '%d.%m.%Y'"
    return None


def _wrong_match(argument: str) -> tuple[str, str] | None:
    if not argument:
        return "the filter match needs a regular expression", "write |match('No ([0-9]+)'); what the group holds is kept"
    wrong = wrong_pattern(argument)
    return (f"{argument!r} is no regular expression: {wrong}", "look-ahead and back references are not known (RE2)") if wrong else None
