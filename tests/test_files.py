"""Files that must not be lost are whole or not there, whoever else is at work and whenever it ends."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from monitor.files import free_name, kept_aside, make_once


def test_a_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "var" / "key"
    make_once(place, b"first")
    make_once(place, b"second")
    assert place.read_bytes() == b"first"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert list(place.parent.iterdir()) == [place]


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        make_once(tmp_path / "key", b"first")
    assert list(tmp_path.iterdir()) == []


def test_what_a_crash_left_beside_goes_with_the_next_call(tmp_path: Path) -> None:
    place, left = tmp_path / "key", tmp_path / ".key.0a1b2c3d.draft"
    place.write_bytes(b"first")
    left.hardlink_to(place)
    make_once(place, b"second")
    assert (list(tmp_path.iterdir()), place.read_bytes()) == ([place], b"first")


@pytest.mark.parametrize("has_links", [True, False])
def test_of_two_processes_that_start_at_once_the_quicker_one_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_links: bool
) -> None:
    place, link = tmp_path / "key", Path.hardlink_to

    def late(self: Path, target: Path) -> None:
        place.write_bytes(b"quicker")
        if not has_links:
            raise OSError(errno.EPERM, "not here")
        link(self, target)

    monkeypatch.setattr(Path, "hardlink_to", late)
    make_once(place, b"slower")
    assert place.read_bytes() == b"quicker"


def test_a_file_system_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, "not here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    place = tmp_path / "key"
    make_once(place, b"first")
    kept = kept_aside(place, "before")
    assert (place.read_bytes(), kept and kept.read_bytes()) == (b"first", b"first")


def test_a_name_that_is_taken_is_not_given_again(tmp_path: Path) -> None:
    (tmp_path / "key.before").write_bytes(b"")
    assert free_name(tmp_path / "key", "before") == tmp_path / "key.before-2"
