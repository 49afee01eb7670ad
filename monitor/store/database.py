"""One database, SQLite or PostgreSQL, and its transactions."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from monitor.errors import StoreError
from monitor.store.columns import to_json
from monitor.store.failures import in_words, words_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

PATIENCE = timedelta(seconds=5)  # how long a transaction waits for another one
_CACHE_KB = 16_000  # with SQLite's 2 MB, the rows that 50 items leave to be found by are written in more than twice the time
_WRITES = "tocsin_writes"  # execution options that tell the begin hook what a connection is for
_REBUILDS = "tocsin_rebuilds"
_MAINTAINS = "tocsin_maintains"
_ENDED = "undid this transaction after an error in it; none of it was stored"


class Turn(StrEnum):
    """What only one transaction at a time may do on PostgreSQL. On SQLite every write takes turns anyway."""

    ITEMS = "items"  # store items and decide their stories
    SOURCES = "sources"  # claim sources: one at a time of every host
    DAEMON = "daemon"  # be the daemon: held for as long as it runs
    SCHEMA = "schema"  # change the tables

    @property
    def number(self) -> int:
        """The advisory lock's number: 63 bits of a hash, so that other programs' locks stay clear of ours."""
        return int.from_bytes(hashlib.sha256(f"tocsin {self}".encode()).digest()[:8], "big") >> 1


class Database:
    """An open database: hands out connections within transactions.

    Writers on SQLite begin with the write lock (BEGIN IMMEDIATE), so what they read cannot change under them.
    """

    def __init__(self, engine: Engine, url: URL) -> None:
        self._engine = engine
        self.name = name_of(url)
        self.path = Path(url.database) if engine.dialect.name == "sqlite" and url.database else None

    @classmethod
    def open(cls, url: str, *, create: bool = False, patience: timedelta = PATIENCE) -> Database:
        """Open the database at an SQLAlchemy URL, and see that it answers.

        `create` allows a SQLite file that is not there yet; its tables are made by `migrate.upgrade`.

        Raises:
            StoreError: it is not there, cannot be reached, or is no database.
        """
        place = read_url(url)
        if place.get_backend_name() == "sqlite":
            _see_file(Path(place.database or ""), create=create)
        database = cls(_engine(place, patience), place)
        try:
            with database.read() as connection:
                connection.exec_driver_sql("SELECT 1" if database.dialect == "postgresql" else "SELECT count(*) FROM sqlite_master")
        except BaseException:
            database.close()
            raise
        return database

    @staticmethod
    def path_of(url: str) -> Path | None:
        """Find the file of a SQLite database; None for a server's."""
        place = read_url(url)
        return Path(place.database) if place.get_backend_name() == "sqlite" and place.database else None

    @property
    def dialect(self) -> str:
        """Either `sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Read one state of the database; what is written here is refused.

        Raises:
            StoreError: the database cannot be used now.
        """
        with in_words(self.name), self._engine.connect() as connection:
            if self.dialect == "postgresql":
                connection.execution_options(postgresql_readonly=True)
            with connection.begin() as transaction:
                yield connection
                transaction.rollback()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Change the database in one transaction: all of it on leaving, nothing of it if anything is raised.

        Raises:
            StoreError: the database cannot be used now; nothing was changed.
        """
        with (
            in_words(self.name),
            self._engine.connect() as connection,
            connection.execution_options(**{_WRITES: True}).begin() as transaction,
        ):
            yield connection
            if transaction.is_active:
                _see_open(connection)

    @contextmanager
    def rebuild(self) -> Iterator[Connection]:
        """Change the tables themselves in one transaction: all of it or nothing, on SQLite too.

        SQLite looks at foreign keys in the end alone: a table that is rebuilt is dropped in between.

        Raises:
            StoreError: the database cannot be used now, or its rows would point nowhere.
        """
        with in_words(self.name), self._engine.connect() as connection:
            try:
                with connection.execution_options(**{_WRITES: True, _REBUILDS: True}).begin():
                    yield connection
                    if self.dialect == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise StoreError(f"the database {self.name} has rows that point nowhere; look closer with: tocsin db check")
            finally:
                connection.invalidate()  # it does not look at foreign keys any more

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """Lend a connection outside any transaction, each statement for itself: for maintenance and locks."""
        with in_words(self.name), self._engine.connect() as connection:
            if self.dialect == "postgresql":
                connection.execution_options(isolation_level="AUTOCOMMIT")
            yield connection.execution_options(**{_MAINTAINS: True})

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Set a point within a transaction: if the block raises, only what it did is undone.

    Raises:
        StoreError: the database could not go on (the disk is full), and undid the whole transaction.
    """
    _see_open(connection)
    try:
        with connection.begin_nested():
            yield
    except DBAPIError as error:
        if _is_open(connection):
            raise
        told = words_for(error) or _ENDED
        raise StoreError(f"the database {name_of(connection.engine.url)} {told}") from error


