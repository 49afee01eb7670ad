"""Copies share a key, edits change the hash, and short or parliamentary words are nobody's copy."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Digest, Item, Kind
from monitor.stories.fingerprint import address_hash, content_hash, copy_keys

BODY = "The minister paused exports of drone cameras on Tuesday and told the House that a review follows."
ITEM = Item(key="1", title="Exports paused", text=BODY, url="https://wire.example/2031/arms?utm_source=rss")


def keys(item: Item) -> dict[str, Digest]:
    return dict(copy_keys(item))


def test_a_comma_is_no_edit_and_a_word_is_one() -> None:
    assert content_hash("Exports paused", BODY) == content_hash("EXPORTS  paused.", f"<p>{BODY}</p>")
    assert content_hash("Exports paused", BODY) != content_hash("Exports paused", BODY.replace("Tuesday", "Monday"))
    assert content_hash("a", "b c") != content_hash("a b", "c")


def test_the_same_words_elsewhere_share_the_text_alone() -> None:
    copy = Item(key="x", title="Breaking: exports on hold", text=f"OTTAWA (Wire) - {BODY}", url="https://blog.example/7")
    assert keys(copy)["text"] == keys(ITEM)["text"]
    assert not {keys(copy)["url"], keys(copy)["declared"]} & {keys(ITEM)["url"]}


def test_a_copy_and_its_original_meet_in_what_it_declares() -> None:
    named = Item(key="x", title="t", text="Other words.", url="https://blog.example/7", original="https://www.wire.example/2031/arms/")
    linked = replace(named, original=None, text='Other words. [ad_2] <a href="https://wire.example/2031/arms">Source</a>')
    assert keys(named)["declared"] == keys(linked)["declared"] == keys(ITEM)["declared"] == address_hash(str(ITEM.url))


def test_words_too_few_are_no_key() -> None:
    assert "text" not in keys(replace(ITEM, text="The House will not sit on Friday."))
    assert copy_keys(Item(key="1", title="Exports paused", text="")) == ()


def test_a_front_page_is_no_key() -> None:
    assert set(keys(replace(ITEM, url="https://wire.example/"))) == {"text"}


def test_a_speech_has_its_address_alone() -> None:
    assert set(keys(replace(ITEM, kind=Kind.SPEECH))) == {"url"}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=300), st.none() | st.text(max_size=60))
def test_any_item_has_fingerprints(title: str, text: str, url: str | None) -> None:
    item = Item(key="k", title=title, text=text, url=url)
    assert {kind for kind, _ in copy_keys(item)} <= {"url", "declared", "text"}
    assert len(content_hash(title, text)) == 16
