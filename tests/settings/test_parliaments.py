"""Two lines switch a record on; what cannot be meant in them is told at its place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.catalogue.known import KNOWN
from monitor.catalogue.record import Expectation
from monitor.catalogue.switch import two_lines
from monitor.model import SourceKey
from monitor.settings.load import check_files, load, missing_secrets
from monitor.settings.parliaments import record_of
from monitor.settings.schema.sources import ParliamentEntry, parliament

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEST_SLACK", "x")
    return folder


def errors(folder: Path, entries: str) -> list[str]:
    (folder / "sources.yaml").write_text(f"parliaments:\n{entries}", encoding="utf-8")
    return [str(problem) for problem in check_files(folder) if not problem.is_warning]


@pytest.mark.parametrize(
    "entry", ["  - ca-hansard\n", "  - record: ca-hansard\n", "  - {record: ca-committees, committees: [FAAE, NDDN]}\n"]
)
def test_two_lines_switch_a_record_on(folder: Path, entry: str) -> None:
    assert errors(folder, entry) == []
    (source,) = load(folder).settings.sources.values()
    record = record_of(source)
    assert record is not None
    assert record.discoveries


@pytest.mark.parametrize("name", list(KNOWN))
def test_what_the_catalogue_says_switches_a_record_on(folder: Path, name: str) -> None:
    (folder / "sources.yaml").write_text(two_lines(KNOWN[name]), encoding="utf-8")
    assert [str(problem) for problem in check_files(folder) if not problem.is_warning] == []
    (source,) = load(folder).settings.sources.values()
    record = record_of(source)
    assert record is not None
    assert record.name == name


def test_a_key_that_is_not_set_is_a_warning_in_a_check_and_an_error_in_a_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIP_API_KEY", raising=False)
    assert errors(folder, "  - de-drucksachen\n") == []
    (warning,) = (problem for problem in check_files(folder) if problem.is_warning)
    assert str(warning).startswith("sources.yaml:2:5: de-drucksachen needs a key: ${env:DIP_API_KEY} is not set; ")
    (problem,) = missing_secrets(load(folder))
    assert "or say api_key: in this entry" in problem.remedy
    assert errors(folder, "  - {record: de-drucksachen, api_key: abc}\n") == []
    assert missing_secrets(load(folder)) == ()
    monkeypatch.setenv("DIP_API_KEY", "x")
    assert errors(folder, "  - de-drucksachen\n") == []
    assert missing_secrets(load(folder)) == ()


def test_an_unknown_record_is_told_with_the_nearest_or_where_all_are_listed(folder: Path) -> None:
    assert errors(folder, "  - ca-hansrad\n  - {record: hansard-of-mars}\n") == [
        "sources.yaml:2:5: no record is called 'ca-hansrad'; did you mean 'ca-hansard'?",
        "sources.yaml:3:14: no record is called 'hansard-of-mars'; `tocsin sources catalogue` lists all records",
    ]


def test_every_mistake_of_every_entry_is_told_at_its_place(folder: Path) -> None:
    told = errors(
        folder,
        "  - {record: ca-hansard, sesion: 45-1, languages: [en, de]}\n"
        "  - record: ca-committees\n"
        "  - {record: uk-commons, pol: 10m}\n"
        "  - {record: uk-lords, url: 'https://example.org/?day=1'}\n",
    )
    assert told == [
        "sources.yaml:2:26: unknown setting 'sesion' of ca-hansard; did you mean 'session'?",
        "sources.yaml:2:56: ca-hansard is not read in 'de'; write one of: en, fr",
        "sources.yaml:3:5: `committees` is missing; add committees: [FAAE, NDDN]",
        "sources.yaml:4:26: unknown setting 'pol' of uk-commons; did you mean 'poll'?",
        "sources.yaml:5:29: this is no site: uk-lords knows its own paths; write the site of a mirror, such as https://mirror.example.org",
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("recess: 2026-07-01..2026-08-31", None),
        ("recess: [2026-07-01..2026-08-31, [2026-12-20, 2027-01-10], 2026-10-12]", None),
        ("recess: 2026-08-31..2026-07-01", "ends on 2026-07-01, before it begins on 2026-08-31; write 2026-07-01..2026-08-31"),
        ("recess: [summer]", "'summer' is no day; write 2026-07-01..2026-08-31"),
        ("recess: [[2026-07-01]]", None),
        ("recess: [[2026-07-01, 2026-07-02, 2026-07-03]]", "is no span of days; write 2026-07-01..2026-08-31"),
        ("expect: {records: many}", "a whole number is needed here"),
        ("expect: {records: -1}", "cannot be meant here"),
        ("expect: {quiet: 60}", "write a unit"),
        ("expect: {record: 5}", "did you mean 'records'?"),
        ("revisit: 7", "write a unit"),
        ("languages: en", None),
        ("languages:", None),
        ("session:", None),
    ],
)
def test_what_is_expected_of_a_record_is_read_or_refused(folder: Path, said: str, expected: str | None) -> None:
    told = errors(folder, f"  - record: ca-hansard\n    {said}\n")
    assert len(told) == (expected is not None)
    assert expected is None or expected in told[0]


def test_a_record_that_a_newer_version_does_not_know_is_left_out_of_the_last_good_version(folder: Path) -> None:
    before = "parliaments: [publicwhip, ca-hansard]\n"
    (folder / "sources.yaml").write_text("parliaments: [", encoding="utf-8")
    loaded = load(folder, {"sources.yaml": before})
    assert set(loaded.settings.sources) == {SourceKey("ca-hansard")}


DECLARED = """\
  - record: json-api
    name: Affairs
    discover: {kind: since_param, url: "https://api.example.org/affairs", params: {"after": "{since}"}}
    records: items
    languages: [de]
    expect: {records: 0, quiet: 30d}
    revisit: 3d
    recess: 2026-07-01..2026-08-01
    map: {native_id: id, title: title, text: body|html, kind: question}
  - {record: xml-api, name: Speeches, url: "https://example.org/day.xml", records: [speech], fields: {native_id: "@id", text: "."}}
