"""`tocsin silence`: mute something for a while, see what is muted and what that held back, end a mute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.archive import counted, local, opened, show_table
from monitor.cli.meant import login
from monitor.cli.muted import doubt_of_outlet, matchers_of, read_recipient, read_until
from monitor.cli.terminal import ConfigOption, JsonOption, complain, emit, plain
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from monitor.settings.records import Settings
    from monitor.store.database import Database
    from monitor.store.silences import Count, HeldItem, SilenceRow

silence_app = typer.Typer(help="Mute something for a while: a watch, a story, a source, an outlet, a term.", no_args_is_help=True)
StoryOption = Annotated[
    str | None, typer.Option("--story", metavar="ITEM", help="The story of an item: its id, address or key, or words of its title.")
]
TermsOption = Annotated[
    list[str] | None, typer.Option("--term", metavar="TERM", help="Items in which this holds, as in `term:` of a watchlist.")
]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so; else your login name.", show_default=False)]
SilenceNumber = Annotated[int, typer.Argument(metavar="ID", help="The silence's number, as `silence list` shows it.")]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    app.add_typer(silence_app, name="silence")


@silence_app.command("add")
def add(  # noqa: PLR0913 each is an option of its own
    *,
    watch: Annotated[str | None, typer.Option("--watch", metavar="WATCH", help="A watch: its key, the end of it, or its name.")] = None,
    story: StoryOption = None,
    source: Annotated[str | None, typer.Option("--source", metavar="SOURCE", help="A source, by its key.")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="OUTLET", help="An outlet, by its name in the alerts.")] = None,
    term: TermsOption = None,
    recipient: Annotated[
        str | None, typer.Option("--for", metavar="RECIPIENT", help="For this recipient; else for everybody.", show_default=False)
    ] = None,
    until: Annotated[
        str, typer.Option("--until", metavar="WHEN", help='How long: 24h, 3d, 2w; or until when: "2026-12-01 08:00", "thu 08:00".')
    ] = "24h",
    reason: Annotated[str, typer.Option("--reason", help="Why, for those who read of it.")] = "",
    by: ByOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Mute what all of these match, for a while.

    What is muted is not told, be it urgent; it is kept on record, and not told late. A running daemon heeds it at once, also for what
    waits to leave.
    """
    from monitor.daemon.clock import now

    words = _Words(watch, story, source, outlet, tuple(term or ()), recipient, until, by or login(), reason)
    with opened(config) as (settings, database):
        row = _given(settings, database, words, now().astimezone(settings.zone))
        _show_given(settings, database, row, outlet, as_json=as_json)


def _show_given(settings: Settings, database: Database, row: SilenceRow, outlet: str | None, *, as_json: bool) -> None:
    """Say what was muted, until when and how to end it; beside it, that nothing of an outlet was ever read."""
    from monitor.daemon.clock import now
    from monitor.daemon.muting import in_words

    with database.read() as connection:
        what, unheard = in_words(connection, row), doubt_of_outlet(connection, outlet)
    if unheard:
        complain(unheard)
    if as_json:
        emit(_record(row, None, now()))
        return
    typer.echo(plain(f"silence {row.id}: {what} for {row.recipient or 'everybody'} until {_until(row, settings)}"))
    typer.echo(f"To end it before: tocsin silence end {row.id}")


@dataclass(frozen=True, slots=True)
class _Words:
    """What was written on the command line."""

    watch: str | None
    story: str | None
    source: str | None
    outlet: str | None
    terms: tuple[str, ...]
    recipient: str | None
    until: str
    author: str
    reason: str


def _given(settings: Settings, database: Database, words: _Words, now: datetime) -> SilenceRow:
    from monitor.daemon.muting import LONGEST_NAME, LONGEST_REASON, mute
    from monitor.store.database import serialise
    from monitor.store.silences import NewSilence

    author, reason = _line(words.author, LONGEST_NAME), _line(words.reason, LONGEST_REASON)
    recipient, ends_at = read_recipient(settings, words.recipient), read_until(words.until, now, settings.zone)
    with database.write() as connection:
        serialise(connection)
        matchers = matchers_of(
            connection,
            settings,
            watch=words.watch,
            story=words.story,
            source=words.source,
            outlet=words.outlet,
            terms=words.terms,
        )
        return mute(connection, NewSilence(matchers, recipient, author, reason, now, ends_at), now)


