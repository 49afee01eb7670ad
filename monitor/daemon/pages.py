"""The pages of articles in the database: which entries want theirs read, and what a page that was read brings, in one transaction.

The entry was stored and matched before; what stands in it was told then. The page is matched with it as a field of its own, and only a
watch that was not found before, or not for sure, is news: as with an edit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.daemon import conditions, follow_ups, vetoes
from monitor.daemon.alerting import Alerting
from monitor.daemon.second_look import Occasion, look_again
from monitor.model import Hit, Item, ItemId, PageState, SourceKey
from monitor.sources.cut_off import wants_page
from monitor.sources.origin import host_of
from monitor.sources.page_conduct import FAILING_AFTER, notice_of
from monitor.store import article_reads
from monitor.store import hits as hit_rows
from monitor.store import items as item_rows
from monitor.store import sources as source_rows
from monitor.store.article_reads import Reading, Wanted
from monitor.stories.edition import edition
from monitor.stories.fingerprint import copy_keys
from monitor.stories.url_key import is_front_page, url_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.settings.records import Source
    from monitor.sources.article import Article
    from monitor.sources.page_conduct import Outcome
    from monitor.store.items import KnownItem, StoredItem

AGAIN_AFTER = timedelta(hours=6)  # the page of an entry that changed is read again, but not at every stroke of its editor
MOST_ROUNDS = 3


@dataclass(slots=True)
class Told:
    """What a page came to, for the log and for people."""

    source: SourceKey
    url: str
    state: PageState
    reason: str = ""
    words: int = 0
    hits: int = 0
    messages: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """One try that is over: whose page it was, and what it came to. `words` are those of a text that was read."""

    source: SourceKey
    reading: Reading
    outcome: Outcome
    now: datetime
    words: int | None = None


def setting_of(live: Live, source: Source) -> str:
    """Tell whether a source's pages are read: its own setting, else the general one; only feeds give articles in part."""
    return (source.full_text or live.settings.fetch.full_text) if source.kind == "feed" else "never"


def settle(connection: Connection, live: Live, done: Done) -> Told:
    """Write what a try came to, keep its host's pause, and tell the operator of a source whose pages all fail."""
    reading, outcome = done.reading, done.outcome
    article_reads.settle(connection, reading.item, outcome.standing, done.now, done.words)
    if outcome.host_hold is not None:
        source_rows.hold_host(connection, outcome.host, outcome.host_hold)
    if outcome.state is not PageState.DUE:
        ends = article_reads.latest(connection, reading.source_id, FAILING_AFTER)
        if (notice := notice_of(done.source, ends, outcome.reason)) is not None:
            conditions.apply(connection, live, notice, done.now)
    return Told(done.source, reading.url, outcome.state, outcome.reason, done.words or 0)


def with_page(entry: Item, article: Article) -> Item:
    """Put what a page said beside its entry: the text, the language if the feed named none, and the original of a copy.

    The original is what the entry names, else what the page declares, else its canonical address if that is another than its own.
    """
    original = entry.original or article.original or _canonical(article, entry.url or "")
    return replace(entry, page=article.text, lang=entry.lang or article.lang, original=original)


class PageDesk:
    """Where the pages of one source's entries are asked for and entered, within a transaction."""

    def __init__(self, connection: Connection, live: Live, source: Source, now: datetime) -> None:
        self._connection, self._live, self._source, self._now = connection, live, source, now

    def want(self, source_id: int, entries: Mapping[ItemId, Item]) -> None:
        """Have the pages read of those entries just stored that give their article in part."""
        setting = setting_of(self._live, self._source)
        wanted = [_wanted(item, entry, source_id) for item, entry in entries.items() if wants_page(entry, setting, self._source.url)]
        article_reads.want(self._connection, wanted, self._now)

    def want_again(self, before: KnownItem, entry: Item) -> None:
        """Have the page of an entry that changed read again, if it still gives its article in part."""
        if before.baseline or not wants_page(entry, setting_of(self._live, self._source), self._source.url):
            return
        page = _wanted(before.id, entry, before.source_id)
        if not article_reads.want_again(self._connection, page, self._now, AGAIN_AFTER, MOST_ROUNDS):
            article_reads.want(self._connection, [page], self._now)

    def take_in(self, before: StoredItem, article: Article, found: Sequence[Hit]) -> tuple[int, int]:
        """Store a page's text and what was found in it; tell what is new, and what it takes back of an earlier reading.

        Returns:
            How many watches were found that had not been before, and how many messages they made.
        """
        known = item_rows.known(self._connection, before.source_id, [before.key])[before.key]
        item = _trusted(self._connection, with_page(before.item, article), before)
        kept, left_out = vetoes.heed(self._connection, {known.key: item}, {known.key: tuple(found)}, {known.key: known})
        vetoes.note(self._connection, before.id, left_out.get(known.key, ()), self._now)
        item_rows.add_page(self._connection, before.id, item)
        _add_keys(self._connection, item, article, before)
        alerting = Alerting(self._connection, self._live, self._source, self._now)
        if before.item.page and (new := edition(before.item, item, before.content_hash)) is not None:
            follow_ups.tell(alerting, before, new, {row.watch: row for row in hit_rows.of_item(self._connection, before.id)})
        occasion = Occasion("page", "read", edited=known.story_id is not None)
        brought = look_again(self._connection, alerting, known, item, kept.get(known.key, ()), occasion, self._now)
        return brought, alerting.messages


def _wanted(item: ItemId, entry: Item, source_id: int) -> Wanted:
    url = entry.url or ""
    return Wanted(item, source_id, url, host_of(url))


def _trusted(connection: Connection, item: Item, before: StoredItem) -> Item:
    """Take back an original that another entry of the source names too: some sites write the same into every page."""
    if item.original == before.item.original or item.original is None:
        return item
    keys = [key for key in copy_keys(item) if key[0] == "declared"]
    is_common = any(row.source_id == before.source_id and row.item != before.id for row in item_rows.sharing(connection, keys))
    return replace(item, original=before.item.original) if is_common else item


def _add_keys(connection: Connection, item: Item, article: Article, before: StoredItem) -> None:
    """Keep the keys by which copies of the article will be known: its original, and its canonical address."""
    keys = [key for key in copy_keys(item) if key[0] == "declared"] if item.original else []
    canonical = _canonical(article, item.url or "")
    if canonical is not None and _is_same_site(canonical, item.url or ""):
        own = [key for key in copy_keys(replace(item, url=canonical)) if key[0] == "url"]
        if not any(row.source_id == before.source_id and row.item != before.id for row in item_rows.sharing(connection, own)):
            keys += own
    item_rows.add_keys(connection, [(kind, value, before.id) for kind, value in keys])


def _canonical(article: Article, url: str) -> str | None:
    """Take a page's canonical link if it says anything new and can be that of one article.

    Some sites write their front page there, or the section that the article's address lies under.
    """
    if article.canonical is None:
        return None
    key, own = url_key(article.canonical), url_key(url)
    return None if key == own or is_front_page(key) or own.startswith(key.rstrip("/") + "/") else article.canonical


def _is_same_site(one: str, other: str) -> bool:
    """Tell whether two addresses are of one publisher, as far as their hosts say it: `www.`, `amp.` and the like are."""
    first, second = ((urlsplit(url).hostname or "").lower().split(".") for url in (one, other))
    return first[-2:] == second[-2:]
