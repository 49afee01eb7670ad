"""How the property tests run: without a clock, and where nobody looks at the failing example, with the same examples each time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import settings

if TYPE_CHECKING:
    import pytest

settings.register_profile("tocsin", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("tocsin")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that on several cores it ends with the rest."""
    items.sort(key=lambda item: "test_kill" not in item.nodeid)
    items.sort(key=lambda item: "end_to_end" not in item.nodeid)
