"""Protocols of the Bundestag: speeches are split at each speaker, and interjections are kept apart."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.model import Item, Kind, Page, Record, Speaker
from monitor.sources.document import Document
from monitor.sources.parliament.de_plenarprotokoll import parse_de_plenarprotokoll

HEAD = 'wahlperiode="21" sitzung-nr="81" sitzung-datum="04.03.2031" sitzung-start-uhrzeit="9:00"'
ROE = (
    '<p klasse="redner"><redner id="1"><name><vorname>Jana</vorname><nachname>Röhe</nachname><fraktion>GRÜNE</fraktion></name></redner>'
    "Jana Röhe (GRÜNE):</p>"
)
DOE = (
    '<p klasse="redner"><redner id="2"><name><vorname>Jan</vorname><nachname>Dohl</nachname><rolle>'
    "<rolle_lang>Bundesminister für Handel</rolle_lang>"
    "<rolle_kurz>Bundesminister BMH</rolle_kurz></rolle></name></redner>Jan Dohl, Bundesminister für Handel:</p>"
)
CHAIR = "<name>Vizepräsidentin Petra Pohl:</name>"


def page(body: str, head: str = HEAD, url: str = "", rest: str = "") -> Page:
    xml = (
        '\ufeff<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE dbtplenarprotokoll SYSTEM "dbtplenarprotokoll.dtd">'
        f"<dbtplenarprotokoll {head}><vorspann/><sitzungsverlauf>{body}</sitzungsverlauf>{rest}</dbtplenarprotokoll>"
    )
    return parse_de_plenarprotokoll(Document(xml.encode(), url=url))


def top(body: str, name: str = "Tagesordnungspunkt 1", title: str = "Ausfuhren") -> str:
    return f'<tagesordnungspunkt top-id="{name}"><p klasse="T_fett">{title}</p>{body}</tagesordnungspunkt>'


def rede(body: str, number: str = "ID218100100") -> str:
    return f'<rede id="{number}">{body}</rede>'


def p(words: str) -> str:
    return f'<p klasse="J_1">{words}</p>'


def record(item: Item) -> Record:
    assert item.record is not None
    return item.record


def by_kind(found: Page, kind: Kind) -> list[Item]:
    return [item for item in found.items if item.kind is kind and (item.speaker is None or not item.speaker.is_chair)]


def test_a_speech_is_an_item_under_the_item_of_the_agenda() -> None:
    (item,) = by_kind(page(top(rede(ROE + p("Wir fragen.") + p("Wieder.")))), Kind.SPEECH)
    assert item.key == "21/81/ID218100100"
    assert item.text == "Wir fragen.\nWieder."
    assert item.headings == ("Tagesordnungspunkt 1", "Ausfuhren")
    assert item.speaker == Speaker("Jana Röhe (GRÜNE)", "1", party="GRÜNE")
    assert (item.lang, item.sitting_date) == ("de", date(2031, 3, 4))
    assert item.published_at == datetime(2031, 3, 4, 8, tzinfo=UTC)
    assert (record(item).house, record(item).sitting, record(item).time_precision) == ("bundestag", "21/81", "sitting")
    assert item.url == "https://dserver.bundestag.de/btp/21/21081.pdf"


def test_a_minister_has_an_office_and_no_group() -> None:
    (item,) = by_kind(page(top(rede(DOE + p("Nein.")))), Kind.SPEECH)
    assert item.speaker == Speaker("Jan Dohl, Bundesminister für Handel", "2", role="Bundesminister für Handel")


def test_a_speech_is_split_at_each_speaker() -> None:
    body = ROE + p("Eins.") + CHAIR + p("Eine Zwischenfrage?") + DOE + p("Warum?") + ROE + p("Darum.")
    found = page(top(rede(body)))
    turns = [(item.speaker.label, item.text) for item in found.items if item.speaker]
    assert turns == [
        ("Jana Röhe (GRÜNE)", "Eins."),
        ("Jan Dohl, Bundesminister für Handel", "Warum?"),
        ("Jana Röhe (GRÜNE)", "Darum."),
        ("Vizepräsidentin Petra Pohl", "Eine Zwischenfrage?"),
    ]
    assert {record(item).native_id for item in found.items if item.speaker} == {"ID218100100"}


def test_what_the_chair_says_after_a_speech_belongs_to_the_agenda() -> None:
    found = page(top(CHAIR + p("Wir beginnen.") + rede(ROE + p("Eins.") + CHAIR + p("Danke."))))
    chair = [item for item in found.items if item.speaker and item.speaker.is_chair]
    assert [(item.key, item.text) for item in chair] == [
        ("21/81/Tagesordnungspunkt 1/Vizepräsidentin Petra Pohl", "Wir beginnen.\nDanke."),
    ]
    assert chair[0].speaker == Speaker("Vizepräsidentin Petra Pohl", role="Vizepräsidentin", is_chair=True)


def test_who_opened_the_sitting_has_the_chair_until_somebody_else_does() -> None:
    opening = '<sitzungsbeginn><p klasse="N">Präsident Dr. Kai Köhl:</p>' + p("Guten Tag.") + "</sitzungsbeginn>"
    found = page(opening + top(p("Wir beginnen.") + rede(ROE + p("Eins."))))
    assert [item.text for item in found.items if item.speaker and item.speaker.is_chair] == ["Guten Tag.", "Ausfuhren\nWir beginnen."]


def test_interjections_are_kept_apart_from_the_words_of_the_speaker() -> None:
    body = ROE + p("Eins.") + "<kommentar>(Jan Dohl [FDP]: Nie!)</kommentar>" + p("Zwei.") + "<kommentar>(Beifall)</kommentar>"
    found = page(top(rede(body)))
    assert by_kind(found, Kind.SPEECH)[0].text == "Eins.\nZwei."
    (thrown_in,) = by_kind(found, Kind.INTERJECTION)
    assert (thrown_in.text, thrown_in.speaker) == ("(Jan Dohl [FDP]: Nie!)\n(Beifall)", None)
    assert thrown_in.key == "21/81/ID218100100/kommentare"


def test_turns_outside_of_any_speech_are_items_by_speaker() -> None:
    body = CHAIR + p("Frage 1.") + DOE + p("Ja.") + CHAIR + p("Nachfrage.") + ROE + p("Wann?") + DOE + p("Bald.")
    found = page(top(body, "Tagesordnungspunkt 2", "Fragestunde"))
    assert [item.text for item in by_kind(found, Kind.SPEECH)] == ["Ja.", "Wann?", "Bald."]
    assert [item.text for item in found.items if item.speaker and item.speaker.is_chair] == ["Frage 1.\nNachfrage."]


def test_a_key_does_not_depend_on_the_speech_before() -> None:
    first, second = rede(ROE + p("Eins.") + CHAIR + p("Danke.")), rede(DOE + p("Zwei.") + ROE + p("Drei."), "ID218100200")
    both = {item.key for item in page(top(CHAIR + p("Bitte.") + first + second)).items}
    assert {item.key for item in page(top(CHAIR + p("Bitte.") + second)).items} <= both


def test_a_title_of_today_s_agenda_is_found() -> None:
    body = '<tagesordnungspunkt top-id="TOP 3"><top-titel><p klasse="T_NaS">Gesetz über Sensoren</p></top-titel>' + rede(ROE + p("Eins."))
    (item,) = by_kind(page(body + "</tagesordnungspunkt>"), Kind.SPEECH)
    assert item.title == "Gesetz über Sensoren"


def test_annexes_are_statements_and_the_speeches_in_them_speeches() -> None:
    rest = (
        "<anlagen><anlage><anlagen-titel>Anlage 2</anlagen-titel><anlagen-text anlagen-typ='Schriftliche Antworten'>"
        f"<p klasse='J'>Frage 4</p><p klasse='J'>Nein.</p></anlagen-text></anlage><anlage><anlagen-titel>Anlage 3</anlagen-titel>"
        f"<anlagen-text anlagen-typ='Zu Protokoll gegeben'>{rede(ROE + p('Zu Protokoll.'), 'ID9')}</anlagen-text></anlage></anlagen>"
    )
    answers, speech = page("", rest=rest).items
    assert (answers.key, answers.kind, answers.text) == ("21/81/Anlage 2", Kind.STATEMENT, "Frage 4\nNein.")
    assert (speech.kind, speech.text, speech.headings) == (Kind.SPEECH, "Zu Protokoll.", ("Anlage 3", "Zu Protokoll gegeben"))


@pytest.mark.parametrize(("state", "status"), [("erfasst", "draft"), ("freigegeben", "final"), ("", None)])
def test_the_state_of_the_protocol_is_told(state: str, status: str | None) -> None:
    assert page(top(rede(ROE + p("Eins."))), f'{HEAD} status="{state}"').items[0].status == status


def test_a_protocol_of_another_sitting_at_the_right_address_is_warned_of() -> None:
    (warning,) = page("", HEAD.replace('"81"', '"80"'), url="https://www.bundestag.de/resource/blob/1/21081.xml").warnings
    assert "sitting 80" in warning
    assert "081" in warning
    assert page("", url="https://www.bundestag.de/resource/blob/1/21081-data.xml").warnings == ()


def test_a_sitting_without_speeches_is_a_page_without_items() -> None:
    assert (page("").items, page("").declared, page("").title) == ((), 0, "Plenarprotokoll 21/81")


def test_speeches_that_are_opened_are_counted() -> None:
    assert page(top(rede(ROE + p("Eins.")) + rede(DOE, "ID2"))).declared == 2


def test_speeches_in_an_element_nobody_has_met_are_speeches() -> None:
    (item,) = by_kind(page(top(f"<aussprache>{rede(ROE + p('Eins.'))}</aussprache>")), Kind.SPEECH)
    assert (item.key, item.text) == ("21/81/ID218100100", "Eins.")


def test_a_speech_that_only_the_chair_makes_is_an_item_of_its_own() -> None:
    opening = '<p klasse="redner"><redner id="9"><name><vorname>Otto</vorname><nachname>Alt</nachname><rolle><rolle_lang>Alterspräsident'
    opening += "</rolle_lang></rolle></name></redner>Alterspräsident Otto Alt:</p>"
    address, _, other = page(rede(opening + p("Guten Morgen.")) + top(CHAIR + p("Wir beginnen."))).items
    assert (address.text, other.text) == ("Guten Morgen.", "Wir beginnen.")
    assert record(address).native_id == "ID218100100"
    assert address.speaker == Speaker("Alterspräsident Otto Alt", "9", role="Alterspräsident", is_chair=True)


def test_every_text_of_an_annex_is_read_and_what_the_chair_says_in_it() -> None:
    texts = f'<anlagen-text anlagen-typ="Reden">{rede(ROE + p("Zu Protokoll.") + CHAIR + p("Danke."))}</anlagen-text>'
    texts += f'<anlagen-text anlagen-typ="Erklärungen">{p("Wir erklären.")}</anlagen-text>'
    rest = f"<anlagen><anlage><anlagen-titel>Anlage 3</anlagen-titel>{texts}</anlage></anlagen>"
    speech, chair, statement = page("", rest=rest).items
    assert (speech.text, chair.text, statement.text) == ("Zu Protokoll.", "Danke.", "Wir erklären.")
    assert speech.headings == ("Anlage 3", "Reden")
    assert (statement.kind, statement.headings) == (Kind.STATEMENT, ("Anlage 3", "Erklärungen"))


def test_no_key_is_new_when_a_speech_goes_that_parted_two_lines_of_the_record() -> None:
    before, after = p("Die Sitzung beginnt."), p("Die Sitzung ist unterbrochen.")
    whole = {item.key for item in page(top(before + rede(ROE + p("Wir fragen.")) + after)).items}
    assert {item.key for item in page(top(before + after)).items} < whole


def test_words_in_the_paragraph_that_names_a_speaker_are_theirs() -> None:
    (item,) = by_kind(page(top(rede(ROE.replace("):</p>", "): Wir fragen: Warum?</p>") + p("Wieder.")))), Kind.SPEECH)
    assert item.text == "Wir fragen: Warum?\nWieder."
    assert item.speaker == Speaker("Jana Röhe (GRÜNE)", "1", party="GRÜNE")


def test_the_day_is_read_as_it_is_written_out() -> None:
    data = "<veranstaltungsdaten>Berlin, <datum>Dienstag, den 4. März 2031</datum></veranstaltungsdaten>"
    assert {item.sitting_date for item in page(data + top(rede(ROE + p("Ja."))), head="").items} == {date(2031, 3, 4)}
