"""How the tests run: property tests without a clock, and where nobody looks at the failing example, with the same examples each time.

What can be worked out again (word frequencies take seconds) is kept for the session, in a folder of its own: for the workers of
pytest-xdist and for the commands that tests start, too. The user's own folder is not touched.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile("tocsin", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("tocsin")
_IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
if not _IS_WORKER:  # before any test module asks for words
    os.environ["CACHE_DIRECTORY"] = tempfile.mkdtemp(prefix="tocsin-tests-")


def pytest_unconfigure() -> None:
    """Throw away what was kept for the session."""
    if not _IS_WORKER:
        shutil.rmtree(os.environ["CACHE_DIRECTORY"], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that on several cores it ends with the rest."""
    items.sort(key=lambda item: "test_kill" not in item.nodeid)
    items.sort(key=lambda item: "end_to_end" not in item.nodeid)


@pytest.fixture(autouse=True)
def _parsers_start_fast(request: pytest.FixtureRequest) -> Iterator[None]:
    """Measure the coverage of other processes where they are what is tested; elsewhere a test just starts a parser by the way."""
    measured = {"sources", "end_to_end"} & set(request.path.parts)
    with pytest.MonkeyPatch.context() as environment:
        for name in [name for name in os.environ if name.startswith("COVERAGE") and not measured]:
            environment.delenv(name)
        yield
