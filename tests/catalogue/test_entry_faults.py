"""What cannot be meant in an entry is told with its place and what to write."""

from __future__ import annotations

import pytest

from monitor.catalogue.entry_faults import faults_of


@pytest.mark.parametrize(
    ("name", "options", "place", "words"),
    [
        ("ca-hansrad", {}, ("record",), "did you mean 'ca-hansard'?"),
        ("CA-Hansard", {}, ("record",), "did you mean 'ca-hansard'?"),
        ("publicwhip", {}, ("record",), "the records in it are uk-commons, uk-lords"),
        ("hansard-of-mars", {}, ("record",), "tocsin sources catalogue"),
        ("ca-hansard", {"sesion": "45-1"}, ("sesion",), "did you mean 'session'?"),
        ("ca-hansard", {"x": 1}, ("x",), "ca-hansard knows: session, languages, revisit, expect, recess"),
        ("ca-hansard", {"session": "45"}, ("session",), "session: 45-1"),
        ("ca-hansard", {"session": ("45-1", "44-1")}, ("session",), "write session: 45-1"),
        ("ca-hansard", {"languages": ("en", "de")}, ("languages", 1), "write one of: en, fr"),
        ("ca-hansard", {"languages": ("EN",)}, ("languages", 0), "did you mean 'en'?"),
        ("ca-hansard", {"languages": ()}, ("languages",), "take the line out"),
        ("ca-committees", {}, (), "add committees: [FAAE, NDDN]"),
        ("ca-committees", {"committees": ()}, (), "add committees: [FAAE, NDDN]"),
        ("ca-committees", {"committees": ("FAAE", "faae")}, ("committees", 1), "committees: [FAAE, NDDN]"),
        ("uk-hansard", {"houses": "commons"}, ("houses",), "did you mean 'Commons'?"),
        ("de-bundestag", {"term": 22}, ("term",), "the list's own number"),
    ],
)
def test_an_entry_that_cannot_be_meant(name: str, options: dict[str, object], place: tuple[str | int, ...], words: str) -> None:
    (fault,) = faults_of(name, "", options)
    assert fault.place == place
    assert words in fault.remedy


def test_a_mirror_is_a_site_without_a_query() -> None:
    assert not list(faults_of("ca-hansard", "https://mirror.example.org/hansard", {}))
    (fault,) = faults_of("ca-hansard", "https://example.org/?day=1", {})
    assert fault.place == ("url",)


def test_an_entry_of_two_lines_is_right() -> None:
    assert list(faults_of("ca-hansard", "", {})) == []
    assert list(faults_of("ca-committees", "", {"committees": "FAAE", "languages": ("en", "fr")})) == []
