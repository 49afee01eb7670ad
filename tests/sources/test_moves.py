"""A permanent move is believed late, and never where it would carry a secret away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.sources.memory import Memory
from monitor.sources.moves import learn_move
from monitor.sources.policy import Poll
from monitor.sources.response import Response
from tests.sources.polling import DAY, HOUR, NOON, USUAL, state_of

HERE, THERE = "https://a.example/feed", "https://b.example/feed"


def proven(url: str = HERE, target: str | None = THERE, *, has_credentials: bool = False) -> str | None:
    """Give the third of three equal answers, a day after the first."""
    memory = Memory(moved_to=target, moved_count=2, moved_since=NOON)
    poll = Poll(state_of(url), replace(USUAL, has_credentials=has_credentials), NOON + DAY)
    return learn_move(memory, poll, Response(200, target or url, target))[1]


def test_three_answers_over_a_day_prove_a_move() -> None:
    assert proven() == THERE


@pytest.mark.parametrize("url", ["https://a.example/feed?key=${env:KEY}", "https://me:secret@a.example/feed"])
def test_an_address_with_a_secret_stays_as_its_owner_wrote_it(url: str) -> None:
    assert proven(url) is None


def test_credentials_keep_a_source_with_their_host() -> None:
    assert proven(has_credentials=True) is None
    assert proven(target="https://a.example/new", has_credentials=True) == "https://a.example/new"


def test_no_move_leads_from_https_to_http() -> None:
    assert proven(target="http://a.example/feed") is None
    assert proven("http://a.example/feed", "https://a.example/feed") == "https://a.example/feed"


@pytest.mark.parametrize("other", [None, "https://c.example/feed"])
def test_another_answer_in_between_starts_the_count_anew(other: str | None) -> None:
    poll = Poll(state_of(HERE), USUAL, NOON + DAY)
    memory, target = learn_move(Memory(moved_to=THERE, moved_count=2, moved_since=NOON), poll, Response(200, HERE, other))
    assert (target, memory.moved_to, memory.moved_count) == (None, other, 1 if other else 0)


def test_three_answers_within_a_day_prove_nothing() -> None:
    memory = Memory()
    for hour in range(10):
        memory, target = learn_move(memory, Poll(state_of(HERE), USUAL, NOON + hour * HOUR), Response(200, THERE, THERE))
        assert target is None
    assert memory.moved_count == 10
