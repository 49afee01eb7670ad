"""Backups of a SQLite database, their return, and a look at a database's health. PostgreSQL brings its own tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import func, select

from monitor.errors import StoreError
from monitor.files import kept_aside, sync
from monitor.store import beside, deliveries, migrate
from monitor.store.database import Database, read_url
from monitor.store.lock import DaemonLock
from monitor.store.snapshot import snapshot
from monitor.store.tables import items

if TYPE_CHECKING:
    from datetime import datetime, timedelta

ELSEWHERE = "PostgreSQL is backed up and restored with its own tools; run:"
BESIDE = ("-wal", "-shm")  # what SQLite keeps beside a database in use
PutBack: TypeAlias = Callable[[Mapping[str, bytes]], object]


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What a restore did. `gap` is the time that the restored database knows nothing of; `kept` is the database it replaced."""

    held: int
    newest_item_at: datetime | None
    gap: timedelta | None
    kept: Path | None


def backup(url: str, to: Path, files: Mapping[str, bytes] | None = None) -> Path:
    """Copy a database while it is in use; return the copy: `to`, or `tocsin-backup.db` in it if that is a folder.

    `files` belong to it and stand beside it; they are carried in the copy. Of a database on PostgreSQL the copy holds them alone.

    Raises:
        StoreError: the copy cannot be made; or the database is on PostgreSQL, with the command that copies it.
    """
    if not _is_sqlite(url):
        _only_beside(url, to, files or {})
    target = to / f"{Path(read_url(url).database or '').stem}-backup.db" if to.is_dir() else to
    database = Database.open(url)
    try:
        snapshot(database, target, files)
    finally:
        database.close()
    return target


def restore(url: str, from_: Path, now: datetime, put_back: PutBack = lambda _: None) -> RestoreReport:
    """Put a backup in the place of a database; what was due when the backup was made is held, as nobody knows whether it left.

    The database that is replaced stays beside, under another name. The copy is upgraded and its deliveries are held before it takes
    the place, so that a daemon never sees it otherwise; for the same reason `put_back` gets the files that the backup carries beside the
    database, by their names, before that and while no daemon can start.

    Raises:
        MonitorError: the files cannot be put back; the database is as it was.
        StoreError: a daemon works on the database, the backup is none or is damaged, or a newer Tocsin made it.
    """
    if not _is_sqlite(url):
        raise StoreError(f"{ELSEWHERE} pg_restore --clean --if-exists --dbname='{_shown(url)}' {from_}")
    place = Path(read_url(url).database or "")
    with DaemonLock(url):
        copy = place.with_name(f".{place.name}.restoring")
        _clear(copy)
        try:
            held, newest = _prepare(from_, copy, now)
            put_back(beside.taken_out(from_))
            kept = _swap(copy, place)
        except OSError as error:
            raise StoreError(f"{place} cannot be replaced ({error.strerror}); let the user that runs this write to its folder") from None
        finally:
            _clear(copy)
    return RestoreReport(held=held, newest_item_at=newest, gap=None if newest is None else now - newest, kept=kept)


def check(url: str) -> list[str]:
    """Look a database over; return what is wrong in words, nothing if it is well.

    Raises:
        StoreError: it cannot be looked at.
    """
    database = Database.open(url)
    try:
        problems = _damage(database) if database.dialect == "sqlite" else []
        try:
            migrate.check_schema(database)
        except StoreError as error:
            problems.append(str(error))
        return problems
    finally:
        database.close()


def _prepare(from_: Path, copy: Path, now: datetime) -> tuple[int, datetime | None]:
    """Copy the backup, see that it is sound, bring it up to date and hold its deliveries."""
    source = Database.open(_url(from_))
    try:
        if damage := _damage(source):
            raise StoreError(f"the backup {from_} is damaged ({damage[0]}); take an older one")
        if migrate.current_of(source) is None:
            raise StoreError(f"{from_} is no backup of a Tocsin database; name a file that `tocsin db backup` made")
        snapshot(source, copy)
        beside.drop(copy)
    finally:
        source.close()
    migrate.upgrade(_url(copy), copy_first=False)
    database = Database.open(_url(copy))
    try:
        with database.write() as connection:
            held = deliveries.hold_before(connection, now)
            newest = connection.scalar(select(func.max(items.c.seen_at)))
        with database.session() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.close()
    sync(copy)
    return held, newest


def _swap(copy: Path, place: Path) -> Path | None:
    """Put the copy in the place, at no moment leaving it empty; return where the former database is kept."""
    kept = kept_aside(place, "before-restore")
    if kept is not None:
        for ending in BESIDE:  # a write-ahead log beside another database would be read into it
            if (beside := Path(f"{place}{ending}")).exists():
                beside.rename(f"{kept}{ending}")
    copy.replace(place)
    sync(place.parent)
    return kept


def _damage(database: Database) -> list[str]:
    with database.read() as connection:
        found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)") if row[0] != "ok"]
        pointing = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    tables = sorted({str(row[0]) for row in pointing})
    return found + [f"rows of {table} point at rows that are not there" for table in tables]


def _only_beside(url: str, to: Path, files: Mapping[str, bytes]) -> None:
    """Back up what a database on PostgreSQL has beside it, and say how the rest is."""
    is_folder = to.is_dir()
    dump = f"pg_dump --format=custom --file={to / 'tocsin.dump' if is_folder else to} '{_shown(url)}'"
    if not files:
        raise StoreError(f"{ELSEWHERE} {dump}")
    target = to / "tocsin-beside.db" if is_folder else to.with_name(f"{to.stem}-beside.db")
    beside.put_alone(target, files)
    raise StoreError(f"{', '.join(sorted(files))} are in {target}; keep it with the rest. {ELSEWHERE} {dump}")


def restore_beside(url: str, from_: Path, put_back: PutBack) -> bool:
    """Put the files back that a backup of a database on PostgreSQL carries, while no daemon works on it; False if it is of another kind.

    Raises:
        MonitorError: the files cannot be put back.
        StoreError: a daemon works on the database.
    """
    if _is_sqlite(url):
        return False
    try:
        files = beside.taken_out(from_)
    except StoreError:  # pg_dump's own
        return False
    if not files:
        return False
    with DaemonLock(url):
        put_back(files)
    return True


def _is_sqlite(url: str) -> bool:
    return read_url(url).get_backend_name() == "sqlite"


def _shown(url: str) -> str:
    return read_url(url).set(drivername="postgresql").render_as_string(hide_password=True)


def _url(path: Path) -> str:
    return f"sqlite:///{path}"


def _clear(copy: Path) -> None:
    for ending in ("", *BESIDE):
        Path(f"{copy}{ending}").unlink(missing_ok=True)
