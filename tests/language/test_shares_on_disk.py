"""Word frequencies are worked out once and read from then on; whatever is wrong with the folder, they are right."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import pytest

from monitor.language.shares import Shares
from monitor.language.shares_on_disk import kept_shares
from monitor.text.scripts import Script

if TYPE_CHECKING:
    from pathlib import Path

MADE = Shares([(-200, ["the"]), (-450, ["minister"])], Script.LATIN)


def never() -> Shares:
    pytest.fail("made again")


def test_what_was_made_once_is_read_from_then_on(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    kept_shares(folder, "latin", "1", lambda: MADE)
    again = kept_shares(folder, "latin", "1", never)
    assert again.of("the") == MADE.of("the") > again.of("minister") == MADE.of("minister") > again.of("other") == 0.0


def test_another_edition_is_made_anew_and_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    kept_shares(tmp_path, "latin", "1", lambda: MADE)
    kept_shares(tmp_path, "other", "1", lambda: MADE)
    changed = Shares([(-300, ["the"])], Script.LATIN)
    assert kept_shares(tmp_path, "latin", "2", lambda: changed).of("the") == pytest.approx(0.001)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latin-2.shares", "other-1.shares"]


@pytest.mark.parametrize("damage", [b"", b"abc", b"\0" * 40])
def test_a_broken_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    kept_shares(tmp_path, "latin", "1", lambda: MADE)
    (tmp_path / "latin-1.shares").write_bytes(damage)
    assert kept_shares(tmp_path, "latin", "1", lambda: MADE).of("the") == pytest.approx(0.01)
    assert kept_shares(tmp_path, "latin", "1", never).of("the") == pytest.approx(0.01)


def test_a_file_cut_short_or_changed_is_not_believed(tmp_path: Path) -> None:
    kept_shares(tmp_path, "latin", "1", lambda: MADE)
    whole = (tmp_path / "latin-1.shares").read_bytes()
    for broken in (whole[:-1], whole[:-8], whole[:-1] + bytes([whole[-1] ^ 1])):
        (tmp_path / "latin-1.shares").write_bytes(broken)
        assert kept_shares(tmp_path, "latin", "1", lambda: MADE).of("minister") == MADE.of("minister")


def test_a_file_of_half_an_entry_is_not_believed_though_its_checksum_is_right(tmp_path: Path) -> None:
    packed = MADE.to_bytes()[:-1]
    (tmp_path / "latin-1.shares").write_bytes(crc32(packed).to_bytes(4, "little") + packed)
    assert kept_shares(tmp_path, "latin", "1", lambda: MADE).of("minister") == MADE.of("minister")


def test_a_folder_in_the_place_of_the_file_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "latin-1.shares").mkdir()
    assert kept_shares(tmp_path, "latin", "1", lambda: MADE).of("minister") == MADE.of("minister")
    assert [path.name for path in tmp_path.iterdir()] == ["latin-1.shares"]


def test_what_a_process_that_was_killed_left_half_written_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "latin-1.sharesx3k2").write_bytes(b"half")
    (tmp_path / "latin-1.sharesx3k2.writing").write_bytes(b"half")
    kept_shares(tmp_path, "latin", "1", lambda: MADE)
    assert [path.name for path in tmp_path.iterdir()] == ["latin-1.shares"]


def test_two_that_begin_at_once_harm_neither(tmp_path: Path) -> None:
    def make_beside_another() -> Shares:
        kept_shares(tmp_path, "latin", "1", lambda: MADE)
        return MADE

    assert kept_shares(tmp_path, "latin", "1", make_beside_another).of("the") == pytest.approx(0.01)
    assert kept_shares(tmp_path, "latin", "1", never).of("the") == pytest.approx(0.01)
    assert [path.name for path in tmp_path.iterdir()] == ["latin-1.shares"]


def test_a_new_folder_is_the_users_alone(tmp_path: Path) -> None:
    kept_shares(tmp_path / "tocsin", "latin", "1", lambda: MADE)
    assert (tmp_path / "tocsin").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert kept_shares(tmp_path / "file", "latin", "1", lambda: MADE).of("the") == pytest.approx(0.01)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_bytes_are_the_same_in_every_process() -> None:
    assert Shares.from_bytes(MADE.to_bytes()).to_bytes() == MADE.to_bytes()
    assert len(MADE.to_bytes()) == 16
