"""Dates in HTTP headers (RFC 9110, section 5.6.7): the one form that servers should send, and the two old ones."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read_http_date(text: str) -> datetime | None:
    """Read an HTTP date as an instant in UTC; None when the text is none. A date without a zone is in UTC, as the RFC says."""
    try:
        moment = parsedate_to_datetime(text.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
