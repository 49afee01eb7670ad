"""The cursor survives being written and read, and nothing that is read instead of one does harm."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.discovery.cursor import (
    MOST_KNOWN,
    Cursor,
    Failure,
    Known,
    Listing,
    Missing,
    Reading,
    Round,
    Wanted,
    from_json,
    to_json,
)
from monitor.sources.discovery.progress import read_progress
from tests.sources.discovery.walking import NOW

FULL = Cursor(
    place={"n": 4},
    known={"a": Known(NOW, NOW, {"en": Reading('"x"', None, "ff")}, "m", is_faulty=True)},
    missing={"b": Missing(NOW, NOW)},
    failed={"c": Failure("why", NOW, NOW, 2, "m", is_old=True, is_told=True)},
    round=Round(NOW, (Listing("l", 1),), (Wanted("d", "m"),), 1, 2, 3, "reason"),
    has_begun=True,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["known", "missing", "failed", "round", "place", "x"]), inner)
    ),
    max_leaves=8,
)


def test_a_cursor_is_read_back_as_it_was_written() -> None:
    assert from_json(json.loads(json.dumps(to_json(FULL)))) == FULL


@given(JSON)
def test_what_is_no_cursor_is_as_if_nothing_had_been_asked(kept: Any) -> None:
    assert isinstance(from_json(kept), Cursor)
    read_progress({"cursors": kept, "requests": kept, "day": kept})


def test_a_cursor_stays_small_however_much_is_known() -> None:
    many = {f"https://p.example/{number:0100}": Known(NOW + timedelta(minutes=number), NOW) for number in range(5_000)}
    written = to_json(replace(FULL, known=many))
    assert len(from_json(written).known) == MOST_KNOWN
    assert len(json.dumps(written)) < 200_000
    assert f"https://p.example/{4_999:0100}" in from_json(written).known
