"""How sources are kept in the database."""

from __future__ import annotations

import pytest

from monitor.daemon.live import source_specs
from monitor.settings.load import load
from tests.daemon.house import House


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("ca-hansard", "House of Commons Debates (Canada)"),
        ("{record: ca-hansard, name: The House}", "The House"),
    ],
)
def test_a_record_is_shown_by_a_name_that_readers_know(home: House, entry: str, shown: str) -> None:
    home.write("sources.yaml", f"parliaments:\n  - {entry}\n")
    (spec,) = source_specs(load(home.folder).settings)
    assert spec.name == shown
