"""A bill of the United Kingdom is one item; when it moves on, its key stays and its phase is another."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from monitor.errors import ParseError
from monitor.model import Kind
from monitor.sources.document import Document
from monitor.sources.formats import parse_document

if TYPE_CHECKING:
    from monitor.model import Item, Page, Record

FEED = """<rss xmlns:a10="http://www.w3.org/2005/Atom" version="2.0"><channel xmlns:p4="#billsSchema">
<title>All Bills</title>{}</channel></rss>"""
ITEM = """<item p4:stage="{stage}"><guid isPermaLink="true">https://bills.parliament.uk/bills/{number}</guid>
<link>https://bills.parliament.uk/bills/{number}</link><category>Government Bill</category><category>{house}</category>
<title>Arms Exports ({number}) Bill</title><description>A Bill to make provision about exports; and for connected purposes.</description>
<a10:updated>{updated}</a10:updated></item>"""


def entry(stage: str = "2nd reading", number: int = 4001, house: str = "Commons", updated: str = "2026-01-31T19:59:52Z") -> str:
    return ITEM.format(stage=stage, number=number, house=house, updated=updated)


def read(*entries: str) -> Page:
    return parse_document("uk-bills", Document(FEED.format("".join(entries)).encode()))


def record_of(item: Item) -> Record:
    assert item.record is not None
    return item.record


def test_a_bill_is_an_item_in_its_stage() -> None:
    (item,) = read(entry()).items
    assert item.key == "bill-4001"
    assert item.kind is Kind.BILL_EVENT
    assert item.title == "Arms Exports (4001) Bill"
    assert item.text == "A Bill to make provision about exports; and for connected purposes."
    assert item.url == "https://bills.parliament.uk/bills/4001"
    assert item.published_at == datetime(2026, 1, 31, 19, 59, 52, tzinfo=UTC)
    assert item.headings == ("Government Bill",)
    record = record_of(item)
    assert (record.house, record.native_id, record.phase) == ("commons", "4001", "2nd reading")


def test_a_new_stage_is_a_new_phase_of_the_same_item_with_the_same_text() -> None:
    (before,), (after,) = read(entry()).items, read(entry("Committee stage", updated="2026-02-07T10:00:00Z")).items
    assert (before.key, before.title, before.text) == (after.key, after.title, after.text)
    assert (record_of(before).phase, record_of(after).phase) == ("2nd reading", "Committee stage")


def test_a_bill_that_is_listed_twice_is_in_its_latest_stage() -> None:
    old, new = entry(), entry("Committee stage", updated="2026-02-07T10:00:00Z")
    assert [record_of(item).phase for item in read(old, new).items] == ["Committee stage"]
    assert [record_of(item).phase for item in read(new, old).items] == ["Committee stage"]


def test_bills_of_both_houses_are_told_apart() -> None:
    assert [record_of(item).house for item in read(entry(), entry(number=4002, house="Lords")).items] == ["commons", "lords"]


def test_the_stage_is_found_whatever_its_prefix_is_called() -> None:
    feed = FEED.format(entry()).replace("p4:", "x:").replace("xmlns:p4", "xmlns:x")
    (item,) = parse_document("uk-bills", Document(feed.encode())).items
    assert record_of(item).phase == "2nd reading"


def test_a_session_without_bills_is_quiet() -> None:
    assert read().items == ()


def test_an_entry_without_a_name_is_passed_over_and_said_to_be() -> None:
    page = read(entry(), '<item p4:stage="x"><title>Nameless</title></item>')
    assert len(page.items) == 1
    assert page.warnings == ("1 bills have neither guid nor link, and are passed over",)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<html><body>Service unavailable</body></html>", "<html> where the RSS of the bills API was expected"),
        (FEED.format(entry().replace(' p4:stage="2nd reading"', "")), "no bill of this feed has a stage"),
        ("<rss><channel>", "not well-formed"),
    ],
)
def test_a_document_that_is_something_else_is_a_complaint(body: str, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        parse_document("uk-bills", Document(body.encode()))
