"""`sources list / add / discover / import / export`: the addresses that are polled."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.archive import local, opened, show_table
from monitor.cli.terminal import ConfigOption, JsonOption, complain, config_folder, emit
from monitor.errors import MonitorError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from monitor.settings.records import Settings
    from monitor.sources.discover import Candidate

sources_app = typer.Typer(help="The addresses that are polled.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the command group."""
    app.add_typer(sources_app, name="sources")


@sources_app.command("list")
def list_sources(
    *,
    failing: Annotated[bool, typer.Option("--failing", help="Only those whose last poll failed.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show each source: when it was read, when it is next, how often and who set that."""
    from monitor.sources.conduct import interval_of
    from monitor.store import sources

    with opened(config) as (settings, database), database.read() as connection:
        states = [state for state in sources.all_states(connection) if not failing or state.failures]
    for state in states if as_json else ():
        emit(
            {
                "key": state.key,
                "url": state.url,
                "effective_url": state.effective_url,
                "enabled": state.enabled,
                "failures": state.failures,
                "last_ok_at": state.last_ok_at.isoformat() if state.last_ok_at else None,
                "next_poll_at": state.next_poll_at.isoformat(),
                "last_error": state.last_error,
            }
        )
    if as_json:
        return
    rows = []
    for state in states:
        pace = interval_of(state)
        every = f"{_short(pace[0])} ({pace[1]})" if pace else ""
        condition = (
            "off" if not state.enabled else f"failing {state.failures}x" if state.failures else "ok" if state.last_ok_at else "not read yet"
        )
        rows.append(
            (state.key, condition, local(state.last_ok_at, settings), local(state.next_poll_at, settings), every, state.last_error or "")
        )
    show_table(("source", "state", "last read", "next poll", "every", "last error"), rows)


@sources_app.command("add")
def add(
    url: Annotated[str, typer.Argument(help="A feed's address, or a page that names its feed.")],
    *,
    name: Annotated[str | None, typer.Option("--name", help="What it is called in alerts.")] = None,
    config: ConfigOption = None,
) -> None:
    """Find the feed behind an address, try it, and add it to sources.yaml."""
    from monitor.settings.load import load
    from monitor.settings.sources_file import append_feed

    folder = config_folder(config)
    settings = load(folder).settings
    candidates = asyncio.run(_discover(settings, url))
    if not candidates:
        raise MonitorError(f"{url} is no feed and names none; look for an RSS link on the page, or try: tocsin sources discover {url}")
    if len(candidates) > 1:
        complain("\n".join(f"{each.url}  {each.title}" for each in candidates))
        raise UsageError("several feeds there; add the one you want by its own address")
    where = append_feed(folder, candidates[0].url, name)
    complain(f"added {candidates[0].url} to {where}; a running daemon takes it up by itself")


@sources_app.command("discover")
def discover(
    url: Annotated[str, typer.Argument(help="A page.")],
    *,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look for feeds on a page."""
    from monitor.settings.load import load

    candidates = asyncio.run(_discover(load(config_folder(config)).settings, url))
    for each in candidates:
        if as_json:
            emit({"url": each.url, "title": each.title})
        else:
            typer.echo(f"{each.url}  {each.title}")
    if not candidates:
        complain("no feed is named there, and none answers at the usual places")


def _short(span: timedelta) -> str:
    """Write a span as the settings do: 15m, 6h, 2d."""
    seconds = round(span.total_seconds())
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= length and seconds % length == 0:
            return f"{seconds // length}{unit}"
    minutes = seconds // 60
    return f"{minutes}m" if minutes > 9 else f"{seconds}s"  # noqa: PLR2004 below ten minutes the seconds matter


async def _discover(settings: Settings, url: str) -> Sequence[Candidate]:
    """Read the address itself; if it is a page, the feeds that it names, else the usual places, keeping those that are feeds."""
    from monitor import __version__
    from monitor.errors import FetchError, ParseError
    from monitor.settings.secrets import expand
    from monitor.sources.discover import Candidate, candidates_of, usual_places
    from monitor.sources.fetch import Fetcher
    from monitor.sources.workers import ParsePool

    fetch = settings.fetch
    pool = ParsePool(1)
    async with Fetcher(
        user_agent=f"Tocsin/{__version__}" + (f" (+{settings.contact})" if settings.contact else ""),
        timeout=fetch.timeout,
        max_body=fetch.max_body,
        allow_private_networks=fetch.allow_private_networks,
        proxy=expand(fetch.proxy) if fetch.proxy else None,
    ) as fetcher:
        try:
            response = await fetcher.get(url, accept="*/*")
            try:
                page = await pool.parse("feed", response.body, response.content_type, response.url)
            except ParseError:
                named = candidates_of(response.body, response.url, response.content_type)
            else:
                return [Candidate(url=url, title=page.title)]
            found = []
            for each in named or usual_places(response.url):
                try:
                    answer = await fetcher.get(each.url)
                    page = await pool.parse("feed", answer.body, answer.content_type, answer.url)
                except (FetchError, ParseError):
                    continue
                found.append(replace(each, title=page.title or each.title))
            return found
        finally:
            await pool.close()


@sources_app.command("import")
def import_opml(
    file: Annotated[Path, typer.Argument(help="An OPML file, as feed readers export it.", exists=True, dir_okay=False)],
    *,
    config: ConfigOption = None,
) -> None:
    """Add the feeds of an OPML file to sources.yaml; those that are there already are left as they are."""
    from monitor.settings.load import load
    from monitor.settings.sources_file import append_feed
    from monitor.sources.opml import read_opml
    from monitor.stories.url_key import url_key

    folder = config_folder(config)
    known = {url_key(source.url) for source in load(folder).settings.sources.values()}
    added = 0
    for outline in read_opml(file.read_bytes()):
        if url_key(outline.url) not in known:
            known.add(url_key(outline.url))
            append_feed(folder, outline.url, outline.title)
            added += 1
    complain(f"{added} feeds added to sources.yaml")


@sources_app.command("export")
def export_opml(*, config: ConfigOption = None) -> None:
    """Print the feeds as OPML on standard output."""
    from monitor.settings.load import load
    from monitor.sources.opml import Outline, write_opml

    settings = load(config_folder(config)).settings
    outlines = [Outline(url=source.url, title=source.name) for source in settings.sources.values() if source.kind == "feed"]
    sys.stdout.write(write_opml(outlines))
