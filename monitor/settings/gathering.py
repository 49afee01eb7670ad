"""Gather a folder's files: decide which version of each goes live, in the order of who names whom.

A file with an error of its own, or that names what is not there, does not go live: its last good version does, if there is one.
A version that was live before stays live when only what it names has gone; a sender that live recipients go by cannot go,
nor an operator come who is none of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

from monitor.errors import Problem, UsageError
from monitor.settings import addressing, document, kinds, parliaments, references, templates, vanishing
from monitor.settings.names import Names, names_of, texts
from monitor.settings.reading import FileRead, read_body, read_file, unset_secrets
from monitor.settings.twice import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from monitor.settings.addressing import Judge
    from monitor.settings.kinds import FileKind

_NAMED_FIRST = {"tocsin": 0, "recipients": 1}  # whom the files after them name
_REMEDIES = {"tocsin": "make starter settings with: tocsin init", "recipients": "write one: desk: {to: [desk@example.org]}"}


@dataclass(slots=True)
class Gathered:
    """What was found in a folder: the files that can go live, those that cannot, what is wrong, and the names that are given.

    `reads` are all files as they stand, `missing` names those that were live at last and are not there.
    """

    live: dict[str, FileRead] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    missing: tuple[str, ...] = ()
    reads: tuple[FileRead, ...] = ()

    def of(self, kind: FileKind) -> list[FileRead]:
        """List the live files of a kind, in order of name."""
        return [read for _name, read in sorted(self.live.items()) if read.kind is kind]

    def settle(self, read: FileRead, faults: Iterable[Problem], last_good: str | None) -> None:
        """Let a version of a file go live: this one if it has no error, else its last good one, else none."""
        found = [*read.problems, *faults]
        self.problems += found
        if all(problem.is_warning for problem in found) or (last_good == read.body and read.model is not None):
            self.live[read.name] = read
            return
        self.rejected.append(read.name)
        stand_in = read_file(read.kind, read.name, last_good) if last_good is not None else None
        if stand_in is not None and stand_in.model is not None:
            self.live[read.name] = stand_in

    def sorted_problems(self) -> tuple[Problem, ...]:
        """List each problem once, by file and line."""
        return tuple(sorted(dict.fromkeys(self.problems), key=lambda problem: (problem.file, problem.line, problem.column)))


def gather(folder: Path, last_good: Mapping[str, str], judge: Judge | None = None) -> Gathered:
    """Read a folder and let each file go live, or its stand-in.

    `judge` says what is wrong with an address; without it, one whose sender is there is taken as it is.

    Raises:
        UsageError: the folder is not there, or cannot be read.
    """
    with kinds.in_words(folder):
        present, stray = _present(folder), kinds.stray_files(folder)
    reads = _reads(present, last_good)
    gathered = Gathered(
        names=names_of(_readable(read, last_good) for read in reads),
        missing=tuple(sorted(last_good.keys() - {read.name for read in present})),
        reads=tuple(reads),
    )
    seen = Seen()
    for read in sorted(reads, key=lambda read: _NAMED_FIRST.get(read.kind.name, len(_NAMED_FIRST))):
        faults = [*references.faults(read, gathered.names, judge), *seen.faults(read), *templates.unknown(read, folder)]
        gathered.settle(read, faults, last_good.get(read.name))
        gathered.names = _in_force(gathered, read)
        if read.kind is kinds.RECIPIENTS:
            _keep_what_is_used(gathered, last_good, judge)
    gathered.problems += _absences(reads, stray)
    gathered.problems += [warning for read in gathered.live.values() for warning in unset_warnings(read)]
    return gathered


def _in_force(gathered: Gathered, read: FileRead) -> Names:
    """Give the names to go by after a file is settled: of its senders and recipients, those of the version that is live."""
    live = gathered.live.get(read.name)
    if live is None or live is read or read.kind not in {kinds.GENERAL, kinds.RECIPIENTS}:
        return gathered.names
    own = names_of([live])
    if read.kind is kinds.GENERAL:
        return replace(gathered.names, senders=own.senders)
    return replace(gathered.names, recipients=own.recipients, addresses=own.addresses)


def _keep_what_is_used(gathered: Gathered, last_good: Mapping[str, str], judge: Judge | None) -> None:
    """Keep the last good `tocsin.yaml` where a newer one does not go with the recipients that are live, whichever version."""
    for general, people in product(gathered.of(kinds.GENERAL), gathered.of(kinds.RECIPIENTS)):
        former = last_good.get(general.name)
        fault = next(_discords(gathered.names, general, people, judge), None)
        if fault is not None and former is not None and former != general.body:
            gathered.settle(general, [fault], former)
            gathered.names = _in_force(gathered, general)


def _discords(names: Names, general: FileRead, people: FileRead, judge: Judge | None) -> Iterator[Problem]:
    """List why a `tocsin.yaml` does not go with recipients: they go by senders that it lacks, or its operator is none of them."""
    for each in addressing.faults(people, names.senders, judge) if names.senders is not None else ():
        if not each.is_warning:
            what = f"recipients that are live go by a sender that this file changed: {each.what} ({each.file}:{each.line})"
            yield general.problem_at(("senders",), what, "put the sender back, or give them another address first")
    for place, operator in texts(general.document.value, "operator"):
        if names.recipients is not None and operator not in names.recipients:
            what = f"the operator {operator!r} is no recipient that is live, for {people.name} was not accepted"
            yield general.problem_at(place, what, f"correct {people.name}: this file waits for it")


def unset_warnings(read: FileRead) -> list[Problem]:
    """List the secrets of a file that are not set here: they may well be where the daemon runs."""
    return [replace(problem, is_warning=True) for problem in (*unset_secrets(read.document), *_unset_keys(read))]


def _unset_keys(read: FileRead) -> Iterator[Problem]:
    return parliaments.unset_keys(read.document) if read.kind is kinds.SOURCES else iter(())


def read_path(kind: FileKind, path: Path, name: str) -> FileRead:
    """Read one file from the disk; that it cannot be read is one of its problems."""
    body = read_body(path, name)
    if isinstance(body, Problem):
        return FileRead(kind, "", document.Document(name, problems=(body,)), None, (body,))
    return read_file(kind, name, body)


def _present(folder: Path) -> list[FileRead]:
    """Read every file that is there."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; name the folder that holds tocsin.yaml")
    return [read_path(kind, path, name) for name, path in kinds.files_of(folder) if (kind := kinds.kind_of(name)) is not None]


