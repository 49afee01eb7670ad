"""What a poll of a record comes to: the source's next state. Pure; pace, back-off and notices are as those of feeds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from monitor.sources import conduct
from monitor.sources.discovery.progress import write_progress
from monitor.sources.intervals import choose_interval, learn_pace, next_poll, spread
from monitor.sources.memory import recall, with_memory
from monitor.sources.notices import Notice, condition
from monitor.sources.origin import host_of
from monitor.sources.telling import tell_of_recovery

if TYPE_CHECKING:
    from monitor.sources.conduct import Settled
    from monitor.sources.discovery.progress import Progress
    from monitor.sources.policy import Poll
    from monitor.sources.response import Response

SHORT = "source.budget"
_SHARE = 0.8  # of the day's requests that regular rounds may take; the rest is for what comes unforeseen
_FARTHEST = timedelta(hours=1)
_REFUSED = frozenset({401, 403})


def settle_step(poll: Poll, progress: Progress, url: str, fresh: int, notices: tuple[Notice, ...], gap: timedelta) -> Settled:  # noqa: PLR0913, PLR0917 what a step leaves behind
    """Settle an answer after which there is more to ask: as soon as the host's gap allows. `url` is the address that answered."""
    state, now = poll.state, poll.now
    memory, told = tell_of_recovery(poll, recall(state.hints))
    state = replace(
        state,
        cursor=write_progress(replace(progress, fresh=progress.fresh + fresh)),
        next_poll_at=now + gap,
        server_until=None,
        failures=0,
        last_ok_at=now,
        last_new_at=now if fresh else state.last_new_at,
        last_error=None,
        hints=with_memory(state.hints, replace(memory, failing_since=None)),
    )
    return conduct.Settled(state, host_of(url), accept_page=True, notices=(*notices, *told))


def settle_round(  # noqa: PLR0913, PLR0917 what a round leaves behind
    poll: Poll, progress: Progress, url: str, fresh: int, notices: tuple[Notice, ...], per_day: int
) -> Settled:
    """Settle the last answer of a round: the next one comes by the record's pace. `progress` is that of the round, closed.

    `per_day` is how many requests it may make a day: rounds keep such a distance that these last until the evening.
    """
    state, now = poll.state, poll.now
    memory, told = tell_of_recovery(poll, recall(state.hints))
    elapsed = now - state.baseline_at if state.baseline_at is not None else None
    brought = progress.fresh + fresh
    if elapsed is not None:
        memory = replace(memory, per_day=learn_pace(memory.per_day, brought, min(elapsed, _since_last(memory.interval_s)), (), now))
    interval, by = choose_interval(poll.policy, memory)
    if (sparing := distance(progress.asked, per_day)) > interval:
        interval, by = sparing, "its number of requests a day"
    memory = replace(memory, interval_s=interval.total_seconds(), interval_by=by, failing_since=None)
    over = _enough(poll) if progress.is_short else ()
    state = replace(
        state,
        cursor=write_progress(replace(progress, fresh=0, is_short=False)),
        next_poll_at=next_poll(state.key, interval, memory, now),
        server_until=None,
        baseline_at=state.baseline_at or now,
        failures=0,
        last_ok_at=now,
        last_new_at=now if fresh else state.last_new_at,
        last_error=None,
        hints=with_memory(state.hints, memory),
    )
    return conduct.Settled(state, host_of(url), accept_page=True, notices=(*notices, *told, *over))


def distance(asked: int, per_day: int) -> timedelta:
    """Tell how far apart rounds of so many requests are to be, so that the day's number of them suffices; an hour at most.

    A round that took very many had a backlog, and the next one takes few.
    """
    return min(timedelta(days=1) * asked / max(per_day * _SHARE, 1), _FARTHEST)


def settle_trouble(poll: Poll, progress: Progress, reason: str, response: Response | None, notices: tuple[Notice, ...]) -> Settled:
    """Settle a poll that showed the record's site to be broken: back-off for the whole source. The cursor keeps its place."""
    state = replace(poll.state, cursor=write_progress(progress))
    said = response if response is not None and response.status in _REFUSED else None
    settled = conduct.settle_failure(replace(poll, state=state), reason, said)
    return replace(settled, notices=(*notices, *settled.notices))


def settle_pause(poll: Poll, progress: Progress, response: Response) -> Settled:
    """Settle a poll whose server says that it is asked too often: nothing was answered, and the same is asked later."""
    return conduct.settle_failure(replace(poll, state=replace(poll.state, cursor=write_progress(progress))), "", response)


def settle_short(poll: Poll, progress: Progress, per_day: int) -> Settled:
    """Settle a poll that was not made, because the day's requests are used up: the round goes on tomorrow (UTC)."""
    state, now = poll.state, poll.now
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    later = tomorrow + spread(state.key, timedelta(hours=1))
    told = () if progress.is_short else (_short(poll, per_day),)
    cursor = write_progress(replace(progress, is_short=True))
    return conduct.Settled(replace(state, cursor=cursor, next_poll_at=later), host_of(state.effective_url), notices=told)


def _since_last(interval_s: float) -> timedelta:
    return timedelta(seconds=interval_s) if interval_s else timedelta(hours=1)


def _short(poll: Poll, per_day: int) -> Notice:
    key = poll.state.key
    lines = (
        f"It may make {per_day} requests a day, so that its server is not burdened; they are used up.",
        "It goes on after midnight UTC where it stopped; nothing is lost, but what is new comes later.",
    )
    return Notice(condition(SHORT, key), f"{key} has used up its requests for today", lines)


def _enough(poll: Poll) -> tuple[Notice, ...]:
    key = poll.state.key
    return (Notice(condition(SHORT, key), f"{key} has caught up", ("All that was to be asked has been asked.",), is_over=True),)
