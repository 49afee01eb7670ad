"""From the values that a declared record's fields have to items: what `json-api` and `xml-api` share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from monitor.errors import ParseError
from monitor.model import Item, Kind, Record, Speaker, digest
from monitor.sources.language import language_tag
from monitor.sources.links import web_address
from monitor.sources.markup import one_line
from monitor.sources.parliament.filters import filtered
from monitor.sources.parliament.keys import Twins, text_mark
from monitor.sources.parliament.moments import read_moment
from monitor.sources.prose import LONGEST_TEXT, LONGEST_TITLE

if TYPE_CHECKING:
    from datetime import date, datetime

    from monitor.catalogue.fields import Field, Template, Value
    from monitor.catalogue.plans import Plan
    from monitor.catalogue.words import Words

# The texts that an expression finds in one record, in its order; empty when there are none.
Find = Callable[[str], list[str]]
_JOINED = {"key": "-", "native_id": "-", "sitting": "-", "debate": "-", "text": "\n\n", "asked": "\n\n"}
_NAMES = frozenset({"key", "native_id"})
_PROSE = frozenset({"text", "asked"})
_NO = frozenset({"", "false", "0", "no", "none", "null"})
_NO_DATE = "0001-01-01"  # .NET writes it for a date that is not there
_EXCERPT = 60
_LARGEST_KEY = 300  # characters; what is longer is no name


def unusable(words: Words) -> ParseError:
    """Say what is wrong with the settings of a source, for whoever reads a document with them."""
    fault = words.faults[0]
    return ParseError(f"the settings of this source: {'.'.join(map(str, fault.place)) or 'entry'}: {fault.what}; {fault.remedy}")


@dataclass(slots=True)
class Maker:
    """Makes items of one document's records, and remembers what its operator should know.

    Records with the same key are versions of one thing if the plan maps `version`, of which the latest stays; else they are told apart by a
    number after the key, in the document's order.
    """

    plan: Plan
    base: str = ""
    _zone: ZoneInfo = field(init=False)
    _items: dict[str, tuple[str, Item]] = field(default_factory=dict)
    _twins: Twins = field(default_factory=Twins)
    _troubles: dict[str, tuple[int, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._zone = ZoneInfo(self.plan.zone)

    def add(self, find: Find) -> None:
        """Make an item of one record; one without words is passed over, and said to be."""
        read = _Values(self.plan, find, self._trouble)
        item = self._item(read)
        key = self._key(read, item)
        if not key or not (item.text or read.one("title") or item.status == "withdrawn"):
            self._trouble("have no words, and are passed over", key)
            return
        version = read.one("version")
        if "version" not in self.plan.fields:
            key = self._twins.apart(key)
        elif key in self._items and self._items[key][0] > version:
            return
        self._items[key] = (version, replace(item, key=key))

    @property
    def items(self) -> tuple[Item, ...]:
        """The items so far."""
        return tuple(item for _, item in self._items.values())

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was odd, each kind of thing once with its count."""
        return tuple(f"{count:,} records {what}" + _such(such) for what, (count, such) in self._troubles.items())

    def _trouble(self, what: str, such: str) -> None:
        count, first = self._troubles.get(what, (0, such))
        self._troubles[what] = (count + 1, first)

    def _item(self, read: _Values) -> Item:
        day, published, precision = self._when(read)
        headings = tuple(dict.fromkeys(one_line(each)[:LONGEST_TITLE] for each in read.all("headings") if each))
        return Item(
            key="",
            title=(one_line(read.one("title")) or (headings[-1] if headings else ""))[:LONGEST_TITLE],
            text=read.one("text")[:LONGEST_TEXT],
            kind=Kind(read.one("kind") or Kind.STATEMENT),
            url=self._url(read),
            published_at=published,
            lang=language_tag(read.one("lang"), self.plan.lang),
            sitting_date=day,
            headings=headings,
            speaker=_speaker(read),
            status="withdrawn" if read.claims("withdrawn") else read.one("status") or None,
            record=Record(
                house=one_line(read.one("house")).lower() or self.plan.house,
                sitting=read.one("sitting") or None,
                native_id=read.one("native_id") or None,
                time_precision=precision,
                debate=read.one("debate"),
                phase=one_line(read.one("phase")),
                asked=read.one("asked"),
            ),
        )

    def _when(self, read: _Values) -> tuple[date | None, datetime | None, Literal["exact", "sitting"] | None]:
        """Read the sitting's day and the time of publication; without the latter, a time that stands with the day is it."""
        moments = {}
        for name in ("date", "published"):
            text = "" if read.one(name).startswith(_NO_DATE) else read.one(name)
            moments[name] = read_moment(text, self._zone) if text else None
            if text and moments[name] is None:
                self._trouble(f"have a {name} that cannot be read", text)
        day = moments["date"].day if moments["date"] else None
        moment = moments["published"] or (moments["date"] if "published" not in self.plan.fields else None)
        return (day, moment.instant, moment.precision) if moment else (day, None, None)

    def _url(self, read: _Values) -> str | None:
        if self.plan.url is None:
            return web_address(read.one("url"), self.base or None)
        return web_address(_filled(self.plan.url, read))

    def _key(self, read: _Values, item: Item) -> str:
        name = read.one("key") or read.one("native_id")
        if name:
            return name if len(name) <= _LARGEST_KEY else f"{name[:_LARGEST_KEY]}~{digest(name).hex()}"
        if _NAMES & set(self.plan.fields):
            self._trouble("have no name of their own; who speaks and how the text begins stand for it", "")
        if not (item.text or item.title):
            return ""
        return ":".join(_part(part, read, item) for part in self.plan.key)


