"""A house whose commands are called; the commands see the house's own time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.daemon.house import House, house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        monkeypatch.setattr("monitor.daemon.clock.now", made.clock)
        monkeypatch.setenv("TOCSIN_CONFIG", str(made.folder))
        yield made


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house with two feeds."""
    async with house(tmp_path, ("wire", "echo")) as made:
        monkeypatch.setattr("monitor.daemon.clock.now", made.clock)
        monkeypatch.setenv("TOCSIN_CONFIG", str(made.folder))
        yield made
