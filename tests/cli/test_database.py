from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.cli.command import answer_with, tocsin
from tests.daemon.house import House, entry

if TYPE_CHECKING:
    from pathlib import Path


def states() -> list[str]:
    """How each delivery to the desk stands."""
    return [each["state"] for each in tocsin("deliveries", "--json").records]


@pytest.fixture
async def copy(home: House, tmp_path: Path) -> Path:
    """A backup in which two messages wait to be tried again."""
    async with home.works() as works:
        await home.poll(works)
        home.write("recipients.yaml", "desk: {to: [temp451@one.example, temp451@two.example]}\nops: {to: [o@example.org]}\n")
        await works.reload()
        home.press["wire"].say(entry(1, "Baykar opened an office."))
        await home.poll(works)
    backup = tmp_path / "copy.db"
    assert tocsin("db", "backup", backup).code == 0
    home.now += timedelta(hours=3)
    return backup


def test_upgrade_makes_a_database_and_then_leaves_it(home: House) -> None:
    made = tocsin("db", "upgrade", "--config", home.folder)
    assert (made.code, "before: none" in made.complaints) == (0, True)
    assert tocsin("db", "upgrade").complaints.endswith(", as it was\n")
    assert tocsin("db", "check").complaints == "the database is sound\n"


def test_a_database_that_is_damaged_newer_or_none_is_said(home: House) -> None:
    tocsin("db", "upgrade")
    database = home.folder.parent / "var" / "tocsin.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    newer = tocsin("db", "check")
    assert (newer.code, "made by a newer Tocsin" in newer.complaints) == (1, True)
    assert tocsin("hits").code == 1
    database.write_bytes(b"this is no database, but long enough to be looked at" * 100)
    none = tocsin("db", "check")
    assert (none.code, "is no SQLite database" in none.complaints) == (1, True)


async def test_a_backup_is_a_file_that_is_not_overwritten(home: House, tmp_path: Path) -> None:
    await home.run()
    told = tocsin("db", "backup", tmp_path / "b.db")
    assert told.complaints == f"backed up to {tmp_path / 'b.db'} ({(tmp_path / 'b.db').stat().st_size / 1e6:.1f} MB)\n"
    assert tocsin("db", "backup", tmp_path / "b.db").code == 1


async def test_a_backup_takes_the_matrix_devices_along_and_a_restore_puts_them_back(home: House, tmp_path: Path) -> None:
    await home.run()
    device = home.folder.parent / "var" / "matrix-0123456789abcdef.device"
    device.write_text("TOCSIN0123456789AB")
    tocsin("db", "backup", tmp_path / "b.db")
    device.unlink()
    told = tocsin("db", "restore", tmp_path / "b.db")
    assert f"put back: {device}" in told.complaints
    assert (device.read_text(), device.stat().st_mode & 0o777) == ("TOCSIN0123456789AB", 0o600)


async def test_the_database_is_cared_for_while_another_file_is_broken(home: House, tmp_path: Path) -> None:
    await home.run()
    home.write("recipients.yaml", "desk: {to: [\n")
    for words in (("upgrade",), ("check",), ("backup", tmp_path / "b.db"), ("restore", tmp_path / "b.db"), ("held", "drop")):
        assert tocsin("db", *words).code == 0


@pytest.mark.parametrize(("gap", "state", "words"), [("send", "due", "2 messages will be sent"), ("drop", "dead", "2 messages dropped")])
def test_the_gap_is_answered_by_a_flag(home: House, copy: Path, gap: str, state: str, words: str) -> None:
    told = tocsin("db", "restore", copy, "--gap", gap)
    assert told.code == 0
    assert "the newest item in it is of 22 Nov 14:00" in told.complaints
    assert "2 messages in it had not left" in told.complaints
    assert words in told.complaints
    assert states() == [state, state]
    assert (home.folder.parent / "var" / "tocsin.db.before-restore").exists()
    assert "tocsin.db.before-restore" in told.complaints


def test_the_gap_is_asked_on_a_terminal_until_the_answer_is_one(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, "perhaps", "Drop")
    told = tocsin("db", "restore", copy)
    assert (told.code, "2 messages dropped" in told.complaints) == (0, True)
    assert told.words.count("Send them, drop them, or hold them for now?") == 2
    assert states() == ["dead", "dead"]


def test_the_gap_stays_on_hold_where_nobody_can_answer_and_is_decided_later(copy: Path) -> None:
    told = tocsin("db", "restore", copy)
    assert (told.code, "decide later with: tocsin db held send" in told.complaints) == (0, True)
    assert states() == ["held", "held"]
    assert tocsin("deliveries", "--state", "held").out.count("since a restore; tocsin db held send lets it leave") == 2
    assert tocsin("db", "held", "hold").code == 2
    assert tocsin("db", "held", "send").complaints == "2 messages will be sent\n"
    assert states() == ["due", "due"]
    assert tocsin("db", "held", "drop").complaints == "a restore holds nothing\n"


@pytest.mark.usefixtures("home")
def test_a_backup_without_anything_in_it_holds_nothing(tmp_path: Path) -> None:
    tocsin("db", "upgrade")
    tocsin("db", "backup", tmp_path / "b.db")
    told = tocsin("db", "restore", tmp_path / "b.db")
    assert (told.code, "there is no item in it" in told.complaints, "held" in told.complaints) == (0, True, False)


async def test_nothing_is_restored_under_a_running_daemon_nor_from_what_is_no_backup(home: House, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all" * 1000)
    async with home.works():
        running = tocsin("db", "restore", tmp_path / "letter.txt")
    assert (running.code, "another Tocsin (process" in running.complaints) == (1, True)
    none = tocsin("db", "restore", tmp_path / "letter.txt")
    assert (none.code, "is no SQLite database" in none.complaints) == (1, True)
    assert tocsin("db", "restore", tmp_path / "gone.db").code == 2
