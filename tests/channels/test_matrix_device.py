"""A Matrix account keeps its device for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.channels import matrix_device
from monitor.channels.matrix_device import device_name
from monitor.errors import Retry

if TYPE_CHECKING:
    from pathlib import Path


def test_a_device_is_named_once_and_each_account_has_its_own(tmp_path: Path) -> None:
    home = tmp_path / "var"
    first = device_name(home, "https://a.example", "tocsin")
    assert device_name(home, "https://a.example", "tocsin") == first
    assert device_name(home, "https://b.example", "tocsin") != first
    assert {file.stat().st_mode & 0o777 for file in home.iterdir()} == {0o600}


def test_two_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    name = device_name(tmp_path, "https://a.example", "tocsin")
    (file,) = tmp_path.iterdir()
    matrix_device._write(file, "TOCSIN000000000000")
    assert device_name(tmp_path, "https://a.example", "tocsin") == name


def test_a_damaged_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    device_name(tmp_path, "https://a.example", "tocsin")
    (file,) = tmp_path.iterdir()
    file.write_text("???")
    with pytest.raises(Retry, match="delete the file"):
        device_name(tmp_path, "https://a.example", "tocsin")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Retry, match="make the folder writable"):
        device_name(tmp_path / "file", "https://a.example", "tocsin")
