"""The fewer false alarms are allowed, the more evidence is asked for."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.watch.names.budget import LEAST, MOST, POSSIBLE_BELOW, WIDER, asked_for, expected, score

ALLOWED = st.floats(0.0, 1e6)
EVIDENCE = st.floats(-100.0, 200.0)


@given(ALLOWED, ALLOWED)
def test_a_smaller_budget_never_asks_for_less(one: float, other: float) -> None:
    assert asked_for(min(one, other)) >= asked_for(max(one, other))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_asked_for_stays_within_its_bounds(false_alarms: float) -> None:
    assert LEAST <= asked_for(false_alarms) <= MOST


@pytest.mark.parametrize("none", [0.0, -1.0])
def test_no_false_alarm_at_all_asks_for_the_most(none: float) -> None:
    assert asked_for(none) == MOST


@given(st.floats(0.0, 1000.0).map(lambda part: part / 100))
def test_what_is_asked_for_keeps_the_budget_where_it_can(false_alarms: float) -> None:
    evidence = asked_for(false_alarms)
    if evidence < MOST:
        assert expected(evidence) <= false_alarms * (1 + 1e-9)


@given(EVIDENCE, st.floats(0.1, 5.0))
def test_each_nat_of_evidence_cuts_the_false_alarms_by_a_factor_of_e(evidence: float, more: float) -> None:
    assert expected(evidence + more) == pytest.approx(expected(evidence) * math.exp(-more))


@given(EVIDENCE, EVIDENCE)
def test_a_score_lies_between_nothing_and_one_and_grows_with_the_evidence(one: float, other: float) -> None:
    assert 0.0 <= score(min(one, other)) <= score(max(one, other)) <= 1.0


def test_possible_and_wide_are_looser_than_sure() -> None:
    assert POSSIBLE_BELOW > 0
    assert WIDER > 0
    assert LEAST < MOST
    assert score(LEAST) < score(MOST)
