"""`sources list / catalogue / add / discover / import / export`: what is polled."""

from __future__ import annotations

import asyncio
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from monitor.cli.archive import counted, local, opened, settings_in_force, show_table
from monitor.cli.catalogue import catalogue
from monitor.cli.terminal import ConfigOption, JsonOption, complain, config_folder, emit, plain
from monitor.errors import MonitorError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from monitor.model import SourceState
    from monitor.settings.records import Settings
    from monitor.sources.discover import Candidate

ERRORS_FROM = 400  # HTTP statuses
sources_app = typer.Typer(help="The feeds and records that are polled.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the command group."""
    app.add_typer(sources_app, name="sources")


sources_app.command("catalogue")(catalogue)


@sources_app.command("list")
def list_sources(
    *,
    failing: Annotated[bool, typer.Option("--failing", help="Only those whose last poll failed.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show each source: when it was read, when it is next, how often and who set that."""
    from monitor.sources.conduct import interval_of
    from monitor.sources.standing import standing
    from monitor.store import sources

    with opened(config) as (settings, database), database.read() as connection:
        states = [state for state in sources.all_states(connection) if not failing or state.failures]
    if as_json:
        for state in states:
            emit(_record(state, interval_of(state)))
        return
    if not states:
        complain("no source is failing" if failing else "no source was put in force yet; once the daemon runs, or `tocsin once`, they are")
        return
    rows = []
    for state in states:
        pace, set_by = interval_of(state) or (None, "")
        next_poll = local(state.next_poll_at, settings) if state.enabled else ""
        last_ok = local(state.last_ok_at, settings)
        name = state.key if state.kind in {"feed", state.key} else f"{state.key} ({state.kind})"
        rows.append((name, standing(state), last_ok, next_poll, _short(pace) if pace else "", set_by))
    show_table(("source", "state", "last read", "next poll", "every", "set by"), rows)
    for state in states:
        if state.failures:
            typer.echo(plain(f"{state.key}: {state.last_error}"))


def _record(state: SourceState, pace: tuple[timedelta, str] | None) -> dict[str, object]:
    return {
        "key": state.key,
        "kind": state.kind,
        "url": state.url,
        "effective_url": state.effective_url,
        "enabled": state.enabled,
        "failures": state.failures,
        "last_ok_at": state.last_ok_at.isoformat() if state.last_ok_at else None,
        "last_new_at": state.last_new_at.isoformat() if state.last_new_at else None,
        "next_poll_at": state.next_poll_at.isoformat(),
        "every_s": round(pace[0].total_seconds()) if pace else None,
        "every_set_by": pace[1] if pace else None,
        "last_error": state.last_error,
    }


@sources_app.command("add")
def add(
    url: Annotated[str, typer.Argument(help="A feed's address, or a page that names its feed.")],
    *,
    name: Annotated[str | None, typer.Option("--name", help="What it is called in alerts.")] = None,
    config: ConfigOption = None,
) -> None:
    """Find the feed behind an address, try it, and add it to sources.yaml."""
    from monitor.settings.sources_file import NewFeed, append_feeds
    from monitor.stories.url_key import url_key

    folder = config_folder(config)
    settings = settings_in_force(folder)
    candidates = asyncio.run(_discover(settings, whole(url)))
    if not candidates:
        raise MonitorError(f"{url} is no feed and names none that can be read; look on the page for a link that says RSS or Feed")
    if len(candidates) > 1:
        complain("\n".join(f"{each.url}  {each.title}".rstrip() for each in candidates))
        raise UsageError("several feeds there; add the one you want by its own address")
    found = unreferring(candidates[0].url)
    if url_key(found) in {url_key(source.url) for source in settings.sources.values()}:
        complain(f"{found} is among your sources already; nothing was changed")
        return
    where = append_feeds(folder, [NewFeed(found, name)])
    complain(f"added {found} to {where}; a running daemon takes it up by itself")


@sources_app.command("discover")
def discover(
    url: Annotated[str, typer.Argument(help="A page.")],
    *,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look for feeds on a page."""
    candidates = asyncio.run(_discover(settings_in_force(config_folder(config)), whole(url)))
    for each in candidates:
        if as_json:
            emit({"url": each.url, "title": each.title})
        else:
            typer.echo(plain(f"{each.url}  {each.title}".rstrip()))
    if not candidates:
        complain("no feed is named there that can be read, and none answers at the usual places")


def whole(url: str) -> str:
    """Complete an address that was typed as people say it: example.org means https://example.org.

    Raises:
        UsageError: it is no address of the web.
    """
    address = url.strip() if "://" in url else f"https://{url.strip()}"
    try:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", address):
            return address
    except ValueError:
        pass
    raise UsageError(f"{url} is no web address; write it as a browser shows it: https://example.org/feed")


def unreferring(text: str) -> str:
    """Take the meaning out of `${env:X}` in what others wrote: a list or a page must not have our secrets sent to its server."""
    return text.replace("${", "%24%7B") if "://" in text else text.replace("${", "$ {")


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
    from monitor.daemon.outside import fetcher_of
    from monitor.errors import FetchError, ParseError
    from monitor.sources.discover import Candidate, candidates_of, usual_places
    from monitor.sources.workers import ParsePool

    pool = ParsePool(1)
    async with fetcher_of(settings) as fetcher:
        try:
            response = await fetcher.get(url, accept="*/*")
            if response.status >= ERRORS_FROM:
                raise MonitorError(f"the server answers {response.status} at {url}; open it in a browser, and correct the address")
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
                if answer.status >= ERRORS_FROM:
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
    from monitor.settings.sources_file import NewFeed, append_feeds
    from monitor.sources.opml import read_opml
    from monitor.stories.url_key import url_key

    folder = config_folder(config)
    known = {url_key(source.url) for source in settings_in_force(folder).sources.values()}
    outlines = read_opml(file.read_bytes())
    new: list[NewFeed] = []
    for outline in outlines:
        url = unreferring(outline.url)
        if url_key(url) not in known:
            known.add(url_key(url))
            tags = tuple(unreferring(plain(tag)) for tag in outline.tags)
            new.append(NewFeed(url, unreferring(plain(outline.title)) or None, tags))
    if new:
        append_feeds(folder, new)
    there = len(outlines) - len(new)
    complain(f"{counted(len(new), 'feed')} added to sources.yaml" + (f", {there} left as they were" if there else ""))


@sources_app.command("export")
def export_opml(*, config: ConfigOption = None) -> None:
    """Print the feeds as OPML on standard output."""
    from monitor.sources.opml import Outline, write_opml

    settings = settings_in_force(config_folder(config))
    outlines = [
        Outline(url=source.url, title=source.name, tags=tuple(sorted(source.tags))[:1])
        for source in settings.sources.values()
        if source.kind == "feed"
    ]
    sys.stdout.write(write_opml(outlines))
