"""Addresses from templates."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.discovery.addresses import by_language, fill, harmless, with_params


def test_numbers_and_days_are_written_as_the_template_says() -> None:
    assert fill("/{n:03}/{date}/{date:%d.%m.%Y}/{other}", {"n": 7, "date": date(2026, 1, 2)}) == "/007/2026-01-02/02.01.2026/{other}"


def test_a_document_has_an_address_for_each_language() -> None:
    assert by_language("/a-{lang:initial}-{lang:upper}-{lang}", ["en", "fr"]) == {"en": "/a-E-EN-en", "fr": "/a-F-FR-fr"}
    assert by_language("/a", ["en", "fr"]) == {"": "/a"}


def test_parameters_are_encoded_and_references_to_secrets_are_not() -> None:
    assert with_params("/a?b=1", {"$filter": "x eq 'y'", "key": "${env:KEY}"}) == "/a?b=1&$filter=x%20eq%20%27y%27&key=${env:KEY}"
    assert with_params("/a", {}) == "/a"


@given(st.text())
def test_what_a_server_says_never_becomes_a_template(said: str) -> None:
    assert not set("{}$") & set(harmless(said.encode("utf-8", "replace").decode()))
