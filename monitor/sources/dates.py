"""The date of an entry, as many ways as feeds write one; an absent or unreadable date is None, never a guess.

Read here rather than by feedparser, which completes a partial date from today's. Instants are aware and in UTC, and so is a time
without a zone.
"""

# ruff: noqa: RUF001 the letters of other alphabets are the subject here

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta

from monitor.sources.months import month_number

_LONGEST = 80  # a date is short: nothing longer is looked at
_FEED_BEGIN = datetime(1970, 1, 3, tzinfo=UTC)  # the epoch and year 1 are what a program writes that has no date
_OLD_CENTURY = 70  # two-digit years from here on are of the 1900s

_TIME = (
    r"(?:\s*(?P<before>오전|오후|上午|下午|午前|午後)?\s*(?P<hour>\d{1,2})\s*[:h時时시]\s*(?P<minute>\d{1,2})"
    r"(?:\s*[:分분]\s*(?P<second>\d{1,2})(?:[.,]\d{1,9})?)?[分秒분초]?\s*(?P<half>[ap]\.?\s?m\.?)?(?![\d:]))"
)
_ZONE = (
    r"\s*(?P<zone>(?:[a-z]{1,5}(?:\d[a-z]{3})?|[a-z]+/[a-z_/]+)?\s*(?:[+−-]\s?\d{1,2}:?(?:\d\d)?)?)"
    r"\s*(?:\([^()]{0,40}\)|\[[^\[\]]{0,40}\])?"
)
_TAIL = rf"(?:[\s,t|/@–-]*(?:(?:at|um|à|às|as|a\s+las|ore|kl|о|в|в\s+|klo|u|o)\.?\s)?{_TIME}{_ZONE})?\s*"
_WORD = r"[^\W\d_]+"
_WEEKDAY = rf"(?:{_WORD}(?:-{_WORD})?(?:[.,]+\s?,?\s?|\s,?\s?))?"
_YEAR = r"'?(?P<year>\d{4}|\d\d)(?!\d)"
_MONTH_NAME = rf"(?P<name>{_WORD}(?:\s(?:الثاني|الأول))?)[.,]?"


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_SHAPES = (
    _shape(rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}}){_TAIL}"),
    _shape(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:[t ]?(?P<hour>\d\d):?(?P<minute>\d\d):?(?P<second>\d\d)?" + _ZONE + r")?"),
    _shape(
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|re|[.ºª°])?,?[\s-]*(?:de\s+|of\s+)?{_MONTH_NAME}[\s,-]*(?:de[l]?\s+)?{_YEAR}(?:\s?(?:г|р)\.)?,?{_TAIL}"
    ),
    _shape(rf"{_WEEKDAY}{_MONTH_NAME}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th|[.])?[\s,]+{_YEAR},?{_TAIL}"),
    _shape(rf"{_WEEKDAY}{_MONTH_NAME}\s+(?P<day>\d{{1,2}}),?{_TIME}\s*(?P<zone>[a-z]{{1,5}})?\s+(?P<year>\d{{4}})"),
    _shape(
        rf"(?P<year>\d{{4}})\s*[./年년]\s*(?:{_MONTH_NAME}|(?P<month>\d{{1,2}}))\s*[./月월]?\s*(?P<day>\d{{1,2}})\s*[.日일]?(?:\s*\({_WORD}\))?,?{_TAIL}"
    ),
    _shape(rf"{_WEEKDAY}(?P<day>\d{{1,2}})\s?\.\s?(?P<month>\d{{1,2}})\s?\.\s?{_YEAR}(?:\s?г\.)?,?{_TAIL}"),
    _shape(rf"{_WEEKDAY}(?P<first>\d{{1,2}})[/-](?P<second_part>\d{{1,2}})[/-](?P<year>\d{{4}}),?{_TAIL}"),
)
_EPOCH = re.compile(r"1\d{9}")
_OFFSET = re.compile(r"([+−-])\s?(\d{1,2}):?(\d\d)?$")
# Hours east of Greenwich. IST is India's here: of the three places that use it, the one with most feeds.
_ZONES = {
    "nst": -3.5, "ndt": -2.5, "ast": -4, "adt": -3, "est": -5, "edt": -4, "et": -5, "cst": -6, "cdt": -5, "ct": -6, "mst": -7, "mdt": -6,
    "mt": -7, "pst": -8, "pdt": -7, "pt": -8, "akst": -9, "akdt": -8, "hst": -10, "brt": -3, "art": -3, "west": 1, "bst": 1, "cet": 1,
    "cest": 2, "met": 1, "mest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "sast": 2, "msk": 3, "trt": 3, "pkt": 5, "ist": 5.5,
    "wib": 7, "hkt": 8, "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
_AFTERNOON = ("오후", "下午", "午後")
# English that writes the day first; plain `en` decides nothing.
_DAY_FIRST = frozenset({"en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"})


def read_date(text: str | None, lang: str | None = None) -> datetime | None:
    """Read a date as feeds write it: RFC 822 and RFC 3339, their common misspellings, and dates in words of the feed's language.

    Args:
        text: what the document has; None for nothing.
        lang: the feed's language, a BCP 47 tag. It names the months, and tells whether 02/07/2025 is in February.
    """
    written = re.sub(r"\s+", " ", unicodedata.normalize("NFC", (text or "")[: _LONGEST * 2])).strip()
    if not written or len(written) > _LONGEST:
        return None
    if _EPOCH.fullmatch(written):
        return datetime.fromtimestamp(int(written), UTC)
    for shape in _SHAPES:
        found = shape.fullmatch(written)
        if found and (moment := _moment(found.groupdict(), lang)) is not None:
            return moment if moment >= _FEED_BEGIN else None
    return None


def _moment(parts: dict[str, str | None], lang: str | None) -> datetime | None:
    day_and_month = _day_and_month(parts, lang)
    if day_and_month is None:
        return None
    day, month = day_and_month
    hour, minute = int(parts.get("hour") or 0), int(parts.get("minute") or 0)
    second = min(int(parts.get("second") or 0), 59)  # a leap second is within the minute that it ends
    half = (parts.get("half") or "").lower()[:1]
    if half or parts.get("before"):
        is_afternoon = half == "p" or parts.get("before") in _AFTERNOON
        hour = hour % 12 + (12 if is_afternoon else 0)
    next_day = hour == 24 and minute == second == 0  # noqa: PLR2004 ISO 8601 allows midnight as 24:00
    try:
        local = datetime(_year(parts["year"] or ""), month, day, 0 if next_day else hour, minute, second, tzinfo=UTC)
        return local + timedelta(days=int(next_day)) - _offset(parts.get("zone") or "")
    except (ValueError, OverflowError):
        return None


def _day_and_month(parts: dict[str, str | None], lang: str | None) -> tuple[int, int] | None:
    if parts.get("first"):
        return _by_custom(int(parts["first"] or 0), int(parts["second_part"] or 0), (lang or "").lower())
    month = month_number(parts["name"] or "", lang) if parts.get("name") else int(parts.get("month") or 0)
    return (int(parts["day"] or 0), month) if month else None


def _by_custom(first: int, second: int, lang: str) -> tuple[int, int] | None:
    """Tell day from month in 02/07/2025: by the number that no month has, else by the language; else not at all."""
    if first > 12 or second > 12 or first == second:  # noqa: PLR2004 months of a year
        return (first, second) if first >= second else (second, first)
    if lang == "en-us":
        return second, first
    return (first, second) if lang in _DAY_FIRST or (lang and not lang.startswith("en")) else None


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 digits
        return year
    return year + (1900 if year >= _OLD_CENTURY else 2000)


def _offset(zone: str) -> timedelta:
    """Read `+0200`, `GMT+9`, `EST`; a name that says nothing is UTC, as a time without a zone is."""
    if number := _OFFSET.search(zone):
        offset = timedelta(hours=int(number[2]), minutes=int(number[3] or 0))
        return offset if number[1] == "+" else -offset
    return timedelta(hours=_ZONES.get(zone.strip().lower(), 0))
