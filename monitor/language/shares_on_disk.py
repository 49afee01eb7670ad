"""Word frequencies kept in a folder between runs: to read them takes a hundredth of the time that it takes to work them out."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING
from zlib import crc32

from monitor.language.shares import Shares

if TYPE_CHECKING:
    from collections.abc import Callable

_CHECKSUM = 4  # bytes


def kept_shares(folder: Path, name: str, edition: str, make: Callable[[], Shares]) -> Shares:
    """Read shares from a folder; make them, and keep them there for the next time, if there are none of this edition, or broken ones.

    A folder that cannot be read or written costs time, and nothing else; so do two processes that make them at once. What is read is
    figures: whoever can write into the folder can make words rarer, and no more.

    Args:
        folder: where they are kept; it is made when needed.
        name: what they are of.
        edition: what they were made from; those of other editions under the same name are thrown away. Letters, figures, `.` and `_`.
        make: works them out.
    """
    path = folder / f"{name}-{edition}.shares"
    shares = _read(path)
    if shares is None:
        shares = make()
        with suppress(OSError):
            _write(path, shares.to_bytes())
            for other in folder.glob(f"{name}-*"):  # also what a process that was killed left half written
                if other != path:
                    other.unlink(missing_ok=True)
    return shares


def _read(path: Path) -> Shares | None:
    try:
        content = path.read_bytes()
        packed = memoryview(content)[_CHECKSUM:]
        is_whole = len(packed) > 0 and content[:_CHECKSUM] == crc32(packed).to_bytes(_CHECKSUM, "little")
        return Shares.from_bytes(packed) if is_whole else None
    except (OSError, ValueError):
        return None


def _write(path: Path, packed: bytes) -> None:
    """Write a file at once: another process sees all of it or nothing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        try:
            file.write(crc32(packed).to_bytes(_CHECKSUM, "little") + packed)
            file.flush()
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
