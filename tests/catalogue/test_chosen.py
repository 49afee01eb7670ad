"""An entry's settings go into the addresses of its record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitor.catalogue.chosen import chosen
from monitor.catalogue.discovery import Counter, IndexPage
from monitor.catalogue.record import Expectation
from monitor.errors import UsageError


def test_the_session_stands_in_the_address_as_the_site_writes_it() -> None:
    (counter,) = chosen("ca-hansard", "", {"session": "44-1"}).discoveries
    assert isinstance(counter, Counter)
    assert counter.url == "https://www.ourcommons.ca/Content/House/441/Debates/{n:03}/HAN{n:03}-{lang:initial}.XML"


def test_a_list_makes_a_discovery_for_each_value() -> None:
    record = chosen("ca-committees", "", {"committees": ("FAAE", "NDDN")})
    pages = [each for each in record.discoveries if isinstance(each, IndexPage)]
    assert [page.url.split("/")[5] for page in pages] == ["FAAE", "NDDN"]
    assert record.options["committees"] == ("FAAE", "NDDN")


def test_two_lists_make_a_discovery_for_each_pair() -> None:
    record = chosen("uk-hansard", "", {"houses": ("Commons", "Lords"), "sections": ("Debate", "Petitions")})
    walks = [each.url.partition("?")[2] for each in record.discoveries if isinstance(each, IndexPage)]
    assert walks == [
        "section=Debate&date={date}&house=Commons",
        "section=Petitions&date={date}&house=Commons",
        "section=Debate&date={date}&house=Lords",
        "section=Petitions&date={date}&house=Lords",
    ]


def test_a_term_is_known_by_its_list_and_a_new_one_by_the_list_itself() -> None:
    for said, listed in ((20, "866354-866354"), ("21", "1058442-1058442"), ("2000000-2000000", "2000000-2000000")):
        (index,) = chosen("de-bundestag", "", {"term": said}).discoveries
        assert isinstance(index, IndexPage)
        assert f"/opendata/{listed}?" in index.url


def test_braces_of_a_pattern_stay() -> None:
    (index,) = chosen("de-bundestag", "", {}).discoveries
    assert isinstance(index, IndexPage)
    assert r"\d{5}" in index.link


def test_one_language_is_enough() -> None:
    assert chosen("ca-hansard", "", {"languages": ("fr",)}).languages == ("fr",)
    assert chosen("ca-hansard", "", {"languages": "fr"}).languages == ("fr",)
    assert chosen("ca-hansard", "", {}).languages == ("en", "fr")


def test_what_is_expected_is_the_users_where_they_say_it() -> None:
    summer = (date(2026, 7, 1), date(2026, 8, 31))
    said = {"expect": {"records": 20}, "recess": (summer,), "revisit": timedelta(days=3)}
    record = chosen("ca-hansard", "", said)
    assert record.expect == Expectation(records=20)
    assert record.recess == (summer,)
    assert record.revisit == timedelta(days=3)
    assert "expect" not in record.options


def test_a_mirror_is_asked_for_the_same_paths() -> None:
    (counter,) = chosen("ca-hansard", "http://127.0.0.1:8000/", {"session": "44-1"}).discoveries
    assert isinstance(counter, Counter)
    assert counter.url == "http://127.0.0.1:8000/Content/House/441/Debates/{n:03}/HAN{n:03}-{lang:initial}.XML"


def test_a_mirror_stands_for_every_address_of_a_record_and_for_no_pattern() -> None:
    (index,) = chosen("uk-hansard", "https://mirror.example.org/uk", {"houses": ("Commons",)}).discoveries
    assert isinstance(index, IndexPage)
    assert index.url.startswith("https://mirror.example.org/uk/overview/")
    assert index.document == "https://mirror.example.org/uk/debates/debate/{id}.json"
    assert index.link.startswith('"ExternalId"')


@pytest.mark.parametrize(("name", "options"), [("ca-hansrad", {}), ("ca-committees", {}), ("ca-hansard", {"sesion": "45-1"})])
def test_what_cannot_be_meant_is_refused(name: str, options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        chosen(name, "", options)
