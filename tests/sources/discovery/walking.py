"""Walking a discovery in a test: the answers come from a table of what is there, one round at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.sources.discovery.ask import Answer, Verdict
from monitor.sources.discovery.cursor import Cursor, from_json, to_json
from monitor.sources.discovery.steps import after, close_round, next_ask, open_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.sources.discovery.ask import Ask, Plan

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE, SAME, ABSENT = Answer(Verdict.HERE), Answer(Verdict.SAME), Answer(Verdict.ABSENT)
LONGEST = 2_000


def one_round(plan: Plan, cursor: Cursor, answers: Callable[[Ask], Answer], now: datetime = NOW) -> tuple[Cursor, list[Ask]]:
    """Go through a round; the cursor is written and read back at every step, as it is between two polls."""
    asked: list[Ask] = []
    cursor = open_round(plan, cursor, now)
    while (ask := next_ask(plan, cursor)) is not None:
        asked.append(ask)
        assert len(asked) < LONGEST
        cursor = from_json(to_json(after(plan, cursor, ask, answers(ask), now)))
    return close_round(cursor), asked


def names(asked: list[Ask]) -> list[str]:
    """Give the last parts of what was asked."""
    return [ask.name.rpartition("/")[2] for ask in asked]
