"""`tocsin match`: what a text would hit, for a look before a watch goes live and for programs that want matching alone."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from monitor.cli.passages import ELSEWHERE, columns_of_output, passage, printable
from monitor.cli.refused import passed_over_in_words
from monitor.cli.terminal import JsonOption, complain, emit
from monitor.errors import MonitorError, UsageError
from monitor.model import Item, Kind, Speaker, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from monitor.model import Hit, WatchKey
    from monitor.watch.refusals import Refusal, Refusals
    from monitor.watch.spec import Watch, Watchlist

STDIN = "-"
WATCHLIST_ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Document:
    """Something to match. `id` is echoed as given; `source` and `tags` are for `only:` and `except:`."""

    id: object
    item: Item
    source: str = ""
    tags: frozenset[str] = frozenset()


class LineError(ValueError):
    """A line that is no document; the text says what it should be."""


def register(app: typer.Typer) -> None:
    """Add the command to `tocsin`."""
    app.command("match")(match)


def match(
    watchlists: Annotated[list[Path], typer.Option("--watchlists", metavar="PATH...", help="Watchlist files, or folders of them.")],
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE", help="Texts to look into; - is standard input.")] = None,
    *,
    jsonl: Annotated[bool, typer.Option("--jsonl", help='Each line of the input is {"id", "title", "text", "lang"}; print JSON.')] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what a text would hit.

    With --jsonl, each line that comes out is one mention; its start and end count the characters of the field as given.
    """
    from monitor.language.once import languages
    from monitor.settings.load import load_watchlists
    from monitor.watch.index import Index
    from monitor.watch.refusals import Refusals

    paths, texts = _sorted_out(watchlists, files or [])
    loaded = load_watchlists(paths)
    watches = {watch.key: (watchlist, watch) for watchlist in loaded for watch in watchlist.watches}
    if not watches:
        raise UsageError(f"no watch in {', '.join(map(str, paths))}; name a watchlist file, or a folder that holds some")
    index = Index.build(loaded, languages())
    refusals = None if jsonl or as_json else Refusals(loaded, languages())
    read = failed = 0
    for document in documents(texts, jsonl=jsonl):
        if isinstance(document, str):
            failed += 1
            complain(document)
        else:
            read += 1
            _show(document, index.match(document.item, document.source, document.tags), watches, refusals)
    if failed and not read:
        raise MonitorError("nothing could be read")


def _show(document: Document, hits: Sequence[Hit], watches: Mapping[WatchKey, tuple[Watchlist, Watch]], refusals: Refusals | None) -> None:
    """Print the hits of a document: as JSON, or for people, with what was refused."""
    if refusals is None:
        print_records(records(document, hits, watches))
        return
    refused = refusals.of(document.item, document.source, document.tags, hits)
    sys.stdout.write(report(document, hits, watches, refused, with_colour=sys.stdout.isatty(), columns=columns_of_output()))


def _sorted_out(watchlists: list[Path], named: list[str]) -> tuple[list[Path], list[str]]:
    """Tell watchlists from texts: of `--watchlists *.yaml`, written out by a shell, all but the first stand among the texts."""
    paths = [*watchlists, *(Path(name) for name in named if name.endswith(WATCHLIST_ENDINGS))]
    return paths, [name for name in named if not name.endswith(WATCHLIST_ENDINGS)] or [STDIN]


def documents(names: Iterable[str], *, jsonl: bool) -> Iterator[Document | str]:
    """Read files, or standard input, one document a file or a line; for what cannot be read, the complaint in its place.

    A file is read in the charset that its bytes prove or suggest; lines of JSON are UTF-8.
    """
    from monitor.sources.charset import decode

    for name in names:
        try:
            with nullcontext(sys.stdin.buffer) if name == STDIN else Path(name).open("rb") as stream:
                if jsonl:
                    yield from _lines(name, stream)
                else:
                    yield Document(name, Item(name, "", decode(stream.read()).text))
        except OSError as error:
            yield f"{name}: {error.strerror}"


