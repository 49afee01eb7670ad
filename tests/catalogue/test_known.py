"""Everything in the catalogue can be switched on, and says what people must know of it."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
import re2  # type: ignore[import-untyped]

from monitor.catalogue.chosen import chosen
from monitor.catalogue.countries import COUNTRIES
from monitor.catalogue.discovery import IndexPage, SitemapLastmod
from monitor.catalogue.entry_faults import settings_of
from monitor.catalogue.known import KNOWN, record_named

NEEDED = {"committees": ("FAAE",)}
# What only a poll knows
AT_THE_POLL = {"date", "n", "lang", "since", "until", "path", "file", "issue", "id"}
_PLACEHOLDER = re.compile(r"(?<!\$)\{([a-z]+)(?::[^{}]*)?\}")

NAMES = tuple(KNOWN)


def options_of(name: str) -> dict[str, object]:
    return {word: NEEDED[word] for word, setting in settings_of(KNOWN[name]).items() if setting.default is None}


@pytest.mark.parametrize("name", NAMES)
def test_a_record_says_what_people_must_know(name: str) -> None:
    record = KNOWN[name]
    assert record.country in COUNTRIES
    assert record.title
    assert record.delay
    assert record.licence
    assert record.languages
    assert record.homepage.startswith("https://")
    assert ZoneInfo(record.zone)
    assert all(setting.about and setting.example for setting in settings_of(record).values())


@pytest.mark.parametrize("name", NAMES)
def test_a_chosen_record_leaves_nothing_open_but_what_a_poll_knows(name: str) -> None:
    record = chosen(name, "", options_of(name))
    assert record.discoveries
    for discovery in record.discoveries:
        assert set(_PLACEHOLDER.findall(repr(discovery))) <= AT_THE_POLL


@pytest.mark.parametrize("name", NAMES)
def test_what_is_looked_for_can_be_looked_for(name: str) -> None:
    for discovery in chosen(name, "", options_of(name)).discoveries:
        for pattern in patterns_of(discovery):
            assert re2.compile(pattern)


def patterns_of(discovery: object) -> list[str]:
    if isinstance(discovery, IndexPage):
        return [discovery.link, *patterns_of(discovery.then)]
    if isinstance(discovery, SitemapLastmod):
        return [text for text in (discovery.page, discovery.sitemap, discovery.member) if text]
    return []


def test_a_format_that_one_record_alone_is_in_names_it() -> None:
    assert record_named("de-plenarprotokoll") is KNOWN["de-bundestag"]
    assert record_named("publicwhip") is None


def test_a_re_issue_is_found_by_its_day_and_letter() -> None:
    (index,) = KNOWN["uk-commons"].discoveries
    assert isinstance(index, IndexPage)
    line = "1680050403,debates2023-03-28d.xml\n"
    found = re2.search(index.link, line)
    assert found.groupdict() == {"date": "2023-03-28", "issue": "d"}
    assert index.document is not None
    assert index.document.format(**found.groupdict()).endswith("/debates/debates2023-03-28d.xml")


def test_a_report_of_the_bundestag_is_found_by_both_forms_of_its_name() -> None:
    (index,) = KNOWN["de-bundestag"].discoveries
    assert isinstance(index, IndexPage)
    for path in ("/resource/blob/1057624/20214.xml", "/resource/blob/543780/e7e2f0c2/19016-data.xml"):
        assert re2.search(index.link, f'<a href="{path}" title="XML">')["path"] == path


def test_the_record_of_congress_is_found_by_its_day() -> None:
    (sitemap,) = KNOWN["us-crec"].discoveries
    assert isinstance(sitemap, SitemapLastmod)
    found = re2.search(sitemap.page, "https://www.govinfo.gov/app/details/CREC-2026-10-01")
    assert found["date"] == "2026-10-01"
    assert re2.search(sitemap.page, "https://www.govinfo.gov/app/details/CREC-2026-10-01/CREC-2026-10-01-pt1-PgH6015-2") is None


def test_the_evidence_of_a_committee_is_found_in_two_steps() -> None:
    (meetings,) = chosen("ca-committees", "", {"committees": "FAAE"}).discoveries
    assert isinstance(meetings, IndexPage)
    assert meetings.url == "https://www.ourcommons.ca/Committees/en/FAAE/Meetings?parl=45&session=1"
    evidence = "/DocumentViewer/en/45-1/FAAE/meeting-12/evidence"
    assert re2.search(meetings.link, f'<a href="//www.ourcommons.ca{evidence}">')["path"] == evidence
    assert meetings.then is not None
    file = "/Content/Committee/451/FAAE/Evidence/EV13456789/FAAEEV12"
    assert re2.search(meetings.then.link, f'<a class="btn-export-xml" href="{file}-E.XML">')["file"] == file
    assert meetings.then.document == "https://www.ourcommons.ca{file}-{lang:initial}.XML"
