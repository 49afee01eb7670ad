"""What the conduct remembers survives the database, and what the database may hold by mistake does no harm."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.sources.memory import Memory, recall, with_memory

MOMENT = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 hypothesis adds the zone
MOMENTS = st.none() | MOMENT
JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)
MEMORIES = st.builds(
    Memory,
    reader=st.integers(0, 9),
    per_day=st.none() | st.floats(0.1, 1e6),
    span_s=st.floats(0, 1e9),
    wishes=st.just({"ttl_s": 60, "skip_hours": [1, 2]}),
    max_age_s=st.floats(0, 1e6),
    interval_s=st.floats(0, 1e6),
    interval_by=st.text(),
    same_body=st.integers(0, 99),
    broken_off=st.integers(0, 9),
    faulty=st.integers(0, 9),
    failing_since=MOMENTS,
    told=st.lists(st.text(min_size=1)).map(tuple),
    ended=st.dictionaries(st.text(), MOMENT, max_size=3),
    moved_to=st.none() | st.text(min_size=1),
    moved_count=st.integers(0, 9),
    moved_since=MOMENTS,
)


@settings(max_examples=60)
@given(MEMORIES)
def test_a_memory_comes_back_from_json_as_it_was(memory: Memory) -> None:
    assert recall(json.loads(json.dumps(with_memory({"other": 1}, memory)))) == memory


@settings(max_examples=60)
@given(st.fixed_dictionaries({}, optional={"conduct": JSON | st.dictionaries(st.sampled_from(list(Memory.__dataclass_fields__)), JSON)}))
def test_whatever_the_hints_hold_a_memory_is_read(hints: dict[str, object]) -> None:
    assert isinstance(recall(hints), Memory)


def test_a_pace_of_nothing_is_remembered_as_such() -> None:
    assert recall(with_memory({}, Memory(per_day=0.0))).per_day == 0.0


def test_what_others_keep_stays_and_what_says_nothing_takes_no_room() -> None:
    assert with_memory({"theirs": 1}, Memory()) == {"theirs": 1, "conduct": {}}
