"""Load the settings of a folder: every file by itself, then what the files say about each other."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.errors import Problem, SettingsError, UsageError
from monitor.model import RecipientKey, SourceKey
from monitor.settings import document, kinds, lints, references, templates
from monitor.settings.collector import collector_paused
from monitor.settings.gathering import Gathered, gather, read_path, unset_warnings
from monitor.settings.parliaments import record_of, unset_keys
from monitor.settings.reading import unset_secrets
from monitor.settings.records import Console, Fetching, Loaded, Polling, Settings, SettingsFile, Source
from monitor.settings.schema.general import General
from monitor.settings.schema.recipients import Recipients, recipients
from monitor.settings.schema.senders import sender
from monitor.settings.schema.sources import Sources, feed, parliament
from monitor.settings.schema.watchlists import WatchlistFile, watchlist
from monitor.settings.twice import Seen
from monitor.settings.vanishing import still_wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from monitor.settings.addressing import Judge
    from monitor.settings.reading import FileRead
    from monitor.text.background import Background
    from monitor.watch.spec import Watchlist

_NO_FILES: Mapping[str, str] = MappingProxyType({})


@collector_paused()
def load(folder: Path, last_good: Mapping[str, str] = _NO_FILES, judge: Judge | None = None) -> Loaded:
    """Load the settings of a folder for a run.

    Args:
        folder: the settings folder.
        last_good: the last good text of each file by its name; it stands in for a file that is bad now. When `tocsin.yaml` or
            `recipients.yaml` is missing, the folder is not what it was: then it stands in for every file that is missing.
        judge: says what is wrong with an address, which the channels know; without it, one whose sender is there is taken as it is.

    Raises:
        UsageError: the folder is not there, or cannot be read.
        SettingsError: `tocsin.yaml` or `recipients.yaml` has no good version, or no file of sources has; with all problems.
    """
    wanted = still_wanted(last_good)
    gathered = gather(folder, {name: body for name, body in wanted.items() if not templates.is_template(name)}, judge)
    own = templates.read(folder, wanted)
    general = next((read.model for read in gathered.of(kinds.GENERAL) if isinstance(read.model, General)), None)
    people = next((read.model for read in gathered.of(kinds.RECIPIENTS) if isinstance(read.model, Recipients)), None)
    lacks_sources = not gathered.of(kinds.SOURCES) and _lacks_sources(gathered)
    gathered.problems += own.problems
    problems = gathered.sorted_problems()
    if general is None or people is None or lacks_sources:
        raise SettingsError([problem for problem in problems if not problem.is_warning])
    files = (*(read.record() for _name, read in sorted(gathered.live.items())), *own.records())
    settings = replace(_settings(folder, gathered, general, people), templates=own.sets)
    return Loaded(settings, files, problems, tuple(sorted([*gathered.rejected, *own.rejected])), gathered.missing)


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What was found in some files: everything that is wrong with them, and those of their watchlists that have no error."""

    problems: list[Problem]
    watchlists: tuple[Watchlist, ...]


def check_files(
    folder: Path | None, files: Sequence[Path] = (), background: Background | None = None, judge: Judge | None = None
) -> list[Problem]:
    """Find everything that is wrong with a folder, or with some files of it or from elsewhere; see `look_over`."""
    return look_over(folder, files, background, judge).problems


@collector_paused()
def look_over(
    folder: Path | None, files: Sequence[Path] = (), background: Background | None = None, judge: Judge | None = None
) -> LookedOver:
    """Find everything that is wrong with a folder, or with some files of it or from elsewhere, all at once.

    Needs no secrets and no network: variables that are not set are warnings here, they may well be set where the daemon runs.
    Without a folder the files are read by themselves. With a background vocabulary, watches that are right and will not do what was
    meant are warned of too. `judge` says what is wrong with an address.

    Raises:
        UsageError: the folder or a file is not there, or the folder cannot be read.
    """
    gathered = gather(folder, _NO_FILES, judge) if folder is not None else Gathered()
    if folder is not None and (not files or any(path.suffix in templates.ENDINGS for path in files)):
        own = templates.read(folder, _NO_FILES)
        gathered.problems += [*own.problems, *templates.sample_faults(own)]
    sources = () if background is None or _lacks_sources(gathered) else tuple(_sources(gathered).values())
    if background is not None:
        gathered.problems += lints.warnings(gathered.reads, sources, background)
    if not files:
        return LookedOver(list(gathered.sorted_problems()), _watchlists(gathered.of(kinds.WATCHLIST)))
    inside = _places(folder) if folder is not None else {}
    wanted: dict[str, FileRead | None] = {}
    for path in files:
        name = inside.get(path.resolve())
        read = gathered.live.get(name) if name is not None else _read_alone(path)
        if name is None and read is not None:
            gathered.problems += _faults_alone(read, gathered, judge)
            gathered.problems += lints.warnings([read], sources, background) if background is not None else ()
        wanted[name or str(path)] = read
    found = [problem for problem in gathered.sorted_problems() if problem.file in wanted]
    return LookedOver(found, _watchlists(read for read in wanted.values() if read is not None))


