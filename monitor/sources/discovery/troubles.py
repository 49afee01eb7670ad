"""What the operator hears of single documents: which one, why, and when it is mended. Pure; compares a cursor before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.sources.discovery.booking import LISTING
from monitor.sources.discovery.cursor import Cursor, Failure
from monitor.sources.notices import Notice, clock, condition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import tzinfo

    from monitor.model import SourceKey

DOCUMENT = "source.document"
FAULTY = "source.faulty"
DOCUMENT_FAULTS = frozenset({DOCUMENT, FAULTY})  # conditions are these, the source's key and the document's name
_MOST_LINES = 5


def notices_between(key: SourceKey, before: Cursor, after: Cursor, warnings: Sequence[str], zone: tzinfo) -> tuple[Notice, ...]:
    """Tell of the documents that have come to be broken, or were mended or given up; `warnings` are of the one that was read."""
    return (*_broken(key, before, after, zone), *_mended(key, before, after), *_faulty(key, before, after, warnings))


def notices_of(
    key: SourceKey, before: Mapping[str, Cursor], after: Mapping[str, Cursor], warnings: Sequence[str], zone: tzinfo
) -> tuple[Notice, ...]:
    """Tell the same of all discoveries of a record; one that it has no more takes its troubles with it."""
    nothing, plans = Cursor(), dict.fromkeys([*before, *after])
    pairs = ((before.get(plan, nothing), after.get(plan, nothing)) for plan in plans)
    return tuple(notice for former, present in pairs for notice in notices_between(key, former, present, warnings, zone))


def _broken(key: SourceKey, before: Cursor, after: Cursor, zone: tzinfo) -> Iterator[Notice]:
    for name, failure in after.failed.items():
        former = before.failed.get(name)
        if not failure.is_told or (former is not None and former.is_told):
            continue
        what = _what(failure)
        missed = "What it lists is not found" if failure.mark == LISTING else "Nothing of this document is watched"
        at = "" if "{lang" in name else f" ({name})"  # of several languages the reason names the one that is meant
        lines = (
            f"{failure.reason[:1].upper()}{failure.reason[1:]}{at}.",
            f"{missed} until it can be read; everything else of the source goes on.",
            f"The next try is at {clock(failure.again, zone)}; tries grow rarer, down to one a day.",
            "Open the address in a browser. If it is fine there, please report it with the document.",
        )
        yield Notice(_condition(DOCUMENT, key, name), f"{key}: {what} cannot be read", lines)


def _mended(key: SourceKey, before: Cursor, after: Cursor) -> Iterator[Notice]:
    for name, failure in before.failed.items():
        if not failure.is_told or name in after.failed:
            continue
        if failure.mark == LISTING:  # no list is among the documents that are known
            line = f"Or it is not asked for any more: {name}"
            yield Notice(_condition(DOCUMENT, key, name), f"{key}: {_what(failure)} is read again", (line,), is_over=True)
            continue
        is_read = name in after.known
        subject = f"{key}: a document is read again" if is_read else f"{key}: a document is given up"
        line = f"It was read after {failure.tries} tries that failed: {name}" if is_read else f"It is not there, or too old by now: {name}"
        yield Notice(_condition(DOCUMENT, key, name), subject, (line,), is_over=True)


def _what(failure: Failure) -> str:
    return "a list of documents" if failure.mark == LISTING else "a document"


def _faulty(key: SourceKey, before: Cursor, after: Cursor, warnings: Sequence[str]) -> Iterator[Notice]:
    was = {name for name, known in before.known.items() if known.is_faulty}
    now = {name for name, known in after.known.items() if known.is_faulty}
    for name in sorted(now - was):
        lines = (f"In {name}:", *warnings[:_MOST_LINES], "What could be read was taken in. Its publisher can mend it.")
        yield Notice(_condition(FAULTY, key, name), f"{key}: a document is read in part only", lines)
    for name in sorted(was - now):
        yield Notice(
            _condition(FAULTY, key, name), f"{key}: a document is read in full", (f"Or it is not read any more: {name}",), is_over=True
        )


def _condition(kind: str, key: SourceKey, name: str) -> str:
    return f"{condition(kind, key)}/{name}"
