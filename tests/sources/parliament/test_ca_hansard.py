"""A sitting of the Canadian House of Commons, in both languages, with what stands outside of speeches."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.errors import ParseError
from monitor.model import Item, Kind, Page, Record, Speaker
from monitor.sources.document import Document
from monitor.sources.parliament.ca_hansard import parse_ca_hansard

from .ottawa import COMMITTEE, hansard, order, said, subject

TIME = '<Timestamp Hr="{0}" Mn="{1}">({0}{1})</Timestamp>'
WRITTEN = """<WrittenQuestionResponse><QuestionID>Question No. 406--</QuestionID>
<Questioner><Affiliation DbId="3" Type="2">Ms. Jane Roe</Affiliation>:</Questioner>
<QuestionContent><ParaText id="900">Which permits were refused?</ParaText></QuestionContent>
{responder}<ResponseContent><ParaText id="901">{answer}</ParaText></ResponseContent></WrittenQuestionResponse>"""
RESPONDER = '<Responder><Affiliation DbId="4" Type="4">Hon. John Doe (Minister of Trade, Lib.)</Affiliation>: </Responder>'


def page(body: str, lang: str = "EN", url: str = "", **facts: str) -> Page:
    return parse_ca_hansard(Document(hansard(body, lang, **facts), url=url))


def items(body: str) -> list[Item]:
    return list(page(body).items)


def record(item: Item) -> Record:
    assert item.record is not None
    return item.record


def test_a_speech_is_an_item_under_its_headings() -> None:
    body = order(
        subject(8, TIME.format("14", "05") + said(21, "Hon. John Doe (Minister of Trade, Lib.)", "We did.", "All of it.")), "Orders"
    )
    (item,) = items(
        body.replace("<SubjectOfBusinessContent>", "<SubjectOfBusinessTitle>Exports</SubjectOfBusinessTitle><SubjectOfBusinessContent>")
    )
    assert item.key == "int/21"
    assert item.kind is Kind.SPEECH
    assert (item.title, item.headings) == ("Exports", ("Orders", "Exports"))
    assert item.text == "We did.\nAll of it."
    assert item.url == "https://www.ourcommons.ca/DocumentViewer/en/48-1/house/sitting-5/hansard#Int-21"
    assert item.published_at == datetime(2031, 3, 4, 19, 5, tzinfo=UTC)
    assert (item.sitting_date, item.lang) == (date(2031, 3, 4), "en")
    assert item.speaker == Speaker("Hon. John Doe (Minister of Trade, Lib.)", "21", role="Minister of Trade", party="Lib.")
    assert (record(item).house, record(item).sitting, record(item).native_id) == ("commons", "48-1/5", "21")
    assert record(item).time_precision == "minutes"


def test_both_languages_give_the_same_keys() -> None:
    english = order(subject(8, '<ParaText id="5">The House resumed.</ParaText>' + said(21, "Ms. Jane Roe", "Yes.")), "Orders")
    french = order(subject(8, '<ParaText id="5">La Chambre reprend.</ParaText>' + said(21, "Mme Jane Roe", "Oui.")), "Ordres")
    one, other = page(english), page(french, "FR")
    assert [item.key for item in one.items] == [item.key for item in other.items] == ["para/5", "int/21"]
    assert (one.lang, other.lang) == ("en", "fr")
    assert other.items[1].url == "https://www.noscommunes.ca/DocumentViewer/fr/48-1/chambre/seance-5/debats#Int-21"


def test_both_languages_give_the_same_debates_and_a_heading_that_comes_back_is_the_same_one() -> None:
    def day(first: str, second: str, lang: str) -> list[str]:
        parts = ((first, 21), (second, 22), (first, 23))
        body = "".join(order(subject(number, said(number, "A", "Yes.")), name) for name, number in parts)
        return [record(item).debate for item in page(body, lang).items]

    english, french = day("Orders", "Questions", "EN"), day("Ordres", "Demandes", "FR")
    assert english == french
    assert english[0] == english[2] != english[1]


def test_a_key_does_not_depend_on_what_stands_before() -> None:
    speeches = [said(n, "Ms. Jane Roe", f"Words {n}.") for n in (21, 22, 23)]
    assert [i.key for i in items(subject(8, "".join(speeches[1:])))] == [i.key for i in items(subject(8, "".join(speeches)))][1:]


def test_times_are_milestones_also_within_a_speech_and_run_past_midnight() -> None:
    long = said(21, "Ms. Jane Roe", "One.", "Two.").replace('<ParaText id="211">', TIME.format("23", "55") + '<ParaText id="211">')
    first, second, third = items(
        subject(8, TIME.format("23", "50") + long + said(22, "Mr. Doe", "Three.") + TIME.format("24", "05") + said(23, "Mr. Doe", "Four."))
    )
    assert first.published_at == datetime(2031, 3, 5, 4, 50, tzinfo=UTC)
    assert second.published_at == datetime(2031, 3, 5, 4, 55, tzinfo=UTC)
    assert third.published_at == datetime(2031, 3, 5, 5, 5, tzinfo=UTC)
    assert "55" not in first.text


def test_party_and_riding_are_carried_forward_by_id() -> None:
    body = said(21, "Ms. Jane Roe (Long River, NDP)", "One.", person="9") + said(22, "Ms. Jane Roe", "Two.", person="9")
    _, later = items(subject(8, body))
    assert later.speaker == Speaker("Ms. Jane Roe", "9", party="NDP", constituency="Long River")


@pytest.mark.parametrize("label", ["The Speaker", "The Acting Speaker (Mr. John Doe)", "La vice-présidente", "Le président suppléant"])
def test_the_chair_is_known_by_its_label(label: str) -> None:
    (item,) = items(subject(8, said(21, label, "Order.", role="96")))
    assert item.speaker is not None
    assert item.speaker.is_chair
    assert item.speaker.party is None


def test_an_office_of_no_chair_is_none() -> None:
    (item,) = items(subject(8, said(21, "Hon. Jane Roe (President of the Treasury Board, Lib.)", "Yes.", role="4")))
    assert item.speaker is not None
    assert not item.speaker.is_chair
    assert item.speaker.role == "President of the Treasury Board"


def test_an_oral_question_is_kept_with_its_answer() -> None:
    exchange = said(21, "Ms. Jane Roe", "Why?", kind="Question") + said(22, "Mr. Doe", "Because.", kind="Answer")
    later = subject(9, said(23, "Mr. Doe", "Indeed.", kind="Answer"), "Trade")
    question, answer, other = items(order(subject(8, exchange, "Health") + later, "Oral Questions"))
    assert (question.kind, answer.kind) == (Kind.QUESTION, Kind.ANSWER)
    assert record(answer).asked == "Why?"
    assert record(other).asked == ""


def test_what_members_state_is_a_statement_and_the_chair_still_speaks() -> None:
    body = subject(8, said(21, "Ms. Jane Roe", "Spring.") + said(22, "The Speaker", "Order.", role="15"), "Spring")
    roe, chair = items(order(body, "Statements by Members", "StatementsByMembers"))
    assert (roe.kind, chair.kind) == (Kind.STATEMENT, Kind.SPEECH)


def test_a_subject_without_a_title_goes_on_under_the_last() -> None:
    body = subject(8, said(21, "Ms. Roe", "One."), "Petitions") + subject(9, said(22, "Ms. Roe", "Two."))
    first, second = items(order(body, "Routine Proceedings"))
    assert second.headings == first.headings == ("Routine Proceedings", "Petitions")
    assert record(second).debate == record(first).debate


def test_a_title_does_not_outlast_its_order() -> None:
    orders = order(subject(8, said(21, "Ms. Roe", "One."), "Petitions"), "Routine Proceedings") + order(
        subject(9, said(22, "Ms. Roe", "Two.")), "Government Orders"
    )
    assert items(orders)[1].headings == ("Government Orders",)


def test_a_qualifier_is_a_heading_below_the_title() -> None:
    body = subject(8, said(21, "Ms. Roe", "One."), "Petitions", "<SubjectOfBusinessQualifier>Sensors</SubjectOfBusinessQualifier>")
    assert items(order(body, "Routine"))[0].headings == ("Routine", "Petitions", "Sensors")


def test_a_written_question_and_its_answer_are_items() -> None:
    question, answer = items(subject(8, WRITTEN.format(responder=RESPONDER, answer="None were.")))
    assert (question.key, question.kind, question.text) == ("para/900", Kind.QUESTION, "Which permits were refused?")
    assert (answer.key, answer.kind, answer.title) == ("para/901", Kind.ANSWER, "Question No. 406")
    assert record(answer).asked == "Which permits were refused?"
    assert answer.speaker is not None
    assert answer.speaker.party == "Lib."


def test_a_return_that_is_tabled_is_nobody_s_answer() -> None:
    _, tabled = items(subject(8, WRITTEN.format(responder="", answer="(Return tabled)")))
    assert (tabled.kind, tabled.speaker, tabled.text) == (Kind.PROCEDURAL, None, "(Return tabled)")


def test_the_throne_speech_is_one_item_although_milestones_stand_in_it() -> None:
    paras = "".join(f'<ParaText id="{n}"><I>Paragraph {n}.\n</I></ParaText>' + TIME.format("15", f"{n}0") for n in (1, 2, 3))
    speech, throne = items(subject(8, said(21, "The Speaker", "I have a copy.") + paras, "Speech from the Throne"))
    assert (throne.key, throne.kind) == ("para/1", Kind.PROCEDURAL)
    assert throne.text == "Paragraph 1.\nParagraph 2.\nParagraph 3."
    assert speech.key == "int/21"


def test_words_in_an_element_nobody_has_met_are_kept() -> None:
    (item,) = items(subject(8, "<RoyalProclamation>Know ye that <B>all</B> is well.</RoyalProclamation>"))
    assert item.text == "Know ye that all is well."
    assert item.key == "subject/8"


def test_an_interjection_within_a_paragraph_is_kept_apart() -> None:
    body = said(21, "Ms. Roe", "One.", "Two.").replace(
        '<ParaText id="211">',
        '<ParaText Interjection="e1" id="299"><Affiliation DbId="5" Type="2">Mr. Doe:</Affiliation> Never!</ParaText>'
        '<ParaText Continuation="True" id="211"><Affiliation>Ms. Roe:</Affiliation> ',
    )
    speech, thrown_in = items(subject(8, body))
    assert speech.text == "One.\nTwo."
    assert (thrown_in.key, thrown_in.kind, thrown_in.text) == ("para/299", Kind.INTERJECTION, "Never!")
    assert thrown_in.speaker == Speaker("Mr. Doe", "5")


def test_who_voted_how_is_left_out() -> None:
    division = '<Division id="3"><DivisionType><Type>YEAS</Type><Affiliation DbId="4">Roe</Affiliation></DivisionType></Division>'
    (item,) = items(subject(8, '<ParaText id="5">The House divided.</ParaText>' + division))
    assert item.text == "The House divided."


def test_a_document_counts_the_speeches_it_opens() -> None:
    assert page(subject(8, said(21, "Ms. Roe", "One.") + said(22, "Ms. Roe"))).declared == 2


def test_a_sitting_without_words_is_a_page_without_items() -> None:
    empty = page("")
    assert (empty.items, empty.title) == ((), "House of Commons Debates, No. 005")


def test_the_day_is_read_as_it_is_written_out_where_its_numbers_are_missing() -> None:
    body = subject(8, said(21, "Ms. Roe", "One."))
    found = page(body, MetaDateNumDay="", HeaderDate="November 26, 2021")
    assert found.items[0].sitting_date == date(2021, 11, 26)


def test_an_address_of_another_sitting_is_warned_of() -> None:
    url = "https://www.ourcommons.ca/Content/House/481/Debates/006/HAN006-E.XML"
    (warning,) = page("", url=url).warnings
    assert "sitting 5" in warning
    assert "006" in warning
    assert page("", url=url.replace("006", "005")).warnings == ()


def test_the_evidence_of_a_committee_is_refused() -> None:
    with pytest.raises(ParseError, match=r"evidence of a committee \(format ca-committees\)"):
        page("", **COMMITTEE)


def test_the_official_version_is_final() -> None:
    body = subject(8, said(21, "Ms. Roe", "One."))
    assert page(body, MetaTitleEn="Edited Hansard * Number 005 (Official Version)").items[0].status == "final"
    assert page(body).items[0].status is None


def test_words_of_nobody_are_procedural() -> None:
    (item,) = items(subject(8, '<Intervention id="21"><Content><ParaText id="1">(Applause)</ParaText></Content></Intervention>'))
    assert (item.key, item.kind, item.speaker) == ("int/21", Kind.PROCEDURAL, None)


@pytest.mark.parametrize(
    "facts",
    [
        {"Date": "Monday, March 3, 2031"},
        {"DateOtherLang": "Le lundi 3 mars 2031"},
        {"HeaderDate": "unknown", "Date": "Monday, March 3, 2031"},
        {"MetaCreationTime": "2031/03/03 11:00:00"},
    ],
)
def test_a_day_is_found_wherever_the_document_has_it(facts: dict[str, str]) -> None:
    (item,) = page(order(subject(8, said(21, "Mr. John Doe", "One."))), MetaDateNumDay="", **facts).items
    assert item.sitting_date == date(2031, 3, 3)


def test_a_document_without_a_day_is_read() -> None:
    (item,) = page(order(subject(8, said(21, "Mr. John Doe", "One."))), MetaDateNumDay="", MetaCreationTime="2031/13/03").items
    assert item.sitting_date is None


def test_of_a_vote_the_paragraphs_are_kept_and_the_names_are_not() -> None:
    vote = '<Division><DivisionNumber>(Division No. 4)</DivisionNumber><ParaText id="55">The House divided.</ParaText>'
    vote += '<DivisionType><Affiliation DbId="1">Roe</Affiliation></DivisionType></Division>'
    after = said(21, "Mr. John Doe", "One.")
    (outside, _) = items(order(subject(8, vote + after)))
    assert (outside.kind, outside.text, outside.key) == (Kind.PROCEDURAL, "The House divided.", "para/55")
    (within,) = items(order(subject(8, after.replace("</Content>", f"{vote}</Content>"))))
    assert within.text == "One.\nThe House divided."


@pytest.mark.parametrize("value", ["False", "no", "0", ""])
def test_a_paragraph_that_is_marked_as_no_interjection_is_the_speakers(value: str) -> None:
    body = said(21, "Mr. John Doe", "One.").replace("<ParaText ", f'<ParaText Interjection="{value}" ')
    (item,) = items(order(subject(8, body)))
    assert (item.kind, item.text) == (Kind.SPEECH, "One.")