"""


def test_records_that_the_user_declares_are_read_like_any_other(folder: Path) -> None:
    assert errors(folder, DECLARED) == []
    affairs, speeches = (record_of(source) for source in load(folder).settings.sources.values())
    assert affairs is not None
    assert (affairs.format, affairs.languages, affairs.revisit.days) == ("json-api", ("de",), 3)
    assert (affairs.expect, affairs.recess) == (Expectation(0, timedelta(days=30)), ((date(2026, 7, 1), date(2026, 8, 1)),))
    assert speeches is not None
    assert speeches.options["records"] == ("speech",)


def test_a_mistake_in_a_declared_record_is_told_at_its_place(folder: Path) -> None:
    told = errors(folder, "  - {record: json-api, url: 'https://x.example/', recods: items, map: {titel: a, text: b}}\n")
    assert [each.partition(";")[0] for each in told] == [
        "sources.yaml:2:5: `records` is missing",
        "sources.yaml:2:51: unknown setting 'recods'",
        "sources.yaml:2:72: unknown setting 'titel'",
    ]


def test_free_settings_have_the_types_of_yaml() -> None:
    entry = ParliamentEntry.model_validate({"record": "json-api", "rows": ["a", "b"], "map": {"title": "t"}, "empty": None})
    assert parliament(entry).options == {"rows": ("a", "b"), "map": {"title": "t"}}


def test_a_feed_reads_no_record(folder: Path) -> None:
    (folder / "sources.yaml").write_text("feeds: [https://example.org/rss]\n", encoding="utf-8")
    (source,) = load(folder).settings.sources.values()
    assert record_of(source) is None
