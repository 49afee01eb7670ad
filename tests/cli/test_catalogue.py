"""The catalogue is read in a terminal, and by machines."""

from __future__ import annotations

import pytest

from monitor.catalogue.known import KNOWN
from tests.cli.command import tocsin


def test_every_record_is_listed_with_its_two_lines_in_eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = tocsin("sources", "catalogue")
    assert told.code == 0
    assert max(map(len, told.out.splitlines())) <= 80
    for record in KNOWN.values():
        assert f"  {record.name}: " in told.out
    assert "    switch on  parliaments:\n                 - ca-hansard\n" in told.out
    assert "{record: ca-committees, committees: [FAAE, NDDN]}" in told.out
    assert "no live answer of this source has been seen" in told.words
    assert "Turkey and Armenia publish nothing that a program can read, as far as we know." in told.words


def test_a_narrow_terminal_cuts_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert "Written questions are answered in it as well." in tocsin("sources", "catalogue").words


@pytest.mark.parametrize(("said", "country"), [("CA", "CA"), ("canada", "CA"), ("uk", "GB"), ("European Union", "EU")])
def test_one_country_is_shown_by_code_or_name(said: str, country: str) -> None:
    records = tocsin("sources", "catalogue", "--country", said, "--json").records
    assert {each["country"] for each in records} == {country}


@pytest.mark.parametrize("said", ["TR", "Armenia"])
def test_a_parliament_without_a_record_is_told_of_with_what_to_do(said: str) -> None:
    told = tocsin("sources", "catalogue", "--country", said)
    assert "json-api and xml-api" in told.words
    assert "switch on" not in told.words
    machine = tocsin("sources", "catalogue", "--country", said, "--json")
    assert machine.out == ""
    assert "Turkey" in machine.complaints


def test_a_country_that_nobody_knows_is_a_wrong_call() -> None:
    told = tocsin("sources", "catalogue", "--country", "Atlantis")
    assert told.code == 2
    assert "nothing is known of Atlantis; write one of: AU, CA" in told.words


def test_a_key_is_needed_and_read_from_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = tocsin("sources", "catalogue", "--country", "DE").words
    assert "needs api_key: The key of the interface" in told
    assert "read from ${env:DIP_API_KEY}, unless you say it otherwise." in told


def test_machines_are_told_what_is_needed_and_how_to_switch_it_on() -> None:
    committees = next(each for each in tocsin("sources", "catalogue", "--json").records if each["record"] == "ca-committees")
    assert committees["needs"] == ["committees"]
    assert committees["settings"]["session"]["default"] == "45-1"
    assert committees["yaml"] == "parliaments:\n  - {record: ca-committees, committees: [FAAE, NDDN]}"
    assert (committees["evidence"], committees["languages"]) == ("documents", ["en", "fr"])
