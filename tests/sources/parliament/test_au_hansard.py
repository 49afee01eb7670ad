"""Hansard of Australia, in the schema of 2007 and in today's: whose words are whose."""

from __future__ import annotations

from datetime import UTC, date, datetime

from monitor.model import Item, Kind, Page, Record, Speaker
from monitor.sources.document import Document
from monitor.sources.parliament.au_hansard import parse_au_hansard


def page(body: str, chamber: str = "REPS", proof: str = "0", part: str = "chamber.xscript", url: str = "") -> Page:
    xml = (
        f"\ufeff\r\n<hansard version='2.1'><session.header><date>2031-03-04</date><chamber>{chamber}</chamber><proof>{proof}</proof>"
        f"</session.header><{part}>{body}</{part}></hansard>"
    )
    return parse_au_hansard(Document(xml.encode(), url=url))


def debate(body: str, title: str = "BILLS", sub: str = "Second Reading") -> str:
    return (
        f"<debate><debateinfo><title>{title}</title><page.no>1</page.no></debateinfo><subdebate.1><subdebateinfo><title>{sub}</title>"
        f"</subdebateinfo>{body}</subdebate.1></debate>"
    )


def talker(number: str, shown: str, more: str = "", metadata: str = "") -> str:
    hidden = f'<name role="metadata">{metadata}</name>' if metadata else ""
    return f'<talker><name.id>{number}</name.id>{hidden}<name role="display">{shown}</name>{more}</talker>'


ROE = talker("A1", "Ms ROE", "<electorate>Long River</electorate><party>ALP</party><role>Minister</role><time.stamp>09:01:00</time.stamp>")


def old(unit: str, who: str, first: str, rest: str = "") -> str:
    return f"<{unit}><talk.start>{who}<para>{first}</para></talk.start>{rest}</{unit}>"


def new(unit: str, paragraphs: str, within: str = "") -> str:
    who = (
        '<talker><time.stamp/><name role="metadata">Roe, Jane MP</name><name.id>A1</name.id><electorate>Long River</electorate>'
        "<party>ALP</party></talker>"
    )
    return f"<{unit}><talk.start>{who}</talk.start><talk.text><body>{paragraphs}</body></talk.text>{within}</{unit}>"


def begins(kind: str, label: str, words: str, number: str = "A1", between: str = "") -> str:
    link = f'<a href="{number}" type="{kind}"><span class="HPS-{kind}">{label}</span></a>'
    return f'<p class="HPS-Normal"><span class="HPS-Normal">{link}{between}  {words}</span></p>'


OWN = (
    ' (<span class="HPS-Electorate">Long River</span>—<span class="HPS-MinisterialTitles">Minister for Sensors</span>) '
    '(<span class="HPS-Time">09:01</span>):'
)


def record(item: Item) -> Record:
    assert item.record is not None
    return item.record


def test_a_speech_of_2007_is_an_item() -> None:
    (item,) = page(debate(old("speech", ROE, "—I move:", "<motion><para>That it be read.</para></motion>"))).items
    assert (item.kind, item.text, item.headings) == (Kind.SPEECH, "I move:\nThat it be read.", ("BILLS", "Second Reading"))
    assert item.speaker == Speaker("Ms ROE", "A1", role="Minister", party="ALP", constituency="Long River")
    assert item.published_at == datetime(2031, 3, 3, 22, 1, tzinfo=UTC)
    assert (item.sitting_date, item.status, item.lang) == (date(2031, 3, 4), "final", "en")
    assert (record(item).house, record(item).time_precision) == ("representatives", "exact")
    assert "Date:4/3/2031" in (item.url or "")


def test_a_speech_of_today_is_an_item() -> None:
    words = begins("MemberSpeech", "Ms ROE", "I move:", between=OWN) + '<p class="HPS-Small"><span>That it be read.</span></p>'
    (item,) = page(debate(new("speech", words)), proof="1").items
    assert item.text == "I move:\nThat it be read."
    assert item.speaker == Speaker("Ms ROE", "A1", role="Minister for Sensors", party="ALP", constituency="Long River")
    assert item.published_at == datetime(2031, 3, 3, 22, 1, tzinfo=UTC)
    assert item.status == "draft"


def test_interjections_of_2007_are_apart_and_the_speech_goes_on() -> None:
    thrown_in = old("interjection", talker("B2", "Mr Doe"), "—Never!")
    going_on = old("continue", talker("A1", "Ms ROE"), "—Always.") + "<para>And so on.</para>"
    speech, other = page(debate(old("speech", ROE, "—One.", thrown_in + going_on))).items
    assert speech.text == "One.\nAlways.\nAnd so on."
    assert (other.kind, other.text, other.speaker) == (Kind.INTERJECTION, "Never!", Speaker("Mr Doe", "B2"))


