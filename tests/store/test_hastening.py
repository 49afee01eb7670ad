"""Sources are asked earlier where nobody objects, and waited for while they are on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from monitor.model import SourceKey
from monitor.store import hastening, sources
from monitor.store.tables import sources as rows
from tests.store.small_world import HOUR, MINUTE, NOON, add_source, state_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

WIRE = [SourceKey("wire")]


def put(connection: Connection, **values: Any) -> int:
    number = add_source(connection).id
    connection.execute(update(rows).where(rows.c.id == number).values(next_poll_at=NOON + HOUR, **values))
    return number


def test_a_source_is_asked_earlier_and_never_later(connection: Connection) -> None:
    number = put(connection)
    assert hastening.hasten(connection, {number: NOON + 10 * MINUTE}, NOON) == 1
    assert state_of(connection, "wire").next_poll_at == NOON + 10 * MINUTE
    assert hastening.hasten(connection, {number: NOON + 20 * MINUTE}, NOON) == 0
    assert state_of(connection, "wire").next_poll_at == NOON + 10 * MINUTE


@pytest.mark.parametrize(
    "values", [{"server_until": NOON + 20 * MINUTE}, {"enabled": False}, {"lease_until": NOON + MINUTE}], ids=["server", "off", "asked now"]
)
def test_what_wants_to_be_left_alone_is(connection: Connection, values: dict[str, Any]) -> None:
    number = put(connection, **values)
    assert hastening.hasten(connection, {number: NOON + 10 * MINUTE}, NOON) == 0


def test_a_host_that_wants_to_be_left_alone_is(connection: Connection) -> None:
    number = put(connection)
    sources.hold_host(connection, "wire.example:443", NOON + 20 * MINUTE)
    assert hastening.hasten(connection, {number: NOON + 10 * MINUTE}, NOON) == 0
    assert hastening.hasten(connection, {number: NOON + 20 * MINUTE}, NOON) == 1


def test_what_is_asked_now_is_waited_for_unless_it_was_read_since(connection: Connection) -> None:
    put(connection, lease_until=NOON + MINUTE, last_ok_at=NOON - HOUR)
    assert hastening.are_awaited(connection, WIRE, NOON - 30 * MINUTE, NOON)
    assert not hastening.are_awaited(connection, WIRE, NOON - 2 * HOUR, NOON)
    assert not hastening.are_awaited(connection, WIRE, NOON - 30 * MINUTE, NOON + MINUTE)
    assert not hastening.are_awaited(connection, [], NOON, NOON)


def test_what_is_due_is_waited_for_unless_its_server_or_host_holds_it_up(connection: Connection) -> None:
    put(connection)
    late = NOON + 2 * HOUR
    assert hastening.are_awaited(connection, WIRE, NOON, late)
    sources.hold_host(connection, "wire.example:443", late + MINUTE)
    assert not hastening.are_awaited(connection, WIRE, NOON, late)
    put(connection, server_until=late + 5 * MINUTE)
    assert not hastening.are_awaited(connection, WIRE, NOON, late + 2 * MINUTE)
