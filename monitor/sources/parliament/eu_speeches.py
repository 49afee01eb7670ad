"""Speeches of the European Parliament's plenary, as its open data service gives them.

Source: `https://data.europarl.europa.eu/api/v2/speeches?sitting-date=...&include-output=xml_fragment`, JSON-LD; reuse with attribution. A
row is an activity of a sitting: `activity_label` is the debate's title in up to 24 languages, `activity_start_date` is exact, and
`recorded_in_a_realization_of` holds the passage of the verbatim report with `originalLanguage` and, in `api:xmlFragment`, its text in each
language: `<speech><from><person>...</person> (<organization>S&amp;D</organization>).</from><p>...`, or `<communication><narrative>` for
what nobody said. Rows come under `data` or `@graph`, several or one, or alone; all are read.

A speech is one item in its original language, with every language there is as a variant; translations come hours or days later, as new
variants. The links lead to the passage in the verbatim report; the site answers programs with a bot wall, so they have not been followed.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from monitor.errors import ParseError
from monitor.model import Item, Kind, Page, Record, Speaker, Variant
from monitor.sources.parliament.eu_fragment import Fragment, read_fragment
from monitor.sources.parliament.json import listed, mapping, read_json, rows, shape, text_of
from monitor.sources.parliament.keys import Twins
from monitor.sources.parliament.local_time import day_of, instant, start_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from monitor.sources.document import Document

_ZONE = ZoneInfo("Europe/Brussels")
_TEXTS = "api:xmlFragment"
_FALLBACK = ("en", "fr", "de", "es", "it")
# The languages of the Union by the three letters that the authority table names them with (publications.europa.eu, ISO 639-3)
_LANGUAGES = {
    "BUL": "bg", "CES": "cs", "DAN": "da", "DEU": "de", "ELL": "el", "ENG": "en", "EST": "et", "FIN": "fi", "FRA": "fr", "GLE": "ga",
    "HRV": "hr", "HUN": "hu", "ITA": "it", "LAV": "lv", "LIT": "lt", "MLT": "mt", "NLD": "nl", "POL": "pl", "POR": "pt", "RON": "ro",
    "SLK": "sk", "SLV": "sl", "SPA": "es", "SWE": "sv",
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SITTING = re.compile(r"MTG-[A-Z]+-\d{4}-\d\d-\d\d")
_CHAIRS = re.compile(r"(?:VICE_)?PRESIDENT|CHAIR(?:PERSON|MAN)?")


@dataclass(slots=True)
class _Activity:
    """One row, with the passages of the report that are its own."""

    row: Mapping[str, object]
    passages: list[Mapping[str, object]] = field(default_factory=list)


def parse_eu_speeches(document: Document) -> Page:
    """Read speeches with their texts.

    Raises:
        ParseError: it is no answer of the service, or one without texts.
    """
    answer = read_json(document.body)
    found = [activity for row in _rows_of(answer) for activity in _activities(row)]
    told = [activity for activity in found if activity.passages]
    if found and not told:
        raise ParseError(
            f"none of the {len(found):,} entries holds a text (`{_TEXTS}`): they are no speeches, or were asked for without "
            f"include-output=xml_fragment; the first is {shape(found[0].row)}"
        )
    items, warnings = _items(told)
    return Page(items, title="European Parliament", declared=len(told), warnings=(*_contradictions(items, document.url), *warnings))


def _rows_of(answer: object) -> list[Mapping[str, object]]:
    held = mapping(answer)
    for name in ("data", "@graph"):
        if name in held and (held[name] is None or isinstance(held[name], list | Mapping)):
            return list(rows(held[name]))
    if isinstance(answer, list) or text_of(held, "id"):
        return list(rows(answer))
    raise ParseError(f"this is {shape(answer)} where speeches of the European Parliament were expected, under `data` or `@graph`")


def _activities(row: Mapping[str, object]) -> list[_Activity]:
    """Find the activities in a row and the texts below each; a sitting may hold its speeches within itself."""
    found = [_Activity(row)]
    waiting: deque[tuple[Mapping[str, object], _Activity]] = deque([(row, found[0])])
    while waiting:
        node, activity = waiting.popleft()
        if _texts(node):
            activity.passages.append(node)
        for name, value in node.items():
            for inner in rows(value) if name not in {_TEXTS, "activity_label"} else ():
                owner = activity
                if text_of(inner, "activity_id"):
                    owner = _Activity(inner)
                    found.append(owner)
                waiting.append((inner, owner))
    return found


def _texts(node: Mapping[str, object]) -> Mapping[str, str]:
    return {lang: text for lang, text in mapping(node.get(_TEXTS)).items() if isinstance(text, str) and text.strip()}


def _items(activities: list[_Activity]) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    twins = Twins()
    items: list[Item] = []
    warnings: list[str] = []
    for activity in activities:
        fragments = _fragments(activity)
        item = _item(activity, fragments, twins)
        broken = sorted({lang for lang, fragment in fragments.items() if not fragment.is_whole})
        if broken:
            warnings.append(f"the text of {item.key} is no well-formed XML in {', '.join(broken)}; it was read without its markup")
        items.append(item)
    return tuple(items), tuple(warnings)


def _fragments(activity: _Activity) -> Mapping[str, Fragment]:
    """Read the text in every language; where several passages are one speech, they follow each other."""
    read: dict[str, Fragment] = {}
    for passage in activity.passages:
        for lang, source in _texts(passage).items():
            fragment = read_fragment(source)
            before = read.get(lang)
            read[lang] = before.followed_by(fragment) if before and before.text != fragment.text else fragment
    return read


def _item(activity: _Activity, fragments: Mapping[str, Fragment], twins: Twins) -> Item:
    row, passage = activity.row, activity.passages[0]
    titles = {lang: title.strip() for lang, title in mapping(row.get("activity_label")).items() if isinstance(title, str)}
    lang = _language(passage, fragments)
    main = fragments[lang]
    name = text_of(row, "activity_id") or text_of(row, "id").rpartition("/")[2] or text_of(passage, "identifier")
    title = titles.get(lang) or next((titles[each] for each in (*_FALLBACK, *titles) if titles.get(each)), "")
    speaker = _speaker(row, main, fragments.get("en", main))
    published, precision = _time(row, main, name)
    links = {each: _link(passage, each) for each in fragments}
    variants = {each: Variant(fragment.text, links[each], titles.get(each, "")) for each, fragment in fragments.items()}
    sitting = _SITTING.search(name)
    return Item(
        key=twins.apart(name),
        title=title,
        text=main.text,
        kind=_kind(row, main) if speaker else Kind.PROCEDURAL,
        url=links[lang],
        published_at=published,
        lang=lang,
        sitting_date=_day(row, name),
        headings=(title,) if title else (),
        speaker=speaker,
        variants=MappingProxyType(variants),
        record=Record("parliament", sitting[0] if sitting else None, name, precision, _debate(row, passage)),
    )


def _language(passage: Mapping[str, object], fragments: Mapping[str, Fragment]) -> str:
    """Choose the language of the item: the one that was spoken, else the first that most can read."""
    spoken = (_LANGUAGES.get(str(uri).rpartition("/")[2], "") for uri in listed(passage.get("originalLanguage")))
    return next(lang for lang in (*spoken, *_FALLBACK, *fragments) if lang in fragments)


def _speaker(row: Mapping[str, object], main: Fragment, english: Fragment) -> Speaker | None:
    label = main.person or main.label
    if not label:
        return None
    part = next(iter(rows(row.get("had_participation"))), {})
    people = [str(person) for person in listed(part.get("had_participant_person")) if isinstance(person, str)]
    is_chair = bool(_CHAIRS.fullmatch(text_of(part, "participation_role").rpartition("/")[2])) or english.label.lower() == "president"
    return Speaker(
        label, id=people[0] if people else main.person_id or None, role=main.role or None, party=main.party or None, is_chair=is_chair
    )


def _kind(row: Mapping[str, object], main: Fragment) -> Kind:
    activity = text_of(row, "had_activity_type").rpartition("/")[2]
    if "WRITTEN" in activity:
        return Kind.STATEMENT
    return Kind.SPEECH if main.is_speech or "SPEECH" in activity else Kind.PROCEDURAL


def _time(row: Mapping[str, object], main: Fragment, name: str) -> tuple[datetime | None, Literal["exact", "sitting"] | None]:
    begun = instant(text_of(row, "activity_start_date"), _ZONE) or instant(main.begun, _ZONE)
    if begun:
        return begun, "exact"
    day = _day(row, name)
    return (start_of(day, _ZONE), "sitting") if day else (None, None)


def _day(row: Mapping[str, object], name: str) -> date | None:
    named = _DAY.search(name)
    return day_of(text_of(row, "activity_date")) or day_of(text_of(row, "activity_start_date")) or (day_of(named[0]) if named else None)


def _debate(row: Mapping[str, object], passage: Mapping[str, object]) -> str:
    """Name the debate: the item of the agenda, else the section of the report."""
    for holder, name in ((row, "inverse_consists_of"), (passage, "is_part_of")):
        for value in listed(holder.get(name)):
            uri = value if isinstance(value, str) else text_of(mapping(value), "id")
            if uri:
                return uri.rpartition("/")[2]
    return ""


def _link(passage: Mapping[str, object], lang: str) -> str | None:
    section = next((uri.rpartition("/")[2] for uri in listed(passage.get("is_part_of")) if isinstance(uri, str)), "")
    if not section.startswith("CRE-"):
        return None
    number = text_of(passage, "number")
    return f"https://www.europarl.europa.eu/doceo/document/{section}_{lang.upper()}.html" + (f"#{number}" if number else "")


def _contradictions(items: tuple[Item, ...], url: str) -> tuple[str, ...]:
    asked = sorted(_DAY.findall(url))
    if not asked:
        return ()
    other = sorted({str(item.sitting_date) for item in items if item.sitting_date and not asked[0] <= str(item.sitting_date) <= asked[-1]})
    period = " to ".join(dict.fromkeys((asked[0], asked[-1])))
    return (f"the speeches say that they are of {', '.join(other)}, their address that they are of {period}",) if other else ()
