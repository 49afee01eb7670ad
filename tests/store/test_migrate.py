"""The schema: the same on both databases, brought up to date whole or not at all, refused when it is newer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import inspect, text

from monitor.errors import StoreError
from monitor.model import Cause, WatchKey
from monitor.store import claims, messages, migrate, stories
from monitor.store.database import Database
from tests.store.small_world import DESK, NOON, add_item, add_message, add_story

if TYPE_CHECKING:
    from pathlib import Path


def set_revision(url: str, revision: str) -> None:
    database = Database.open(url)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    database.close()


def downgrade(url: str, revision: str) -> None:
    database = Database.open(url)
    config = migrate._config()
    with database.rebuild() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    database.close()


def tables_of(url: str) -> set[str]:
    database = Database.open(url)
    with database.read() as connection:
        found = set(inspect(connection).get_table_names())
    database.close()
    return found


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.read() as connection:
        assert migrate.differences(connection) == []


def test_tables_of_a_search_index_are_nobody_elses_business(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("CREATE TABLE search_items (words TEXT)"))
    try:
        with database.read() as connection:
            assert migrate.differences(connection) == []
    finally:
        with database.write() as connection:
            connection.execute(text("DROP TABLE search_items"))


def test_a_database_is_made_where_there_was_none(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/var/new.db"
    done = migrate.upgrade(url)
    assert (done.before, done.after, done.backup, done.changed) == (None, migrate.newest(), None, True)
    assert migrate.current(url) == migrate.newest()


def test_a_second_upgrade_changes_nothing(url: str) -> None:
    done = migrate.upgrade(url)
    assert not done.changed
    assert done.backup is None


def test_a_postgresql_database_is_made_from_nothing(empty_postgresql_url: str) -> None:
    assert migrate.current(empty_postgresql_url) is None
    assert migrate.upgrade(empty_postgresql_url).changed
    assert "deliveries" in tables_of(empty_postgresql_url)


def test_every_migration_can_be_taken_back(sqlite_url: str, empty_postgresql_url: str) -> None:
    migrate.upgrade(empty_postgresql_url)
    for url in (sqlite_url, empty_postgresql_url):
        downgrade(url, "base")
        assert tables_of(url) == {"alembic_version"}
        migrate.upgrade(url)


def test_a_database_of_an_older_version_is_copied_before_it_is_changed(sqlite_url: str) -> None:
    downgrade(sqlite_url, "0001")
    done = migrate.upgrade(sqlite_url)
    assert done.backup is not None
    assert migrate.current(f"sqlite:///{done.backup}") == "0001"
    downgrade(sqlite_url, "0001")
    second = migrate.upgrade(sqlite_url).backup
    assert second is not None
    assert second.name == f"{done.backup.name}-2"


def test_commands_say_how_to_bring_an_older_database_up_to_date(sqlite_url: str) -> None:
    downgrade(sqlite_url, "0001")
    database = Database.open(sqlite_url)
    with pytest.raises(StoreError, match=r"older version \(schema 0001.*tocsin db upgrade"):
        migrate.check_schema(database)
    database.close()


def test_commands_say_how_to_fill_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    database = Database.open(f"sqlite:///{tmp_path}/empty.db")
    with pytest.raises(StoreError, match=r"no tables yet.*tocsin db upgrade"):
        migrate.check_schema(database)
    database.close()


def test_a_database_of_a_newer_tocsin_is_refused(sqlite_url: str) -> None:
    set_revision(sqlite_url, "9999")
    with pytest.raises(StoreError, match=r"made by a newer Tocsin \(schema 9999.*install the newer Tocsin"):
        migrate.upgrade(sqlite_url)
    database = Database.open(sqlite_url)
    with pytest.raises(StoreError, match="made by a newer Tocsin"):
        migrate.check_schema(database)
    database.close()


def test_migrations_run_through_tocsin_alone() -> None:
    with pytest.raises(SystemExit, match="tocsin db upgrade"):
        command.upgrade(migrate._config(), "head")


def test_a_migration_that_fails_leaves_the_database_as_it_was(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    downgrade(sqlite_url, "0001")
    before = tables_of(sqlite_url)
    monkeypatch.setattr(command, "upgrade", _half_an_upgrade)
    with pytest.raises(RuntimeError, match="power cut"):
        migrate.upgrade(sqlite_url)
    assert tables_of(sqlite_url) == before
    assert migrate.current(sqlite_url) == "0001"


def _half_an_upgrade(config: object, _revision: str) -> None:
    config.attributes["connection"].execute(text("CREATE TABLE half (id INTEGER)"))  # type: ignore[attr-defined] # Alembic's Config
    raise RuntimeError("power cut")


def test_what_was_told_before_is_told_by_the_item_that_its_story_began_with(url: str) -> None:
    database = Database.open(url)
    with database.write() as connection:
        lead = add_item(connection)
        ((_, claim),) = claims.make(
            connection, [(DESK, stories.create(connection, lead, NOON), WatchKey("arms/baykar"), Cause.FIRST, NOON)]
        )
    downgrade(url, "0004")
    migrate.upgrade(url)
    with database.read() as connection:
        assert claims.told_items(connection, [claim]) == {claim: {lead: {}}}
    database.close()


def test_what_is_only_listed_is_dropped_when_its_revision_is_taken_back(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    with database.write() as connection:
        story = add_story(connection)
        rows = [(DESK, story, WatchKey("arms/baykar"), cause, NOON) for cause in (Cause.FIRST, Cause.LISTED, Cause.TAIL)]
        made = [claim for _, claim in claims.make(connection, rows)]
        claims.tell_of(connection, made, stories.get(connection, story).lead)
        messages.attach(connection, add_message(connection), made)
    database.close()
    downgrade(sqlite_url, "0006")
    migrate.upgrade(sqlite_url)
    database = Database.open(sqlite_url)
    with database.read() as connection:
        assert [row.cause for row in claims.of_story(connection, story)] == [Cause.FIRST]
    database.close()
