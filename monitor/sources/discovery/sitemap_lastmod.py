"""`sitemap_lastmod`: a sitemap, or an index of them, lists pages with the time of their last change (sitemaps.org, protocol 0.9).

A page is asked for when that time is new to us and within the revisit window; that alone tells what changed, so nothing is revisited.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import re2  # type: ignore[import-untyped]

from monitor.errors import ParseError
from monitor.sources.discovery.addresses import fill, harmless
from monitor.sources.discovery.ask import Answer, Ask, Verdict
from monitor.sources.discovery.booking import LISTING, answered, counts_from, due_again, failed, forgotten, opened, without
from monitor.sources.discovery.cursor import MOST_QUEUED, Listing, Wanted
from monitor.sources.parliament.xml import first, local_name, named, read_xml, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from monitor.catalogue.discovery import SitemapLastmod
    from monitor.sources.discovery.ask import Plan
    from monitor.sources.discovery.cursor import Cursor

MOST_SITEMAPS = 50  # of one index that are read in a round
DEEPEST = 3  # an index of indexes is against the protocol; beyond this it is a loop


def begin(plan: Plan, sitemap: SitemapLastmod, cursor: Cursor, now: datetime) -> Cursor:
    """Begin a round with the sitemap, and what failed."""
    cursor = opened(forgotten(plan, cursor, now), now, due_again(cursor, now))
    return replace(cursor, round=replace(cursor.round, listings=(Listing(sitemap.url),))) if cursor.round else cursor


def listing_ask(listing: Listing) -> Ask:
    """Ask for a sitemap."""
    return Ask("listing", listing.address, {"": listing.address}, wants="any", mark=LISTING, level=listing.level)


def listed(  # noqa: PLR0913, PLR0917 what a step is made of
    plan: Plan, sitemap: SitemapLastmod, cursor: Cursor, ask: Ask, answer: Answer, now: datetime
) -> Cursor:
    """Take what a sitemap lists: further sitemaps, or pages that changed, the longest unread first."""
    if cursor.round is None:
        return cursor
    rest = tuple(each for each in cursor.round.listings if each.address != ask.name)
    cursor = replace(cursor, round=replace(cursor.round, listings=rest))
    start = counts_from(plan, cursor, now)
    try:
        root = _root(answer)
    except ParseError as error:
        return failed(cursor, ask, replace(answer, verdict=Verdict.BROKEN, reason=str(error)), now)
    cursor = answered(replace(cursor, failed=without(cursor.failed, ask.name)))
    if local_name(root) == "sitemapindex":
        return _with_sitemaps(sitemap, cursor, ask, root, start)
    return _with_pages(sitemap, cursor, root, start, now)


def _root(answer: Answer) -> etree._Element:
    if answer.verdict is not Verdict.HERE:
        raise ParseError(answer.reason or "there is no sitemap at this address")
    root = read_xml(answer.body)
    if local_name(root) not in {"sitemapindex", "urlset"}:
        raise ParseError(f"this is no sitemap: its root is <{local_name(root)}>")
    return root


def _with_sitemaps(sitemap: SitemapLastmod, cursor: Cursor, ask: Ask, root: etree._Element, start: datetime) -> Cursor:
    if cursor.round is None or ask.level >= DEEPEST:
        return cursor
    chosen = [
        Listing(harmless(address), ask.level + 1)
        for address, lastmod, changed in _entries(root, "sitemap")
        if (sitemap.sitemap is None or re2.search(sitemap.sitemap, address)) and (not lastmod or changed is None or changed >= start)
    ]
    return replace(cursor, round=replace(cursor.round, listings=(*chosen[-MOST_SITEMAPS:], *cursor.round.listings)))


def _with_pages(sitemap: SitemapLastmod, cursor: Cursor, root: etree._Element, start: datetime, now: datetime) -> Cursor:
    if cursor.round is None:
        return cursor
    chooses, fresh = re2.compile(sitemap.page), []
    for address, lastmod, changed in _entries(root, "url"):
        matched = chooses.search(address)
        if matched is None or changed is None or changed < start:
            continue
        groups = {name: matched.group(at) or "" for name, at in chooses.groupindex.items()}
        name = fill(sitemap.document, groups) if sitemap.document is not None else harmless(address)
        known, failure = cursor.known.get(name), cursor.failed.get(name)
        is_read = known is not None and known.mark == lastmod
        is_waiting = failure is not None and failure.mark == lastmod and failure.again > now
        if not is_read and not is_waiting:
            fresh.append((changed, Wanted(name, lastmod)))
    names = {wanted.name: wanted for _, wanted in sorted(fresh, key=lambda entry: entry[0])}
    queue = (*(each for each in cursor.round.queue if each.name not in names), *list(names.values())[:MOST_QUEUED])
    return replace(cursor, round=replace(cursor.round, queue=queue))


def _entries(root: etree._Element, name: str) -> Iterator[tuple[str, str, datetime | None]]:
    for entry in named(root, name):
        lastmod = words_of(first(entry, "lastmod"))
        if address := words_of(first(entry, "loc")):
            yield address, lastmod, _moment(lastmod)


def _moment(lastmod: str) -> datetime | None:
    """Read a W3C date and time; a year or month alone is no help, and a time without zone is taken as UTC."""
    try:
        moment = datetime.fromisoformat(lastmod)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
