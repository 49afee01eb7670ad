"""How a source is polled: what is asked, when it is asked again, what is believed, and what the operator hears of it.

Pure. A poll ends in one of four settlements, each the whole next state of the source:

    if is_unchanged(state, response):  settled = settle_unchanged(poll, response)
    elif is_page(response):            settled = settle_page(poll, response, page, fresh)      # after a good parse
    else:                              settled = settle_failure(poll, "", response)            # 4xx, 5xx
    except HostWaits:                  settled = settle_waiting(poll, error.until)
    except FetchError | ParseError:    settled = settle_failure(poll, str(error), response or None)

`poll.now` is the moment at which the answer was in. Times are only ever moved later by what servers ask, never earlier.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from monitor.model import Page, SourceState
from monitor.sources import notices
from monitor.sources.caching import fresh_for, retry_after, speaks_of_caching, validators
from monitor.sources.intervals import LONGEST_BACKOFF, back_off, choose_interval, learn_pace, next_poll, spread
from monitor.sources.memory import Memory, recall, with_memory
from monitor.sources.moves import learn_move
from monitor.sources.notices import Notice
from monitor.sources.origin import host_of
from monitor.sources.policy import Policy, Poll
from monitor.sources.response import NO_HEADERS, Response
from monitor.sources.statuses import describe
from monitor.sources.telling import tell_of_failure, tell_of_recovery, tell_of_warnings
from monitor.sources.wishes import wishes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Notice",
    "Policy",
    "Poll",
    "Settled",
    "Validators",
    "interval_of",
    "is_page",
    "is_unchanged",
    "request_validators",
    "settle_failure",
    "settle_page",
    "settle_unchanged",
    "settle_waiting",
]

READER = 1  # raise it when documents are read anew in another way: each is then fetched in full once
LONGEST_PAUSE = timedelta(days=7)
LONGEST_WAIT = LONGEST_PAUSE + LONGEST_BACKOFF  # whatever is due later was not set by these rules, unless its owner asked for it
BROKEN_BY_NATURE = 3  # documents in a row that break off: that is how this source writes them
_LONGEST_SHARED_PAUSE = timedelta(hours=1)  # for the other feeds of a host that says "too often" without saying how long
_NOT_MODIFIED, _GONE, _TOO_MANY, _UNAVAILABLE = 304, 410, 429, 503
_PAGES = frozenset({200, 203, 226})


@dataclass(frozen=True, slots=True)
class Settled:
    """What a poll comes to. `state` is the next state, `next_poll_at` set; `accept_page` is whether the page's items count.

    Until `host_hold` nothing at all may be asked of `host` (`host:port` of the server that answered).
    """

    state: SourceState
    host: str
    host_hold: datetime | None = None
    accept_page: bool = False
    notices: tuple[Notice, ...] = ()


class Validators(TypedDict):
    """The arguments of `Fetcher.get` that make a request conditional."""

    etag: str | None
    last_modified: str | None


def request_validators(state: SourceState) -> Validators:
    """Give what the next request is to be conditional on; nothing when the document is to be read anew in any case."""
    if recall(state.hints).reader != READER:
        return {"etag": None, "last_modified": None}
    return {"etag": state.etag, "last_modified": state.last_modified}


def is_unchanged(state: SourceState, response: Response) -> bool:
    """Tell whether an answer says, or shows by the same bytes as last time, that there is nothing to read."""
    if recall(state.hints).reader != READER:
        return False
    if response.status == _NOT_MODIFIED:
        return state.etag is not None or state.last_modified is not None
    return response.status in _PAGES and response.body_hash == state.body_hash


def is_page(response: Response) -> bool:
    """Tell whether an answer carries a document. Of 226 the document is the new part alone: what it leaves out is not deleted."""
    return response.status in _PAGES


def interval_of(state: SourceState) -> tuple[timedelta, str] | None:
    """Tell the interval in force and who set it, for people; None before the first answer."""
    memory = recall(state.hints)
    return (timedelta(seconds=memory.interval_s), memory.interval_by) if memory.interval_by else None


def settle_page(poll: Poll, response: Response, page: Page, fresh: int) -> Settled:
    """Settle a poll that brought a document which was read; `fresh` counts its items that were not known.

    Validators are taken from this answer alone: one that it does not carry is forgotten. The first good poll sets `baseline_at`; a
    document that broke off is no good poll: what stands in its lost part must not be told as news when it comes. (A transfer that
    was cut is an error of the fetch; this one is broken where it comes from, and its validators are as good as any.)
    """
    state, now = poll.state, poll.now
    memory = recall(state.hints)
    dates = [item.published_at for item in page.items if item.published_at and item.published_at <= now]
    memory = replace(
        memory,
        reader=READER,
        broken_off=0 if page.is_whole else memory.broken_off + 1,
        per_day=learn_pace(memory.per_day, fresh, None if state.baseline_at is None else _elapsed(poll), dates, now),
        span_s=(max(dates) - min(dates)).total_seconds() if dates else memory.span_s,
        wishes=wishes_of(page.hints),
        max_age_s=fresh_for(response.headers, now).total_seconds(),
    )
    etag, last_modified = validators(response.headers)
    state = replace(
        state,
        etag=etag,
        last_modified=last_modified,
        body_hash=response.body_hash,
        baseline_at=_baseline(state, memory, now),
        last_new_at=now if fresh else state.last_new_at,
    )
    memory, told = tell_of_warnings(poll, memory, page)
    settled = _succeed(replace(poll, state=state), memory, response)
    return replace(settled, accept_page=True, notices=(*told, *settled.notices))


def settle_unchanged(poll: Poll, response: Response) -> Settled:
    """Settle a poll that brought nothing to read: a 304, or the same bytes as last time.

    A 304 may renew the validators it carries; the same bytes in full bring their own, and count towards a server that ignores conditions.
    """
    state, memory, headers = poll.state, recall(poll.state.hints), response.headers
    etag, last_modified = validators(headers)
    is_short = response.status == _NOT_MODIFIED
    if is_short:
        etag, last_modified = etag or state.etag, last_modified or state.last_modified
    memory = replace(
        memory,
        per_day=learn_pace(memory.per_day, 0, _elapsed(poll), (), poll.now),
        same_body=0 if is_short else memory.same_body + 1,
        broken_off=memory.broken_off + 1 if memory.broken_off else 0,
    )
    if speaks_of_caching(headers) or not is_short:
        memory = replace(memory, max_age_s=fresh_for(headers, poll.now).total_seconds())
    state = replace(state, etag=etag, last_modified=last_modified, baseline_at=_baseline(state, memory, poll.now))
    return _succeed(replace(poll, state=state), memory, response)


def _baseline(state: SourceState, memory: Memory, now: datetime) -> datetime | None:
    """Tell since when a source's items are news: since its first whole document, or since a broken one proved to be all there is."""
    if state.baseline_at is not None or not memory.broken_off or memory.broken_off >= BROKEN_BY_NATURE:
        return state.baseline_at or now
    return None


