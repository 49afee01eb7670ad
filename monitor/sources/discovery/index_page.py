"""`index_page`: a page links to documents, or to pages that do in turn. What was listed before is revisited, not found anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from monitor.sources.discovery.addresses import fill, names_field
from monitor.sources.discovery.ask import Answer, Ask, Verdict
from monitor.sources.discovery.booking import (
    LISTING,
    answered,
    counts_from,
    due_again,
    failed,
    forgotten,
    look_again,
    opened,
    to_revisit,
    without,
)
from monitor.sources.discovery.cursor import MOST_QUEUED, Listing, Reading, Wanted
from monitor.sources.discovery.links import found_links
from monitor.sources.discovery.marks import mark, packed, unpacked
from monitor.sources.discovery.pages import ListPage, recalled, remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.catalogue.discovery import IndexPage
    from monitor.sources.discovery.ask import Plan
    from monitor.sources.discovery.cursor import Cursor

FIRST_UNDATED = 10  # documents taken at first contact where nothing tells their day
_DAY = timedelta(days=1)


def begin(plan: Plan, index: IndexPage, cursor: Cursor, now: datetime) -> Cursor:
    """Begin a round: the pages that list, what failed, then revisits. A day's page is asked the rarer the older the day is."""
    cursor = forgotten(plan, cursor, now)
    days = [fill(index.url, {"date": day}) for day in _days(plan, index, now)]
    pages = [page for page in days or [index.url] if _is_due(cursor, page, now)]
    cursor = opened(cursor, now, dict.fromkeys([*due_again(cursor, now), *to_revisit(cursor, now)]))
    listings = tuple(Listing(page) for page in pages)
    return replace(cursor, round=replace(cursor.round, listings=listings)) if cursor.round else cursor


def listing_ask(index: IndexPage, cursor: Cursor, listing: Listing) -> Ask:
    """Ask for a page that lists; conditionally, unless it leads to other pages that may have changed."""
    level, page = _at(index, listing.level), recalled(cursor, listing.address)
    is_last = level is None or level.then is None
    readings = {"": page.reading} if is_last and page is not None and page.reading.body_hash else {}
    return Ask("listing", listing.address, {"": listing.address}, readings, wants="page", mark=LISTING, level=listing.level)


def listed(  # noqa: PLR0913, PLR0917 what a step is made of
    plan: Plan, index: IndexPage, cursor: Cursor, ask: Ask, answer: Answer, now: datetime
) -> Cursor:
    """Take what a page lists: more pages, or documents that were not listed before. A page that is not there is the end of its branch.

    The first page of all is not a thing that may be missing: without it nothing is found.
    """
    cursor = _taken(cursor, ask)
    is_gone = answer.verdict in {Verdict.ABSENT, Verdict.SOFT}
    if answer.verdict is Verdict.BROKEN or (is_gone and ask.level == 0 and not names_field(index.url, "date")):
        reason = answer.reason or "there is no page with the list of documents"
        return failed(cursor, ask, replace(answer, reason=reason), now)
    cursor = answered(replace(cursor, failed=without(cursor.failed, ask.name)))
    level = _at(index, ask.level)
    cursor = _remembered(plan, index, cursor, ask, answer, now)
    if answer.verdict is not Verdict.HERE or level is None or cursor.round is None:
        return cursor
    links = found_links(answer.body, answer.url or ask.name, level.link, level.document)
    links = _latest_issues(links if level.is_newest_first else links[::-1])
    if level.then is not None:
        pages = tuple(Listing(address, ask.level + 1) for address, _ in links[: level.most] if _is_due(cursor, address, now))
        return replace(cursor, round=replace(cursor.round, listings=(*pages, *cursor.round.listings)))
    return _with_documents(plan, level, cursor, links, (ask.name, now))


