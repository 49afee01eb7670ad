"""A source that is polled over real HTTP by a clock that the test turns: fetch, then conduct, as the daemon puts them together."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.errors import FetchError, ParseError
from monitor.model import Item, Page, SourceKey, SourceState
from monitor.sources.conduct import (
    Policy,
    Poll,
    Settled,
    is_page,
    is_unchanged,
    request_validators,
    settle_failure,
    settle_page,
    settle_unchanged,
)
from monitor.sources.origin import host_of
from tests.sources.loopback import Request, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from monitor.sources.fetch import Fetcher
    from monitor.sources.response import Response

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FEED = b"2026-11-25T10:00:00+00:00 a\n2026-11-24T10:00:00+00:00 b"
BUSY = b"\n".join(f"2026-11-25T{at // 12:02}:{at % 12 * 5:02}:00+00:00 {at}".encode() for at in range(144))
SPREAD = timedelta(minutes=5)  # how much later than asked a poll may come
USUAL = Policy(fastest=15 * MINUTE, slowest=6 * HOUR)


def conditional(body: bytes, etag: str, headers: Mapping[str, str | bytes] | None = None) -> Callable[[Request], bytes]:
    """Answer 304 to whoever names the ETag."""

    def reply(request: Request) -> bytes:
        if request.headers.get("if-none-match") == etag.encode():
            return answer(304, headers={"ETag": etag, **(headers or {})})
        return answer(200, body, {"ETag": etag, **(headers or {})})

    return reply


def told(settled: Settled) -> list[tuple[str, bool]]:
    return [(notice.condition, notice.is_over) for notice in settled.notices]


def state_of(url: str, now: datetime = NOON) -> SourceState:
    """Make the state of a source that was never polled."""
    return SourceState(
        id=1, key=SourceKey("example"), kind="feed", url=url, effective_url=url, host=host_of(url), enabled=True, next_poll_at=now
    )


def read(body: bytes) -> Page:
    """Read a document of our own: an item a line, `! text` for a warning, `? name = value` for a hint, `/` where it breaks off."""
    if body.startswith(b"<html"):
        raise ParseError("this is an HTML page, not a feed")
    items, warnings, hints, is_whole = [], [], {}, True
    for line in body.decode().splitlines():
        if line.startswith("!"):
            warnings.append(line[1:].strip())
        elif line == "/":
            is_whole = False
        elif line.startswith("?"):
            name, _, value = line[1:].partition("=")
            hints[name.strip()] = json.loads(value)
        else:
            at, _, key = line.partition(" ")
            items.append(Item(key=key, title=key, text="", published_at=datetime.fromisoformat(at) if at != "-" else None))
    return Page(tuple(items), hints=hints, warnings=tuple(warnings), is_whole=is_whole)


@dataclass(slots=True)
class Polled:
    """One source, its fetcher and its clock."""

    fetcher: Fetcher
    state: SourceState
    policy: Policy = USUAL
    now: datetime = NOON
    known: set[str] = field(default_factory=set)

    async def poll(self) -> Settled:
        """Poll now, whether it is due or not; the state is kept as a database would keep it."""
        response: Response | None = None
        before = Poll(self.state, self.policy, self.now)
        try:
            response = await self.fetcher.get(self.state.effective_url, **request_validators(self.state))
            if is_unchanged(self.state, response):
                settled = settle_unchanged(before, response)
            elif is_page(response):
                settled = self._take(before, response)
            else:
                settled = settle_failure(before, "", response)
        except (FetchError, ParseError) as error:
            settled = settle_failure(before, str(error), response)
        self.state = replace(settled.state, hints=json.loads(json.dumps(dict(settled.state.hints))))
        return settled

    async def poll_when_due(self) -> Settled:
        """Turn the clock to the next poll and do it."""
        self.now = max(self.now, self.state.next_poll_at)
        return await self.poll()

    @property
    def wait(self) -> timedelta:
        """How long until the next poll."""
        return self.state.next_poll_at - self.now

    def _take(self, before: Poll, response: Response) -> Settled:
        page = read(response.body)
        fresh = {item.key for item in page.items} - self.known
        self.known |= fresh
        return settle_page(before, response, page, len(fresh))
