"""A feed that says it has moved for good: believed after repeated, equal answers over a day, never on one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.sources.origin import holds_secret, same_origin

if TYPE_CHECKING:
    from monitor.sources.memory import Memory
    from monitor.sources.policy import Poll
    from monitor.sources.response import Response

ANSWERS_NEEDED = 3
TIME_NEEDED = timedelta(hours=24)


def learn_move(memory: Memory, poll: Poll, response: Response) -> tuple[Memory, str | None]:
    """Count a good answer towards a move; gives the memory after it, and the new address once the move is certain.

    A temporary redirect, another target or none starts the count anew. An address with a secret in it stays as the owner wrote it,
    and credentials keep a source with the host they are for.
    """
    target = response.permanent_url
    if target is None or not _may_move(poll, target):
        return _forget(memory), None
    if target != memory.moved_to or memory.moved_since is None:
        return replace(memory, moved_to=target, moved_count=1, moved_since=poll.now), None
    count = memory.moved_count + 1
    if count >= ANSWERS_NEEDED and poll.now - memory.moved_since >= TIME_NEEDED:
        return _forget(memory), target
    return replace(memory, moved_count=count), None


def _may_move(poll: Poll, target: str) -> bool:
    state = poll.state
    if target == state.effective_url or holds_secret(state.url) or holds_secret(state.effective_url):
        return False
    if urlsplit(state.effective_url).scheme == "https" and urlsplit(target).scheme != "https":
        return False
    return not poll.policy.has_credentials or same_origin(state.url, target)


def _forget(memory: Memory) -> Memory:
    return replace(memory, moved_to=None, moved_count=0, moved_since=None)
