"""Gather a folder's files: decide which version of each goes live, in the order of who names whom.

A file with an error of its own, or that names what is not there, does not go live: its last good version does, if there is one.
A version that was live before stays live when only what it names has gone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.errors import Problem, UsageError
from monitor.settings import document, kinds, references
from monitor.settings.reading import FileRead, read_body, read_file, unset_secrets
from monitor.settings.schema.general import General, sender
from monitor.settings.schema.recipients import Recipients, recipients
from monitor.settings.schema.sources import Sources, feed, parliament
from monitor.settings.schema.watchlists import WatchlistFile, watchlist

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from monitor.alerts.recipient import Recipient
    from monitor.model import RecipientKey, SourceKey
    from monitor.settings.kinds import FileKind
    from monitor.settings.records import SenderSettings, Source
    from monitor.watch.spec import Watchlist

_REMEDIES = {"tocsin": "make starter settings with: tocsin init", "recipients": "write one: desk: {to: [desk@example.org]}"}


@dataclass(slots=True)
class Gathered:
    """What was found in a folder so far."""

    last_good: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    live: dict[str, FileRead] = field(default_factory=dict)
    general: General | None = None
    senders: dict[str, SenderSettings] = field(default_factory=dict)
    recipients: Mapping[RecipientKey, Recipient] | None = None
    sources: dict[SourceKey, Source] = field(default_factory=dict)
    watchlists: dict[str, Watchlist] = field(default_factory=dict)
    lacks_sources: bool = False

    def settle(self, read: FileRead, faults: Iterable[Problem] = ()) -> FileRead | None:
        """Decide which version of a file goes live: this one if it has no error, else its last good one, else none."""
        found = [*read.problems, *faults]
        self.problems += found
        body = self.last_good.get(read.name)
        if all(problem.is_warning for problem in found) or (body == read.body and read.model is not None):
            self.live[read.name] = read
            return read
        self.rejected.append(read.name)
        stand_in = read_file(read.kind, read.name, body) if body is not None else None
        if stand_in is None or stand_in.model is None:
            self.live.pop(read.name, None)
            return None
        self.live[read.name] = stand_in
        return stand_in

    def sorted_problems(self) -> tuple[Problem, ...]:
        """List each problem once, by file and line."""
        return tuple(sorted(dict.fromkeys(self.problems), key=lambda problem: (problem.file, problem.line, problem.column)))


def gather(folder: Path, last_good: Mapping[str, str]) -> Gathered:
    """Read a folder and let each file go live, or its stand-in.

    Raises:
        UsageError: the folder is not there.
    """
    reads = _reads(folder)
    gathered = Gathered(last_good)
    general = gathered.settle(_only(reads, kinds.GENERAL))
    _take_general(gathered, general)
    people = _only(reads, kinds.RECIPIENTS)
    named = gathered.settle(people, references.recipients(people, gathered.senders) if general else ())
    if named is not None and isinstance(named.model, Recipients):
        zone = gathered.general.timezone if gathered.general else ZoneInfo("UTC")
        gathered.recipients = recipients(named.model, zone)
    if general is not None:
        _take_general(gathered, _settle_operator(gathered, general))
    _gather_sources(gathered, [read for read in reads if read.kind is kinds.SOURCES])
    _gather_watchlists(gathered, [read for read in reads if read.kind is kinds.WATCHLIST])
    gathered.problems += [
        Problem(name, 0, 0, "this file is not read", "watchlists belong into watchlists/, sources into sources.yaml", is_warning=True)
        for name in kinds.stray_files(folder)
    ]
    gathered.problems += [warning for read in gathered.live.values() for warning in unset_warnings(read)]
    return gathered


def unset_warnings(read: FileRead) -> list[Problem]:
    """List the secrets of a file that are not set here: they may well be where the daemon runs."""
    return [replace(problem, is_warning=True) for problem in unset_secrets(read.document)]


def _reads(folder: Path) -> list[FileRead]:
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; name the folder that holds tocsin.yaml")
    return [read_path(kind, path, name) for name, path in kinds.files_of(folder) if (kind := kinds.kind_of(name)) is not None]


def read_path(kind: FileKind, path: Path, name: str) -> FileRead:
    """Read one file from the disk; that it cannot be read is one of its problems."""
    body = read_body(path, name)
    if isinstance(body, Problem):
        return FileRead(kind, "", document.Document(name, ""), None, (body,))
    return read_file(kind, name, body)


def _only(reads: Sequence[FileRead], kind: FileKind) -> FileRead:
    """Find the one file of its kind; a file that is not there is one with a problem."""
    found = [read for read in reads if read.kind is kind]
    if not found:
        name = f"{kind.name}.yaml"
        return FileRead(kind, "", document.Document(name, ""), None, (Problem(name, 0, 0, "this file is missing", _REMEDIES[kind.name]),))
    if len(found) > 1:
        what = f"{found[1].name} stands beside it"
        return FileRead(kind, found[0].body, found[0].document, None, (Problem(found[0].name, 0, 0, what, "keep one of the two"),))
    return found[0]


def _take_general(gathered: Gathered, read: FileRead | None) -> None:
    if read is None or not isinstance(read.model, General):
        gathered.general = None
        return
    gathered.general = read.model
    gathered.senders = {name: sender(entry) for name, entry in read.model.senders.items()}


def _settle_operator(gathered: Gathered, read: FileRead) -> FileRead | None:
    """Check that the operator is a recipient; when recipients could not be read there is nothing to check against."""
    if gathered.recipients is None:
        return read
    faults = list(references.general(read, gathered.recipients))
    return gathered.settle(FileRead(read.kind, read.body, read.document, read.model, ()), faults) if faults else read


def _gather_sources(gathered: Gathered, reads: Sequence[FileRead]) -> None:
    taken: dict[str, str] = {}
    for read in reads:
        live = gathered.settle(read, references.sources(read, taken))
        if live is None or not isinstance(live.model, Sources):
            continue
        taken.update((key, live.name) for keys, _path in references.source_paths(live.model) for key in keys)
        for source in [*map(feed, live.model.feeds), *map(parliament, live.model.parliaments)]:
            gathered.sources.setdefault(source.key, source)
    gathered.lacks_sources = bool(reads) and not any(read.name in gathered.live for read in reads)
    if not gathered.sources and not gathered.lacks_sources:
        gathered.problems.append(
            Problem("sources.yaml", 0, 0, "there are no sources, so nothing is read", "write: feeds: [https://...]", is_warning=True)
        )


def _gather_watchlists(gathered: Gathered, reads: Sequence[FileRead]) -> None:
    stems: dict[str, str] = {}
    known = gathered.recipients
    for read in reads:
        faults = [*same_stem(read, stems)]
        if known is not None and not gathered.lacks_sources:
            faults += references.watchlist(read, known, gathered.sources)
        live = gathered.settle(read, faults)
        if live is not None and isinstance(live.model, WatchlistFile) and live.stem not in gathered.watchlists:
            gathered.watchlists[live.stem] = watchlist(live.stem, live.model)
    if not reads:
        gathered.problems.append(
            Problem("watchlists", 0, 0, "there are no watchlists, so nothing is watched", "add watchlists/NAME.yaml", is_warning=True)
        )


def same_stem(read: FileRead, stems: dict[str, str]) -> list[Problem]:
    """Tell whether another watchlist has the same file name; `stems` remembers those that were seen."""
    other = stems.setdefault(read.stem, read.name)
    if other == read.name:
        return []
    return [Problem(read.name, 0, 0, f"{other} has the same file name, which is the key of its watches", "give this file another name")]
