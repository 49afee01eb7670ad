"""Bills of Canada come as RSS or as a list; the session is part of their name, and the stage their phase."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from monitor.errors import ParseError
from monitor.model import Kind, Variant
from monitor.sources.document import Document
from monitor.sources.formats import parse_document

if TYPE_CHECKING:
    from monitor.model import Page

OLD_LINK = "https://www.parl.ca/LegisInfo/BillDetails.aspx?Language=E&amp;billId=10686845"
LINK = "https://www.parl.ca/legisinfo/en/bill/45-1/c-8"
NOW = {
    "Id": 13455481, "NumberCode": "C-8", "ParliamentNumber": 45, "SessionNumber": 1,
    "LongTitleEn": "An Act respecting the export of arms", "ShortTitleEn": "Arms Export Act",
    "LongTitleFr": "Loi concernant l'exportation d'armes", "ShortTitleFr": "Loi sur l'exportation d'armes",
    "BillDocumentTypeNameEn": "House Government Bill", "OriginatingChamberOrganizationId": 1,
    "StatusNameEn": "At second reading in the House of Commons", "LatestBillEventDateTime": "0001-01-01T00:00:00",
    "PassedHouseFirstReadingDateTime": "2025-09-25T06:03:12.167-04:00", "PassedHouseSecondReadingDateTime": None,
}  # fmt: skip
BEFORE = {
    "BillId": 1, "BillNumberFormatted": "S-210", "ParlSessionCode": "44-1", "LongTitleEn": "An Act to restrict access", "ShortTitleEn": "",
    "BillTypeEn": "Senate Public Bill", "OriginatingChamberId": 2, "CurrentStatusEn": "Royal assent",
    "LatestActivityDateTime": "2024-06-01T00:00:00",
}  # fmt: skip


def rss(*events: tuple[str, str, str], language: str = "en") -> bytes:
    entries = "".join(
        f"<item><title>{title}</title><link>{link}</link><description>C-8, An Act to amend the Export Act</description>"
        f"<pubDate>{day} 00:00:00 EST</pubDate></item>"
        for title, link, day in events
    )
    return f"<rss version='2.0'><channel><title>Feed</title><language>{language}</language>{entries}</channel></rss>".encode()


def read(body: bytes | object, url: str = "", **options: object) -> Page:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return parse_document("ca-legisinfo", Document(raw, url=url, options=options))


FIRST = ("C-8, Introduction and First Reading in the House of Commons", LINK, "Mon, 09 Mar 2026")
SECOND = ("C-8, Second Reading in the Senate", LINK, "Thu, 12 Mar 2026")


def test_an_event_of_the_feed_is_a_bill_in_its_stage() -> None:
    (item,) = read(rss(FIRST)).items
    assert item.key == "45-1/C-8"
    assert item.kind is Kind.BILL_EVENT
    assert item.title == "C-8, An Act to amend the Export Act"
    assert item.url == LINK
    assert item.record is not None
    assert item.record.phase == "Introduction and First Reading in the House of Commons"
    assert (item.record.house, item.record.sitting, item.record.native_id) == ("commons", "45-1", "C-8")


def test_midnight_in_the_feeds_zone_is_a_day_and_no_time() -> None:
    (item,) = read(rss(("C-8, Third Reading", LINK, "Mon, 06 Jul 2026"))).items
    assert item.sitting_date == date(2026, 7, 6)
    assert item.record is not None
    assert item.record.time_precision == "sitting"


def test_of_several_events_of_a_bill_the_last_is_its_phase() -> None:
    for events in ((FIRST, SECOND), (SECOND, FIRST)):
        (item,) = read(rss(*events)).items
        assert item.record is not None
        assert (item.record.phase, item.record.house) == ("Second Reading in the Senate", "senate")


def test_the_same_number_in_another_session_is_another_bill() -> None:
    other = (FIRST[0], LINK.replace("45-1", "44-1"), FIRST[2])
    assert {item.key for item in read(rss(FIRST, other)).items} == {"45-1/C-8", "44-1/C-8"}


@pytest.mark.parametrize(
    ("link", "url", "options", "key"),
    [
        (OLD_LINK, "", {}, "bill-10686845"),
        (OLD_LINK, "https://www.parl.ca/legisinfo/en/bills/rss?parlsession=43-1", {}, "43-1/C-8"),
        ("https://www.parl.ca/", "", {"session": "45-1"}, "45-1/C-8"),
    ],
)
def test_the_session_is_told_by_link_address_or_setting(link: str, url: str, options: dict[str, object], key: str) -> None:
    (item,) = read(rss((FIRST[0], link, FIRST[2])), url, **options).items
    assert item.key == key


def test_the_house_of_an_event_is_known_in_french() -> None:
    (item,) = read(rss(("C-8, Dépôt et première lecture au Sénat", LINK, FIRST[2]), language="fr")).items
    assert item.lang == "fr"
    assert item.record is not None
    assert item.record.house == "senate"


def test_a_bill_of_the_list_has_its_title_in_both_languages() -> None:
    (item,) = read([NOW]).items
    assert item.key == "45-1/C-8"
    assert (item.title, item.text) == ("C-8, Arms Export Act", "An Act respecting the export of arms")
    assert item.variants == {"fr": Variant("Loi concernant l'exportation d'armes", title="C-8, Loi sur l'exportation d'armes")}
    assert item.url == LINK
    assert item.headings == ("House Government Bill",)
    assert item.published_at == datetime(2025, 9, 25, 10, 3, 12, 167_000, tzinfo=UTC)
    assert item.record is not None
    assert (item.record.phase, item.record.house) == ("At second reading in the House of Commons", "commons")


def test_the_list_is_read_under_its_former_names_too() -> None:
    (item,) = read([BEFORE]).items
    assert (item.key, item.title, item.text) == ("44-1/S-210", "S-210, An Act to restrict access", "")
    assert item.variants == {}
    assert item.sitting_date == date(2024, 6, 1)
    assert item.record is not None
    assert (item.record.phase, item.record.house, item.record.time_precision) == ("Royal assent", "senate", "sitting")


def test_a_single_bill_may_come_without_its_list() -> None:
    assert [item.key for item in read(NOW).items] == ["45-1/C-8"]


def test_a_list_without_bills_is_quiet() -> None:
    assert read([]).items == ()
    assert read(rss()).items == ()


def test_a_bill_without_number_or_session_is_passed_over_and_said_to_be() -> None:
    page = read([NOW, {"NumberCode": "C-9"}])
    assert len(page.items) == 1
    assert page.warnings == ("1 bills do not say their number or session, and are passed over",)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"message": "no such session"}', "an object with message where LEGISinfo's list of bills was expected"),
        (b'[{"Id": 1}]', "none of the 1 bills says its number and session"),
        (b"<html><body>Error</body></html>", "<html> where RSS of LEGISinfo was expected"),
        (b"", "empty"),
    ],
)
def test_a_document_that_is_something_else_is_a_complaint(body: bytes, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        read(body)
