"""Every item of a record bears its licence note."""

from __future__ import annotations

from monitor.model import Item, Page, Record
from monitor.sources.parliament.licence import under_licence


def test_an_item_bears_the_licence_of_its_record_unless_it_names_its_own() -> None:
    page = Page((Item("1", "", "", record=Record()), Item("2", "", "", record=Record(licence="own")), Item("3", "", "")))
    told = [item.record.licence if item.record else None for item in under_licence(page, "public domain").items]
    assert told == ["public domain", "own", None]
