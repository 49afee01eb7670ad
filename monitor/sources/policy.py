"""What a source's conduct depends on besides its own past: the owner's wishes, and the moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from monitor.model import SourceState


@dataclass(frozen=True, slots=True)
class Policy:
    """How often its owner wants a source polled. `poll` is the source's own setting; without it the interval adapts within the bounds.

    `zone` is for the times in notices. `has_credentials`: the source has headers, user or password that are for its host alone.
    """

    fastest: timedelta
    slowest: timedelta
    poll: timedelta | None = None
    zone: tzinfo = UTC
    has_credentials: bool = False


@dataclass(frozen=True, slots=True)
class Poll:
    """One poll of one source: the state before it, the policy, and the moment at which its answer was in."""

    state: SourceState
    policy: Policy
    now: datetime
