"""Evidence to a Canadian committee: witnesses are told from members, and a meeting is one debate."""

from __future__ import annotations

import pytest

from monitor.errors import ParseError
from monitor.model import Kind, Page, Speaker
from monitor.sources.document import Document
from monitor.sources.parliament.ca_committees import parse_ca_committees

from .ottawa import COMMITTEE, hansard, order, said, subject

CHAIR = said(1, "The Chair (Ms. Ann Poe (Long River, CPC))", "We begin.", person="40", role="35")
WITNESS = said(2, "Dr. Jane Roe (Director, Halden Optical, As an Individual)", "We sold none.", person="41", role="28")
MEMBER = said(3, "Mr. John Doe (Short River, Lib.)", "None?", person="42", role="47")


def page(body: str, lang: str = "EN", url: str = "", **facts: str) -> Page:
    return parse_ca_committees(Document(hansard(body, lang, **{**COMMITTEE, **facts}), url=url))


def test_a_witness_is_marked_and_testifies() -> None:
    witness = page(order(subject(8, CHAIR + WITNESS + MEMBER))).items[1]
    assert witness.kind is Kind.TESTIMONY
    assert witness.speaker == Speaker(
        "Dr. Jane Roe (Director, Halden Optical, As an Individual)",
        "41",
        role="Director, Halden Optical, As an Individual",
        is_witness=True,
    )


def test_a_witness_s_affiliation_is_carried_forward() -> None:
    again = said(4, "Dr. Jane Roe", "Indeed.", person="41", role="28")
    speaker = page(order(subject(8, WITNESS + again))).items[1].speaker
    assert speaker is not None
    assert speaker.role == "Director, Halden Optical, As an Individual"
    assert speaker.is_witness


def test_the_chair_has_the_party_in_the_inner_brackets() -> None:
    speaker = page(order(subject(8, CHAIR))).items[0].speaker
    assert speaker == Speaker("The Chair (Ms. Ann Poe (Long River, CPC))", "40", party="CPC", constituency="Long River", is_chair=True)


def test_committee_and_meeting_head_everything_and_are_one_debate() -> None:
    found = page(order(subject(8, CHAIR + WITNESS)) + order(subject(9, MEMBER)))
    assert {item.headings for item in found.items} == {("Standing Committee on Exports", "Meeting 33")}
    assert len({item.record.debate for item in found.items if item.record}) == 1
    assert found.title == "Standing Committee on Exports, Meeting 33"


def test_the_link_leads_to_the_words() -> None:
    assert (
        page(order(subject(8, WITNESS))).items[0].url == "https://www.ourcommons.ca/DocumentViewer/en/48-1/EXPO/meeting-33/evidence#Int-2"
    )
    assert (
        page(order(subject(8, WITNESS)), "FR").items[0].url
        == "https://www.noscommunes.ca/DocumentViewer/fr/48-1/EXPO/reunion-33/temoignages#Int-2"
    )


@pytest.mark.parametrize(("name", "house"), [("House Of Commons", "commons"), ("Special Joint Committee", "joint"), ("Senate", "senate")])
def test_the_house_is_the_institution_s(name: str, house: str) -> None:
    item = page(order(subject(8, WITNESS)), MetaInstitution=name).items[0]
    assert item.record is not None
    assert (item.record.house, item.record.sitting) == (house, "48-1/EXPO/33")


def test_debates_of_the_house_are_refused() -> None:
    with pytest.raises(ParseError, match=r"debates of the House \(format ca-hansard\)"):
        parse_ca_committees(Document(hansard("")))


def test_an_address_of_another_meeting_is_warned_of() -> None:
    (warning,) = page("", url="https://www.ourcommons.ca/Content/Committee/481/EXPO/Evidence/EV1/EXPOEV34-E.XML").warnings
    assert "meeting 33" in warning
    assert "34" in warning
