"""The last good version of every settings file outlives a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.store import revisions
from tests.store.small_world import HOUR, NOON

if TYPE_CHECKING:
    from sqlalchemy import Connection


def test_the_newest_body_of_every_file_is_kept(connection: Connection) -> None:
    assert revisions.last_good(connection) == {}
    assert revisions.last_loaded(connection) is None
    revisions.record(connection, [("tocsin.yaml", b"1", "a: 1"), ("watchlists/arms.yaml", b"2", "b: 2")], NOON)
    revisions.record(connection, [("tocsin.yaml", b"3", "a: ${env:SECRET}")], NOON + HOUR)
    assert revisions.last_good(connection) == {"tocsin.yaml": "a: ${env:SECRET}", "watchlists/arms.yaml": "b: 2"}
    assert revisions.last_loaded(connection) == NOON + HOUR


def test_files_that_did_not_change_add_nothing(connection: Connection) -> None:
    for hours in (0, 1):
        revisions.record(connection, [("tocsin.yaml", b"1", "a: 1")], NOON + hours * HOUR)
    assert revisions.last_loaded(connection) == NOON


def test_a_file_that_goes_back_to_what_it_was_is_a_change_again(connection: Connection) -> None:
    for number, sha256 in enumerate([b"1", b"2", b"1"]):
        revisions.record(connection, [("tocsin.yaml", sha256, str(number))], NOON + number * HOUR)
    assert revisions.last_good(connection) == {"tocsin.yaml": "2"}


def test_a_save_waits_for_its_answer_beside_what_was_answered_before(connection: Connection) -> None:
    revisions.record(connection, [("watchlists/arms.yaml", b"1", "one")], NOON)
    assert revisions.unanswered(connection) == []  # of a first start nobody is told
    revisions.record(connection, [("watchlists/arms.yaml", b"2", "two"), ("watchlists/new.yaml", b"3", "three")], NOON + HOUR)
    revisions.record(connection, [("watchlists/arms.yaml", b"4", "four")], NOON + 2 * HOUR)
    arms, new = revisions.unanswered(connection)
    assert (arms.file, arms.body, arms.before) == ("watchlists/arms.yaml", "four", "one")
    assert (new.file, new.body, new.before) == ("watchlists/new.yaml", "three", None)
    assert revisions.answer(connection, arms, NOON + 3 * HOUR)
    assert not revisions.answer(connection, arms, NOON + 3 * HOUR)
    assert revisions.unanswered(connection) == [new]
