"""Load the settings of a folder: every file by itself, then what the files say about each other."""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.errors import Problem, SettingsError, UsageError
from monitor.model import RecipientKey
from monitor.settings import document, kinds, references
from monitor.settings.gathering import Gathered, gather, read_path, same_stem, unset_warnings
from monitor.settings.reading import unset_secrets
from monitor.settings.records import Console, Fetching, Loaded, Polling, Settings
from monitor.settings.schema.watchlists import WatchlistFile, watchlist

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from monitor.watch.spec import Watchlist

_NO_FILES: Mapping[str, str] = MappingProxyType({})


def load(folder: Path, last_good: Mapping[str, str] = _NO_FILES) -> Loaded:
    """Load the settings of a folder for a run.

    Args:
        folder: the settings folder.
        last_good: the last good text of each file by its name; it stands in for a file that is bad now.

    Raises:
        SettingsError: `tocsin.yaml` or `recipients.yaml` has no good version, or no file of sources has; with all problems.
    """
    gathered = gather(folder, last_good)
    if gathered.general is None or gathered.recipients is None or gathered.lacks_sources:
        raise SettingsError([problem for problem in gathered.sorted_problems() if not problem.is_warning])
    settings = _settings(folder, gathered)
    files = tuple(read.record() for _name, read in sorted(gathered.live.items()))
    return Loaded(settings, files, gathered.sorted_problems(), tuple(sorted(set(gathered.rejected))))


def check_files(folder: Path | None, files: Sequence[Path] = ()) -> list[Problem]:
    """Find everything that is wrong with a folder, or with some files of it or from elsewhere, all at once.

    Needs no secrets and no network: variables that are not set are warnings here, they may well be set where the daemon runs.
    Without a folder the files are read by themselves.

    Raises:
        UsageError: the folder or a file is not there.
    """
    gathered = gather(folder, _NO_FILES) if folder is not None else Gathered(_NO_FILES)
    if not files:
        return list(gathered.sorted_problems())
    inside = {path.resolve(): name for name, path in kinds.files_of(folder)} if folder is not None else {}
    wanted: set[str] = set()
    for path in files:
        name = inside.get(path.resolve())
        if name is None:
            gathered.problems += _check_alone(path, gathered)
        wanted.add(name or str(path))
    return [problem for problem in gathered.sorted_problems() if problem.file in wanted]


def _check_alone(path: Path, gathered: Gathered) -> list[Problem]:
    """Check a file from outside the folder: by its name, else as a watchlist, beside the folder's settings where there are any."""
    if not path.is_file():
        raise UsageError(f"{path} is not there; name a settings file")
    read = read_path(kinds.kind_of(path.name) or kinds.WATCHLIST, path, str(path))
    found = [*read.problems, *unset_warnings(read)]
    if gathered.recipients is not None and read.kind is kinds.WATCHLIST:
        found += references.watchlist(read, gathered.recipients, gathered.sources)
    return found


def load_watchlists(paths: Sequence[Path]) -> tuple[Watchlist, ...]:
    """Load watchlists alone: files, or folders of them (of a whole settings folder, its `watchlists`). Nobody needs to be told.

    Raises:
        UsageError: a path is not there.
        SettingsError: a file has errors, or two have the same name; with all of them.
    """
    reads = [read_path(kinds.WATCHLIST, path, str(path)) for path in _watchlist_files(paths)]
    problems = [problem for read in reads for problem in read.problems if not problem.is_warning]
    stems: dict[str, str] = {}
    for read in reads:
        problems += same_stem(read, stems)
    if problems:
        raise SettingsError(problems)
    return tuple(watchlist(read.stem, read.model) for read in reads if isinstance(read.model, WatchlistFile))


def missing_secrets(loaded: Loaded) -> tuple[Problem, ...]:
    """List the references to secrets in live files that have no value here and now: errors for a run, each at its place."""
    return tuple(problem for file in loaded.files for problem in unset_secrets(document.read(file.name, file.body)))


def _watchlist_files(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inner = path / "watchlists"
            found += kinds.yaml_files(inner if inner.is_dir() else path)
        elif path.exists():
            found.append(path)
        else:
            raise UsageError(f"{path} is not there; name a watchlist file, or a folder of them")
    return found


def _settings(folder: Path, gathered: Gathered) -> Settings:
    general, people = gathered.general, gathered.recipients
    assert general is not None  # noqa: S101 the caller has refused these
    assert people is not None  # noqa: S101
    operator = RecipientKey(general.operator) if general.operator else None
    return Settings(
        folder=folder,
        database=absolute_database(general.database, folder),
        zone=general.timezone,
        contact=general.contact,
        operator=operator if operator in people else None,
        heartbeat=general.heartbeat,
        console=Console(general.console.listen, general.console.token, general.console.public_url),
        polling=Polling(general.polling.fastest, general.polling.slowest),
        fetch=Fetching(**dict(general.fetch)),
        retention_texts=general.retention.texts,
        senders=MappingProxyType(gathered.senders),
        recipients=MappingProxyType(dict(people)),
        sources=MappingProxyType(gathered.sources),
        watchlists=MappingProxyType(gathered.watchlists),
    )


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
