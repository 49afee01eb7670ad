"""`since_param`: an interface is asked for what changed since the last whole answer, with some overlap, in parts.

The answers are the documents themselves. The place moves on only when every part was read: otherwise the next round asks for all of it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

import jmespath

from monitor.sources.discovery.addresses import fill, harmless, plain_params, with_params
from monitor.sources.discovery.ask import Answer, Ask, Verdict
from monitor.sources.discovery.booking import LISTING, answered, failed, opened, without
from monitor.sources.discovery.cursor import Wanted
from monitor.sources.origin import same_origin

if TYPE_CHECKING:
    from monitor.catalogue.discovery import Paging, SinceParam
    from monitor.sources.discovery.ask import Plan
    from monitor.sources.discovery.cursor import Cursor

FIRST_PART = "1"


def begin(plan: Plan, since: SinceParam, cursor: Cursor, now: datetime) -> Cursor:
    """Begin a round: ask from the end of the last whole one, or for the revisit window at first contact, until now."""
    last = cursor.place.get("until")
    start = datetime.fromisoformat(str(last)) - since.overlap if last else now - plan.revisit
    words = {"since": _written(start, since), "until": _written(now, since)}
    place = {**cursor.place, "began": now.isoformat(), "window": words}
    return opened(replace(cursor, place=place), now, [Wanted(_part(since, words, {}), FIRST_PART)])


def part_ask(cursor: Cursor, wanted: Wanted) -> Ask:
    """Ask for a part."""
    return Ask("part", wanted.name, {"": wanted.name}, mark=wanted.mark, is_old=not cursor.has_begun)


def read(since: SinceParam, cursor: Cursor, ask: Ask, answer: Answer, now: datetime) -> Cursor:
    """Queue the next part, or end; a part that failed ends the round where it stands. All parts fail under the interface's own name.

    An answer of more parts than are read is told: what stands in the others is lost.
    """
    if cursor.round is None:
        return cursor
    cursor = replace(cursor, round=replace(cursor.round, queue=()))
    standing = replace(ask, name=since.url, mark=LISTING)
    if answer.verdict in {Verdict.BROKEN, Verdict.SOFT}:
        reason = answer.reason or "the interface answers with a web page"
        return failed(cursor, standing, replace(answer, verdict=Verdict.BROKEN, reason=reason), now)
    cursor = answered(cursor)
    number = int(ask.mark or FIRST_PART)
    following = _next(since, cursor, ask, answer, number) if answer.verdict is not Verdict.ABSENT else None
    goes_on = following is not None and following != ask.name
    if following is not None and goes_on and number < since.paging.most and cursor.round is not None:
        return replace(cursor, round=replace(cursor.round, queue=(Wanted(following, str(number + 1)),)))
    cursor = replace(cursor, place={**cursor.place, "until": cursor.place["began"]})
    if goes_on and cursor.has_begun:  # at first contact it is all old
        reason = f"its answer goes on beyond {since.paging.most} parts; what the further ones hold is left out"
        return failed(cursor, standing, replace(answer, verdict=Verdict.BROKEN, reason=reason, is_servers=False), now)
    return replace(cursor, failed=without(cursor.failed, since.url))


def _next(since: SinceParam, cursor: Cursor, ask: Ask, answer: Answer, number: int) -> str | None:
    """Find the address of the next part."""
    paging, words = since.paging, cursor.place.get("window")
    if paging.next is not None:
        value = _pointed(answer.body, paging.next)
        if not value:
            return None
        if paging.parameter is not None:
            return _part(since, words if isinstance(words, dict) else {}, {paging.parameter: value})
        return _continued(since, words if isinstance(words, dict) else {}, ask.name, value)
    if paging.offset is None or not answer.entries or answer.entries < paging.size:
        return None
    at = paging.first + number * (paging.step if paging.step is not None else paging.size)
    return _part(since, words if isinstance(words, dict) else {}, {paging.offset: str(at)})


def _part(since: SinceParam, words: dict[str, str], more: dict[str, str]) -> str:
    """Write a part's address. Of the parameters the further ones win."""
    paging: Paging = since.paging
    params = {name: fill(value, words) for name, value in since.params.items()}
    if paging.offset is not None and paging.offset not in more:
        params[paging.offset] = str(paging.first)
    return with_params(fill(since.url, words), params | {name: harmless(value) if "${" in value else value for name, value in more.items()})


def _continued(since: SinceParam, words: dict[str, str], asked: str, value: str) -> str | None:
    """Take the address that an answer goes on at: on the same server alone, without secrets, which the server may have repeated in it."""
    try:
        whole = urljoin(asked, value)
        parts = urlsplit(whole)
    except ValueError:
        return None
    if not same_origin(since.url, whole):
        return None
    secret = {name for name, text in since.params.items() if "${" in text}
    query = {name: text for name, text in parse_qsl(parts.query, keep_blank_values=True) if name not in secret}
    bare = harmless(urlunsplit(parts._replace(query=plain_params(query), fragment="")))
    wanted = {name for name in since.paging.keep if name not in query} | secret
    return with_params(bare, {name: fill(text, words) for name, text in since.params.items() if name in wanted})


def _pointed(body: bytes, path: str) -> str:
    """Look up a value in an answer; "" if there is none."""
    try:
        value = jmespath.search(path, json.loads(body))
    except (ValueError, RecursionError, jmespath.exceptions.JMESPathError):
        return ""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _written(moment: datetime, since: SinceParam) -> str:
    return moment.astimezone(UTC).strftime(since.time_format)