def _places(folder: Path) -> dict[Path, str]:
    with kinds.in_words(folder):
        return {path.resolve(): name for name, path in (*kinds.files_of(folder), *templates.files_of(folder))}


def _read_alone(path: Path) -> FileRead:
    """Read a file from outside the folder: by its name, else as a watchlist."""
    if not path.is_file():
        raise UsageError(f"{path} is not there; name a settings file")
    return read_path(kinds.kind_of(path.name) or kinds.WATCHLIST, path, str(path))


def _faults_alone(read: FileRead, gathered: Gathered, judge: Judge | None) -> list[Problem]:
    """List what is wrong with a file from outside the folder, beside the folder's settings where there are any."""
    return [*read.problems, *references.faults(read, gathered.names, judge), *Seen().faults(read), *unset_warnings(read)]


@collector_paused()
def load_watchlists(paths: Sequence[Path]) -> tuple[Watchlist, ...]:
    """Load watchlists alone: files, or folders of them (of a whole settings folder, its `watchlists`). Nobody needs to be told.

    Raises:
        UsageError: a path is not there.
        SettingsError: a file has errors, or two have the same name; with all of them.
    """
    reads = [read_path(kinds.WATCHLIST, path, str(path)) for path in _watchlist_files(paths)]
    seen = Seen()
    problems = [problem for read in reads for problem in [*read.problems, *seen.faults(read)] if not problem.is_warning]
    if problems:
        raise SettingsError(problems)
    return _watchlists(reads)


def _watchlists(reads: Iterable[FileRead]) -> tuple[Watchlist, ...]:
    return tuple(watchlist(read.stem, read.model) for read in reads if isinstance(read.model, WatchlistFile))


def missing_secrets(loaded: Loaded) -> tuple[Problem, ...]:
    """List the references to secrets in live files that have no value here and now: errors for a run, each at its place."""
    return tuple(problem for file in loaded.files if not templates.is_template(file.name) for problem in _unset(file))


def _unset(file: SettingsFile) -> Iterator[Problem]:
    read = document.read(file.name, file.body)
    yield from unset_secrets(read)
    if kinds.kind_of(file.name) is kinds.SOURCES:
        yield from unset_keys(read)


def _watchlist_files(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inner = path / "watchlists"
            with kinds.in_words(path):
                found += kinds.yaml_files(inner if inner.is_dir() else path)
        elif path.exists():
            found.append(path)
        else:
            raise UsageError(f"{path} is not there; name a watchlist file, or a folder of them")
    return found


def _settings(folder: Path, gathered: Gathered, general: General, people: Recipients) -> Settings:
    operator = RecipientKey(general.operator) if general.operator in people.root else None
    return Settings(
        folder=folder,
        database=absolute_database(general.database, folder),
        zone=general.timezone,
        contact=general.contact,
        operator=operator,
        heartbeat=general.heartbeat,
        console=Console(**dict(general.console)),
        polling=Polling(**dict(general.polling)),
        fetch=Fetching(**dict(general.fetch)),
        retention_texts=general.retention.texts,
        same_event=general.stories.same_event,
        flood=general.flood,
        senders=MappingProxyType({name: sender(entry) for name, entry in general.senders.items()}),
        recipients=MappingProxyType(recipients(people, general.timezone)),
        sources=MappingProxyType(_sources(gathered)),
        watchlists=MappingProxyType({each.key: each for each in _watchlists(gathered.of(kinds.WATCHLIST))}),
    )


def _lacks_sources(gathered: Gathered) -> bool:
    """Tell whether a file of sources does not go live, so that not all are known."""
    return any(kinds.kind_of(name) is kinds.SOURCES for name in gathered.rejected)


def _sources(gathered: Gathered) -> dict[SourceKey, Source]:
    """Join the sources of all files; of two with one key, which stand-ins can bring, the first is taken."""
    found: dict[SourceKey, Source] = {}
    for read in gathered.of(kinds.SOURCES):
        if isinstance(read.model, Sources):
            for source in [*map(feed, read.model.feeds), *_records(read.model)]:
                found.setdefault(source.key, source)
    return found


def _records(model: Sources) -> Iterator[Source]:
    """List the records that a file switches on, each with the age from which its record is no news, unless the entry says another."""
    for entry in model.parliaments:
        source = parliament(entry)
        record = record_of(source)
        if record is not None:
            yield replace(source, max_age=source.max_age or record.max_age)


def absolute_database(url: str, folder: Path) -> str:
    """Make a database URL independent of where the command runs: a SQLite path is relative to the settings folder.

    The path is worked out from the folder's name, not from what it links to: a folder that is a link, exchanged at each
    release, keeps its database. PostgreSQL is reached through psycopg 3.
    """
    scheme, separator, rest = url.partition("://")
    if not separator or url.startswith("${"):
        return url
    if scheme in {"postgresql", "postgres"}:
        return f"postgresql+psycopg://{rest}"
    if not scheme.startswith("sqlite"):
        return url
    path, question, query = rest.removeprefix("/").partition("?")
    absolute = os.path.normpath(folder.absolute() / path)
    return f"{scheme}:///{absolute}{question}{query}"
