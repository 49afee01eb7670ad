from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from monitor.daemon.link_key import FILE, link_key
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from pathlib import Path


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "var"
    key = link_key(home)
    assert len(key) == 32
    assert link_key(home) == key
    assert stat.S_IMODE((home / FILE).stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == [FILE]


def test_two_folders_have_two_keys(tmp_path: Path) -> None:
    assert link_key(tmp_path / "one") != link_key(tmp_path / "two")


@pytest.mark.parametrize("text", ["", "secret", "0" * 63, "x" * 64])
def test_a_damaged_key_is_not_used_and_the_remedy_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="ascii")
    with pytest.raises(MonitorError, match=r"links\.key: this is no key; delete the file"):
        link_key(tmp_path)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file stands here", encoding="ascii")
    with pytest.raises(MonitorError, match="make the folder writable"):
        link_key(tmp_path / "var")
