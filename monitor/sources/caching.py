"""What a server asks for in its headers: how long an answer stays fresh, when to come back, how to ask conditionally.

RFC 9110 (Retry-After, validators) and RFC 9111 (Cache-Control, Age, Expires). Pure; header names are lower-case.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.sources.http_dates import read_http_date

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_FRESH = timedelta(hours=24)  # a content network's "a year" is meant for browsers, not for a feed that is watched
NOTHING = timedelta(0)
_LONGEST_VALIDATOR = 1_000
_UNSENDABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f\ufffd]")
_MAX_AGE = re.compile(r'(?:^|,)\s*max-age\s*=\s*"?(\d{1,12})', re.IGNORECASE)
_NO_CACHE = re.compile(r"(?:^|,)\s*no-cache\s*(?:,|$)", re.IGNORECASE)  # no-cache="field" speaks of one header only
_SECONDS = re.compile(r"\d{1,12}(?:\.\d+)?")


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta:
    """Tell how long the server wants not to be asked again: max-age, else Expires, less the Age; from nothing to 24 h.

    `no-cache` cancels both: such an answer is to be checked again each time.
    """
    control = headers.get("cache-control", "")
    if _NO_CACHE.search(control):
        return NOTHING
    if (age := _MAX_AGE.search(control)) is not None:
        return _bounded(float(age[1]) - _age(headers))
    expires = read_http_date(headers.get("expires", ""))
    return _bounded((expires - now).total_seconds()) if expires else NOTHING


def speaks_of_caching(headers: Mapping[str, str]) -> bool:
    """Tell whether an answer says anything of its freshness; a 304 that says nothing leaves standing what the page said."""
    return "cache-control" in headers or "expires" in headers


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Tell how long the server wants to be left alone; None when it does not say, says it unreadably, or names a moment that has passed."""
    text = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        wait = timedelta(seconds=float(text))
    else:
        moment = read_http_date(text)
        if moment is None:
            return None
        wait = moment - now
    return wait if wait > NOTHING else None


def validators(headers: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Take ETag and Last-Modified byte for byte as the server sent them; what could not be sent back in a header is left out."""
    return _sendable(headers.get("etag")), _sendable(headers.get("last-modified"))


def _sendable(value: str | None) -> str | None:
    if not value or len(value) > _LONGEST_VALIDATOR or _UNSENDABLE.search(value):
        return None
    return value


def _age(headers: Mapping[str, str]) -> float:
    text = headers.get("age", "").strip()
    return float(text) if _SECONDS.fullmatch(text) else 0.0


def _bounded(seconds: float) -> timedelta:
    return timedelta(seconds=min(max(seconds, 0.0), LONGEST_FRESH.total_seconds()))
