"""Entries of any format become items in the same way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from monitor.sources.entries import Entry, Heading, page_of

ENTRY = Entry("g", "l", "https://w.example/1", "T", (("Text", "text/plain"),), ("nonsense", "2 mars 2026"), None)
HEADING = Heading("Wire", "fr", 1, {"ttl_s": 60}, ("said before",))


def test_the_first_readable_date_and_the_feeds_language_are_taken() -> None:
    page = page_of([ENTRY], HEADING)
    assert page.items[0].published_at == datetime(2026, 3, 2, tzinfo=UTC)
    assert page.items[0].lang == "fr"
    assert page.warnings == ("said before",)
    assert page.hints == {"ttl_s": 60}


def test_an_entry_outranks_the_feed() -> None:
    assert page_of([replace(ENTRY, lang="de")], HEADING).items[0].lang == "de"
