"""A passage of the verbatim report in one language."""

from __future__ import annotations

from monitor.sources.parliament.eu_fragment import Fragment, read_fragment

SPEECH = (
    '<oralStatements><speech startTime="2031-03-04T11:01:02.115"><from xml:lang="en" xml:space="preserve">'
    '<person refersTo="epdata:person/7">Ann Roe</person> (<organization refersTo="epdata:org/1">S&amp;D</organization>).</from>'
    '<blockContainer><p xml:space="preserve">Madam President, <inline>Halden</inline>\nsensors.</p><p>We wait.</p></blockContainer>'
    "</speech></oralStatements>"
)


def test_a_speech_gives_who_speaks_and_its_paragraphs() -> None:
    assert read_fragment(SPEECH) == Fragment(
        "Madam President, Halden sensors.\nWe wait.",
        label="Ann Roe (S&D)",
        person="Ann Roe",
        person_id="person/7",
        party="S&D",
        begun="2031-03-04T11:01:02.115",
        is_speech=True,
    )


def test_a_role_is_read_from_its_element_or_from_what_follows_the_name() -> None:
    assert read_fragment("<speech><from><person>Ann Roe</person>, <role>rapporteur</role>. \u2013</from></speech>").role == "rapporteur"
    assert (
        read_fragment("<speech><from><person>Ann Roe</person>, Member of the Commission.</from></speech>").role
        == "Member of the Commission"
    )


def test_the_chair_is_a_label_without_a_person() -> None:
    fragment = read_fragment("<speech><from>President.</from><p>The debate is closed.</p></speech>")

    assert (fragment.label, fragment.person, fragment.text) == ("President", "", "The debate is closed.")


def test_what_nobody_said_is_a_narrative() -> None:
    fragment = read_fragment("<communication><narrative>(Parliament agreed)</narrative></communication>")

    assert (fragment.text, fragment.is_speech, fragment.label) == ("(Parliament agreed)", False, "")


def test_the_text_of_an_unknown_element_is_a_line_of_its_own() -> None:
    assert read_fragment("<speech>One<quotation>Two</quotation>Three<p>Four</p></speech>").text == "One\nTwo\nThree\nFour"


def test_a_passage_that_is_no_xml_is_read_without_its_markup() -> None:
    fragment = read_fragment("<speech><from>Ann Roe.</from><p>Halden &amp; Co<p>We wait.")

    assert (fragment.text, fragment.is_whole) == ("Halden & Co\nWe wait.", False)
