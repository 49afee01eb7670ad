"""Silences: what somebody muted, for whom, why and until when, and whether one covers what is to be told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from monitor.text.fold import fold_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime

    from monitor.model import RecipientKey, SourceKey, StoryId, WatchKey

By = Literal["watch", "story", "source", "outlet", "term"]
KINDS: tuple[By, ...] = get_args(By)


@dataclass(frozen=True, slots=True)
class Matcher:
    """One thing that a silence asks for.

    `value` is a key, the number of a story, the name of an outlet, or a term of the watch language.
    """

    by: By
    value: str


@dataclass(frozen=True, slots=True)
class Silence:
    """A mute. It covers what all its matchers match, for one recipient, or for everybody without one."""

    id: int
    matchers: tuple[Matcher, ...]
    recipient: RecipientKey | None
    author: str
    reason: str
    starts_at: datetime
    ends_at: datetime

    def is_in_force(self, now: datetime) -> bool:
        """Whether it mutes now; at the instant of its end it does not any more."""
        return self.starts_at <= now < self.ends_at


@dataclass(frozen=True, slots=True)
class About:
    """A watch found in an item, as silences ask of it. `stories` are the item's story and all that were merged with it.

    `says` tells whether a term of the watch language holds in the item.
    """

    watch: WatchKey
    stories: Collection[StoryId]
    source: SourceKey
    outlet: str
    says: Callable[[str], bool]


def matcher_of(by: str, value: str) -> Matcher | None:
    """Make a matcher of what was stored; None of a kind that this version does not know."""
    return next((Matcher(kind, value) for kind in KINDS if kind == by), None)


def covers(silence: Silence, recipient: RecipientKey, about: About) -> bool:
    """Tell whether a silence mutes this for a recipient. One that asks for nothing mutes nothing."""
    if silence.recipient not in {None, recipient} or not silence.matchers:
        return False
    cheap_first = sorted(silence.matchers, key=lambda matcher: matcher.by == "term")
    return all(_matches(matcher, about) for matcher in cheap_first)


def silenced_by(silences: Iterable[Silence], recipient: RecipientKey, about: About, now: datetime) -> Silence | None:
    """Find the silence that mutes this now: of several, the one that lasts longest."""
    found = [one for one in silences if one.is_in_force(now) and covers(one, recipient, about)]
    return max(found, key=lambda one: (one.ends_at, -one.id), default=None)


def _matches(matcher: Matcher, about: About) -> bool:
    match matcher.by:
        case "watch":
            return matcher.value == about.watch
        case "story":
            return matcher.value in {str(story) for story in about.stories}
        case "source":
            return matcher.value == about.source
        case "outlet":
            return fold_key(matcher.value) == fold_key(about.outlet)
        case "term":
            return about.says(matcher.value)