@silence_app.command("list")
def list_(
    silence: Annotated[int | None, typer.Argument(metavar="[ID]", help="List what this one held back.", show_default=False)] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Those that have ended, too.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what is muted, by whom, why and until when, and how much each mute held back."""
    with opened(config) as (settings, database):
        if silence is None:
            _show_all(settings, database, everything=everything, as_json=as_json)
        else:
            _show_held(settings, database, silence, as_json=as_json)


@silence_app.command("end")
def end(silence: SilenceNumber, *, by: ByOption = None, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """End a mute. What it held back stays untold; what comes from now on is told."""
    from monitor.daemon.clock import now
    from monitor.daemon.muting import LONGEST_NAME, in_words, unmute
    from monitor.store import silences

    with opened(config) as (settings, database), database.write() as connection:
        row = unmute(connection, silence, _line(by or login(), LONGEST_NAME), now().astimezone(settings.zone))
        what = in_words(connection, row)
        count = silences.counts(connection, [row.id]).get(row.id)
    if as_json:
        emit(_record(row, count, now()))
        return
    typer.echo(plain(f"silence {row.id} is over: {what} is told again, from what comes now on"))
    if count is not None:
        typer.echo(f"It held back {counted(count.items, 'item')}; list them with: tocsin silence list {row.id}")


def _show_all(settings: Settings, database: Database, *, everything: bool, as_json: bool) -> None:
    from monitor.daemon.clock import now
    from monitor.daemon.muting import in_words
    from monitor.store import silences

    at = now()
    with database.read() as connection:
        rows = silences.every(connection) if everything else silences.in_force(connection, at)
        counts = silences.counts(connection, [row.id for row in rows])
        what = {row.id: in_words(connection, row) for row in rows}
    if as_json:
        for row in rows:
            emit(_record(row, counts.get(row.id), at))
        return
    if not rows:
        complain("nothing is silenced" + ("" if everything else "; those that have ended: tocsin silence list --all"))
        return
    lines = [
        (row.id, what[row.id], row.recipient or "everybody", row.author, row.reason, _end(row, settings, at), _held(counts.get(row.id)))
        for row in rows
    ]
    show_table(("id", "what", "for", "by", "reason", "until", "held back"), lines)


def _show_held(settings: Settings, database: Database, silence: int, *, as_json: bool) -> None:
    from monitor.daemon.muting import in_words
    from monitor.store import silences

    with database.read() as connection:
        row = silences.get(connection, silence)
        what = in_words(connection, row)
        held = silences.held_by(connection, silence)
    if as_json:
        for one in held:
            emit(_held_record(row.id, one))
    elif not held:
        complain(f"silence {row.id} ({what}) held nothing back")
    else:
        lines = [(local(one.at, settings), one.item, one.title or one.url, one.watch, one.recipient) for one in held]
        show_table(("when", "item", "title", "watch", "for"), lines)


def _until(row: SilenceRow, settings: Settings) -> str:
    return f"{row.ends_at.astimezone(settings.zone):%a %d %b %Y %H:%M}"


def _end(row: SilenceRow, settings: Settings, now: datetime) -> str:
    if row.ends_at > now:
        return _until(row, settings)
    return f"ended {_until(row, settings)}" + (f" by {row.ended_by}" if row.ended_by else "")


def _held(count: Count | None) -> str:
    return f"{counted(count.items, 'item')}, {counted(count.stories, 'story', 'stories')}" if count else "nothing"


def _line(text: str, longest: int) -> str:
    line = " ".join(plain(text).split())
    if len(line) > longest:
        raise UsageError(f'"{line[:20]}..." has {len(line)} characters; {longest} are enough for those who read it')
    return line


def _record(row: SilenceRow, count: Count | None, now: datetime) -> Mapping[str, Any]:
    return {
        "id": row.id,
        "matchers": [{"by": by, "value": value} for by, value in row.matchers],
        "for": row.recipient,
        "author": row.author,
        "reason": row.reason,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
        "ended_by": row.ended_by,
        "in_force": row.starts_at <= now < row.ends_at,
        "held_items": count.items if count else 0,
        "held_stories": count.stories if count else 0,
    }


def _held_record(silence: int, one: HeldItem) -> Mapping[str, Any]:
    return {
        "silence": silence,
        "item": one.item,
        "title": one.title,
        "url": one.url,
        "watch": one.watch,
        "for": one.recipient,
        "at": one.at.isoformat(),
    }
