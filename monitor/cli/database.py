"""`db upgrade / check / backup / restore / held`: the database."""

from __future__ import annotations

import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.archive import counted, database_of, local, settings_in_force
from monitor.cli.terminal import ConfigOption, complain, config_folder
from monitor.errors import StoreError, UsageError
from monitor.model import DeliveryState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.settings.records import Settings

db_app = typer.Typer(help="The database.", no_args_is_help=True)


class Gap(StrEnum):
    """What to do with messages that were due before the backup that was restored."""

    SEND = "send"
    DROP = "drop"
    HOLD = "hold"


def register(app: typer.Typer) -> None:
    """Add the command group."""
    app.add_typer(db_app, name="db")


@db_app.command("upgrade")
def upgrade(*, config: ConfigOption = None) -> None:
    """Make the database, or bring it up to this version; a SQLite file is backed up first."""
    from monitor.store import migrate

    done = migrate.upgrade(database_of(config_folder(config)))
    if done.backup:
        complain(f"backed up first, to {done.backup}")
    complain(f"the database is at revision {done.after}" + (f", before: {done.before or 'none'}" if done.changed else ", as it was"))


@db_app.command("check")
def check(*, config: ConfigOption = None) -> None:
    """Look for damage, and whether the schema is this version's."""
    from monitor.store import backup

    problems = backup.check(database_of(config_folder(config)))
    if problems:
        raise StoreError("\n".join(problems))
    complain("the database is sound")


@db_app.command("backup")
def back_up(
    to: Annotated[Path, typer.Argument(help="Where the copy goes; must not exist.")],
    *,
    config: ConfigOption = None,
) -> None:
    """Copy the database while the daemon runs, and the Matrix devices and keys beside it; keep the copy as secret as these."""
    from monitor.channels import matrix_state
    from monitor.daemon.outside import state_folder_of
    from monitor.store import backup

    folder = config_folder(config)
    database = database_of(folder)
    where = backup.backup(database, to, matrix_state.copies(state_folder_of(database, folder)))
    complain(f"backed up to {where} ({where.stat().st_size / 1e6:.1f} MB)")


@db_app.command("restore")
def restore(
    from_: Annotated[Path, typer.Argument(metavar="BACKUP", help="A copy made by `tocsin db backup`.", exists=True, dir_okay=False)],
    *,
    gap: Annotated[Gap | None, typer.Option("--gap", help="What to do with the messages that are held then.")] = None,
    config: ConfigOption = None,
) -> None:
    """Put a backup in the database's place; the database as it was is kept beside it.

    Messages that had not left when the backup was made are held: they may have left since. What happened after the backup is
    not in it: items that are still in their feeds come again and are told again.
    """
    from monitor.daemon.clock import now
    from monitor.store import backup

    settings = settings_in_force(config_folder(config))
    put_back = partial(_put_back, settings)
    if backup.restore_beside(settings.database, from_, put_back):
        return
    report = backup.restore(settings.database, from_, now(), put_back)
    newest = local(report.newest_item_at, settings)
    complain(f"restored; the newest item in it is of {newest}" if newest else "restored; there is no item in it")
    complain("what came after that is read again from the feeds that still list it, and is told again")
    if report.kept:
        complain(f"the database as it was is kept: {report.kept}")
    if report.held:
        complain(f"{counted(report.held, 'message')} in it had not left when it was made, and may have left since: held")
        _answer(settings.database, gap or _ask())


def _put_back(settings: Settings, files: Mapping[str, bytes]) -> None:
    from monitor.channels import matrix_state
    from monitor.daemon.outside import state_folder

    for path in matrix_state.put_back(state_folder(settings), files):
        complain(f"put back: {path}")


def _ask() -> Gap:
    """Ask what to do with the gap; who cannot be asked decides later."""
    if not sys.stdin.isatty():
        return Gap.HOLD
    while True:
        told = typer.prompt("Send them, drop them, or hold them for now? [send/drop/hold]", default="hold").strip().casefold()
        if told in set(Gap):
            return Gap(told)


@db_app.command("held")
def held(
    do: Annotated[Gap, typer.Argument(help="send or drop what a restore holds.")],
    *,
    config: ConfigOption = None,
) -> None:
    """Decide on the messages that a restore holds."""
    if do is Gap.HOLD:
        raise UsageError("they are held already; say send or drop")
    _answer(database_of(config_folder(config)), do)


def _answer(url: str, gap: Gap) -> None:
    from monitor.daemon.clock import now
    from monitor.store import deliveries
    from monitor.store.database import Database

    if gap is Gap.HOLD:
        complain("decide later with: tocsin db held send, or tocsin db held drop")
        return
    database = Database.open(url)
    try:
        with database.write() as connection:
            count = deliveries.release_held(connection, now()) if gap is Gap.SEND else deliveries.drop_held(connection, now())
            others = deliveries.counts(connection).get(DeliveryState.HELD, 0)
    finally:
        database.close()
    if not count:
        complain("a restore holds nothing")
    else:
        complain(counted(count, "message") + (" will be sent" if gap is Gap.SEND else " dropped; to send one after all: tocsin retry ID"))
    if others:
        complain(f"{counted(others, 'message')} held for disabled addresses stay; why: tocsin deliveries --state held")