def _with_documents(
    plan: Plan, level: IndexPage, cursor: Cursor, links: list[tuple[str, Mapping[str, str]]], read: tuple[str, datetime]
) -> Cursor:
    """Queue the documents that are new, in the order of their days or, where the newest stand first, from the last to the first.

    `read` is the page and when. What finds no room is no document that was seen: the next round reads the page anew.
    """
    page, now = read
    if cursor.round is None:
        return cursor
    seen = unpacked(cursor.place.get("seen"))
    before, start = set(seen), counts_from(plan, cursor, now).astimezone(plan.zone).date()
    recent = [(address, day) for address, groups in links if (day := _day(groups)) is None or day >= start][: level.most]
    fresh = [(address, day) for address, day in recent if mark(address) not in before and address not in cursor.known]
    if not cursor.has_begun:
        fresh = [entry for place, entry in enumerate(fresh) if entry[1] is not None or place < FIRST_UNDATED]
    fresh.reverse()
    ordered = sorted(fresh, key=lambda entry: entry[1] or date.max)
    queue = cursor.round.queue
    room = max(MOST_QUEUED - len(queue), 0)
    left = {address for address, _ in ordered[room:]}
    present = [mark(address) for address, _ in recent if address not in left]
    queue = (*(Wanted(address) for address, _ in ordered[:room]), *queue)
    place = {**cursor.place, "seen": packed(seen, present)}
    cursor = replace(cursor, place=place, round=replace(cursor.round, queue=queue))
    return remembered(cursor, page, ListPage(Reading(), now, now)) if left else cursor


def _latest_issues(links: list[tuple[str, Mapping[str, str]]]) -> list[tuple[str, Mapping[str, str]]]:
    """Keep, of links that differ in their issue alone, the last issue, at the place of the first."""
    latest: dict[tuple[tuple[str, str], ...], tuple[str, Mapping[str, str]]] = {}
    for address, groups in links:
        others = tuple((name, value) for name, value in groups.items() if name != "issue")
        key = others if "issue" in groups else (("", address),)
        if key not in latest or groups["issue"] > latest[key][1]["issue"]:
            latest[key] = (address, groups)
    return list(latest.values())


def _days(plan: Plan, index: IndexPage, now: datetime) -> list[date]:
    """List the days that have a page each, the last first; none if there is one page for all."""
    if not names_field(index.url, "date"):
        return []
    today = now.astimezone(plan.zone).date()
    return [today - days * _DAY for days in range(plan.revisit // _DAY + 1)]


def _remembered(  # noqa: PLR0913, PLR0917 what a step is made of
    plan: Plan, index: IndexPage, cursor: Cursor, ask: Ask, answer: Answer, now: datetime
) -> Cursor:
    """Keep a page's validators. The first is asked each round, a day's page and those it leads to the rarer the older they are."""
    former = recalled(cursor, ask.name)
    reading = answer.readings.get("") or ask.readings.get("") or Reading()
    since = former.since if former is not None else now
    if ask.level == 0:
        days = [day for day in _days(plan, index, now) if fill(index.url, {"date": day}) == ask.name]
        since = datetime.combine(days[0], time(), plan.zone) if days else now
    again = now if since == now and ask.level == 0 else look_again(since, now, ask.pace)
    return remembered(cursor, ask.name, ListPage(reading, since, again))


def _is_due(cursor: Cursor, address: str, now: datetime) -> bool:
    page = recalled(cursor, address)
    return page is None or page.again <= now


def _taken(cursor: Cursor, ask: Ask) -> Cursor:
    if cursor.round is None:
        return cursor
    rest = tuple(each for each in cursor.round.listings if each.address != ask.name)
    return replace(cursor, round=replace(cursor.round, listings=rest))


def _at(index: IndexPage, level: int) -> IndexPage | None:
    page: IndexPage | None = index
    for _ in range(level):
        page = page.then if page is not None else None
    return page


def _day(groups: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(groups["date"])
    except (KeyError, ValueError):
        return None
