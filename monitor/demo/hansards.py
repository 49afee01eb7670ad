"""The records of the sample parliament in the formats of its houses: Canadian Hansard, Akoma Ntoso, the list of written questions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from lxml import etree

from monitor.demo.feeds import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from monitor.demo.sittings import House, Member, Parliament, Person, Said, Section, Sitting

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_AKN_NAMES = cast("dict[str, str]", {None: AKN})
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SESSION = (45, 1)


def canadian(house: House, sitting: Sitting, day: date, lang: str) -> Document:
    """Print a sitting as the Canadian House of Commons does, in one of its languages; paragraphs and speeches have the same ids in each."""
    root = etree.Element("Hansard", {"id": f"{sitting.number}0000", _XML_LANG: lang.upper()})
    facts = etree.SubElement(root, "ExtractedInformation")
    for name, value in _facts(sitting, day):
        etree.SubElement(facts, "ExtractedItem", Name=name).text = value
    body = etree.SubElement(root, "HansardBody")
    for number, section in enumerate(sitting.sections):
        order = etree.SubElement(body, "OrderOfBusiness", id=f"{sitting.number}0{number}1", Rubric="Other")
        etree.SubElement(order, "OrderOfBusinessTitle").text = section.order[lang]
        subject = etree.SubElement(order, "SubjectOfBusiness", id=f"{sitting.number}0{number}2")
        etree.SubElement(subject, "Timestamp", Hr="14", Mn=f"{number * 5 + 15:02}").text = f"(14{number * 5 + 15:02})"
        etree.SubElement(subject, "SubjectOfBusinessTitle").text = section.subject[lang]
        content = etree.SubElement(subject, "SubjectOfBusinessContent")
        for speech in section.speeches:
            _intervention(content, speech, house.people[speech.who], lang)
    return _xml(root)


def _facts(sitting: Sitting, day: date) -> Iterator[tuple[str, str]]:
    parliament, session = SESSION
    yield "Institution", "HOUSE OF COMMONS"
    yield "Country", "EXAMPLE"
    yield "Date", f"{day:%A, %B} {day.day}, {day.year}"
    yield "MetaNumberNumber", str(sitting.number)
    yield "MetaDateNumDay", f"{day.day:02}"
    yield "MetaDateNumMonth", f"{day.month:02}"
    yield "MetaDateNumYear", str(day.year)
    yield "SessionNumber", str(session)
    yield "ParliamentNumber", str(parliament)


def _intervention(content: etree._Element, speech: Said, person: Person, lang: str) -> None:
    spoken = etree.SubElement(content, "Intervention", id=str(speech.id), Type="Debate")
    speaking = etree.SubElement(spoken, "PersonSpeaking")
    affiliation = etree.SubElement(speaking, "Affiliation", DbId=str(person.id), Type=str(person.type))
    affiliation.text, affiliation.tail = person.label[lang], ": "
    words = etree.SubElement(spoken, "Content")
    for number, paragraph in enumerate(_paragraphs(speech.says[lang])):
        etree.SubElement(words, "ParaText", id=f"{speech.id}{number}").text = paragraph


def akoma_ntoso(house: House, sitting: Sitting, day: date) -> Document:
    """Print a sitting in Akoma Ntoso 3.0, as the Irish houses do: speeches are numbered through the day."""
    root = etree.Element("akomaNtoso", nsmap=_AKN_NAMES)
    debate = etree.SubElement(root, "debate", name="Official Report")
    work = etree.SubElement(etree.SubElement(etree.SubElement(debate, "meta"), "identification", source="#source"), "FRBRWork")
    etree.SubElement(work, "FRBRthis", value=f"/akn/ie/debateRecord/dail/{day}/main")
    etree.SubElement(work, "FRBRdate", date=f"{day}", name="#generation")
    body = etree.SubElement(debate, "debateBody")
    number = 0
    for order, section in enumerate(sitting.sections):
        outer = etree.SubElement(body, "debateSection", name="questions", eId=f"dbsect_{order * 2 + 1}")
        etree.SubElement(outer, "heading").text = section.order["en"]
        inner = etree.SubElement(outer, "debateSection", name="question", eId=f"dbsect_{order * 2 + 2}")
        etree.SubElement(inner, "heading").text = section.subject["en"]
        number = _speeches(inner, section, house, number)
    return _xml(root)


def _speeches(parent: etree._Element, section: Section, house: House, number: int) -> int:
    """Print the speeches of a section, numbered on from `number`; return the last number."""
    for speech in section.speeches:
        number += 1
        person = house.people[speech.who]
        office = {"as": person.office} if person.office else {}
        element = etree.SubElement(parent, "speech", {"by": str(person.id), **office, "eId": f"spk_{number}"})
        etree.SubElement(element, "from").text = person.label["en"]
        for paragraph in _paragraphs(speech.says["en"]):
            etree.SubElement(element, "p").text = paragraph
    return number


def written_questions(parliament: Parliament, now: datetime) -> Document:
    """List the written questions as the British interface does, unanswered ones without an answer."""
    results = []
    for question in parliament.tabled(now):
        answered = parliament.is_answered(question, now)
        tabled_at, answered_at = parliament.started_at + question.tabled_at, parliament.started_at + question.answered_at
        value = {
            "id": int(question.uin),
            "askingMemberId": len(question.asked_by.name),
            "askingMember": _member(question.asked_by),
            "house": "Commons",
            "dateTabled": f"{tabled_at:%Y-%m-%dT00:00:00}",
            "uin": question.uin,
            "questionText": question.asks,
            "answeringBodyName": question.body,
            "isWithdrawn": False,
            "heading": question.heading,
            "answerIsHolding": False if answered else None,
            "answerIsCorrection": False if answered else None,
            "answeringMemberId": len(question.answered_by.name) if answered else None,
            "answeringMember": _member(question.answered_by) if answered else None,
            "dateAnswered": f"{answered_at:%Y-%m-%dT00:00:00}" if answered else None,
            "answerText": f"<p>{question.answers}</p>" if answered else None,
        }
        results.append({"value": value, "links": []})
    body = json.dumps({"totalResults": len(results), "results": results}, indent=1).encode()
    return Document(body, "application/json; charset=utf-8")


def _member(member: Member) -> dict[str, object]:
    return {"id": len(member.name), "name": member.name, "party": member.party, "memberFrom": member.constituency}


def _paragraphs(text: str) -> list[str]:
    return text.strip().split("\n\n")


def _xml(root: etree._Element) -> Document:
    return Document(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True), "text/xml; charset=utf-8")
