"""A copy is folded with a reason that people understand; what only resembles one is news."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import Item, ItemId, Kind, Relation, SourceKey, StoryId
from monitor.stories.decide import Known, decide

NOW = datetime(2031, 3, 3, 12, tzinfo=UTC)
WIRE, BLOG = SourceKey("Example Wire"), SourceKey("Copy Blog")
ITEM = Item(key="1", title="Exports paused", text="The minister paused all exports. " * 10, url="https://blog.example/7")
EARLIER = Known(ItemId(12), StoryId(3), "text", WIRE, NOW - timedelta(hours=2), Kind.ARTICLE)


@pytest.mark.parametrize(
    ("kind", "because"),
    [
        ("url", "same address as item 12 in Example Wire"),
        ("declared", "goes back to the same original as item 12 in Example Wire"),
        ("text", "same text as item 12 in Example Wire"),
    ],
)
def test_a_shared_key_makes_a_copy_and_says_why(kind: str, because: str) -> None:
    decision = decide(ITEM, BLOG, [replace(EARLIER, kind=kind)], NOW)
    assert (decision.relation, decision.story, decision.of) == (Relation.DUPLICATE, 3, 12)
    assert decision.because == because


def test_what_shares_nothing_is_new() -> None:
    decision = decide(ITEM, BLOG, [], NOW)
    assert (decision.relation, decision.story, decision.of) == (Relation.NEW, None, None)


def test_the_address_says_more_than_the_text_and_the_oldest_is_the_original() -> None:
    known = [EARLIER, replace(EARLIER, item=ItemId(13), kind="url"), replace(EARLIER, item=ItemId(14), kind="url")]
    assert decide(ITEM, BLOG, known, NOW).of == 13


def test_the_same_words_a_month_later_are_news_and_the_same_address_is_not() -> None:
    old = replace(EARLIER, seen_at=NOW - timedelta(days=30))
    assert decide(ITEM, BLOG, [old], NOW).relation is Relation.NEW
    assert decide(ITEM, BLOG, [replace(old, kind="url")], NOW).relation is Relation.DUPLICATE


def test_entries_of_one_feed_that_link_to_one_page_are_two() -> None:
    for kind in ("url", "declared"):
        assert decide(ITEM, WIRE, [replace(EARLIER, kind=kind)], NOW).relation is Relation.NEW


def test_a_feeds_standing_teaser_folds_nothing_and_its_repeated_article_does() -> None:
    teaser = replace(ITEM, text="Read the latest on defence, trade and parliament from our award-winning newsroom today.")
    assert decide(teaser, WIRE, [EARLIER], NOW).relation is Relation.NEW
    assert decide(teaser, BLOG, [EARLIER], NOW).relation is Relation.DUPLICATE
    assert decide(ITEM, WIRE, [EARLIER], NOW).relation is Relation.DUPLICATE


def test_a_parliaments_words_are_never_the_copy_of_a_report() -> None:
    speech = replace(ITEM, kind=Kind.SPEECH)
    for kind in ("url", "declared", "text"):
        assert decide(speech, BLOG, [replace(EARLIER, kind=kind)], NOW).relation is Relation.NEW
        assert decide(speech, BLOG, [replace(EARLIER, kind=kind, kind_of_item=Kind.SPEECH)], NOW).relation is (
            Relation.DUPLICATE if kind == "url" else Relation.NEW
        )


def test_a_report_is_no_copy_of_a_speech_that_says_the_same() -> None:
    assert decide(ITEM, BLOG, [replace(EARLIER, kind_of_item=Kind.SPEECH)], NOW).relation is Relation.NEW


def test_an_item_may_be_called_by_another_name() -> None:
    assert decide(ITEM, BLOG, [replace(EARLIER, label="a.jsonl 7")], NOW).because == "same text as a.jsonl 7 in Example Wire"
