"""`tocsin story`: see how a story was folded, take an item out of it, make two stories one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.archive import counted, opened
from monitor.cli.meant import items_like, login, the_one
from monitor.cli.terminal import ConfigOption, JsonOption, emit, plain
from monitor.cli.whole_story import record_of, show_record
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.daemon.folding import Join, Split
    from monitor.daemon.live import Live
    from monitor.model import StoryId
    from monitor.settings.records import Settings
    from monitor.store.database import Database
    from monitor.store.items import StoredItem
    from monitor.store.rulings import Said, Verdict
    from monitor.store.stories import Member

ReasonOption = Annotated[str | None, typer.Option("--reason", help="Why, for those who read it later.")]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so; else your login name.", show_default=False)]

commands = typer.Typer(no_args_is_help=True, help="See how a story was folded, and say that it was folded wrongly.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(commands, name="story")


@commands.command("show")
def show(
    item: Annotated[str, typer.Argument(metavar="ITEM", help="An item of it: its id, address or key, or words of its title.")],
    *,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a story: the item that began it, what was folded into it and why, and what people said of that."""
    with opened(config) as (settings, database), database.read() as connection:
        record = record_of(connection, _in_a_story(connection, item)[1])
    if as_json:
        emit(record)
    else:
        show_record(record, settings)


@commands.command("split")
def split(  # noqa: PLR0913 each is an option of its own
    item: Annotated[str, typer.Argument(metavar="ITEM", help="The item's id, address or key, or words of its title.")],
    *,
    reason: ReasonOption = None,
    by: ByOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell nobody of it, now or when a copy comes.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that an item tells another story than it was folded into.

    It becomes a story of its own, with the copies of it, and nothing folds the two again. Who was not told of it is told now.
    """
    from monitor.daemon import folding
    from monitor.store.rulings import Verdict

    with opened(config) as (settings, database):
        live = _live(settings, database)
        with database.write() as connection:
            _wait_for_turn(connection)
            meant, _ = _in_a_story(connection, item)
            done = folding.split(connection, live, meant, _said(Verdict.APART, by, reason), quiet=quiet)
    if as_json:
        emit(_split_record(done))
    else:
        typer.echo(plain(_split_in_words(done, quiet=quiet)))


@commands.command("join")
def join(  # noqa: PLR0913 each is an option of its own
    item: Annotated[str, typer.Argument(metavar="A", help="An item of one story: its id, address or key, or words of its title.")],
    other: Annotated[str, typer.Argument(metavar="B", help="An item of the other.")],
    *,
    reason: ReasonOption = None,
    by: ByOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that two items tell one story: the younger of their stories is merged into the older. Nothing is told again."""
    from monitor.daemon import folding
    from monitor.store.rulings import Verdict

    with opened(config) as (_, database), database.write() as connection:
        _wait_for_turn(connection)
        (one, _), (two, _) = (_in_a_story(connection, written) for written in (item, other))
        done = folding.join(connection, one, two, _said(Verdict.TOGETHER, by, reason))
    if as_json:
        emit({"story": done.story, "merged": None if done.was_one else done.younger, "items": [one.id, two.id]})
    else:
        typer.echo(plain(_join_in_words(done, one, two)))


def _in_a_story(connection: Connection, written: str) -> tuple[StoredItem, StoryId]:
    """Find the item that is meant, and its story; of several, one that is in a story."""
    found = items_like(connection, written)
    one = the_one([one for one in found if one.story_id is not None] or found, written)
    if one.story_id is None:
        known = f'item {one.id} ("{one.item.title[:60]}")'
        raise MonitorError(f"{known} is in no story: only what may be told gets one; why not: tocsin why {one.id}")
    return one, one.story_id


def _live(settings: Settings, database: Database) -> Live:
    """Work out whom the settings in force tell of what. Nothing is matched here: what was found is in the database."""
    from monitor.daemon.live import build_live
    from monitor.daemon.reload import load_with_last_good
    from monitor.language.once import languages
    from monitor.store import watches
    from monitor.watch.index import Index

    with database.read() as connection:
        rows = watches.live(connection)
    return build_live(load_with_last_good(settings.folder, database), Index.build((), languages()), rows)


def _wait_for_turn(connection: Connection) -> None:
    from monitor.store.database import serialise

    serialise(connection)


def _said(verdict: Verdict, by: str | None, reason: str | None) -> Said:
    from monitor.daemon.clock import now
    from monitor.store.rulings import Said

    return Said(verdict, by or login(), reason or "", now())


def _split_record(done: Split) -> dict[str, object]:
    return {
        "item": done.leaving[0].id,
        "story": done.new,
        "items": [each.id for each in done.leaving],
        "from": done.left,
        "staying": [each.id for each in done.staying],
        "told": list(done.told),
    }


def _split_in_words(done: Split, *, quiet: bool) -> str:
    item, others = done.leaving[0], len(done.leaving) - 1
    left, stays = done.staying[0], counted(len(done.staying), "item")
    what = f"{_quoted(item)} and {counted(others, 'other item', 'other items')}" if others else _quoted(item)
    told = f"Told of it: {', '.join(done.told)}." if done.told else "Nobody is told of it." if quiet else "Nobody is left to be told of it."
    return (
        f"{what}: story {done.new} now, apart from {_quoted(left)} (story {done.left}, {stays}).\n{told}\n"
        f"To take it back: tocsin story join {left.id} {item.id}"
    )


def _join_in_words(done: Join, one: StoredItem, two: StoredItem) -> str:
    if done.was_one:
        return f"{one.id} and {two.id} are one story already ({done.story}); nothing changed"
    return (
        f"{one.id} and {two.id} are one story now: {done.younger} was merged into {done.story}. Nothing is told again.\n"
        f"To take it back: tocsin story split {done.lead}"
    )


def _quoted(item: Member) -> str:
    return f'"{item.title}" ({item.outlet})' if item.title else f"item {item.id} ({item.outlet})"
