"""The pages of docs/reference that the program writes about itself are those of this very program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tools.write_reference import FOLDER, commands_page, pages, settings_page

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("path", sorted(pages()), ids=lambda path: path.name)
def test_a_written_page_is_as_the_program_would_write_it_now(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "run: python -m tools.write_reference"


def test_every_setting_has_a_meaning() -> None:
    assert re.findall(r"^\| `[^|]*\|[^|]*\|[^|]*\|\s*\|$", settings_page(), re.MULTILINE) == []


def test_every_command_and_option_has_a_meaning() -> None:
    assert re.findall(r"^\|[^|]*\|\s*\|$", commands_page(), re.MULTILINE) == []


def test_the_pages_that_the_reference_points_to_are_there() -> None:
    for text in pages().values():
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert (FOLDER / target).is_file(), target
