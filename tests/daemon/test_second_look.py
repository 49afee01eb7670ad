"""What an item says when it is looked at again is what its copies are known by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.daemon.alerting import Alerting
from monitor.daemon.second_look import Occasion, look_again
from monitor.model import Hit, Item
from monitor.store import items, sources, traces
from monitor.stories.gist import Gist, term_hashes
from tests.daemon.newsdesk import BAYKAR, ROOM, WESCAM, Newsdesk
from tests.daemon.reports import STORY, TITLE
from tests.store.small_world import mention, new_item

if TYPE_CHECKING:
    from monitor.model import ItemId

FOUND = Hit(BAYKAR, (mention(BAYKAR),))
TEASER = "A word on the matter that our reporters are looking into, for readers of this page."


def come(desk: Newsdesk, source: str, title: str, text: str) -> tuple[ItemId, Alerting]:
    """Let an item come as a poll would enter it."""
    state = next(each for each in sources.all_states(desk.connection) if each.key == source)
    item = Item("1", title, text, url=f"https://{source}.example/1")
    (item_id,) = items.insert(desk.connection, [new_item(state.id, item, seen_at=desk.now)]).values()
    alerting = Alerting(desk.connection, desk.live, desk.live.settings.sources[state.key], desk.now)
    alerting.record_hits(item_id, [FOUND], is_baseline=False)
    alerting.tell(item_id, item, [FOUND], edited=False)
    return item_id, alerting


def test_a_copy_of_a_page_that_was_read_after_its_teaser_was_told_is_no_news(desk: Newsdesk) -> None:
    teaser, alerting = come(desk, "wire", "Baykar in the news", TEASER)
    stored = items.get(desk.connection, teaser)
    (known,) = items.known(desk.connection, stored.source_id, [stored.key]).values()
    whole = replace(stored.item, page=STORY)
    items.add_page(desk.connection, teaser, whole)
    look_again(desk.connection, alerting, known, whole, [FOUND], Occasion("page", "read"), desk.now)
    copy, _ = come(desk, "echo", TITLE, STORY)
    assert items.get(desk.connection, copy).story_id == items.get(desk.connection, teaser).story_id
    assert len(desk.letters(ROOM)) == 1


def test_what_an_edit_adds_is_compared_without_the_words_of_every_watch_in_it(desk: Newsdesk) -> None:
    item_id, alerting = come(desk, "wire", "Baykar in the news", STORY)
    stored = items.get(desk.connection, item_id)
    (known,) = items.known(desk.connection, stored.source_id, [stored.key]).values()
    edited = replace(stored.item, text=f"{STORY} Baykar and WESCAM are named in it.")
    found = [Hit(BAYKAR, (mention("Baykar"),)), Hit(WESCAM, (mention("WESCAM"),))]
    look_again(desk.connection, alerting, known, edited, found, Occasion("edit", "new version", is_noted=True), desk.now)
    (told,) = traces.around(desk.connection, [item_id], 1)
    assert len(told.entities) == 4 * len(found)
    assert not Gist.from_bytes(told.packed).terms.keys() & term_hashes(["Baykar", "WESCAM"])
