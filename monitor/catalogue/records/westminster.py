"""The interfaces of the Parliament of the United Kingdom: Hansard, and written questions with their answers.

hansard-api.parliament.uk and questions-statements-api.parliament.uk, by the OpenAPI documents that they publish; no key is needed. They are
asked by date and never by word: their own search splits phrases, and fails on some words.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import IndexPage, Paging, SinceParam
from monitor.catalogue.record import CatalogueRecord, Expectation
from monitor.catalogue.setting import Setting

_HANSARD = "https://hansard-api.parliament.uk"
_QUESTIONS = "https://questions-statements-api.parliament.uk/api/writtenquestions/questions"
_LICENCE = "Open Parliament Licence"
_HOUSES = Setting(
    default=("Commons", "Lords"),
    about="The houses that are read.",
    example="[Commons]",
    values=MappingProxyType({"Commons": "Commons", "Lords": "Lords"}),
    is_list=True,
)
_SECTIONS = Setting(
    default=("Debate",),
    about="The parts of the day, by the names of `sectionsforday`: Debate is the chamber, WestHall Westminster Hall.",
    example="[Debate, WestHall]",
    pattern=r"(?P<section>[A-Za-z]+)",
    is_list=True,
)


def _by_day(parameter: str) -> SinceParam:
    """Ask for what was tabled, answered or corrected since; each is a phase of one question."""
    params = {parameter: "{since}", "expandMember": "true", "includeWithdrawn": "true", "take": "100"}
    return SinceParam(_QUESTIONS, MappingProxyType(params), overlap=timedelta(days=2), paging=Paging(offset="skip", size=100))


RECORDS = (
    CatalogueRecord(
        name="uk-hansard",
        title="Hansard, both houses, from its own interface",
        country="GB",
        languages=("en",),
        format="uk-hansard",
        discoveries=(
            IndexPage(
                f"{_HANSARD}/overview/sectiontrees.json?section={{section}}&date={{date}}&house={{houses}}",
                link=r'"ExternalId"\s*:\s*"(?P<id>[0-9A-Fa-f-]{36})"',
                document=f"{_HANSARD}/debates/debate/{{id}}.json",
                most=300,
            ),
        ),
        delay="hours after the words; in parts while the house sits",
        licence=_LICENCE,
        zone="Europe/London",
        homepage="https://hansard.parliament.uk",
        settings=MappingProxyType({"houses": _HOUSES, "sections": _SECTIONS}),
        revisit=timedelta(days=7),
        expect=Expectation(records=0),  # a heading alone is a document of its own
        requests_per_day=2000,
        evidence="specification",
        is_published_interface=True,
        notes=("uk-commons and uk-lords bring the same speeches a day later: switch on one or the others.",),
    ),
    CatalogueRecord(
        name="uk-questions",
        title="Written questions, both houses",
        country="GB",
        languages=("en",),
        format="uk-questions",
        discoveries=(_by_day("tabledWhenFrom"), _by_day("answeredWhenFrom"), _by_day("correctedWhenFrom")),
        delay="the day after tabling; the hour of the answer",
        licence=_LICENCE,
        zone="Europe/London",
        homepage="https://questions-statements.parliament.uk/written-questions",
        revisit=timedelta(days=7),
        expect=Expectation(records=0),
        requests_per_day=2000,
        evidence="specification",
        is_published_interface=True,
        notes=("Tabled, answered and corrected are phases of one item: you are told of each.",),
    ),
)
