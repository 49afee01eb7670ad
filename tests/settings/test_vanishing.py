"""A folder that went away is no wish of its owner; a file that was taken away is."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from monitor.errors import MonitorError
from monitor.settings.load import load
from monitor.settings.vanishing import GONE, refuse_vanished, still_wanted, taken_away

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.settings.records import Loaded

SECOND = "watchlist: Places\ntell: [desk]\nwatches:\n  - entity: Norvik\n"


def bodies(loaded: Loaded) -> dict[str, str]:
    return {file.name: file.body for file in loaded.files}


@pytest.fixture
def good(folder: Path) -> dict[str, str]:
    """What was live at last: the folder as it stands, with a second list."""
    (folder / "watchlists" / "places.yaml").write_text(SECOND, encoding="utf-8")
    return bodies(load(folder))


def test_an_emptied_folder_is_refused_with_the_names_and_the_remedy(folder: Path, good: dict[str, str]) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    with pytest.raises(MonitorError, match=r"has lost recipients\.yaml, .*Put the files back; if .* on purpose, start Tocsin anew"):
        refuse_vanished(load(folder, good))


@pytest.mark.parametrize("name", ["tocsin.yaml", "recipients.yaml", "sources.yaml", "watchlists"])
def test_the_last_file_of_a_kind_is_not_let_go_in_passing(folder: Path, good: dict[str, str], name: str) -> None:
    path = folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(MonitorError, match=r"has lost .*what was live stays"):
        refuse_vanished(load(folder, good))


def test_one_list_of_several_may_be_taken_away(folder: Path, good: dict[str, str]) -> None:
    (folder / "watchlists" / "places.yaml").unlink()
    loaded = load(folder, good)
    refuse_vanished(loaded)
    assert list(loaded.settings.watchlists) == ["arms"]
    assert taken_away(loaded) == ["watchlists/places.yaml"]


def test_a_file_may_be_renamed(folder: Path, good: dict[str, str]) -> None:
    (folder / "tocsin.yaml").rename(folder / "tocsin.yml")
    (folder / "sources").mkdir()
    (folder / "sources.yaml").rename(folder / "sources" / "press.yaml")
    loaded = load(folder, good)
    refuse_vanished(loaded)
    assert loaded.rejected == ()
    assert taken_away(loaded) == ["sources.yaml", "tocsin.yaml"]


def test_many_lost_files_are_counted_not_listed(folder: Path, good: dict[str, str]) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    many = good | {f"watchlists/{number}.yaml": SECOND for number in range(20)}
    with pytest.raises(MonitorError, match=r"and 20 more; what was live"):
        refuse_vanished(load(folder, many))


@pytest.mark.parametrize("name", ["tocsin.yaml", "recipients.yaml"])
def test_a_start_without_a_needed_file_runs_on_what_was_live_at_last(folder: Path, good: dict[str, str], name: str) -> None:
    shutil.rmtree(folder / "watchlists")
    (folder / "sources.yaml").unlink()
    (folder / name).unlink()
    loaded = load(folder, good)
    assert bodies(loaded) == good
    assert loaded.rejected == (*sorted([name, "sources.yaml", "watchlists/arms.yaml", "watchlists/places.yaml"]),)
    assert taken_away(loaded) == []


def test_a_start_in_an_empty_folder_takes_files_by_the_names_that_they_had(folder: Path, good: dict[str, str]) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    before = {name.replace("tocsin.yaml", "tocsin.yml"): body for name, body in good.items()}
    loaded = load(folder, before)
    assert bodies(loaded) == before
    assert loaded.rejected == (*sorted(before),)


def test_what_was_taken_away_on_purpose_never_stands_in(folder: Path, good: dict[str, str]) -> None:
    (folder / "recipients.yaml").unlink()
    (folder / "watchlists" / "places.yaml").unlink()
    last = good | {"watchlists/places.yaml": GONE}
    assert "watchlists/places.yaml" not in still_wanted(last)
    assert list(load(folder, last).settings.watchlists) == ["arms"]


def test_a_start_without_any_list_but_all_else_is_meant(folder: Path, good: dict[str, str]) -> None:
    shutil.rmtree(folder / "watchlists")
    loaded = load(folder, good)
    assert loaded.settings.watchlists == {}
    assert taken_away(loaded) == ["watchlists/arms.yaml", "watchlists/places.yaml"]
