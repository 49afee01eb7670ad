"""When the operator hears of a source: once when a trouble has lasted long enough, once when it is over, and not at its every flip.

Pure. `Memory.told` are the conditions that are open for the operator; `Memory.ended` those that were over lately.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.sources import notices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from monitor.model import Page
    from monitor.sources.memory import Memory
    from monitor.sources.notices import Notice
    from monitor.sources.policy import Poll

PEACE = timedelta(hours=24)  # after "it is over" the same trouble is not told again for so long,
LASTING = 3  # unless it was there so many times in a row
_GONE = 410


def tell_of_failure(poll: Poll, memory: Memory, reason: str, status: int | None, next_at: datetime) -> tuple[Memory, list[Notice]]:
    """Tell of a failure when it has lasted long enough, once; of a source that is polled no more in any case."""
    failures = poll.state.failures + 1
    if status == _GONE:
        return _open(memory, notices.gone(poll))
    failing_for = poll.now - (memory.failing_since or poll.now)
    if not notices.is_time_to_tell(failures, failing_for, status):
        return memory, []
    notice = notices.failing(poll, memory, reason, status, next_at)
    return (memory, []) if _is_flip(memory, notice.condition, failures, poll.now) else _open(memory, notice)


def tell_of_warnings(poll: Poll, memory: Memory, page: Page) -> tuple[Memory, list[Notice]]:
    """Tell once that documents are faulty, and once when one is whole again."""
    condition = notices.condition(notices.PARTIAL, poll.state.key)
    memory = replace(memory, faulty=memory.faulty + 1 if page.warnings else 0)
    if not page.warnings:
        return _close(poll, memory, [condition] if condition in memory.told else [])
    if _is_flip(memory, condition, memory.faulty, poll.now):
        return memory, []
    return _open(memory, notices.partial(poll, page.warnings))


def tell_of_recovery(poll: Poll, memory: Memory) -> tuple[Memory, list[Notice]]:
    """Tell that a source is read again; whether its documents are whole is another matter."""
    return _close(poll, memory, [condition for condition in memory.told if not condition.startswith(notices.PARTIAL)])


def _open(memory: Memory, notice: Notice) -> tuple[Memory, list[Notice]]:
    if notice.condition in memory.told:
        return memory, []
    return replace(memory, told=(*memory.told, notice.condition)), [notice]


def _close(poll: Poll, memory: Memory, conditions: Iterable[str]) -> tuple[Memory, list[Notice]]:
    over = tuple(conditions)
    lately = {condition: at for condition, at in memory.ended.items() if _is_lately(at, poll.now)}
    told = tuple(condition for condition in memory.told if condition not in over)
    after = replace(memory, told=told, ended=lately | dict.fromkeys(over, poll.now))
    return after, [notices.over(poll, memory, condition) for condition in over]


def _is_flip(memory: Memory, condition: str, in_a_row: int, now: datetime) -> bool:
    ended = memory.ended.get(condition)
    return in_a_row < LASTING and ended is not None and _is_lately(ended, now)


def _is_lately(moment: datetime, now: datetime) -> bool:
    return timedelta(0) <= now - moment < PEACE  # one in the future is from before the clock was set back
