"""Check what one file says about another: recipients, senders and sources that are named must be there."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from monitor.settings.records import EmailSender, MatrixSender, SlackSender
from monitor.settings.schema.general import General
from monitor.settings.schema.recipients import Recipients
from monitor.settings.schema.sources import Sources, feed_key, parliament_key
from monitor.settings.schema.watchlists import ScopeEntry, WatchlistFile, source_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from monitor.errors import Problem
    from monitor.model import SourceKey
    from monitor.settings.reading import FileRead
    from monitor.settings.records import SenderSettings, Source

RECORDS = (
    "ca-hansard",
    "ca-committees",
    "publicwhip",
    "uk-hansard",
    "uk-questions",
    "akoma-ntoso",
    "de-plenarprotokoll",
    "eu-speeches",
    "us-crec",
    "au-hansard",
    "json-api",
    "xml-api",
)
READABLE: frozenset[str] = frozenset()  # records that this version polls
_KINDS = {EmailSender: "an email address", SlackSender: "a channel", MatrixSender: "a room"}


def general(read: FileRead, recipients: Collection[str]) -> Iterator[Problem]:
    """Check `tocsin.yaml` against the recipients."""
    if not isinstance(read.model, General):
        return
    operator = read.model.operator
    if operator is None:
        remedy = "name a recipient: operator: ops"
        yield read.problem_at((), "no `operator` is named, so nobody hears when the monitoring itself fails", remedy, is_warning=True)
    elif operator not in recipients:
        yield read.problem_at(
            ("operator",), f"no recipient is called {operator!r}", _guess(operator, recipients, "add it to recipients.yaml")
        )


def recipients(read: FileRead, senders: Mapping[str, SenderSettings]) -> Iterator[Problem]:
    """Check `recipients.yaml` against the senders."""
    if not isinstance(read.model, Recipients):
        return
    for key, entry in read.model.root.items():
        for position, address in enumerate(entry.to):
            for what, remedy in _address(address, senders):
                yield read.problem_at((key, "to", position), what, remedy)


def _address(address: str, senders: Mapping[str, SenderSettings]) -> Iterator[tuple[str, str]]:
    """Tell what is wrong with an address; URLs are the channels' to judge, and references cannot be judged without secrets."""
    if "://" in address or address.startswith("${"):
        return
    name, slash, target = address.partition("/")
    if not slash or "@" in name:
        if not any(isinstance(each, EmailSender) for each in senders.values()):
            yield "no sender of email is set up", "add one to tocsin.yaml: senders: {mail: {smtp: ..., from: ...}}"
        return
    sender = senders.get(name)
    if sender is None:
        yield f"no sender is called {name!r}", _guess(name, senders, "add it to tocsin.yaml under senders:")
    elif not _fits(sender, target):
        yield f"{target!r} is not {_KINDS[type(sender)]}, which the sender {name!r} needs", _example(name, sender)


def _fits(sender: SenderSettings, target: str) -> bool:
    if isinstance(sender, EmailSender):
        return "@" in target or target.startswith("${")
    if isinstance(sender, MatrixSender):
        return target.startswith(("!", "#", "${"))
    return bool(target)


def _example(name: str, sender: SenderSettings) -> str:
    if isinstance(sender, EmailSender):
        return f"write {name}/desk@example.org"
    return f'write "{name}/!room:example.org"' if isinstance(sender, MatrixSender) else f"write {name}/channel"


def sources(read: FileRead, taken: Mapping[str, str]) -> Iterator[Problem]:
    """Check a file of sources: its records exist, and no other file polls the same; `taken` tells the file of each key."""
    if not isinstance(read.model, Sources):
        return
    for position, entry in enumerate(read.model.parliaments):
        path = ("parliaments", position, "record")
        if entry.record not in RECORDS:
            remedy = _guess(entry.record, RECORDS, f"write one of: {', '.join(RECORDS)}")
            yield read.problem_at(path, f"no record is called {entry.record!r}", remedy)
        elif entry.record not in READABLE and entry.enabled:
            remedy = "the entry waits until a version reads it; a feed of the parliament's news works today"
            yield read.problem_at(path, f"this version does not read {entry.record} yet", remedy, is_warning=True)
    for keys, place in source_paths(read.model):
        other = next((taken[key] for key in keys if key in taken), None)
        if other is not None:
            yield read.problem_at(place, f"this source stands in {other} already", "keep one of them")


def watchlist(read: FileRead, recipients: Collection[str], sources: Mapping[SourceKey, Source]) -> Iterator[Problem]:
    """Check a watchlist against the recipients and the sources."""
    model = read.model
    if not isinstance(model, WatchlistFile):
        return
    yield from _people(read, ("tell",), model.tell, recipients)
    yield from _people(read, ("owner",), (model.owner,) if model.owner else (), recipients)
    if not model.watches:
        yield read.problem_at((), "this list watches nothing", "add entries under watches:", is_warning=True)
    if not model.tell and not all(entry.tell for entry in model.watches):
        yield read.problem_at((), "this list tells nobody", "add tell: [NAME], a recipient of recipients.yaml", is_warning=True)
    tags = {tag for source in sources.values() for tag in source.tags} | {"parliament"}
    for position, entry in enumerate(model.watches):
        yield from _people(read, ("watches", position, "tell"), entry.tell or (), recipients)
        for word, scope in (("only", entry.only), ("except", entry.except_)):
            if scope is not None:
                yield from _scope(read, ("watches", position, word), scope, sources, tags)


def _people(read: FileRead, path: tuple[str | int, ...], named: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    for position, name in enumerate(named):
        if name not in known:
            remedy = _guess(name, known, "add it to recipients.yaml")
            yield read.problem_at((*path, position), f"no recipient is called {name!r}", remedy)


def _scope(
    read: FileRead, path: tuple[str | int, ...], scope: ScopeEntry, sources: Collection[SourceKey], tags: Collection[str]
) -> Iterator[Problem]:
    for position, name in enumerate(scope.sources):
        if not source_keys(name).intersection(sources):
            remedy = _guess(name, sources, "write the name of a source as in sources.yaml")
            yield read.problem_at((*path, "sources", position), f"no source is called {name!r}", remedy)
    for position, tag in enumerate(scope.tags):
        if tag not in tags:
            remedy = _guess(tag, tags, "add it to a source: tags: [" + tag + "]")
            yield read.problem_at((*path, "tags", position), f"no source has the tag {tag!r}", remedy, is_warning=True)


def source_paths(model: Sources) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """List the key of every source of a file with the path to it."""
    for position, entry in enumerate(model.feeds):
        yield feed_key(entry), ("feeds", position)
    for position, record in enumerate(model.parliaments):
        yield parliament_key(record), ("parliaments", position)


def _guess(word: str, known: Collection[str], otherwise: str) -> str:
    near = difflib.get_close_matches(word, known, 1)
    return f"did you mean {near[0]!r}?" if near else otherwise
