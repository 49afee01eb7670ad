"""A house with one feed, and one with two."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from tests.daemon.house import House, house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _log_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pytest hear our log, whatever a test before this one set up."""
    log = logging.getLogger("tocsin")
    monkeypatch.setattr(log, "propagate", True)
    monkeypatch.setattr(log, "handlers", [])


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        yield made


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, ("wire", "echo")) as made:
        yield made
