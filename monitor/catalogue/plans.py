"""How the items of a declared record are made from its answers: the options of `json-api` and `xml-api`, read and checked once.

Both formats share the fields of an item; they differ in the language of their expressions, and in how the records are found.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from monitor.catalogue.fields import FIELDS, Compile, Field, Template, Value, read_fields
from monitor.catalogue.json_paths import alternatives, jmespath_of
from monitor.catalogue.paths import PathError, xpath
from monitor.catalogue.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# What a key may be made of where the record has no name of its own; text_mark tells how the text begins, and is held in spite of edits.
KEY_PARTS = ("date", "house", "sitting", "speaker_id", "speaker", "native_id", "kind", "title", "lang", "text_mark")
_WITHOUT_NAMES = ("date", "speaker_id", "speaker", "text_mark")
SHARED_WORDS = ("key", "zone", "languages", "lang", "house")
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Plan:
    """How an item is put together. `key` names the parts of its key when neither `key` nor `native_id` is among the fields."""

    fields: Mapping[str, Field]
    url: Template | None = None
    key: tuple[str, ...] = _WITHOUT_NAMES
    zone: str = "UTC"
    house: str = ""
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class JsonPlan:
    """Where the rows of an answer stand (jmespath; the first of them that is there), and what is made of each."""

    records: tuple[str, ...]
    plan: Plan


@dataclass(frozen=True, slots=True)
class Carried:
    """Something that stands once, before the records that it holds for; it replaces what it had before, and clears `reset`."""

    name: str
    at: tuple[str, ...]
    get: str
    reset: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class XmlPlan:
    """Which elements are records, by local name, what is carried to them, and the `root` that an answer without records has."""

    records: tuple[str, ...]
    root: str
    context: tuple[Carried, ...]
    plan: Plan


def json_plan(options: Mapping[str, object], words: Words | None = None) -> JsonPlan | None:
    """Read the options of `json-api`; None when something in them cannot be meant, which is noted in `words`."""
    words = words or Words(options)
    records = words.needed("records", '"data" (jmespath; the list in the answer), or "@" when the answer is the list')
    found = _noted(words, "records", alternatives, records) if records else None
    plan = _plan(words, "map", jmespath_of, ())
    return JsonPlan(found, plan) if found and plan and not words.faults else None


def xml_plan(options: Mapping[str, object], words: Words | None = None) -> XmlPlan | None:
    """Read the options of `xml-api`; None when something in them cannot be meant, which is noted in `words`."""
    words = words or Words(options)
    records = words.texts("records")
    if not records:
        words.note(None, "`records` is missing", "add records: [speech] (the names of the elements that are one item each)")
    carried = _context(words)
    names = tuple(each.name for each in carried)

    def compile_(text: str) -> str:
        if not text.startswith("$"):
            return xpath(text)
        if text[1:] not in names:
            raise PathError(f"nothing called {text[1:]} is carried; add it under context:, which has {', '.join(names) or 'nothing'}")
        return text

    plan = _plan(words, "fields", compile_, names)
    if not plan or words.faults:
        return None
    return XmlPlan(tuple(map(_local, records)), _local(words.text("root")), carried, plan)


def _plan(words: Words, name: str, compile_: Compile, carried: tuple[str, ...]) -> Plan | None:
    inner = words.inner(name)
    if inner is None:
        if words.values.get(name) is None:
            words.note(None, f"`{name}` is missing", f"add {name}: with native_id:, title:, text: and what else the record has")
        return None
    fields, url = read_fields(inner, compile_)
    fields = MappingProxyType({**_from_context(carried), **fields})
    if not {"text", "title"} & set(inner.values):
        inner.note(None, "neither title nor text is mapped", "say where the words stand that are to be watched, such as text: Text")
    languages = words.texts("languages")
    return Plan(
        fields=fields,
        url=url,
        key=_key(words, inner),
        zone=_zone(words),
        house=words.text("house").lower(),
        lang=words.text("lang") or (languages[0] if len(languages) == 1 else None),
    )


def _from_context(carried: tuple[str, ...]) -> dict[str, Field]:
    """Let what is carried under a field's own name be that field, and h1, h2, h3 the headings."""
    found = {name: Field((Value(f"${name}"),)) for name in carried if name in FIELDS}
    headings = tuple(Value(f"${name}") for name in sorted(carried) if name[:1] == "h" and name[1:].isdigit())
    return {"headings": Field(headings), **found} if headings else found


def _key(words: Words, inner: Words) -> tuple[str, ...]:
    parts = words.texts("key")
    for part in parts:
        if part not in KEY_PARTS:
            words.note(
                "key",
                f"{part!r} cannot be part of a key",
                f"write some of {', '.join(KEY_PARTS)}; other values go under {inner.place[-1]}: key:",
            )
    if parts and "key" in inner.values:
        words.note("key", f"the key is declared twice, here and under {inner.place[-1]}", "take one of them out")
    return parts or _WITHOUT_NAMES


def _zone(words: Words) -> str:
    name = words.text("zone", "UTC")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # what ZoneInfo raises for a name unknown, one that cannot be, and a folder
        words.note("zone", f"{name!r} is no time zone", "write one such as Europe/Zurich")
    return name


def _context(words: Words) -> tuple[Carried, ...]:
    context = words.inner("context")
    if context is None:
        return ()
    found = [_carried(context, name) for name in context.values]
    for each in found:
        for name in each.reset:
            if name not in context.values:
                context.note(each.name, f"nothing called {name!r} is carried", "reset: names other words under context:")
    return tuple(found)


def _carried(context: Words, name: str) -> Carried:
    inner = context.inner(name)
    if inner is None:
        context.note(name, "this says nothing", 'write {at: ELEMENT, get: "PATH"}') if context.values.get(name) is None else None
        return Carried(name, (), ".")
    inner.only("at", "get", "reset")
    at = inner.texts("at")
    if not at and not any(fault.place == inner.place for fault in inner.faults):
        inner.note(None, "`at` is missing", "add at: and the name of the element that it stands in")
    get = _noted(inner, "get", xpath, inner.text("get", ".")) or "."
    return Carried(name, tuple(map(_local, at)), get, inner.texts("reset"))


def _noted(words: Words, name: str, read: Callable[[str], _Read], text: str) -> _Read | None:
    try:
        return read(text)
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        words.note(name, what, remedy or "see docs/how-to/read-any-parliament.md")
        return None


def _local(name: str) -> str:
    return name.rpartition(":")[2]
