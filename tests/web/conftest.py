"""A house whose console is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.daemon.house import House, house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        yield made
