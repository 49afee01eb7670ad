"""Warn of watches that are right, and will not do what was meant; at the setting that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import Kind
from monitor.settings import document
from monitor.settings.faults import in_query
from monitor.settings.parliaments import record_of
from monitor.settings.schema.watchlists import WatchlistFile, watchlist
from monitor.watch.lints import single
from monitor.watch.lints.repeats import Named, Repeat, repeats
from monitor.watch.lints.sourceless import Sources, offers
from monitor.watch.query_error import QueryWarning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.errors import Problem
    from monitor.settings.reading import FileRead
    from monitor.settings.records import Source
    from monitor.text.background import Background
    from monitor.watch.lints.finding import Finding
    from monitor.watch.spec import Watchlist


def warnings(reads: Iterable[FileRead], sources: Iterable[Source], background: Background) -> Iterator[Problem]:
    """List what is doubtful in the watchlists among some files.

    Args:
        reads: files; those with an error of their own are passed over, and so is what is not a watchlist.
        sources: every source there is; none where they are not known.
        background: how frequent words are.
    """
    lists = [(read, watchlist(read.stem, read.model)) for read in reads if isinstance(read.model, WatchlistFile)]
    offered = Sources(one for source in sources for one in offers(source.key, source.tags, _kinds(source), _languages(source)))
    for read, records in lists:
        told = {(problem.line, problem.column) for problem in read.problems}
        for problem in _of_list(read, records, offered, background):
            if (problem.line, problem.column) not in told:  # which reading the file has said already
                yield problem
    files = [read for read, _ in lists]
    for repeat in repeats(records for _, records in lists):
        yield _repeated(files, repeat)


def _of_list(read: FileRead, records: Watchlist, offered: Sources, background: Background) -> Iterator[Problem]:
    for number, watch in enumerate(records.watches):
        for finding in [*single.findings(watch, background), *offered.findings(watch)]:
            yield _problem(read, number, finding)


def _problem(read: FileRead, entry: int, finding: Finding) -> Problem:
    path = ("watches", entry, *finding.place)
    if finding.position is None:
        return read.problem_at(path, finding.what, finding.remedy, is_warning=True)
    node = document.value_at(read.document.root, path)
    return in_query(read.document, node, QueryWarning(finding.position, finding.what, finding.remedy), is_warning=True)


def _repeated(files: Sequence[FileRead], repeat: Repeat) -> Problem:
    again, first = repeat.again, repeat.first
    read = files[again.list_number]
    where = _place(files[first.list_number], first)
    if repeat.is_in_one_list:
        what = f"{again.name!r} is watched already in this list, by {first.watch.label!r}: {where}"
        remedy = "keep one of them, or tell the two apart with `near:` or `only:`"
    else:
        what = f"{again.name!r} is watched already, by {first.watch.label!r}: {where}; {', '.join(repeat.told)} would read both"
        remedy = "keep one of them, unless both lists must have it"
    return read.problem_at(("watches", again.entry, *again.place), what, remedy, is_warning=True)


def _place(read: FileRead, named: Named) -> str:
    node = document.value_at(read.document.root, ("watches", named.entry, *named.place))
    return f"{read.name}:{node.start_mark.line + 1}" if node is not None else read.name


def _kinds(source: Source) -> frozenset[Kind]:
    """Tell which kinds of items may come from a source.

    A feed brings articles; the records of parliaments are not told apart.
    """
    return frozenset({Kind.ARTICLE}) if source.kind == "feed" else frozenset(Kind)


def _languages(source: Source) -> tuple[str, ...]:
    """Give the languages that a source is read in, as its entry or the catalogue says; none where nobody does."""
    record = record_of(source)
    return record.languages if record else ()
