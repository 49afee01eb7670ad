"""Written questions of the United Kingdom's Parliament, with their answers.

Source: `https://questions-statements-api.parliament.uk/api/writtenquestions/questions?tabledWhenFrom=...&expandMember=true` and the same
with `answeredWhenFrom` and `correctedWhenFrom`, 20 a page; Open Parliament Licence. Written from the service's OpenAPI document; no live
answer has been seen. `results` holds rows, each with the question in `value`; one question alone, as `/questions/{id}` gives it, is such a
row.

A question is one item for as long as it goes on: tabled, holding answer, answered, corrected, or withdrawn. Its key has the day on which
it was tabled beside house and UIN, as the service's own addresses do, because UINs begin anew with each session. The text is the question
and below it the answer. Questions that were answered together are one debate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from monitor.errors import ParseError
from monitor.model import Item, Kind, Page, Record, Speaker
from monitor.sources.markup import one_line, plain_text
from monitor.sources.parliament.json import listed, mapping, read_json, rows, shape, text_of
from monitor.sources.parliament.keys import Twins
from monitor.sources.parliament.local_time import day_of, instant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.sources.document import Document

_ZONE = ZoneInfo("Europe/London")
_LONGEST_TITLE = 120
_ADDRESSED = re.compile(r"/questions/(\d{4}-\d\d-\d\d)/[^/]+$")
_PERIODS = {"tabled": "dateTabled", "answered": "dateAnswered", "corrected": "dateAnswerCorrected"}
_STATUS = {"holding answer": "draft", "corrected": "corrected", "withdrawn": "withdrawn"}


class _Phase(NamedTuple):
    """How far a question has come, and since when."""

    name: str
    date: str

    @property
    def is_answered(self) -> bool:
        return self.name in {"holding answer", "answered", "corrected"}


def parse_uk_questions(document: Document) -> Page:
    """Read written questions.

    Raises:
        ParseError: it is no answer of the service.
    """
    entries = _entries(read_json(document.body))
    questions = [value for entry in rows(entries) if text_of(value := mapping(entry.get("value")), "uin")]
    if entries and not questions:
        raise ParseError(f"no written question is in this: its first entry is {shape(entries[0])}, where `value` with a `uin` was expected")
    twins = Twins()
    unread = len(entries) - len(questions)
    warnings = (f"{unread} of {len(entries)} entries have no `value` with a `uin`; they were passed over",) if unread else ()
    return Page(
        tuple(_item(question, twins) for question in questions),
        title="Written questions",
        lang="en",
        declared=len(entries),
        warnings=(*_contradictions(questions, document.url), *warnings),
    )


def _entries(answer: object) -> Sequence[object]:
    held = mapping(answer)
    if "results" in held:
        return list(listed(held["results"]))
    if mapping(held.get("value")):
        return [held]
    raise ParseError(f"this is {shape(answer)} where written questions were expected, under `results`" + _complaint(held))


def _complaint(held: Mapping[str, object]) -> str:
    """Repeat what the service says is wrong (RFC 9457 problem details)."""
    said = " ".join(filter(None, (text_of(held, "status"), text_of(held, "title"), text_of(held, "detail"))))
    return f"; it says: {said[:200]}" if said else ""


def _item(value: Mapping[str, object], twins: Twins) -> Item:
    house, uin = text_of(value, "house").lower(), text_of(value, "uin")
    tabled = day_of(text_of(value, "dateTabled"))
    phase = _phase(value)
    asked, answer = plain_text(text_of(value, "questionText")), plain_text(text_of(value, "answerText"))
    body, subject = one_line(text_of(value, "answeringBodyName")), one_line(text_of(value, "heading"))
    published = instant(phase.date, _ZONE)
    is_timed = published is not None and published.astimezone(_ZONE).time().isoformat() != "00:00:00"
    return Item(
        key=twins.apart("/".join(filter(None, (house, str(tabled or ""), uin)))),
        title=subject or asked.partition("\n")[0][:_LONGEST_TITLE],
        text="\n".join(filter(None, (asked, answer))),
        kind=Kind.ANSWER if phase.is_answered else Kind.QUESTION,
        url=f"https://questions-statements.parliament.uk/written-questions/detail/{tabled}/{uin}" if tabled else None,
        published_at=published,
        lang="en",
        sitting_date=day_of(phase.date),
        headings=tuple(filter(None, (body, subject))),
        speaker=_answerer(value, body) if phase.is_answered else _member(value, "askingMember"),
        status=_STATUS.get(phase.name),
        record=Record(
            house=house,
            native_id=uin,
            time_precision=None if published is None else "exact" if is_timed else "sitting",
            debate=_group(value, house, uin),
            phase=phase.name,
            asked=asked,
        ),
    )


def _phase(value: Mapping[str, object]) -> _Phase:
    tabled, answered = text_of(value, "dateTabled"), text_of(value, "dateAnswered")
    if value.get("isWithdrawn") is True:
        return _Phase("withdrawn", tabled)
    if not answered and not text_of(value, "answerText"):
        return _Phase("tabled", tabled)
    corrected, held = text_of(value, "dateAnswerCorrected"), text_of(value, "dateHoldingAnswer")
    if corrected or value.get("answerIsCorrection") is True:
        return _Phase("corrected", corrected or answered or tabled)
    if value.get("answerIsHolding") is True:
        return _Phase("holding answer", held or answered or tabled)
    return _Phase("answered", answered or tabled)


def _answerer(value: Mapping[str, object], body: str) -> Speaker | None:
    """Say who answered; the department, where the service was not asked for its members' names."""
    corrector = _member(value, "correctingMember") if value.get("correctingMember") else None
    member = corrector or _member(value, "answeringMember")
    if member is None:
        return Speaker(body, role=body) if body else None
    label = body if body and member.label == f"Member {member.id}" else member.label
    return Speaker(label, id=member.id, role=body or None, party=member.party, constituency=member.constituency)


