"""`counter`: documents are numbered, and the next number is tried until there is none.

At first contact the present end is found by doubling and then halving, and read backwards from there until a document is older than
the revisit window. A gap does not end the counting: some numbers further on are tried too, four times a day. What was missing, or is
not yet there beside a number, is asked for again as long as it may come.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.sources.discovery.addresses import by_language
from monitor.sources.discovery.ask import Answer, Ask, Verdict
from monitor.sources.discovery.booking import answered, booked, due_again, failed, forgotten, opened, queued_first, to_revisit, without
from monitor.sources.discovery.cursor import Wanted

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.catalogue.discovery import Counter
    from monitor.sources.discovery.ask import Plan
    from monitor.sources.discovery.cursor import Cursor

MOST_BACK = 40  # documents read backwards at first contact
BACK_UNDATED = 5  # of those that tell no day
LOOKS_AHEAD_EVERY = timedelta(hours=6)
_FIELD = re.compile(r"(?<!\$)\{n(?::([^{}]*))?\}")
_THERE = frozenset({Verdict.HERE, Verdict.SAME})


def numbered(counter: Counter, number: int, beside: str = "") -> str:
    """Give the name of a number's document, or of what stands beside it."""
    return _FIELD.sub(lambda field: format(number, field[1] or "") + beside, counter.url)


def begin(plan: Plan, counter: Counter, cursor: Cursor, now: datetime) -> Cursor:
    """Begin a round: what failed, the next number, then revisits."""
    place = cursor.place
    if "n" not in place:
        searching = place if "low" in place else {"low": counter.start - 1, "high": 0, "step": 1}
        return opened(replace(cursor, place=searching), now, [])
    last = numbered(counter, _number(place["n"]))
    cursor = forgotten(plan, cursor, now, keep=[last])
    following = _following(counter, cursor, _number(place["n"]))
    queue = dict.fromkeys([*due_again(cursor, now), *following, *to_revisit(cursor, now)])
    return opened(cursor, now, queue)


def probe(plan: Plan, counter: Counter, cursor: Cursor) -> Ask | None:
    """Ask whether a number is there, while the present end is not known."""
    if "n" in cursor.place or cursor.round is None:
        return None
    name = numbered(counter, _probed(cursor))
    language, address = next(iter(by_language(name, plan.languages).items()))
    return Ask("probe", name, {language: address}, is_old=True)


def probed(counter: Counter, cursor: Cursor, ask: Ask, answer: Answer, now: datetime) -> Cursor:
    """Narrow down the present end. A document that is there and broken is there; web pages alone, before any document, are no end."""
    is_nothing_but_pages = answer.verdict is Verdict.SOFT and _number(cursor.place["low"]) < counter.start
    if is_nothing_but_pages or (answer.verdict is Verdict.BROKEN and answer.is_servers):  # no end to be believed
        return failed(cursor, ask, replace(answer, is_servers=True), now)
    number, place = _probed(cursor), dict(cursor.place)
    if answer.verdict in {Verdict.ABSENT, Verdict.SOFT}:
        place["high"] = number
    else:
        place |= {"low": number, "step": _number(place["step"]) * 2}
    cursor = answered(replace(cursor, failed=without(cursor.failed, ask.name)))
    low, high = _number(place["low"]), _number(place["high"])
    if not high or high - low > 1:
        return replace(cursor, place=place)
    cursor = replace(cursor, place={"n": low, "back": low, "end": low})
    first = [Wanted(numbered(counter, low))] if low >= counter.start else []
    return queued_first(cursor, [*first, Wanted(numbered(counter, low + 1))])


def read(  # noqa: PLR0913, PLR0917 what a step is made of
    plan: Plan, counter: Counter, cursor: Cursor, ask: Ask, answer: Answer, now: datetime
) -> Cursor:
    """Go on counting after a document, or back at first contact."""
    cursor = booked(cursor, ask, answer, now)
    last = _number(cursor.place["n"])
    number = next((each for each in range(last + 1, last + counter.tolerance + 1) if numbered(counter, each) == ask.name), None)
    if number is not None:
        return _beyond(counter, cursor, number, answer, now)
    return _backwards(plan, counter, cursor, ask, answer, now)


def _following(counter: Counter, cursor: Cursor, last: int) -> list[Wanted]:
    """Choose the next number; past those that failed, and are tried again in their own time."""
    names = (numbered(counter, each) for each in range(last + 1, last + counter.tolerance + 1))
    return [Wanted(name) for name in names if name not in cursor.failed][:1]


def _beyond(counter: Counter, cursor: Cursor, number: int, answer: Answer, now: datetime) -> Cursor:
    """Move the end if the number is there; else look over the gap, now and then."""
    last, name = _number(cursor.place["n"]), numbered(counter, number)
    is_there = answer.verdict in _THERE or (answer.verdict is Verdict.BROKEN and not answer.is_servers)
    if is_there:
        beside = [Wanted(numbered(counter, number, each)) for each in counter.also]
        cursor = replace(cursor, place={**cursor.place, "n": number})
        return queued_first(cursor, [*beside, Wanted(numbered(counter, number + 1))])
    if answer.verdict is Verdict.SOFT and number == last + 1:
        cursor = _with_witness(cursor, numbered(counter, last))
    looked = str(cursor.place.get("ahead", ""))
    may_look = number > last + 1 or looked < (now - LOOKS_AHEAD_EVERY).isoformat()
    if number - last < counter.tolerance and may_look:
        cursor = replace(cursor, place={**cursor.place, "ahead": now.isoformat()})
        return queued_first(cursor, [Wanted(numbered(counter, number + 1))])
    kept = cursor.missing
    for each in range(last + 1, last + counter.tolerance + 1):  # nothing came beyond: that is no gap but the end
        kept = without(kept, numbered(counter, each))
    return replace(cursor, missing=kept) if name not in cursor.failed else cursor


def _with_witness(cursor: Cursor, last: str) -> Cursor:
    """Ask for the last document too: if a web page stands in its place as well, the site is broken and this is no end."""
    is_asked = cursor.round is None or any(each.name == last for each in cursor.round.queue)
    return cursor if is_asked or last not in cursor.known or last in cursor.failed else queued_first(cursor, [Wanted(last)])


def _backwards(  # noqa: PLR0913, PLR0917 what a step is made of
    plan: Plan, counter: Counter, cursor: Cursor, ask: Ask, answer: Answer, now: datetime
) -> Cursor:
    """At first contact, take the number before as long as documents are within the revisit window."""
    if "back" not in cursor.place or ask.name != numbered(counter, _number(cursor.place["back"])):
        return cursor
    number, steps = _number(cursor.place["back"]), _number(cursor.place["end"]) - _number(cursor.place["back"])
    is_young = answer.newest >= (now - plan.revisit).date() if answer.newest else steps + 1 < BACK_UNDATED
    place = dict(cursor.place)
    if number <= counter.start or steps + 1 >= MOST_BACK or not is_young:
        del place["back"], place["end"]
        return replace(cursor, place=place)
    place["back"] = number - 1
    return queued_first(replace(cursor, place=place), [Wanted(numbered(counter, number - 1))])


def _probed(cursor: Cursor) -> int:
    low, high, step = (_number(cursor.place[name]) for name in ("low", "high", "step"))
    return (low + high) // 2 if high else low + step


def _number(kept: object) -> int:
    return kept if isinstance(kept, int) else int(str(kept))
