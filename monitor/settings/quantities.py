"""Quantities as people write them: durations, sizes, a budget of false alarms, and how many alerts an hour."""

from __future__ import annotations

import re
from datetime import timedelta

_DURATION = re.compile(r"(?:\d+(?:\.\d+)?\s*(?:s|m|h|d|w)\s*)+")
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LONG_UNIT = re.compile(r"\b(?P<unit>seconds?|secs?|minutes?|mins?|hours?|days?|weeks?)\b")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmg]?)i?b?", re.IGNORECASE)
_SIZE_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}
_BUDGET = re.compile(r"(\d+(?:\.\d+)?) (?:per|a) (day|week|month|million words)")
_RATE = re.compile(r"([1-9]\d{0,4}) (?:per|an|a) hour")
LONGEST = timedelta(days=36_500)
MOST_ALERTS = 10_000  # an hour: nobody reads more one by one
MOST_FALSE_ALARMS = 10_000  # in whatever unit: beyond it a number limits nothing, and is a slip


class QuantityError(ValueError):
    """A quantity that cannot be meant as written; the text says how to mend it."""


def read_duration(text: str) -> timedelta:
    """Read `30s`, `15m`, `6h`, `7d`, `2w`, or several together: `1h30m`.

    Raises:
        QuantityError: the text has no unit or is none of these.
    """
    word = _LONG_UNIT.sub(lambda match: match["unit"][0], text.strip().lower())
    if _DURATION.fullmatch(word) is None:
        bare = word.isdigit()
        remedy = f"write a unit: {word}s, {word}m, {word}h or {word}d" if bare else "write 30s, 15m, 6h or 7d"
        raise QuantityError(f"{text!r} is no duration; {remedy}")
    try:
        total = sum((timedelta(**{_UNITS[unit]: float(count)}) for count, unit in _DURATION_PART.findall(word)), timedelta())
    except OverflowError:
        total = LONGEST + timedelta(days=1)
    if total > LONGEST:
        raise QuantityError(f"{text!r} is longer than a century; write 30s, 15m, 6h or 7d")
    return total


def read_size(text: str) -> int:
    """Read `10MB`, `500 kB` or a plain number of bytes; a kilobyte has 1,000 bytes.

    Raises:
        QuantityError: the text is none of these.
    """
    match = _SIZE.fullmatch(text.strip())
    if match is None or len(text) > 30:  # noqa: PLR2004 more digits than any size has
        raise QuantityError(f"{text[:40]!r} is no size; write 10MB or 500kB")
    return round(float(match[1]) * _SIZE_UNITS[match[2].lower()])


def read_budget(text: str) -> str:
    """Check a budget such as `2 per week` and return it in one spelling.

    Raises:
        QuantityError: the text is no budget, or more than anybody reads.
    """
    word = " ".join(text.lower().split())
    match = _BUDGET.fullmatch(word)
    if match is None:
        raise QuantityError(f"{text!r} is no budget; write 2 per week, or 5 per million words")
    if float(match[1]) > MOST_FALSE_ALARMS:
        raise QuantityError(f"{text[:40]!r} is no limit, nobody reads so many; write what you can bear, such as 2 per week")
    return f"{match[1]} per {match[2]}"


def read_rate(text: str) -> int:
    """Read how many alerts an hour, such as `20 per hour`.

    Raises:
        QuantityError: the text is none, or more than anybody reads.
    """
    match = _RATE.fullmatch(" ".join(text.lower().split()))
    if match is None:
        count = text.strip() if text.strip().isdecimal() and text.strip() != "0" else "20"
        raise QuantityError(f"{text[:40]!r} is not so many an hour; write {count[:5]} per hour")
    if int(match[1]) > MOST_ALERTS:
        raise QuantityError(f"{text[:40]!r} is no limit, nobody reads so many; write what you can bear, such as 60 per hour")
    return int(match[1])
