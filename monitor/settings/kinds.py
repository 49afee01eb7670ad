"""The kinds of settings files: which names they have, which model each follows, what its words are mistaken for."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.errors import UsageError
from monitor.settings.schema.general import General
from monitor.settings.schema.recipients import Recipients
from monitor.settings.schema.sources import Sources
from monitor.settings.schema.watchlists import WatchlistFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file. `name` is what `tocsin schema` calls it; `stem` is a file beside the others, `folder` a folder of many."""

    name: str
    model: type[BaseModel]
    stem: str | None = None
    folder: str | None = None


GENERAL = FileKind("tocsin", General, stem="tocsin")
RECIPIENTS = FileKind("recipients", Recipients, stem="recipients")
SOURCES = FileKind("sources", Sources, stem="sources", folder="sources")
WATCHLIST = FileKind("watchlist", WatchlistFile, folder="watchlists")
KINDS = (GENERAL, RECIPIENTS, SOURCES, WATCHLIST)


def kind_of(name: str) -> FileKind | None:
    """Tell the kind of a file by its path relative to the settings folder; None when it is not one of ours."""
    path = Path(name)
    if path.suffix.lower() not in YAML or path.name.startswith((".", "#")):
        return None
    for kind in KINDS:
        if len(path.parts) == 1 and path.stem == kind.stem:
            return kind
        if len(path.parts) > 1 and path.parts[0] == kind.folder:
            return kind
    return None


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turn what the system says of a folder in this block into words for its user: a network drive can go stale at any time.

    Raises:
        UsageError: the folder, or one in it, cannot be read.
    """
    try:
        yield
    except OSError as error:
        where = error.filename or folder
        raise UsageError(
            f"{where} cannot be read ({error.strerror or error}); see that the drive is there and that Tocsin may read it"
        ) from None


def files_of(folder: Path) -> Iterator[tuple[str, Path]]:
    """List the settings files of a folder as (relative name, path), in order of name; links are followed, hidden ones passed over.

    Raises:
        OSError: the folder, or one in it, cannot be read.
    """
    found = {path.relative_to(folder).as_posix(): path for path in folder.iterdir() if path.is_file()}
    for kind in KINDS:
        if kind.folder is not None:
            found.update((path.relative_to(folder).as_posix(), path) for path in yaml_files(folder / kind.folder))
    return ((name, found[name]) for name in sorted(found) if kind_of(name) is not None)


def stray_files(folder: Path) -> list[str]:
    """List YAML files that stand in the folder but are never read, such as a watchlist beside `tocsin.yaml`."""
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.suffix.lower() in YAML and not path.name.startswith((".", "#")) and kind_of(path.name) is None and path.is_file()
    )


def yaml_files(folder: Path) -> Iterator[Path]:
    """List every YAML file under a folder; links are followed once, hidden files and folders passed over; none if it is not there.

    Raises:
        OSError: a folder is there and cannot be read; what is in it must not count as gone.
    """
    seen: set[str] = set()
    for here, folders, files in os.walk(folder, followlinks=True, onerror=_unless_absent):
        real = os.path.realpath(here)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(YAML) and not name.startswith((".", "#")):
                yield Path(here, name)


def _unless_absent(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise error
