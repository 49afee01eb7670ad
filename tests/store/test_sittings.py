"""The days on which a parliament sat are known from its items."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from monitor.model import Item, Kind
from monitor.store.items.sittings import sitting_days
from tests.store.small_world import add_item, state_of

if TYPE_CHECKING:
    from sqlalchemy import Connection


def test_each_day_is_listed_once_in_order(connection: Connection) -> None:
    days = (date(2026, 3, 2), date(2025, 1, 7), date(2026, 3, 2), date(2026, 2, 27), None)
    for n, day in enumerate(days):
        add_item(connection, Item(key=str(n), title="", text="Hear, hear", kind=Kind.SPEECH, sitting_date=day))
    source = state_of(connection, "wire").id
    assert sitting_days(connection, source, date(2026, 1, 1)) == (date(2026, 2, 27), date(2026, 3, 2))
    assert sitting_days(connection, source + 1, date(2026, 1, 1)) == ()
