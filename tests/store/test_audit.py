"""The audit tells who did what, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.store import audit
from tests.store.small_world import HOUR, NOON

if TYPE_CHECKING:
    from sqlalchemy import Connection


def test_acts_are_kept_and_found_by_subject(connection: Connection) -> None:
    audit.note(connection, NOON, "tocsin", "url.moved", "source/wire", {"to": "https://new.example"})
    audit.note(connection, NOON + HOUR, "ana", "silence.add", "watch/arms/baykar")
    assert [(act.actor, act.action, act.subject, act.detail, act.at) for act in audit.latest(connection, 5)] == [
        ("ana", "silence.add", "watch/arms/baykar", {}, NOON + HOUR),
        ("tocsin", "url.moved", "source/wire", {"to": "https://new.example"}, NOON),
    ]
    assert [act.actor for act in audit.latest(connection, 5, "source/wire")] == ["tocsin"]
