"""Debates in Akoma Ntoso, by local names, whatever the house and the version of the standard."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.errors import ParseError
from monitor.model import Item, Kind, Page, Record, Speaker
from monitor.sources.document import Document
from monitor.sources.parliament.akoma_ntoso import parse_akoma_ntoso

NAMESPACES = (
    "http://docs.oasis-open.org/legaldocml/ns/akn/3.0",
    "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD13",
    "http://www.akomantoso.org/2.0",
)
META = """<meta><identification source="#s"><FRBRWork><FRBRuri value="/akn/ie/debateRecord/{house}/2031-03-04"/>
<FRBRdate date="2031-03-04" name="#generation"/><FRBRcountry value="ie"/></FRBRWork><FRBRExpression><FRBRlanguage language="mul"/>
</FRBRExpression></identification><references><TLCPerson eId="JaneRoe" href="/x" showAs="Ms. Jane Roe"/>
<TLCRole eId="Minister_for_Trade" href="/y" showAs="Minister for Trade"/><TLCRole eId="Ceann_Comhairle" href="/z" showAs="Ceann Comhairle"/>
</references></meta><preface><block name="title_en"><docTitle>Debates</docTitle></block></preface>"""
QUESTION = (
    '<question by="#JaneRoe" to="#Minister_for_Trade" eId="pq_1"><p>1<b>Deputy Jane Roe</b> asked the <b>Minister</b> why. [1/31]</p>'
    "</question>"
)


def page(body: str, url: str = "", house: str = "dail", namespace: str = NAMESPACES[0]) -> Page:
    xml = (
        f'<akomaNtoso xmlns="{namespace}"><debate name="x">{META.format(house=house)}<debateBody>{body}</debateBody></debate></akomaNtoso>'
    )
    return parse_akoma_ntoso(Document(xml.encode(), url=url))


def section(body: str, heading: str = "", name: str = "debate", number: int = 4) -> str:
    head = f"<heading>{heading}</heading>" if heading else ""
    return f'<debateSection name="{name}" eId="dbsect_{number}">{head}{body}</debateSection>'


def speech(words: str, number: int = 1, who: str = "#JaneRoe", label: str = "Deputy Jane Roe", role: str = "") -> str:
    as_role = f'as="{role}"' if role else ""
    return f'<speech by="{who}" {as_role} eId="spk_{number}"><from>{label}</from><p eId="para_{number}">{words}</p></speech>'


def record(item: Item) -> Record:
    assert item.record is not None
    return item.record


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_a_speech_is_an_item_in_every_version_of_the_standard(namespace: str) -> None:
    (item,) = page(section(section(speech("We did."), "Permits"), "Questions"), namespace=namespace).items
    assert (item.kind, item.text, item.headings) == (Kind.SPEECH, "We did.", ("Questions", "Permits"))
    assert item.speaker == Speaker("Deputy Jane Roe", "JaneRoe")
    assert item.sitting_date == date(2031, 3, 4)
    assert (record(item).house, record(item).native_id) == ("dail", "spk_1")
    assert item.url == "https://www.oireachtas.ie/en/debates/debate/dail/2031-03-04/4/#spk_1"


def test_speeches_that_are_renumbered_keep_their_keys() -> None:
    before = page(section(speech("One thing.", 1) + speech("Another thing.", 2)))
    after = page(section(speech("A new one.", 1) + speech("One thing.", 2) + speech("Another thing.", 3)))
    assert [item.key for item in after.items][1:] == [item.key for item in before.items]


def test_the_office_in_which_somebody_speaks_is_their_role() -> None:
    minister, chair = page(
        section(speech("Yes.", role="#Minister_for_Trade") + speech("Order.", 2, label="An Ceann Comhairle", role="#Ceann_Comhairle"))
    ).items
    assert minister.speaker == Speaker("Deputy Jane Roe", "JaneRoe", role="Minister for Trade")
    assert chair.speaker is not None
    assert (chair.speaker.role, chair.speaker.is_chair) == ("Ceann Comhairle", True)


def test_an_office_holds_for_the_rest_of_the_day_and_the_chair_does_not() -> None:
    minister, again, chair, member = page(
        section(
            speech("Yes.", role="#Minister_for_Trade")
            + speech("So it is.", 2)
            + speech("Order.", 3, "#JohnDoe", "An Ceann Comhairle", "#Ceann_Comhairle")
            + speech("I speak for myself.", 4, "#JohnDoe", "Deputy John Doe")
        )
    ).items
    assert [each.speaker.role for each in (minister, again, chair, member) if each.speaker] == [
        "Minister for Trade",
        "Minister for Trade",
        "Ceann Comhairle",
        None,
    ]


def test_a_role_that_is_not_listed_is_read_as_it_is_written() -> None:
    speaker = page(section(speech("Yes.", role="#Minister_of_State_for_Sport"))).items[0].speaker
    assert speaker is not None
    assert speaker.role == "Minister of State for Sport"


def test_a_question_has_neither_its_number_nor_its_asker_in_its_words() -> None:
    (item,) = page(section(QUESTION)).items
    assert (item.kind, item.text) == (Kind.QUESTION, "asked the Minister why. [1/31]")
    assert item.speaker == Speaker("Deputy Jane Roe", "JaneRoe")


def test_who_holds_an_office_answers_the_question_above() -> None:
    body = (
        QUESTION
        + speech("Because.", role="#Minister_for_Trade")
        + speech("Thank you.", 2, "#JohnDoe")
        + "<answer by='#JaneRoe'><p>So.</p></answer>"
    )
    _, answer, thanks, formal = page(section(body, "Permits")).items
    assert (answer.kind, thanks.kind, formal.kind) == (Kind.ANSWER, Kind.SPEECH, Kind.ANSWER)
    assert record(answer).asked == record(formal).asked == "asked the Minister why. [1/31]"


def test_a_question_is_not_answered_under_another_heading() -> None:
    found = page(section(QUESTION, "Permits") + section(speech("Because.", role="#Minister_for_Trade"), "Bill", number=5))
    assert found.items[1].kind is Kind.SPEECH


def test_what_stands_outside_of_speeches_is_one_item_a_run() -> None:
    body = "<summary eId='sum_1'>Debate resumed:</summary><summary>In page 7, to delete.</summary><p>(Interruptions).</p>" + speech("No.")
    run, said = page(section(body)).items
    assert (run.kind, run.text) == (Kind.PROCEDURAL, "Debate resumed:\nIn page 7, to delete.\n(Interruptions).")
    assert said.kind is Kind.SPEECH


def test_a_vote_keeps_its_result_and_not_its_names() -> None:
    names = section("<p>Tá</p><p><person refersTo='#JaneRoe'>Roe, Jane.</person></p>", name="ta", number=6)
    loose = "<p><person refersTo='#JaneRoe'>Poe, Ann.</person>, <person refersTo='#x'>Doe, J.</person>.</p>"
    (item,) = page(section(f"<summary>The House divided.</summary>{names}{loose}<summary>Lost.</summary>")).items
    assert item.text == "The House divided.\nLost."


def test_a_speech_of_nobody_is_procedural() -> None:
    (item,) = page(section("<speech eId='spk_1'><p>(Interruptions).</p></speech>")).items
    assert (item.kind, item.speaker) == (Kind.PROCEDURAL, None)


def test_who_has_no_label_is_named_by_the_list_of_persons() -> None:
    (item,) = page(section("<speech by='#JaneRoe'><p>Yes.</p></speech>")).items
    assert item.speaker == Speaker("Ms. Jane Roe", "JaneRoe")


def test_times_are_milestones() -> None:
    timed = speech("One.").replace("</from>", ' <recordedTime time="2031-03-04T10:30:00+00:00"/></from>')
    first, second = page(section("<heading>Bill</heading>" + timed + speech("Two.", 2))).items
    assert first.published_at == second.published_at == datetime(2031, 3, 4, 10, 30, tzinfo=UTC)
    assert (record(first).time_precision, record(second).time_precision) == ("exact", "minutes")
    assert first.speaker == Speaker("Deputy Jane Roe", "JaneRoe")


def test_a_committee_is_a_house_of_its_own() -> None:
    (item,) = page(section(speech("Yes.")), house="committee/committee_on_trade,_and_exports").items
    assert record(item).house == "committee-on-trade-and-exports"


def test_a_house_that_nobody_here_knows_is_read_by_its_identification() -> None:
    xml = """<an:akomaNtoso xmlns:an="urn:x"><an:debate><an:meta><an:identification><an:FRBRWork>
    <an:FRBRuri value="/ke/debaterecord/2031-03-04"/>
    <an:FRBRdate date="2031-03-04"/><an:FRBRauthor href="#senate"/></an:FRBRWork><an:FRBRExpression><an:FRBRlanguage language="eng"/>
    </an:FRBRExpression></an:identification></an:meta><an:debateBody><an:oralStatements id="d1"><an:heading>Permits</an:heading>
    <an:speech by="#roe" id="s1"><an:from>Sen. Roe:</an:from><an:p>Yes.</an:p></an:speech></an:oralStatements></an:debateBody>
    </an:debate></an:akomaNtoso>"""
    found = parse_akoma_ntoso(Document(xml.encode()))
    (item,) = found.items
    assert (record(item).house, item.lang, item.headings, item.url) == ("senate", "en", ("Permits",), None)
    assert item.speaker == Speaker("Sen. Roe", "roe")
    assert item.sitting_date == date(2031, 3, 4)


def test_a_document_counts_what_it_opens_and_may_be_empty() -> None:
    assert page(section(QUESTION + speech("Yes."))).declared == 2
    assert page("").items == ()


def test_an_act_is_no_debate() -> None:
    with pytest.raises(ParseError, match="has no debateBody"):
        parse_akoma_ntoso(Document(b"<akomaNtoso><act><body/></act></akomaNtoso>"))


def test_an_address_of_another_day_is_warned_of() -> None:
    (warning,) = page("", url="https://data.oireachtas.ie/akn/ie/debateRecord/dail/2031-03-05/debate/mul@/main.xml").warnings
    assert "2031-03-04" in warning


def test_speeches_in_an_element_nobody_has_met_are_speeches() -> None:
    (one, two) = page(section(f"<speechGroup>{speech('One.')}</speechGroup><hcontainer>{speech('Two.', 2)}</hcontainer>", "Bill")).items
    assert (one.kind, two.kind, two.headings) == (Kind.SPEECH, Kind.SPEECH, ("Bill",))


@pytest.mark.parametrize("written", ['<docDate date="2031-03-04"/>', "<docDate>Tuesday, 4 March 2031</docDate>", ""])
def test_a_document_without_an_identification_has_the_day_of_its_preface_or_address(written: str) -> None:
    xml = f"<akomaNtoso><debate><preface><p>{written}</p></preface><debateBody>{section(speech('Yes.'))}</debateBody></debate></akomaNtoso>"
    url = "" if written else "https://x.example/AK-dail-2031-03-04.xml"
    assert parse_akoma_ntoso(Document(xml.encode(), url=url)).items[0].sitting_date == date(2031, 3, 4)


def test_no_key_is_new_when_a_speech_goes_that_parted_two_procedural_lines() -> None:
    before, after = "<summary>The sitting began.</summary>", "<p>Amendment agreed to.</p>"
    whole = {item.key for item in page(section(before + speech("We did.") + after, "Bills")).items}
    assert {item.key for item in page(section(before + after, "Bills")).items} < whole
