"""Records of TheyWorkForYou and OpenAustralia, whose ids change with each issue of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.model import Item, Kind, Page, Record, Speaker
from monitor.sources.document import Document
from monitor.sources.parliament.publicwhip import parse_publicwhip

GID = "uk.org.publicwhip/{kind}/2031-03-04{letter}."


def page(body: str, url: str = "", attributes: str = 'latest="yes"', kind: str = "debate", letter: str = "a") -> Page:
    numbered = body.replace("GID", GID.format(kind=kind, letter=letter))
    return parse_publicwhip(Document(f"<publicwhip {attributes}>{numbered}</publicwhip>".encode(), url=url))


def speech(number: str, name: str, words: str, more: str = "") -> str:
    person = f"uk.org.publicwhip/person/{len(name)}"
    return f'<speech id="GID{number}" speakername="{name}" person_id="{person}" {more}><p pid="1">{words}</p></speech>'


def record(item: Item) -> Record:
    assert item.record is not None
    return item.record


HEADS = """<oral-heading id="GID1.0">Oral
Answers</oral-heading><major-heading id="GID1.1"> Trade </major-heading><minor-heading id="GID1.2">Permits</minor-heading>"""


def test_a_speech_is_an_item_under_its_headings() -> None:
    (item,) = page(HEADS + speech("809.7", "Jane Roe", "We did.", 'time="10:05:00" colnum="809"')).items
    assert item.headings == ("Oral Answers", "Trade", "Permits")
    assert (item.title, item.text, item.lang) == ("Permits", "We did.", "en")
    assert item.speaker == Speaker("Jane Roe", "uk.org.publicwhip/person/8")
    assert item.published_at == datetime(2031, 3, 4, 10, 5, tzinfo=UTC)
    assert item.sitting_date == date(2031, 3, 4)
    assert item.url == "https://www.theyworkforyou.com/debates/?id=2031-03-04a.809.7"
    assert (record(item).house, record(item).time_precision) == ("commons", "exact")
    assert record(item).native_id == "uk.org.publicwhip/debate/2031-03-04a.809.7"


def test_a_re_issue_with_other_letters_and_columns_gives_the_same_keys() -> None:
    first = page(HEADS + speech("809.7", "Jane Roe", "We did.") + speech("809.8", "John Doe", "Did you?"))
    second = page(HEADS + speech("810.1", "Jane Roe", "We did.") + speech("810.2", "John Doe", "Did you?"), letter="d")
    assert [item.key for item in first.items] == [item.key for item in second.items]


def test_a_redirect_of_ids_is_no_item() -> None:
    redirect = '<gidredirect oldgid="GID1.2" newgid="GID1.3" matchtype="changed"/>'
    assert page(redirect + speech("1.3", "Jane Roe", "We did.")).declared == 1
    assert len(page(redirect + speech("1.3", "Jane Roe", "We did.")).items) == 1


def test_a_time_that_is_missing_is_the_last_one() -> None:
    _, second = page(speech("1.1", "Jane Roe", "One.", 'time="10:05:00"') + speech("1.2", "John Doe", "Two.", 'time=""')).items
    assert second.published_at == datetime(2031, 3, 4, 10, 5, tzinfo=UTC)
    assert record(second).time_precision == "minutes"


def test_an_address_of_its_own_goes_before_one_that_is_made() -> None:
    (item,) = page(speech("1.1", "Jane Roe", "One.", 'url="https://hansard.example/#contribution-1"')).items
    assert item.url == "https://hansard.example/#contribution-1"


def test_oral_questions_are_kept_with_their_answers() -> None:
    question, answer, follow_up, last = page(
        HEADS
        + speech("1.3", "Jane Roe", "Why?", 'type="Start Question"')
        + speech("1.4", "John Doe", "Because.", 'type="Start Answer"')
        + speech("1.5", "Jane Roe", "Really?", 'type="Start SupplementaryQuestion"')
        + speech("1.6", "John Doe", "Yes.", 'type="Start Answer"')
    ).items
    assert [each.kind for each in (question, answer, follow_up, last)] == [Kind.QUESTION, Kind.ANSWER, Kind.QUESTION, Kind.ANSWER]
    assert (record(answer).asked, record(last).asked) == ("Why?", "Really?")


def test_written_questions_that_are_grouped_are_answered_together() -> None:
    body = (
        '<minor-heading id="GID0">Permits</minor-heading><ques id="GID1.q0" speakername="Jane Roe"><p>How many?</p></ques>'
        '<ques id="GID1.q1" speakername="Jane Roe"><p>For whom?</p></ques><reply id="GID1.r0" speakername="John Doe"><p>None.</p></reply>'
        '<minor-heading id="GID2">Other</minor-heading><reply id="GID2.r0" speakername="John Doe"><p>Nothing.</p></reply>'
    )
    found = page(body, kind="wrans")
    assert [item.kind for item in found.items] == [Kind.QUESTION, Kind.QUESTION, Kind.ANSWER, Kind.ANSWER]
    assert record(found.items[2]).asked == "How many?\nFor whom?"
    assert record(found.items[3]).asked == ""
    assert found.declared == 4


def test_what_nobody_says_is_procedural() -> None:
    (item,) = page('<speech id="GID1" nospeaker="true"><p>Resolved,</p><p>That this be read.</p></speech>').items
    assert (item.kind, item.speaker, item.text) == (Kind.PROCEDURAL, None, "Resolved,\nThat this be read.")


@pytest.mark.parametrize(
    ("kind", "house", "address"),
    [
        ("lords", "lords", "https://www.theyworkforyou.com/lords/?id="),
        ("westminhall", "westminster-hall", "https://www.theyworkforyou.com/whall/?id="),
        ("spor", "scotland", "https://www.theyworkforyou.com/sp/?id="),
        ("ni", "northern-ireland", "https://www.theyworkforyou.com/ni/?id="),
        ("senedd", "wales", "https://www.theyworkforyou.com/senedd/?id="),
    ],
)
def test_the_house_is_told_by_the_ids(kind: str, house: str, address: str) -> None:
    (item,) = page(speech("1.1", "Jane Roe", "One."), kind=kind).items
    assert record(item).house == house
    assert (item.url or "").startswith(address)


def test_a_house_that_nobody_here_knows_goes_by_its_own_word() -> None:
    (item,) = page(speech("1.1", "Jane Roe", "One."), kind="tynwald").items
    assert (record(item).house, item.url) == ("tynwald", None)


def test_the_welsh_record_is_in_welsh() -> None:
    assert page(speech("1.1", "Jane Roe", "Diolch."), kind="senedd/cy").lang == "cy"


@pytest.mark.parametrize(
    "name", ["Mr Speaker", "Madam Deputy Speaker", "The Presiding Officer", "The Deputy Presiding Officer", "The Llywydd"]
)
def test_the_chair_is_known_by_its_title(name: str) -> None:
    speaker = page(speech("1.1", name, "Order.")).items[0].speaker
    assert speaker is not None
    assert speaker.is_chair


def australian(words: str, talktype: str, name: str = "Jane Roe", kind: str = "debate") -> Item:
    body = (
        f'<debates><speech id="uk.org.publicwhip/{kind}/2031-03-04.1.2" speakerid="uk.org.publicwhip/member/4" speakername="{name}" '
        f'talktype="{talktype}" time="09:01:00" url="http://parlinfo.aph.gov.au/x"><p>{words}</p></speech></debates>'
    )
    return parse_publicwhip(Document(body.encode())).items[0]


def test_the_same_ids_are_other_houses_in_australia() -> None:
    house = australian("I move:", "speech")
    assert record(house).house == "representatives"
    assert house.published_at == datetime(2031, 3, 3, 22, 1, tzinfo=UTC)
    assert record(australian("I move:", "speech", kind="lords")).house == "senate"


def test_an_interjection_is_none_if_it_is_a_point_of_order() -> None:
    assert australian("Never!", "interjection").kind is Kind.INTERJECTION
    assert australian("Mr Speaker, I rise on a point of order.", "interjection").kind is Kind.SPEECH


def test_votes_are_left_out() -> None:
    division = (
        '<division id="GID2"><divisioncount ayes="1"/><mplist vote="aye"><mpname id="x" vote="aye">Jane Roe</mpname></mplist></division>'
    )
    assert len(page(speech("1.1", "Jane Roe", "One.") + division).items) == 1


def test_an_issue_that_is_not_the_latest_is_warned_of() -> None:
    assert "later issue" in page(speech("1.1", "Jane Roe", "One."), attributes='latest="no"').warnings[0]


def test_an_address_of_another_day_is_warned_of() -> None:
    url = "https://www.theyworkforyou.com/pwdata/scrapedxml/debates/debates2031-03-05a.xml"
    (warning,) = page(speech("1.1", "Jane Roe", "One."), url=url).warnings
    assert "2031-03-04" in warning


def test_an_empty_day_is_a_page_without_items_and_has_the_day_of_its_address() -> None:
    assert page("", url="https://x.example/debates2031-03-05a.xml").items == ()
    (item,) = page("<speech speakername='Jane Roe'><p>One.</p></speech>", url="https://x.example/2031-03-05.xml").items
    assert item.sitting_date == date(2031, 3, 5)


def test_written_statements_are_statements() -> None:
    assert page(speech("1.1", "Jane Roe", "I have today laid."), kind="wms").items[0].kind is Kind.STATEMENT


def test_speeches_in_an_element_nobody_has_met_are_speeches() -> None:
    assert page(f"<sitting>{HEADS}{speech('1.1', 'Jane Roe', 'One.')}</sitting>").items[0].title == "Permits"


def test_many_voices_have_a_label_and_no_id() -> None:
    body = '<speech id="uk.org.publicwhip/debate/2031-03-04a.1.2" speakername="Hon. Members:" nospeaker="true"><p>Hear, hear!</p></speech>'
    (item,) = page(body).items
    assert (item.kind, item.speaker, item.text) == (Kind.SPEECH, Speaker("Hon. Members"), "Hear, hear!")
