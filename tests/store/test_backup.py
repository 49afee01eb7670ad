"""A backup is whole, a restore holds what may have left already, and nothing that was there is lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from monitor.errors import StoreError
from monitor.model import DeliveryState
from monitor.store import backup, deliveries, items, migrate
from monitor.store.database import Database
from monitor.store.lock import DaemonLock
from tests.store.small_world import HOUR, NOON, add_item, add_message, post
from tests.store.test_migrate import downgrade, set_revision

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection


def change(url: str, work: Callable[[Connection], object]) -> None:
    database = Database.open(url)
    with database.write() as connection:
        work(connection)
    database.close()


def titles(url: str) -> list[str]:
    database = Database.open(url)
    with database.read() as connection:
        found = [each.item.title for each in items.find(connection, "Title", limit=99)]
    database.close()
    return found


def test_a_backup_is_made_while_somebody_writes(sqlite_url: str, tmp_path: Path) -> None:
    change(sqlite_url, add_item)
    database = Database.open(sqlite_url)
    with database.write() as connection:
        add_item(connection, "not committed yet")
        copy = backup.backup(sqlite_url, tmp_path / "away" / "copy.db")
    database.close()
    assert titles(f"sqlite:///{copy}") == ["Title of one"]
    assert backup.check(f"sqlite:///{copy}") == []


def test_a_backup_into_a_folder_gets_a_name(sqlite_url: str, tmp_path: Path) -> None:
    assert backup.backup(sqlite_url, tmp_path) == tmp_path / "tocsin-backup.db"


def test_a_backup_never_replaces_a_file(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(StoreError, match="is there already; name a file that is not"):
        backup.backup(sqlite_url, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_backup_that_cannot_be_written_leaves_nothing(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"):
        backup.backup(sqlite_url, tmp_path / "file" / "copy.db")


def test_postgresql_names_its_own_tools(postgresql_url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"own tools; run: pg_dump --format=custom --file=copy.dump 'postgresql://"):
        backup.backup(postgresql_url, Path("copy.dump"))
    with pytest.raises(StoreError, match=rf"--file={tmp_path}/tocsin\.dump 'postgresql://"):
        backup.backup(postgresql_url, tmp_path)
    with pytest.raises(StoreError, match=r"run: pg_restore .*copy.dump"):
        backup.restore(postgresql_url, Path("copy.dump"), NOON)
    assert backup.check(postgresql_url) == []


def test_a_restore_holds_what_was_due_and_keeps_what_it_replaced(sqlite_url: str, tmp_path: Path) -> None:
    change(sqlite_url, lambda connection: (add_item(connection), post(connection, add_message(connection))))
    copy = backup.backup(sqlite_url, tmp_path / "copy.db")
    change(sqlite_url, lambda connection: add_item(connection, "after"))
    report = backup.restore(sqlite_url, copy, NOON + 5 * HOUR)
    assert (report.held, report.newest_item_at, report.gap) == (1, NOON, 5 * HOUR)
    assert titles(sqlite_url) == ["Title of one"]
    assert report.kept == Path(f"{sqlite_url.removeprefix('sqlite:///')}.before-restore")
    assert titles(f"sqlite:///{report.kept}") == ["Title of after", "Title of one"]
    change(sqlite_url, lambda connection: _see_counts(connection, {DeliveryState.HELD: 1}))


def _see_counts(connection: Connection, expected: dict[DeliveryState, int]) -> None:
    assert deliveries.counts(connection) == expected


def test_a_backup_is_restored_where_nothing_is_left(sqlite_url: str, tmp_path: Path) -> None:
    copy = backup.backup(sqlite_url, tmp_path / "copy.db")
    report = backup.restore(f"sqlite:///{tmp_path}/new/tocsin.db", copy, NOON)
    assert (report.kept, report.newest_item_at, report.gap, report.held) == (None, None, None, 0)
    assert backup.check(f"sqlite:///{tmp_path}/new/tocsin.db") == []


def test_what_the_replaced_database_had_not_yet_written_back_does_not_leak_into_the_restored_one(sqlite_url: str, tmp_path: Path) -> None:
    copy = backup.backup(sqlite_url, tmp_path / "copy.db")
    reader = Database.open(sqlite_url)
    with reader.read() as connection:
        items.count(connection)  # a reader keeps the write-ahead log from being written back
        change(sqlite_url, add_item)
        report = backup.restore(sqlite_url, copy, NOON)
    reader.close()
    assert titles(sqlite_url) == []
    assert titles(f"sqlite:///{report.kept}") == ["Title of one"]


def test_an_older_backup_is_brought_up_to_date(sqlite_url: str, tmp_path: Path) -> None:
    copy = backup.backup(sqlite_url, tmp_path / "copy.db")
    downgrade(f"sqlite:///{copy}", "0001")
    backup.restore(sqlite_url, copy, NOON)
    assert migrate.current(sqlite_url) == migrate.newest()
    assert migrate.current(f"sqlite:///{copy}") == "0001"


def test_nothing_is_restored_under_a_running_daemon(sqlite_url: str, tmp_path: Path) -> None:
    copy = backup.backup(sqlite_url, tmp_path / "copy.db")
    with DaemonLock(sqlite_url), pytest.raises(StoreError, match="another Tocsin"):
        backup.restore(sqlite_url, copy, NOON)


def test_what_is_no_backup_is_refused_and_the_database_stays(sqlite_url: str, tmp_path: Path) -> None:
    change(sqlite_url, add_item)
    empty, newer, diary = tmp_path / "empty.db", backup.backup(sqlite_url, tmp_path / "newer.db"), tmp_path / "diary.txt"
    sqlite3.connect(empty).close()
    set_revision(f"sqlite:///{newer}", "9999")
    diary.write_text("Dear diary, " * 200)
    for file, told in (
        (empty, "is no backup of a Tocsin database"),
        (newer, "made by a newer Tocsin"),
        (diary, "no SQLite database"),
        (tmp_path / "nowhere.db", "there is no database"),
    ):
        with pytest.raises(StoreError, match=told):
            backup.restore(sqlite_url, file, NOON)
    assert titles(sqlite_url) == ["Title of one"]
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_damaged_database_is_told_and_can_be_replaced(sqlite_url: str, tmp_path: Path) -> None:
    change(sqlite_url, lambda connection: [add_item(connection, f"i{number}") for number in range(40)])
    copy = backup.backup(sqlite_url, tmp_path / "copy.db")
    _damage(Path(sqlite_url.removeprefix("sqlite:///")))
    assert _problems(sqlite_url) != []
    backup.restore(sqlite_url, copy, NOON)
    assert backup.check(sqlite_url) == []


def test_rows_that_point_nowhere_are_told(sqlite_url: str) -> None:
    raw = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    raw.execute("INSERT INTO item_events (item_id, at, stage, verdict, detail) VALUES (9, '2026-01-01 00:00:00.000000', 'a', 'b', '{}')")
    raw.commit()
    raw.close()
    assert backup.check(sqlite_url) == ["rows of item_events point at rows that are not there"]


def test_an_outdated_schema_is_told(sqlite_url: str) -> None:
    change(sqlite_url, lambda connection: connection.execute(text("DELETE FROM alembic_version")))
    (problem,) = backup.check(sqlite_url)
    assert "tocsin db upgrade" in problem


def _damage(path: Path) -> None:
    """Overwrite the middle of the file, as a failing disk would."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8192] = b"\xff" * 8192
    path.write_bytes(content)


def _problems(url: str) -> list[str]:
    try:
        return backup.check(url)
    except StoreError as error:
        return [str(error)]