def settle_failure(poll: Poll, reason: str, response: Response | None = None) -> Settled:
    """Settle a poll that failed. `reason` is for people; "" takes it from the response's status. Validators and items stay untouched.

    Failures slow a source down, to a try a day; they never end it. Only 410 does: the source is disabled until its entry changes.
    """
    status = response.status if response else None
    headers = response.headers if response else NO_HEADERS
    host = host_of(response.url if response else poll.state.effective_url)
    reason = reason or describe(status or 0)
    memory = recall(poll.state.hints)
    memory = replace(memory, failing_since=min(memory.failing_since or poll.now, poll.now))  # the clock may have been set back
    interval, _ = choose_interval(poll.policy, memory)
    pause, shared, told = _asked_pause(poll, status, headers)
    wait = max(back_off(poll.state.key, interval, poll.state.failures + 1), pause)
    next_at = poll.now + wait
    memory, complaints = tell_of_failure(poll, memory, reason, status, next_at)
    state = replace(
        poll.state,
        enabled=poll.state.enabled and status != _GONE,
        next_poll_at=next_at,
        server_until=poll.now + pause if pause else None,
        failures=poll.state.failures + 1,
        last_error=reason,
        hints=with_memory(poll.state.hints, memory),
    )
    return Settled(state, host, poll.now + shared if shared else None, notices=(*told, *complaints))


def settle_waiting(poll: Poll, until: datetime) -> Settled:
    """Settle a poll that was not made to its end: it led to a host that wants to be left alone until then. That is nobody's failure."""
    state = poll.state
    later = until + spread(state.key, until - poll.now)
    return Settled(replace(state, next_poll_at=later, server_until=until), host_of(state.effective_url))


def _succeed(poll: Poll, memory: Memory, response: Response) -> Settled:
    """Set the time of the next poll after a good answer, follow a proven move, and end what was wrong."""
    state, now = poll.state, poll.now
    memory, target = learn_move(memory, poll, response)
    memory, told = tell_of_recovery(poll, memory)
    if target is not None:
        told.append(notices.moved(poll, target))
        state = replace(state, effective_url=target, host=host_of(target))
    interval, by = choose_interval(poll.policy, memory)
    memory = replace(
        memory,
        interval_s=interval.total_seconds(),
        interval_by=by,
        failing_since=None,
    )
    state = replace(
        state,
        next_poll_at=next_poll(state.key, interval, memory, now),
        server_until=now + timedelta(seconds=memory.max_age_s) if memory.max_age_s else None,
        failures=0,
        last_ok_at=now,
        last_error=None,
        hints=with_memory(state.hints, memory),
    )
    return Settled(state, host_of(response.url), notices=tuple(told))


def _asked_pause(poll: Poll, status: int | None, headers: Mapping[str, str]) -> tuple[timedelta, timedelta, list[Notice]]:
    """Work out the pause that a failing server asks for: for this feed, for its whole host, and what to record."""
    nothing = timedelta(0)
    if status not in {_TOO_MANY, _UNAVAILABLE}:
        return nothing, nothing, []
    asked = retry_after(headers, poll.now)
    if asked is not None:
        granted = min(asked, LONGEST_PAUSE)
        return granted, granted, [notices.waiting(poll, asked, granted)] if asked > granted else []
    if status == _UNAVAILABLE:
        return nothing, nothing, []
    pause = fresh_for(headers, poll.now)
    own = back_off(poll.state.key, choose_interval(poll.policy, recall(poll.state.hints))[0], poll.state.failures + 1)
    return pause, max(pause, min(own, _LONGEST_SHARED_PAUSE)), []


def _elapsed(poll: Poll) -> timedelta | None:
    return poll.now - poll.state.last_ok_at if poll.state.last_ok_at else None
