"""What a discovery asks next, and what an answer does to its cursor: one pair of functions for all kinds.

`open_round`, then as long as `next_ask` gives something to ask, `after` with its answer; then `close_round`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.catalogue.discovery import Counter, DateWalk, IndexPage, OneFeed, SinceParam, SitemapLastmod, ZipBulk
from monitor.sources.discovery import counter, date_walk, feed, index_page, since_param, sitemap_lastmod, zip_bulk
from monitor.sources.discovery.addresses import by_language
from monitor.sources.discovery.ask import Answer, Ask
from monitor.sources.discovery.booking import IN_A_ROW, LISTING, booked

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.sources.discovery.ask import Plan
    from monitor.sources.discovery.cursor import Cursor, Wanted


def open_round(plan: Plan, cursor: Cursor, now: datetime) -> Cursor:
    """Begin a round, unless one is under way."""
    if cursor.round is not None:
        return cursor
    match plan.discovery:
        case OneFeed() as one:
            begun = feed.begin(plan, one, cursor, now)
        case Counter() as one:
            begun = counter.begin(plan, one, cursor, now)
        case DateWalk() as one:
            begun = date_walk.begin(plan, one, cursor, now)
        case IndexPage() as one:
            begun = index_page.begin(plan, one, cursor, now)
        case SinceParam() as one:
            begun = since_param.begin(plan, one, cursor, now)
        case SitemapLastmod() as one:
            begun = sitemap_lastmod.begin(plan, one, cursor, now)
        case ZipBulk() as one:
            begun = zip_bulk.begin(plan, one, cursor, now)
    return begun


def next_ask(plan: Plan, cursor: Cursor) -> Ask | None:
    """Tell what to ask next; None when the round is through, or none is under way."""
    if cursor.round is None:
        return None
    if isinstance(plan.discovery, Counter) and (probe := counter.probe(plan, plan.discovery, cursor)) is not None:
        return probe
    if cursor.round.listings and isinstance(plan.discovery, IndexPage):
        return index_page.listing_ask(plan.discovery, cursor, cursor.round.listings[0])
    if cursor.round.listings:
        return sitemap_lastmod.listing_ask(cursor.round.listings[0])
    return _document_ask(plan, cursor, cursor.round.queue[0]) if cursor.round.queue else None


def after(plan: Plan, cursor: Cursor, ask: Ask, answer: Answer, now: datetime) -> Cursor:
    """Work out the cursor after an answer."""
    match plan.discovery:
        case Counter() as one if ask.kind == "probe":
            moved = counter.probed(one, cursor, ask, answer, now)
        case Counter() as one:
            moved = counter.read(plan, one, cursor, ask, answer, now)
        case IndexPage() as one if ask.kind == "listing":
            moved = index_page.listed(plan, one, cursor, ask, answer, now)
        case SitemapLastmod() as one if ask.kind == "listing":
            moved = sitemap_lastmod.listed(plan, one, cursor, ask, answer, now)
        case SinceParam() as one:
            moved = since_param.read(one, cursor, ask, answer, now)
        case ZipBulk():
            moved = zip_bulk.read(cursor, ask, answer, now)
        case _:
            moved = booked(cursor, ask, answer, now)
    return moved


def is_broken(cursor: Cursor) -> bool:
    """Tell whether it is the site that is broken: failures in a row that look like the server's, or a round without a good answer."""
    under_way = cursor.round
    if under_way is None:
        return False
    is_through = not under_way.listings and not under_way.queue
    return under_way.in_a_row >= IN_A_ROW or (is_through and under_way.bad > 0 and under_way.good == 0)


def after_trouble(cursor: Cursor) -> Cursor:
    """Let a round whose site was broken go on: one more failure of the server's ends the next try, one good answer ends the trouble."""
    if cursor.round is None:
        return cursor
    return replace(cursor, round=replace(cursor.round, in_a_row=min(cursor.round.in_a_row, IN_A_ROW - 1)))


def close_round(cursor: Cursor) -> Cursor:
    """End a round that is through. What it brought is the starting point, if it was the first and the site worked."""
    if cursor.round is None:
        return cursor
    has_begun = cursor.has_begun or not is_broken(cursor)
    place = dict(cursor.place)
    if has_begun and all(failure.mark != LISTING for failure in cursor.failed.values()):
        place["done"] = cursor.round.began.isoformat()
    return replace(cursor, place=place, round=None, has_begun=has_begun)


def _document_ask(plan: Plan, cursor: Cursor, wanted: Wanted) -> Ask:
    discovery = plan.discovery
    if isinstance(discovery, SinceParam):
        return since_param.part_ask(cursor, wanted)
    if isinstance(discovery, ZipBulk):
        return zip_bulk.archive_ask(discovery, cursor)
    known, failure = cursor.known.get(wanted.name), cursor.failed.get(wanted.name)
    member = None if isinstance(discovery, OneFeed) else discovery.member
    return Ask(
        "document",
        wanted.name,
        by_language(wanted.name, plan.languages),
        readings=known.readings if known is not None else {},
        wants="archive" if member is not None else "any" if isinstance(discovery, OneFeed) else "data",
        member=member,
        mark=wanted.mark,
        is_old=not cursor.has_begun or (failure is not None and failure.is_old),
        pace=plan.pace,
    )
