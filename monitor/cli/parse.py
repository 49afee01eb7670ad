"""`parse`: what a document yields, so that nobody needs to guess what a source brings."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.reading_as import options_for
from monitor.cli.terminal import ConfigOption, complain, emit
from monitor.errors import ParseError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.model import Item, Page
    from monitor.sources.workers import ParsePool

_AT_ONCE = 8  # files that are held in memory together


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("parse")(parse)


def parse(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Documents as they came from their servers; - is standard input.")],
    *,
    name: Annotated[str, typer.Option("--as", metavar="FORMAT", help="The format: feed for RSS, RDF, Atom and JSON Feed.")],
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="The source whose settings say how json-api and xml-api are read.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Show what documents yield, one JSON item a line."""
    from monitor.sources.formats import FORMATS

    if name not in FORMATS:
        raise UsageError(f"no format is called {name!r}; write --as with one of: {', '.join(FORMATS)}")
    if not asyncio.run(_parse_all(name, files, options_for(name, source, config))):
        raise typer.Exit(1)


async def _parse_all(name: str, files: Sequence[str], options: Mapping[str, object]) -> int:
    """Print the items of all files, in the given order; return how many there were."""
    from monitor.sources.workers import ParsePool

    count = 0
    async with ParsePool() as pool:
        for first in range(0, len(files), _AT_ONCE):
            some = files[first : first + _AT_ONCE]
            pages = await asyncio.gather(*(_parse_file(pool, name, file, options) for file in some))
            for file, page in zip(some, pages, strict=True):
                count += _show(file, page) if page else 0
    return count


async def _parse_file(pool: ParsePool, name: str, file: str, options: Mapping[str, object]) -> Page | None:
    try:
        body = await asyncio.to_thread(sys.stdin.buffer.read if file == "-" else Path(file).read_bytes)
        return await pool.parse(name, body, url=_address(name, file), options=options)
    except OSError as error:
        complain(f"{file}: {error.strerror}")
    except ParseError as error:
        complain(f"{file}: {error}")
    return None


def _address(name: str, file: str) -> str:
    """Give the file's name for the address: records are named by theirs. A feed resolves its links against it, and does better without."""
    return "" if file == "-" or name == "feed" else Path(file).name


def _show(file: str, page: Page) -> int:
    for warning in page.warnings:
        complain(f"{file}: {warning}")
    if not page.items:
        complain(f"{file}: the document is fine, and has no items")
    for item in page.items:
        emit(describe(file, item))
    return len(page.items)


def describe(file: str, item: Item) -> Mapping[str, object]:
    """Put an item as the JSON that `parse` prints; what is absent is null."""
    record = item.record
    return {
        "file": file,
        "key": item.key,
        "kind": item.kind.value,
        "title": item.title or None,
        "text": item.text or None,
        "url": item.url,
        "published": item.published_at.isoformat() if item.published_at else None,
        "lang": item.lang,
        "sitting_date": item.sitting_date.isoformat() if item.sitting_date else None,
        "headings": list(item.headings) or None,
        "speaker": asdict(item.speaker) if item.speaker else None,
        "variants": {lang: asdict(variant) for lang, variant in item.variants.items()} or None,
        "status": item.status,
        "record": {name: value or None for name, value in asdict(record).items()} if record else None,
    }