def _member(value: Mapping[str, object], name: str) -> Speaker | None:
    member = mapping(value.get(name))
    number = text_of(value, f"{name}Id") or text_of(member, "id")
    label = text_of(member, "name") or text_of(member, "listAs") or (f"Member {number}" if number.strip("0") else "")
    if not label:
        return None
    is_elected = text_of(value, "house").lower() == "commons"  # of a peer it says how they came to the Lords
    return Speaker(
        label,
        id=number or None,
        party=text_of(member, "party") or None,
        constituency=text_of(member, "memberFrom") or None if is_elected else None,
    )


def _group(value: Mapping[str, object], house: str, uin: str) -> str:
    """Name the questions that were answered together, the same for each of them."""
    others = {entry.strip() for entry in listed(value.get("groupedQuestions")) if isinstance(entry, str)}
    others |= {text_of(entry, "questionUin") for entry in rows(value.get("groupedQuestionsDates"))}
    if not others - {"", uin}:
        return ""
    return f"{house}/answered together/{text_of(value, 'dateAnswered')[:10]}/{min(others - {''} | {uin})}"


def _contradictions(questions: Sequence[Mapping[str, object]], url: str) -> tuple[str, ...]:
    """Compare the questions' dates with those that were asked for: services have been seen to pass over such a wish."""
    parts = urlsplit(url)
    asked = {name: values[0][:10] for name, values in parse_qs(parts.query).items()}
    found: list[str] = []
    if addressed := _ADDRESSED.search(parts.path):
        asked |= {"tabledWhenFrom": addressed[1], "tabledWhenTo": addressed[1]}
    for word, field in _PERIODS.items():
        first, last = asked.get(f"{word}WhenFrom", ""), asked.get(f"{word}WhenTo", "9999")
        days = sorted(str(day) for question in questions if (day := day_of(text_of(question, field))))
        outside = [day for day in days if not first <= day <= last]
        if outside:
            period = " to ".join(dict.fromkeys(filter(None, (first, last if last != "9999" else ""))))
            found.append(
                f"{len(outside)} questions say that they were {word} on other days ({outside[0]}) than their address asks for ({period})"
            )
    return tuple(found)