class _Values:
    """The values that one record has for the plan's fields, as plain text."""

    def __init__(self, plan: Plan, find: Find, trouble: Callable[[str, str], None]) -> None:
        self._fields = plan.fields
        self._lang = plan.lang
        self._find = find
        self._trouble = trouble

    def all(self, name: str) -> list[str]:
        """Everything that a field finds, filtered and translated."""
        wanted = self._fields.get(name)
        if wanted is None:
            return []
        if wanted.constant is not None:
            return [wanted.constant]
        each = [_several(name, list(self.of(value))) for value in wanted.values]
        if name in _NAMES and not all(each):
            return []  # a part of a name is none: it would be the same for many
        found = [text for several in each for text in several]
        return self._translated(name, wanted, found) if wanted.has_table else found

    def one(self, name: str) -> str:
        """A field's value: parts that belong together joined, else the first that is there."""
        found = self.all(name)
        return _JOINED[name].join(found) if name in _JOINED else next(iter(found), "")

    def claims(self, name: str) -> bool:
        """Whether a field says yes."""
        return self.one(name).casefold() not in _NO

    def of(self, value: Value) -> Iterator[str]:
        """The texts that an expression finds, through its filters."""
        for text in self._find(value.where):
            for name, argument in value.filters:
                text = filtered(text, name, argument, self._lang)  # noqa: PLW2901 each filter takes what the one before gave
            if text := text.strip():
                yield text

    def _translated(self, name: str, wanted: Field, found: list[str]) -> list[str]:
        meanings = []
        for text in found or [""]:
            meaning = wanted.table.get(text, wanted.otherwise)
            if meaning is None and text:
                self._trouble(f"have a {name} that its table lacks", text)
            meanings.append(meaning or "")
        return [meaning for meaning in meanings if meaning]


def _several(name: str, found: list[str]) -> list[str]:
    """Keep what one expression of a field finds: every heading, the paragraphs of a text as one, and of everything else the first."""
    if name in _PROSE:
        return ["\n".join(found)] if found else []
    return found if name == "headings" else found[:1]


def _filled(template: Template, read: _Values) -> str:
    """Put the values into an address; without one of them there is no address."""
    found = [next(iter(read.of(value)), "") for value in template.values]
    if not all(found):
        return ""
    pieces = [template.literals[0]]
    for text, literal in zip(found, template.literals[1:], strict=True):
        pieces += (quote(text, safe="/"), literal)
    return "".join(pieces)


def _speaker(read: _Values) -> Speaker | None:
    label, id_ = one_line(read.one("speaker")), read.one("speaker_id") or None
    if not label and not id_:
        return None
    return Speaker(
        label=label or str(id_),
        id=id_,
        role=one_line(read.one("role")) or None,
        party=one_line(read.one("party")) or None,
        constituency=one_line(read.one("constituency")) or None,
        is_chair=read.claims("chair"),
        is_witness=read.claims("witness"),
    )


def _part(name: str, read: _Values, item: Item) -> str:
    if name == "text_mark":
        return text_mark(item.text or item.title)
    if name == "date":
        return item.sitting_date.isoformat() if item.sitting_date else ""
    if name in {"kind", "title", "lang"}:
        return str(getattr(item, name) or "")
    return item.record.house if name == "house" and item.record else one_line(read.one(name))


def _such(example: str) -> str:
    return f", such as {example[:_EXCERPT]!r}" if example else ""
