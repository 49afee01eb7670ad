"""The filters of a declared record's values. Each takes a text and gives one; what it cannot read stays as it is.

Filters of dates give ISO 8601, so that whatever reads the field afterwards knows one way to write a date.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

from monitor.sources.dates import read_date
from monitor.sources.markup import plain_text

_DOTNET = re.compile(r"\\?/Date\((-?\d{1,15})([+-]\d{1,4})?\)\\?/")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 milliseconds are added to it before the zone is known


def filtered(text: str, name: str, argument: str, lang: str | None) -> str:
    """Put a text through the filter of that name (`catalogue.fields.FILTERS`); `lang` is the record's, for months in words."""
    if name == "html":
        return plain_text(text)
    if name == "lower":
        return text.lower()
    if name == "dotnet_date":
        return _from_dotnet(text)
    if name == "match":
        found = _compiled(argument).search(text)
        return "" if found is None else str(found[1 if found.re.groups else 0] or "")
    return _from_pattern(text, argument) if argument else _from_words(text, lang)


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> Any:
    return re2.compile(pattern)


def _from_dotnet(text: str) -> str:
    """Read `/Date(ms+min)/`: milliseconds from 1970.

    With an offset they count in UTC, and the offset, which is minutes in OData 2.0 and hours with minutes in WCF, changes nothing; without
    one the value has no zone, and is the place's own time (OData 2.0, JSON format, section 4: Edm.DateTime and Edm.DateTimeOffset).
    """
    found = _DOTNET.fullmatch(text.strip())
    if found is None:
        return text
    try:
        moment = _EPOCH + timedelta(milliseconds=int(found[1]))
    except OverflowError:
        return text
    return moment.isoformat() if found[2] is None else moment.replace(tzinfo=UTC).isoformat()


def _from_pattern(text: str, pattern: str) -> str:
    try:
        return datetime.strptime(text.strip(), pattern).isoformat()  # noqa: DTZ007 the zone is the place's, unless the pattern has one
    except ValueError:
        return text


def _from_words(text: str, lang: str | None) -> str:
    """Read a date in words, such as `4. oktober 2023`; midnight means that no time was written, and so no zone either."""
    moment = read_date(text, lang)
    if moment is None:
        return text
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat()
