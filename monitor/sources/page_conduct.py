"""What one try to read an article's page comes to: read, tried again later, refused or given up, and in which words. Pure.

What keeps a reader out is heeded, never got round: a page that was refused is not asked for again, and no other way to it is looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.model import SourceKey
from monitor.page_state import PageStanding, PageState
from monitor.sources.article import Article, PageKind
from monitor.sources.caching import retry_after
from monitor.sources.guard import REFUSED
from monitor.sources.notices import Notice, condition
from monitor.sources.origin import host_of
from monitor.sources.statuses import describe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.sources.response import Response
    from monitor.sources.robots import Verdict

BACK_OFF = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))  # after the first failure, the second...
ONCE_MORE = (timedelta(hours=1),)  # for what seldom changes: a page may come a little later than its entry
PATIENCE = timedelta(days=3)  # since it was wanted; what is read later is news no more
LONGEST_PAUSE = timedelta(days=7)
UNREADABLE = "source.pages"  # the condition of a source whose pages all fail
FAILING_AFTER = 20  # pages in a row
_PAUSE_UNASKED = timedelta(hours=1)  # for the host that says "too often" without saying how long
_TOO_MANY, _UNAVAILABLE, _SERVER_ERROR = 429, 503, 500
_FINAL = {
    401: "the server wants a login for it",
    402: "the server wants to be paid for it",
    403: "the server refuses us",
    410: "the page is gone for good",
    451: "the law keeps the server from showing it",
}
_MET = {
    PageKind.PAYWALL: "it is behind a paywall",
    PageKind.BOT_WALL: "the server checks for browsers (a bot wall)",
    PageKind.CONSENT: "the server wants consent to cookies first",
    PageKind.NOT_HTML: "it is no web page",
    PageKind.NOT_FOUND: "there is another page in its place, which says that it was not found or is the site's front page",
    PageKind.TOO_LITTLE: "no article stands in it: too little text, or only for scripts",
}


@dataclass(frozen=True, slots=True)
class Try:
    """One try: how many failed before it, since when the page is wanted, and when the answer was in."""

    url: str
    attempts: int
    wanted_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of the reading. `reason` is for people; until `host_hold` nothing is asked of `host`."""

    state: PageState
    reason: str
    due_at: datetime
    attempts: int
    host: str
    host_hold: datetime | None = None

    @property
    def standing(self) -> PageStanding:
        """What is kept of it."""
        return PageStanding(self.state, self.reason, self.due_at, self.attempts)


def after_article(one: Try, article: Article) -> Outcome:
    """Settle a try that brought a page; a soft 404 is looked at once more, the other walls are final."""
    if article.kind is PageKind.READABLE:
        return Outcome(PageState.READ, "", one.now, one.attempts, host_of(one.url))
    if article.kind is PageKind.NOT_FOUND:
        return _again(one, _MET[article.kind], ONCE_MORE)
    return _refused(one, _MET[article.kind])


def after_status(one: Try, response: Response) -> Outcome:
    """Settle a try that brought a status instead of a page."""
    status = response.status
    if status in _FINAL:
        return _refused(one, _FINAL[status])
    if status in {_TOO_MANY, _UNAVAILABLE}:
        asked = retry_after(response.headers, one.now)
        pause = min(asked, LONGEST_PAUSE) if asked else _PAUSE_UNASKED if status == _TOO_MANY else None
        return _again(one, describe(status), BACK_OFF, host_of(response.url), pause)
    return _again(one, describe(status), BACK_OFF if status >= _SERVER_ERROR else ONCE_MORE)


def after_failure(one: Try, reason: str) -> Outcome:
    """Settle a try that brought no answer, or one that could not be read."""
    return _refused(one, reason) if REFUSED in reason else _again(one, reason, BACK_OFF)


def after_robots(one: Try, verdict: Verdict) -> Outcome:
    """Settle a try that the site's robots.txt forbids; one that could not be read is asked for again."""
    reason = verdict.reason or ""
    return _refused(one, reason) if verdict.until is None else _later(one, reason, verdict.until)


def after_waiting(one: Try, reason: str, until: datetime) -> Outcome:
    """Settle a try that was not made, as its host wants to be left alone; that is nobody's failure."""
    return _later(one, reason, until)


def notice_of(source: SourceKey, ends: Sequence[PageState], reason: str) -> Notice | None:
    """Tell the operator once when a source's last pages all failed, and once when one was read again.

    Args:
        source: whose pages they are.
        ends: how its last readings ended, the latest first.
        reason: why the latest could not be read.
    """
    name = condition(UNREADABLE, source)
    if PageState.READ in ends[:1]:
        return Notice(name, f"the pages of {source} are read again", ("The last one held its article.",), is_over=True)
    if len(ends) < FAILING_AFTER or PageState.READ in ends:
        return None
    lines = (
        f"The last {FAILING_AFTER} could not be read; the last because {reason}.",
        "Its entries are watched all the same, as far as the feed gives them.",
        "If that stays so, write full_text: never beside the source in sources.yaml; a feed with whole articles would be better.",
    )
    return Notice(name, f"the pages of {source} cannot be read", lines)


def _refused(one: Try, reason: str) -> Outcome:
    return Outcome(PageState.REFUSED, reason, one.now, one.attempts + 1, host_of(one.url))


def _again(one: Try, reason: str, waits: tuple[timedelta, ...], host: str | None = None, pause: timedelta | None = None) -> Outcome:
    """Try again after the next wait of the list, or after the pause that was asked for if that is longer; give up at the list's end."""
    host, hold = host or host_of(one.url), one.now + pause if pause else None
    failures = one.attempts + 1
    due_at = one.now + max(waits[min(failures, len(waits)) - 1], pause or timedelta(0))
    if failures > len(waits):
        return Outcome(PageState.GIVEN_UP, f"{reason} (tried {failures} times)", one.now, failures, host, hold)
    if due_at > one.wanted_at + PATIENCE:
        return Outcome(PageState.GIVEN_UP, f"{reason}; by the next try it would be too late", one.now, failures, host, hold)
    return Outcome(PageState.DUE, reason, due_at, failures, host, hold)


def _later(one: Try, reason: str, until: datetime) -> Outcome:
    """Wait without counting a failure, as long as that has a point."""
    if until > one.wanted_at + PATIENCE:
        return Outcome(PageState.GIVEN_UP, f"{reason}; by then it would be too late", one.now, one.attempts, host_of(one.url))
    return Outcome(PageState.DUE, reason, until, one.attempts, host_of(one.url))
