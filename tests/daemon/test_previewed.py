"""A preview says of an item what a message that tells of it would say; its links look alike, and do nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.alerts.links import read
from monitor.daemon.previewed import message_of
from monitor.model import digest
from monitor.store import items
from tests.daemon.newsroom import DESK, DRONES, OTHER_WORDS, WESCAM, Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.alerts.parts import StoryPart
    from monitor.model import ItemId

PUBLIC = "https://watch.example.org/tocsin"


@pytest.fixture
def desk(opened: Newsroom) -> Iterator[Newsroom]:
    with opened.day() as made:
        yield made


def preview(desk: Newsroom, item: ItemId, public_url: str | None = None) -> tuple[StoryPart, ...]:
    return message_of(desk.connection, [items.get(desk.connection, item)], DESK, desk.now, public_url).stories


def test_it_says_what_a_message_says_that_tells_of_the_item_first(desk: Newsroom) -> None:
    seed = desk.prints("Example News", f"{DRONES} WESCAM made their cameras.")
    desk.copies("Autoblog", seed)
    other = desk.prints("Gazette", OTHER_WORDS, "A dozen drones bought")
    desk.place(other, seed, because=f"83 % likely the same event as {desk.story(seed)}")
    desk.copies("Mirror", other)
    message = desk.message(desk.claim([seed], listed=[other]), desk.claim([seed], watch=WESCAM))
    (shown,) = preview(desk, seed)
    assert (shown,) == desk.reads(message).stories
    assert [watch.label for watch in shown.watches] == ["Baykar", "L3Harris WESCAM"]
    assert [(report.outlet, report.also_in) for report in shown.reports] == [("Gazette", ("Mirror",))]


def test_an_article_that_was_edited_is_said_to_be_revised(desk: Newsroom) -> None:
    seed = desk.prints("Example News", DRONES, "Twelve drones")
    edited = replace(items.get(desk.connection, seed).item, title="Thirteen drones")
    items.revise(desk.connection, seed, edited, digest(edited.title, edited.text), desk.now)
    (shown,) = preview(desk, seed)
    assert (shown.title, shown.status) == ("Thirteen drones", "revised")


def test_a_speech_is_shown_in_its_debate(desk: Newsroom) -> None:
    said = desk.says("a", "The permit for Baykar was suspended last week.")
    assert preview(desk, said) == desk.reads(desk.message(desk.claim([said]))).stories
    assert len(preview(desk, said)[0].speeches) == 1


def test_an_item_that_was_archived_before_it_was_watched_is_of_no_story_and_shown_all_the_same(desk: Newsroom) -> None:
    seed = desk.prints("Example News", DRONES)
    stored = replace(items.get(desk.connection, seed), story_id=None)
    (shown,) = message_of(desk.connection, [stored], DESK, desk.now).stories
    assert (shown.outlet, shown.also_in, shown.reports, shown.actions) == ("Example News", (), (), ())


def test_what_a_link_of_it_asks_for_is_refused_whatever_the_key_of_the_daemon(desk: Newsroom) -> None:
    seed = desk.prints("Example News", DRONES)
    (shown,) = preview(desk, seed, PUBLIC)
    assert [action.label for action in shown.actions] == ["why", "not this", "mute 24 h"]
    assert all(action.url.startswith(f"{PUBLIC}/link/") for action in shown.actions)
    assert not any(read(action.url.rpartition("/")[2], bytes(32), desk.now) for action in shown.actions)


def test_of_an_item_in_which_no_watch_was_found_there_is_nothing_to_show(desk: Newsroom) -> None:
    assert preview(desk, desk.prints("Example News", "Nothing of note.")) == ()
