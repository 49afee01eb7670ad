"""What goes into a column comes out the same on both databases, or is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from monitor.model import Item
from monitor.store import conditions, items
from monitor.store.columns import to_json
from monitor.store.database import Database
from tests.store.small_world import NOON, add_item

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=ZONES))  # noqa: DTZ001 hypothesis adds the zone
def test_an_instant_comes_back_the_same_and_in_utc(database: Database, instant: datetime) -> None:
    with database.write() as connection:
        conditions.open_(connection, "a", "b", instant)
        (found,) = conditions.open_now(connection)
        conditions.close(connection, "a", instant)
    assert found.opened_at == instant
    assert found.opened_at.tzinfo is UTC


def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="has no time zone"), database.write() as connection:
        conditions.open_(connection, "a", "b", NOON.replace(tzinfo=None))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(codec=None), max_size=30))
def test_any_text_is_stored_and_no_offset_moves(database: Database, wild: str) -> None:
    with database.write() as connection:
        id_ = add_item(connection, Item(key=wild, title=wild, text=wild, headings=(wild,)))
        found = items.get(connection, id_).item
        connection.rollback()
    assert len(found.text) == len(wild)
    assert all(kept in {char, "\ufffd"} for kept, char in zip(found.text, wild, strict=True))
    assert found.title == found.text == found.key


def test_read_only_mappings_are_json_objects() -> None:
    assert to_json(MappingProxyType({"a": MappingProxyType({})})) == '{"a": {}}'


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError, match="datetime has no place in a JSON column"):
        to_json({"at": NOON})