def test_interjections_of_today_are_told_by_links_in_the_text() -> None:
    words = (
        begins("MemberSpeech", "Ms ROE", "One.", between=OWN)
        + '<p><span><span class="HPS-GeneralIInterjecting">Honourable members interjecting</span>—</span></p>'
        + begins("MemberInterjecting", "The SPEAKER:", "Order!", "10000")
        + begins("MemberInterjecting", "Mr Doe:", "Never!", "B2")
        + begins("MemberContinuation", "Ms ROE:", "Two.")
        + '<a href="B2" type="GeneralIInterjecting"><p><span>'
        '<span class="HPS-GeneralIInterjecting">Mr Doe interjecting</span>—</span></p></a>' + "<p>Three.</p>"
    )
    within = (
        "<interjection><talk.start><talker><name role='metadata'>Doe, John MP</name><name.id>B2</name.id><party>LP</party></talker>"
        "</talk.start>"
        "<talk.text/></interjection>"
    )
    speech, note, chair, doe = page(debate(new("speech", words, within))).items
    assert speech.text == "One.\nTwo.\nThree."
    assert (note.kind, note.speaker, note.text) == (Kind.INTERJECTION, None, "Honourable members interjecting—\nMr Doe interjecting—")
    assert (chair.kind, chair.text) == (Kind.SPEECH, "Order!")
    assert chair.speaker == Speaker("The SPEAKER", "10000", is_chair=True)
    assert (doe.kind, doe.text, doe.speaker) == (Kind.INTERJECTION, "Never!", Speaker("Mr Doe", "B2", party="LP"))


def test_words_that_stand_only_in_the_element_of_an_interjection_are_kept() -> None:
    within = (
        "<interjection><talk.start><talker><name role='metadata'>Doe, John MP</name><name.id>B2</name.id></talker></talk.start>"
        "<talk.text><body><p>That is not what was said.</p></body></talk.text></interjection>"
    )
    told = begins("MemberSpeech", "Ms ROE", "One.", between=OWN)
    _, doe = page(debate(new("speech", told, within))).items
    assert doe.text == "That is not what was said."
    again = told + begins("MemberInterjecting", "Mr Doe:", "That is not what was said.", "B2")
    assert len(page(debate(new("speech", again, within))).items) == 2


def test_a_link_in_the_middle_of_a_paragraph_begins_no_turn() -> None:
    words = begins("MemberSpeech", "Ms ROE", "I thank", between=OWN).replace(
        "I thank", 'I thank <a href="B2" type="MemberInterjecting"><span>Mr Doe:</span></a> for that.'
    )
    (item,) = page(debate(new("speech", words))).items
    assert item.text == "I thank Mr Doe: for that."


def test_who_has_the_chair_is_named_with_the_person_in_brackets() -> None:
    ruling = old("interjection", talker("10000", "The DEPUTY SPEAKER"), " <inline>(Mr Doe)</inline>—The debate is adjourned.")
    _, chair = page(debate(old("speech", ROE, "—One.", ruling))).items
    assert (chair.kind, chair.text) == (Kind.SPEECH, "The debate is adjourned.")
    assert chair.speaker == Speaker("The DEPUTY SPEAKER (Mr Doe)", "10000", is_chair=True)


def test_a_question_is_kept_with_its_answer() -> None:
    body = old("question", ROE, "—Why?") + old("answer", talker("B2", "Mr DOE"), "—Because.")
    question, answer = page(debate(body, "QUESTIONS WITHOUT NOTICE", "Trade")).items
    assert (question.kind, answer.kind) == (Kind.QUESTION, Kind.ANSWER)
    assert record(answer).asked == "Why?"


def test_party_and_electorate_are_carried_forward() -> None:
    short = old("speech", talker("A1", "Ms ROE"), "—Two.")
    _, later = page(debate(old("speech", ROE, "—One.")) + debate(short, "OTHER")).items
    assert later.speaker == Speaker("Ms ROE", "A1", party="ALP", constituency="Long River")


def test_keys_do_not_depend_on_the_speech_before() -> None:
    first, second = old("speech", ROE, "—One."), old("speech", talker("B2", "Mr DOE"), "—Two.")
    assert [i.key for i in page(debate(second)).items] == [i.key for i in page(debate(first + second)).items][1:]


