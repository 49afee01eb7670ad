"""What has no name of its own is named by words that last."""

from __future__ import annotations

import pytest

from monitor.sources.parliament.keys import opening


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Sitting suspended.", "Sitting resumed."], "Sitting suspended."),
        (
            ["Amendment put:", "The House divided:", "Ayes, 23; Noes, 52.", "Amendment lost."],
            "Amendment put:\nThe House divided:\nAyes, 23; Noes, 52.",
        ),
        (["Tellers:"], "Tellers:"),
        ([], ""),
    ],
)
def test_a_run_of_lines_is_named_by_its_first_with_what_that_announces(lines: list[str], expected: str) -> None:
    assert opening(lines) == expected
