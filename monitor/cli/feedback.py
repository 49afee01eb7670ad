"""`tocsin not-this`: teach a watch what it does not mean, see what it was taught, take it back, write it into the watchlist."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.archive import local, opened, show_table
from monitor.cli.meant import items_like, login, some_of, the_one, watch_meant, watches_called
from monitor.cli.terminal import ConfigOption, JsonOption, complain, emit, plain
from monitor.errors import MonitorError, UsageError
from monitor.model import WatchKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from monitor.daemon.vetoes import Lesson
    from monitor.settings.records import Settings
    from monitor.store.database import Database
    from monitor.store.items import StoredItem
    from monitor.store.vetoes import VetoRow


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("not-this")(not_this)


def not_this(  # noqa: PLR0913 each is an option of its own
    item: Annotated[str | None, typer.Argument(metavar="ITEM", help="The item's id, address or key, or words of its title.")] = None,
    watch: Annotated[str | None, typer.Argument(metavar="WATCH", help="The watch's key, or the end of it.")] = None,
    *,
    reason: Annotated[str | None, typer.Option("--reason", help="Why, for those who read the list.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so; else your login name.", show_default=False)] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take it back.")] = False,
    as_list: Annotated[bool, typer.Option("--list", help="List everything that was said so.")] = False,
    export: Annotated[bool, typer.Option("--export", help="Print it as `ignore:` entries for your watchlists.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that a hit is wrong: teach a watch what it does not mean.

    A spelling that is not the watch's own is left out for this watch from now on. Where the name itself stands, this item and its
    story are. A running daemon heeds it from its next poll on.
    """
    with opened(config) as (settings, database):
        if as_list or export:
            if item is not None:
                raise UsageError("--list and --export show everything; leave out ITEM and WATCH")
            _show_all(settings, database, export=export, as_json=as_json)
            return
        if item is None or watch is None:
            raise UsageError("say which item and which watch: tocsin not-this ITEM WATCH; `tocsin hits` and `tocsin why ITEM` show both")
        with database.write() as connection:
            lesson = _say(connection, item, watch, by or login(), reason or "", undo=undo)
    if as_json:
        emit({"item": lesson.item, "watch": lesson.watch, "scope": _scope(lesson.spellings), "forms": lesson.spellings, "undone": undo})
    else:
        typer.echo(plain(_taught(lesson, undo=undo)))


def _say(connection: Connection, item: str, watch: str, by: str, reason: str, *, undo: bool) -> Lesson:  # noqa: PLR0913 what was said, and by whom
    from monitor.daemon import vetoes
    from monitor.daemon.clock import now
    from monitor.store import vetoes as veto_rows
    from monitor.store import watches
    from monitor.store.database import serialise

    serialise(connection)
    labels = {row.key: row.label for row in watches.live(connection).values()}
    if undo:  # of a watch that is gone, too; one that something was said of comes first
        said = {row.watch: row.label for row in veto_rows.standing(connection)}
        labels = said if watches_called(watch, said) else labels | said
    key = watch_meant(watch, labels)
    found = _item_meant(connection, item, key, undo=undo)
    if not undo:
        return vetoes.teach(connection, found.id, key, by, reason, now())
    return vetoes.unteach(connection, found.id, key, by, now())


def _item_meant(connection: Connection, written: str, watch: WatchKey, *, undo: bool) -> StoredItem:
    """Find the item that a person means: of several, the one in which the watch was found, or vetoed, and whose title is just that.

    Raises:
        MonitorError: there is none, the watch was not found in it, or there are several.
    """
    from monitor.store import hits, vetoes

    found = items_like(connection, written)
    of_item = vetoes.of_item if undo else hits.of_item
    there = [one for one in found if any(row.watch == watch for row in of_item(connection, one.id))]
    if there:
        return the_one(there, written)
    if undo:
        raise MonitorError(f"nothing was said of {watch} there; what was said where: tocsin not-this --list")
    watches = some_of(sorted({row.watch for one in found for row in hits.of_item(connection, one.id)}))
    raise MonitorError(f"{watch} was not found there, so there is nothing to learn; found were: {watches}")


def _scope(spellings: Sequence[str]) -> str:
    return "forms" if spellings else "story"


def _taught(lesson: Lesson, *, undo: bool) -> str:
    what = _quoted(lesson.spellings)
    if undo and what:
        return f"taken back: {what} may mean {lesson.watch} again, in what comes from now on"
    if undo:
        return f"taken back: this story may be about {lesson.watch} again"
    back = f"To take it back: tocsin not-this {lesson.item} {quote(lesson.watch)} --undo"
    if what:
        return f"From now on {what} does not mean {lesson.watch}.\n{back}"
    rest = "A longer name that it is part of belongs under `ignore:` in the watchlist."
    return f"This story does not mean {lesson.watch}; the name is still watched elsewhere. {rest}\n{back}"


def _quoted(spellings: Sequence[str]) -> str:
    return ", ".join(f'"{each}"' for each in spellings)


def _show_all(settings: Settings, database: Database, *, export: bool, as_json: bool) -> None:
    from monitor.cli.ignoring import ignore_entries
    from monitor.store import vetoes

    with database.read() as connection:
        rows = vetoes.standing(connection)
    if export:
        typer.echo(ignore_entries(settings, rows, complain), nl=False)
    elif as_json:
        for row in rows:
            emit(_record(row))
    elif not rows:
        complain("nothing was said yet; say so with: tocsin not-this ITEM WATCH")
    else:
        lines = [
            (row.watch, _quoted(row.forms) or "this story", row.item, row.title, row.author, local(row.at, settings), row.reason)
            for row in rows
        ]
        show_table(("watch", "does not mean", "item", "title", "said by", "when", "reason"), lines)


def _record(row: VetoRow) -> dict[str, object]:
    return {
        "item": row.item,
        "title": row.title,
        "url": row.url,
        "watch": row.watch,
        "label": row.label,
        "scope": _scope(row.forms),
        "forms": row.forms,
        "author": row.author,
        "reason": row.reason,
        "at": row.at.isoformat(),
    }