def read_line(line: bytes) -> Document:
    """Read one line of JSON, such as `parse` prints: `kind`, `speaker` and `headings` count, and `source` and `tags` if given.

    Raises:
        LineError: it is no such line.
    """
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError(f'this is no JSON ({error}); each line is one object such as {{"id": "1", "text": "..."}}') from None
    if not isinstance(entry, dict):
        raise LineError('this is no JSON object; each line is one, such as {"id": "1", "text": "..."}')
    if entry.get("title") is None and entry.get("text") is None:
        raise LineError('"text" is missing')
    kind = _text(entry, "kind") or Kind.ARTICLE.value
    if kind not in set(Kind):
        raise LineError(f'"kind" is {kind!r}; known are {", ".join(Kind)}')
    item = Item(
        str(entry.get("id")),
        _text(entry, "title"),
        _text(entry, "text"),
        Kind(kind),
        lang=_text(entry, "lang") or None,
        headings=_texts(entry, "headings"),
        speaker=_speaker(entry),
    )
    return Document(entry.get("id"), item, _text(entry, "source"), frozenset(_texts(entry, "tags")))


def records(document: Document, hits: Iterable[Hit], watches: Mapping[WatchKey, tuple[Watchlist, Watch]]) -> Iterator[dict[str, object]]:
    """List the mentions of a document as other programs read them."""
    for hit in hits:
        watchlist, watch = watches[hit.watch]
        for mention in hit.mentions:
            yield {
                "id": document.id,
                "watchlist": watchlist.key,
                "watch": watch.id or watch.label,
                "field": mention.field,
                "start": mention.start,
                "end": mention.end,
                "matched": mention.matched,
                "how": mention.how.value,
                "tier": mention.tier.value,
                "score": mention.score,
                "why": mention.why,
            }


def print_records(mentions: Iterable[Mapping[str, object]]) -> None:
    """Print mentions as JSON; a lone surrogate, which no output can hold, as an escape."""
    for mention in mentions:
        try:
            emit(mention)
        except UnicodeEncodeError:
            sys.stdout.write(json.dumps(mention) + "\n")


def report(  # noqa: PLR0913 what was found where, and how it is to be shown
    document: Document,
    hits: Iterable[Hit],
    watches: Mapping[WatchKey, tuple[Watchlist, Watch]],
    refused: Sequence[Refusal] = (),
    *,
    with_colour: bool,
    columns: int = ELSEWHERE,
) -> str:
    """Write the hits of a document for people: each watch with its passages, the mention marked; then what was passed over, and why.

    A passage takes no more than `columns`.
    """
    from monitor.watch.fields import field_texts

    texts = field_texts(document.item)
    lines = [printable(str(document.id))]
    for hit in hits:
        watchlist, watch = watches[hit.watch]
        count = len(hit.mentions)
        lines.append(f"  {watch.label} ({watchlist.title}): {count} mention{'s' * (count != 1)}")
        for mention in hit.mentions:
            place = f"    {mention.field} {mention.start}: "
            lines.append(place + passage(texts[mention.field], mention, with_colour=with_colour, room=columns - len(place)))
            lines.append(f"      {'possible: ' if mention.tier is Tier.POSSIBLE else ''}{printable(mention.why)}")
    lines += [f"  {printable(line)}" for line in passed_over_in_words([asdict(one) for one in refused])]
    if len(lines) == 1:
        lines.append("  nothing that is watched")
    return "\n".join(lines) + "\n"


def _lines(name: str, stream: BinaryIO) -> Iterator[Document | str]:
    for number, line in enumerate(stream, 1):
        if line.strip():
            try:
                yield read_line(line.removeprefix(b"\xef\xbb\xbf"))
            except LineError as error:
                yield f"{name}:{number}: {error}"


def _text(entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key)
    if value is not None and not isinstance(value, str):
        raise LineError(f'"{key}" is no text')
    return value or ""


def _texts(entry: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = entry.get(key)
    texts = value if isinstance(value, list) else [] if value is None else [value]
    if not isinstance(value, list | None) or not all(isinstance(text, str) for text in texts):
        raise LineError(f'"{key}" is no list of texts')
    return tuple(texts)


def _speaker(entry: Mapping[str, object]) -> Speaker | None:
    """Read who speaks: a name, or an object with the label and perhaps the party."""
    speaker = entry.get("speaker")
    if isinstance(speaker, dict):
        return Speaker(_text(speaker, "label"), party=_text(speaker, "party") or None)
    return Speaker(label) if (label := _text(entry, "speaker")) else None