def _reads(present: Sequence[FileRead], last_good: Mapping[str, str]) -> list[FileRead]:
    """Settle what is one file too many or too few: each counts as a file with that problem."""
    reads = list(present)
    for name in vanishing.absent([read.name for read in present], last_good):
        kind = kinds.kind_of(name)
        assert kind is not None  # noqa: S101 nothing else is absent
        problem = Problem(name, 0, 0, "this file is missing", _REMEDIES.get(kind.name, "put it back"))
        reads.append(_without_model(kind, name, problem))
    for kind in (kinds.GENERAL, kinds.RECIPIENTS):
        found = [read for read in present if read.kind is kind]
        for extra in found[1:]:
            reads.remove(extra)
            problem = Problem(extra.name, 0, 0, f"{found[0].name} stands beside it, and is the one that is read", "keep one of the two")
            reads.append(_without_model(kind, extra.name, problem))
    return reads


def _without_model(kind: FileKind, name: str, problem: Problem) -> FileRead:
    return FileRead(kind, "", document.Document(name, problems=(problem,)), None, (problem,))


def _readable(read: FileRead, last_good: Mapping[str, str]) -> FileRead:
    """Take the last good version of a file that is not even YAML, for the names that it gives."""
    body = last_good.get(read.name)
    return read_file(read.kind, read.name, body) if read.document.root is None and read.problems and body is not None else read


def _absences(reads: Sequence[FileRead], stray: Sequence[str]) -> Iterator[Problem]:
    """Warn of what is not there and would be missed, and of files that stand where nobody reads them."""
    if not any(read.kind is kinds.SOURCES for read in reads):
        yield Problem("sources.yaml", 0, 0, "there are no sources, so nothing is read", "write: feeds: [https://...]", is_warning=True)
    if not any(read.kind is kinds.WATCHLIST for read in reads):
        yield Problem("watchlists", 0, 0, "there are no watchlists, so nothing is watched", "add watchlists/NAME.yaml", is_warning=True)
    for name in stray:
        remedy = "watchlists belong into watchlists/, sources into sources.yaml"
        yield Problem(name, 0, 0, "this file is not read", remedy, is_warning=True)
