"""A Matrix account keeps its device for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.channels.matrix_device import device_name
from monitor.errors import AccountFault

if TYPE_CHECKING:
    from pathlib import Path


def test_a_device_is_named_once_and_each_account_has_its_own(tmp_path: Path) -> None:
    home = tmp_path / "var"
    first = device_name(home, "https://a.example", "tocsin")
    assert device_name(home, "https://a.example", "tocsin") == first
    assert device_name(home, "https://b.example", "tocsin") != first
    assert {file.stat().st_mode & 0o777 for file in home.iterdir()} == {0o600}


def test_a_damaged_file_rests_the_account_with_the_remedy(tmp_path: Path) -> None:
    device_name(tmp_path, "https://a.example", "tocsin")
    (file,) = tmp_path.iterdir()
    file.write_text("???")
    with pytest.raises(AccountFault, match="put the file back from a backup, or delete it"):
        device_name(tmp_path, "https://a.example", "tocsin")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AccountFault, match="make the folder writable"):
        device_name(tmp_path / "file", "https://a.example", "tocsin")
