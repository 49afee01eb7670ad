"""Files that must not be lost: on the disk before anything goes on, and never in the place of one that somebody may want back."""

from __future__ import annotations

import os
import secrets
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def sync(path: Path) -> None:
    """Wait until a file's content, or a folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_new(path: Path, content: bytes) -> None:
    """Write a file where there is none, for its owner's eyes alone, and wait until it is on the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def make_once(path: Path, content: bytes) -> None:
    """Write a file where there is none, whole or not at all; one that is there stays, also if another process was quicker.

    A crash leaves no half file in its place, and what it leaves beside goes with the next call.
    """
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")
            write_new(draft, content)
            _put_in_place(draft, path)
            sync(path.parent)
    finally:
        for left in path.parent.glob(f".{path.name}.*.draft"):
            left.unlink(missing_ok=True)


def _put_in_place(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except OSError:  # another process was quicker; or a file system without hard links
        if not path.exists():
            draft.replace(path)


def free_name(path: Path, word: str) -> Path:
    """Find a name beside a file that is free: tocsin.db.WORD, tocsin.db.WORD-2, ..."""
    first = path.with_name(f"{path.name}.{word}")
    number = 2
    free = first
    while free.exists():
        free = first.with_name(f"{first.name}-{number}")
        number += 1
    return free


def kept_aside(place: Path, word: str) -> Path | None:
    """Give a file a second name beside it that is free, so that another can take its place; None where there is no file.

    The place is never empty: what dies between this and the replacement leaves the former file where it was.
    """
    if not place.exists():
        return None
    kept = free_name(place, word)
    try:
        kept.hardlink_to(place)
    except OSError:  # a file system without hard links
        shutil.copy2(place, kept)
    return kept
