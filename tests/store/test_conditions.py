"""A condition is news when it begins and when it is over, and not in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.store import conditions
from tests.store.small_world import HOUR, NOON

if TYPE_CHECKING:
    from sqlalchemy import Connection


def test_a_condition_is_news_once(connection: Connection) -> None:
    assert conditions.open_(connection, "source.failing/wire", "The wire fails", NOON)
    assert not conditions.open_(connection, "source.failing/wire", "The wire fails still", NOON + HOUR)
    (held,) = conditions.open_now(connection)
    assert (held.key, held.subject, held.opened_at) == ("source.failing/wire", "The wire fails", NOON)


def test_its_end_is_news_once_and_it_may_come_back(connection: Connection) -> None:
    conditions.open_(connection, "a", "A", NOON)
    assert conditions.close(connection, "a", NOON + HOUR)
    assert not conditions.close(connection, "a", NOON + HOUR)
    assert not conditions.close(connection, "never opened", NOON)
    assert conditions.open_now(connection) == []
    assert conditions.open_(connection, "a", "A again", NOON + 2 * HOUR)
    assert [(held.subject, held.opened_at) for held in conditions.open_now(connection)] == [("A again", NOON + 2 * HOUR)]