def test_a_motion_without_a_speech_has_its_mover() -> None:
    motion = (
        "<motionnospeech><name>Mr SLOE</name><electorate>(Fisher)</electorate><role></role><time.stamp>09:46:00</time.stamp>"
        "<inline>—I move:</inline><motion><para>That the House take note.</para></motion></motionnospeech>"
    )
    (item,) = page(debate(motion)).items
    assert item.text == "I move:\nThat the House take note."
    assert item.speaker == Speaker("Mr SLOE", constituency="Fisher")


def test_what_stands_outside_of_speeches_is_procedural_and_headings_are_not_repeated() -> None:
    body = (
        '<subdebate.text><body><p class="HPS-SubDebate">Second Reading</p><p>Bill presented.</p></body></subdebate.text>'
        "<para>Bill read.</para>"
    )
    (item,) = page(debate(body)).items
    assert (item.kind, item.text, item.speaker) == (Kind.PROCEDURAL, "Bill presented.\nBill read.", None)


def test_a_vote_keeps_its_result_and_not_its_names() -> None:
    division = (
        "<division><division.header><time.stamp>15:32:00</time.stamp><para>The House divided.</para></division.header><division.data><ayes>"
        "<names><name>Roe, J.</name></names></ayes></division.data>"
        "<division.result><para>Question negatived.</para></division.result></division>"
    )
    (item,) = page(debate(division)).items
    assert item.text == "The House divided.\nQuestion negatived."


def test_the_second_chamber_is_a_house_of_its_own() -> None:
    for part, house in (
        ("fedchamb.xscript", "federation-chamber"),
        ("maincomm.xscript", "main-committee"),
        ("answers.to.questions", "senate"),
    ):
        (item,) = page(debate(old("speech", ROE, "—One.")), chamber="SENATE", part=part).items
        assert record(item).house == house


def test_speeches_are_counted_and_an_empty_day_is_no_error() -> None:
    assert page(debate(old("speech", ROE, "—One.") + old("question", ROE, "—Why?"))).declared == 2
    assert page("").items == ()


def test_an_address_of_another_day_is_warned_of() -> None:
    (warning,) = page("", url="https://x.example/House%20of%20Representatives_2031_03_05.xml").warnings
    assert "2031-03-04" in warning


def test_speeches_in_an_element_nobody_has_met_are_speeches() -> None:
    (item,) = page(debate(f"<cognate.debate>{old('speech', ROE, '—One.')}</cognate.debate>")).items
    assert (item.kind, item.headings) == (Kind.SPEECH, ("BILLS", "Second Reading"))


def test_no_key_is_new_when_a_speech_goes_that_parted_two_procedural_lines() -> None:
    before, after = "<para>Bill received.</para>", "<para>Bill read.</para>"
    whole = {item.key for item in page(debate(before + old("speech", ROE, "—One.") + after)).items}
    assert {item.key for item in page(debate(before + after)).items} < whole


def test_notes_of_who_interjected_are_one_item_and_words_thrown_in_are_their_speakers() -> None:
    notes = "".join(
        old("interjection", talker(number, name), f"—{name} interjecting—") for number, name in (("B2", "Mr Doe"), ("C3", "Ms Poe"))
    )
    words = old("interjection", talker("B2", "Mr Doe"), "—Never!")
    _, note, doe = page(debate(old("speech", ROE, "—One.", notes + words))).items
    assert (note.kind, note.speaker, note.text) == (Kind.INTERJECTION, None, "Mr Doe interjecting—\nMs Poe interjecting—")
    assert (doe.kind, doe.text, doe.speaker) == (Kind.INTERJECTION, "Never!", Speaker("Mr Doe", "B2"))


def test_a_motion_that_nobody_is_named_for_is_procedural() -> None:
    (item,) = page(debate("<motionnospeech><para>Bill agreed to.</para></motionnospeech>")).items
    assert (item.kind, item.text) == (Kind.PROCEDURAL, "Bill agreed to.")


def test_a_mark_that_names_somebody_else_within_a_speech_begins_their_turn() -> None:
    told = begins("MemberSpeech", "Ms ROE", "One.", between=OWN) + begins("MemberSpeech", "Mr DOE", "Mr Speaker, I thank her.", "B2")
    roe, doe = page(debate(new("speech", told + begins("MemberContinuation", "Ms ROE:", "Two.")))).items
    assert (roe.text, doe.text) == ("One.\nTwo.", "Mr Speaker, I thank her.")
    assert (doe.kind, doe.speaker) == (Kind.SPEECH, Speaker("Mr DOE", "B2"))
