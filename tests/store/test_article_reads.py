"""A page is wanted once, claimed by one, one a host at a time, and forgotten with its item; on SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from monitor.model import Item, ItemId, PageStanding, PageState, SourceKey
from monitor.store import article_reads, items, sources
from monitor.store.article_reads import Wanted
from monitor.store.tables import sources as source_table
from tests.store.small_world import HOUR, MINUTE, NOON, add_item, state_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

LEASE = 2 * MINUTE
HOST = "a.example:443"


def want(connection: Connection, name: str = "one", host: str = HOST) -> ItemId:
    item = add_item(connection, name)
    article_reads.want(connection, [page_of(connection, item, host)], NOON)
    return item


def page_of(connection: Connection, item: ItemId, host: str = HOST) -> Wanted:
    return Wanted(item, state_of(connection, "wire").id, f"https://a.example/{item}", host)


def settle(connection: Connection, item: ItemId, state: PageState, at: timedelta = timedelta(0)) -> None:
    article_reads.settle(connection, item, PageStanding(state, "because", NOON + at, 1), NOON + at)


def claimed(connection: Connection, after: timedelta = timedelta(0), limit: int = 10) -> list[ItemId]:
    return [each.item for each in article_reads.claim_due(connection, NOON + after, LEASE, limit)]


def test_a_page_is_wanted_once_and_claimed_once(connection: Connection) -> None:
    item = want(connection)
    article_reads.want(connection, [page_of(connection, item)], NOON + HOUR)
    assert claimed(connection) == [item]
    assert claimed(connection) == []
    assert claimed(connection, LEASE) == [item]  # whoever claimed it is gone


def test_one_page_of_a_host_is_claimed_at_a_time_the_longest_waiting_first(connection: Connection) -> None:
    first, second, elsewhere = want(connection, "a"), want(connection, "b"), want(connection, "c", "b.example:443")
    assert claimed(connection) == [first, elsewhere]
    settle(connection, first, PageState.READ)
    assert claimed(connection) == [second]


def test_a_host_that_wants_a_pause_or_whose_feed_is_being_asked_is_left_alone(connection: Connection) -> None:
    item = want(connection)
    sources.hold_host(connection, HOST, NOON + MINUTE)
    assert claimed(connection) == []
    connection.execute(update(source_table).values(host=HOST))
    assert sources.claim_due(connection, NOON + MINUTE, LEASE, 1)
    assert claimed(connection, MINUTE) == []
    sources.release_all(connection)
    assert claimed(connection, MINUTE) == [item]


def test_a_try_that_failed_waits_for_the_next_one(connection: Connection) -> None:
    item = want(connection)
    claimed(connection)
    article_reads.settle(connection, item, PageStanding(PageState.DUE, "no answer", NOON + HOUR, 1), NOON)
    assert claimed(connection, HOUR - MINUTE) == []
    (again,) = article_reads.claim_due(connection, NOON + HOUR, LEASE, 10)
    assert (again.item, again.attempts, again.reason, again.settled_at) == (item, 1, "no answer", None)


def test_what_is_done_is_due_no_more_and_says_what_it_came_to(connection: Connection) -> None:
    item = want(connection)
    article_reads.settle(connection, item, PageStanding(PageState.READ, "", NOON, 0), NOON + MINUTE, words=612)
    assert claimed(connection, HOUR) == []
    found = article_reads.of_item(connection, item)
    assert found is not None
    assert (found.state, found.words, found.settled_at) == (PageState.READ, 612, NOON + MINUTE)
    assert article_reads.of_item(connection, ItemId(item + 1)) is None


def test_a_page_is_read_again_after_a_while_and_a_few_times_only(connection: Connection) -> None:
    item = want(connection)
    page = page_of(connection, item)
    assert not article_reads.want_again(connection, page, NOON + 7 * HOUR, 6 * HOUR, 2)  # it is still waiting
    for n in range(2):
        settle(connection, item, PageState.READ, n * 10 * HOUR)
        assert article_reads.want_again(connection, page, NOON + (n * 10 + 5) * HOUR, 6 * HOUR, 2)
        assert not article_reads.want_again(connection, page, NOON + (n * 10 + 5) * HOUR, 6 * HOUR, 2)
        assert claimed(connection, (n * 10 + 5) * HOUR) == []
        assert claimed(connection, (n * 10 + 6) * HOUR + MINUTE) == [item]
    settle(connection, item, PageState.READ, 30 * HOUR)
    assert not article_reads.want_again(connection, page, NOON + 90 * HOUR, 6 * HOUR, 2)


def test_the_last_ends_of_a_source_are_told_the_latest_first(connection: Connection) -> None:
    for n, state in enumerate((PageState.READ, PageState.REFUSED, PageState.GIVEN_UP)):
        settle(connection, want(connection, f"n{n}"), state, n * MINUTE)
    want(connection, "waiting")
    source = state_of(connection, "wire").id
    assert article_reads.latest(connection, source, 2) == [PageState.GIVEN_UP, PageState.REFUSED]
    assert article_reads.counts(connection) == {PageState.READ: 1, PageState.REFUSED: 1, PageState.GIVEN_UP: 1, PageState.DUE: 1}


def test_claims_of_a_daemon_that_is_gone_are_free_at_once(connection: Connection) -> None:
    item = want(connection)
    claimed(connection)
    assert article_reads.release_all(connection) == 1
    assert claimed(connection) == [item]


def test_a_clock_that_is_set_back_keeps_no_page_waiting(connection: Connection) -> None:
    item = want(connection)
    article_reads.shift(connection, -10 * HOUR)
    assert claimed(connection, -10 * HOUR) == [item]
    article_reads.shift(connection, timedelta(days=400))
    assert article_reads.pull_back(connection, NOON, timedelta(days=30)) == 2
    assert claimed(connection) == [item]


def test_a_page_that_is_dropped_is_not_read(connection: Connection) -> None:
    article_reads.drop(connection, want(connection))
    assert claimed(connection) == []


def test_hosts_with_pages_that_are_due_are_known(connection: Connection) -> None:
    want(connection)
    assert article_reads.waiting_hosts(connection, NOON) == {HOST}
    assert article_reads.waiting_hosts(connection, NOON - MINUTE) == set()


def test_what_is_forgotten_takes_its_reading_along(connection: Connection) -> None:
    old = want(connection, "old")
    items.touch_seen(connection, [add_item(connection, "recent")], NOON + timedelta(days=200))
    assert items.forget(connection, timedelta(days=180)) == 1
    assert article_reads.of_item(connection, old) is None


def test_retention_drops_the_text_of_the_page_too(connection: Connection) -> None:
    item = want(connection)
    stored = items.get(connection, item)
    items.add_page(connection, item, replace(stored.item, page="The whole article.", original="https://wire.example/1", lang="en"))
    assert items.get(connection, item).item.page == "The whole article."
    assert items.prune_texts(connection, NOON + HOUR) == 1
    assert items.get(connection, item).item.page == ""
    assert article_reads.of_item(connection, item) is None
    assert items.prune_texts(connection, NOON + HOUR) == 0


def test_a_newer_version_of_an_entry_keeps_the_page(connection: Connection) -> None:
    item = want(connection)
    stored = items.get(connection, item)
    items.add_page(connection, item, replace(stored.item, page="The whole article."))
    newer = Item(key="one", title="New title", text="New text", url="https://a.example/one")
    items.revise(connection, item, newer, stored.content_hash, NOON + HOUR)
    kept = items.get(connection, item).item
    assert (kept.title, kept.page) == ("New title", "The whole article.")


def test_a_feed_is_not_asked_while_a_page_of_its_host_is(connection: Connection) -> None:
    item = want(connection)
    connection.execute(update(source_table).values(host=HOST))
    assert claimed(connection)
    assert sources.claim_due(connection, NOON, LEASE, 5) == []
    settle(connection, item, PageState.READ)
    assert [state.key for state in sources.claim_due(connection, NOON, LEASE, 5)] == [SourceKey("wire")]


def test_a_feed_elsewhere_is_asked_all_the_same(connection: Connection) -> None:
    want(connection)
    assert claimed(connection)
    assert sources.claim_due(connection, NOON, LEASE, 5)
