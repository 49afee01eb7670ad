"""Check what one file says about another: recipients, senders, sources and records that are named must be there."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from monitor.alerts.wording import listing
from monitor.settings import addressing, kinds, parliaments
from monitor.settings.addressing import account_of
from monitor.settings.names import EACH, text_of, texts
from monitor.settings.schema.watchlists import possible_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from monitor.errors import Problem
    from monitor.settings.addressing import Judge
    from monitor.settings.names import Names
    from monitor.settings.reading import FileRead


def faults(read: FileRead, names: Names, judge: Judge | None = None) -> Iterator[Problem]:
    """List what a file refers to and is not there; of addresses, what the judge says is wrong with them."""
    if read.document.root is None:
        return
    if read.kind is kinds.GENERAL:
        yield from _general(read, names)
    elif read.kind is kinds.RECIPIENTS:
        yield from _recipients(read, names, judge)
    elif read.kind is kinds.SOURCES:
        yield from parliaments.faults(read)
    else:
        yield from _watchlist(read, names)


def _general(read: FileRead, names: Names) -> Iterator[Problem]:
    if text_of(read.document.value, "operator") is None:
        what = "no `operator` is named, so nobody hears when the monitoring itself fails"
        yield read.problem_at((), what, "name a recipient: operator: ops", is_warning=True)
    yield from _people(read, names, "operator")
    yield from _lonely_operator(read, names)


def _lonely_operator(read: FileRead, names: Names) -> Iterator[Problem]:
    """Warn where the operator hears by one account alone, and others are told by it: when it fails, nobody would hear of that."""
    if names.addresses is None or names.senders is None:
        return
    for place, operator in texts(read.document.value, "operator"):
        accounts = {account_of(address, names.senders) for address in names.addresses.get(operator, ())}
        by = {key: {account_of(each, names.senders) for each in theirs} for key, theirs in names.addresses.items()}
        others = [key for key, theirs in by.items() if key != operator and accounts & theirs]
        if len(accounts) == 1 and others:
            depend = f"{listing([*others], 1)} {'depends' if len(others) == 1 else 'depend'} on"
            what = f"the operator hears by {accounts.pop()!r} alone, which {depend} too: when it fails, nobody hears of that"
            yield read.problem_at(place, what, f"give {operator} a second address that goes another way", is_warning=True)


def _people(read: FileRead, names: Names, *path: str) -> Iterator[Problem]:
    """Check recipients that are named at a path."""
    if names.recipients is None:
        return
    for place, name in texts(read.document.value, *path):
        if name not in names.recipients:
            remedy = _guess(name, names.recipients, "add it to recipients.yaml")
            yield read.problem_at(place, f"no recipient is called {name!r}", remedy)


def _recipients(read: FileRead, names: Names, judge: Judge | None) -> Iterator[Problem]:
    for place, tag in texts(read.document.value, EACH, "language"):
        if tag.partition("-")[0].lower() != "en":
            what = f"messages are worded in English alone so far, so {tag!r} changes nothing"
            yield read.problem_at(place, what, "leave language: out; words of your own go into templates:", is_warning=True)
    if names.senders is not None:
        yield from addressing.faults(read, names.senders, judge)


def _watchlist(read: FileRead, names: Names) -> Iterator[Problem]:
    value = read.document.value
    for path in (("tell", EACH), ("owner",), ("watches", EACH, "tell", EACH)):
        yield from _people(read, names, *path)
    for word in ("only", "except"):
        yield from _scopes(read, names, word)
    entries = value.get("watches") if isinstance(value, dict) else None
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict) and entry.get("tell") == []:
            remedy = "name a recipient, or leave tell: out to tell those of the list"
            yield read.problem_at(("watches", number, "tell"), "this watch tells nobody", remedy, is_warning=True)
    if not entries:
        yield read.problem_at((), "this list watches nothing", "add entries under watches:", is_warning=True)
    elif not any(True for _ in texts(value, "tell", EACH)) and not all(isinstance(each, dict) and each.get("tell") for each in entries):
        yield read.problem_at((), "this list tells nobody", "add tell: [NAME], a recipient of recipients.yaml", is_warning=True)


def _scopes(read: FileRead, names: Names, word: str) -> Iterator[Problem]:
    """Check the sources and tags of every scope; a tag that no source has may still come."""
    for place, name in texts(read.document.value, "watches", EACH, word, "sources", EACH):
        if names.sources is not None and not possible_keys(name) & names.sources:
            remedy = _guess(name, names.sources, "write the name of a source as in sources.yaml")
            yield read.problem_at(place, f"no source is called {name!r}", remedy)
    for place, tag in texts(read.document.value, "watches", EACH, word, "tags", EACH):
        if names.tags is not None and tag not in names.tags:
            remedy = _guess(tag, names.tags, f"add it to a source: tags: [{tag}]")
            yield read.problem_at(place, f"no source has the tag {tag!r}", remedy, is_warning=True)


def _guess(word: str, known: Collection[str], otherwise: str) -> str:
    near = difflib.get_close_matches(word, known, 1)
    return f"did you mean {near[0]!r}?" if near else otherwise
