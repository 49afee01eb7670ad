"""A folder that cannot be read is said in words, and is never taken for an empty one."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from monitor.errors import UsageError
from monitor.settings import kinds
from monitor.settings.load import check_files, load, load_watchlists
from monitor.settings.watching import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def stale(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose `watchlists` lies on a network drive that has gone stale."""
    real = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path) == str(folder / "watchlists"):
            raise OSError(errno.ESTALE, "Stale file handle", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return folder


def test_a_stale_drive_is_no_empty_folder(stale: Path) -> None:
    words = r"watchlists cannot be read \(Stale file handle\); see that the drive is there"
    with pytest.raises(UsageError, match=words):
        load(stale)
    with pytest.raises(UsageError, match=words):
        check_files(stale, [stale / "tocsin.yaml"])
    with pytest.raises(UsageError, match=words):
        load_watchlists([stale])
    assert fingerprint(stale) == {}


def test_a_folder_that_is_not_there_holds_no_files(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert list(kinds.yaml_files(tmp_path / "none")) == []
    assert list(kinds.yaml_files(tmp_path / "file")) == []