def serialise(connection: Connection, turn: Turn = Turn.ITEMS) -> None:
    """Wait until no other transaction has this turn; it ends with the transaction. A SQLite writer has it already."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(turn.number)))


def read_url(url: str) -> URL:
    """Read a database's address.

    Raises:
        StoreError: it is no address, or one of a database that Tocsin does not work on.
    """
    try:
        place = make_url(url)
    except ArgumentError:
        raise StoreError("`database:` is no address; write sqlite:///../var/tocsin.db, or postgresql+psycopg://user@host/name") from None
    backend = place.get_backend_name()
    if backend == "sqlite":
        if place.database in {None, "", ":memory:"}:
            raise StoreError("`database:` names no file; write sqlite:///../var/tocsin.db")
        return place.set(drivername="sqlite")
    if backend in {"postgresql", "postgres"}:
        return place.set(drivername="postgresql+psycopg")
    raise StoreError(
        f"Tocsin works on SQLite and PostgreSQL, not on {backend}; write sqlite:///../var/tocsin.db, or postgresql+psycopg://..."
    )


def name_of(url: URL) -> str:
    """Name a database for people: the file, or the address without its password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _see_open(connection: Connection) -> None:
    """See that the transaction goes on: on a full disk SQLite ends it by itself, and would keep each later statement for itself."""
    if not _is_open(connection):
        raise StoreError(f"the database {name_of(connection.engine.url)} {_ENDED}")


def _is_open(connection: Connection) -> bool:
    if connection.dialect.name != "sqlite":
        return True  # PostgreSQL refuses what follows an error, and the commit too
    return bool(getattr(connection.connection.dbapi_connection, "in_transaction", False))


def _see_file(path: Path, *, create: bool) -> None:
    """See that the file can be there; SQLite itself would make one without a word."""
    if path.is_dir():
        raise StoreError(f"the database {path} is a folder; name a file in it: sqlite:///{path}/tocsin.db")
    if path.exists():
        return
    if not create:
        raise StoreError(
            f"there is no database {path}; the daemon makes it when it first runs (tocsin run), or make it now: tocsin db upgrade"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the folder {path.parent} for the database cannot be made: {error.strerror}; make it, or name another") from None


def _engine(place: URL, patience: timedelta) -> Engine:
    if place.get_backend_name() == "sqlite":
        engine = create_engine(place, json_serializer=to_json, connect_args={"timeout": patience.total_seconds()})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = create_engine(
            place,
            json_serializer=to_json,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10, "application_name": "tocsin", "options": f"-c timezone=UTC {_waits(patience)}"},
        )
    except (NoSuchModuleError, ImportError):
        raise StoreError("PostgreSQL needs a driver; install it: pip install 'tocsin[postgres]'") from None
    return engine


def _waits(patience: timedelta) -> str:
    return f"-c lock_timeout={int(patience.total_seconds() * 1000)}"


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Set what SQLite forgets between connections, and take the transactions out of the driver's hands."""
    connection.isolation_level = None
    cursor = connection.cursor()
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    reads = not (options.get(_WRITES) or options.get(_MAINTAINS))
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads else 'OFF'}")
    if options.get(_REBUILDS):
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    if not options.get(_MAINTAINS):
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
