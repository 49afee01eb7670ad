"""What Matrix accounts keep on disk, as one thing: copied into a backup, and put back from it.

These are the name of each account's device, without which a message that was sent twice is no longer dropped, and its keys, without
which nothing can be written into an encrypted room in the device's name.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from monitor.channels.matrix_keys import ENDING, start_sessions_anew
from monitor.errors import MonitorError
from monitor.files import kept_aside, sync, write_new

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NAME = re.compile(r"matrix-[0-9a-f]{16}\.(device|keys)")


def copies(home: Path) -> dict[str, bytes]:
    """Copy the files while a daemon may be at work; by their names.

    Raises:
        MonitorError: one cannot be read.
    """
    found = sorted(path for path in home.glob("matrix-*") if _NAME.fullmatch(path.name))
    try:
        return {path.name: _keys(path) if path.suffix == ENDING else path.read_bytes() for path in found}
    except OSError as error:
        raise MonitorError(f"{error.filename} cannot be read ({error.strerror}); run this as the user that Tocsin runs as") from None


def put_back(home: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Put files of a backup in their places, readable by their owner alone; what was there is kept beside as `….before-restore`.

    Keys of a backup go on with new sessions, as the old ones have been used since.

    Raises:
        MonitorError: they cannot be written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        return [_put(home / name, content) for name, content in sorted(files.items()) if _NAME.fullmatch(name)]
    except OSError as error:
        raise MonitorError(f"{error.filename} cannot be written ({error.strerror}); let the user that runs this write there") from None


def _keys(path: Path) -> bytes:
    """Copy a key file whole, whatever is being written; one that is damaged as it is, for it may yet be mended."""
    reading = f"{path.absolute().as_uri()}?mode=ro"
    with suppress(sqlite3.Error), closing(sqlite3.connect(reading, uri=True)) as source, closing(sqlite3.connect(":memory:")) as copy:
        source.backup(copy)
        return copy.serialize()
    return path.read_bytes()


def _put(path: Path, content: bytes) -> Path:
    fresh = path.with_name(f".{path.name}.restoring")
    fresh.unlink(missing_ok=True)
    write_new(fresh, content)
    if path.suffix == ENDING:
        with suppress(sqlite3.Error):  # a damaged one is told of when it is used
            start_sessions_anew(fresh)
    kept_aside(path, "before-restore")
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)  # of the former file; it would be played into this one
    fresh.replace(path)
    sync(path.parent)
    return path
