"""What a message is made of, before it is worded: stories, the watches found in them, the passages that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from monitor.model import How, ItemId, Kind, RecipientKey, Speaker, Tier, WatchKey

if TYPE_CHECKING:
    from datetime import date, datetime

    from monitor.alerts.coverage import Coverage
    from monitor.alerts.flood import FloodPart

Form = Literal["email", "slack", "matrix", "plain"]


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the reader of a message can do with one click: `label` says what, `url` is a page of ours that asks before it acts."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage around one mention, on one line; `before` and `after` carry an ellipsis where the text goes on.

    A field such as `text@fr` is the item's own in another language.
    """

    field: str
    before: str
    matched: str
    after: str
    why: str
    how: How

    @property
    def lang(self) -> str:
        """The language of the variant that it is from; empty when it is the item's own."""
        return self.field.partition("@")[2]


@dataclass(frozen=True, slots=True)
class Correction:
    """A sentence as it was told and as it reads now. `new` is empty where it went, `old` where it came."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Amended:
    """What is otherwise now of an item that was told: the phase that it left and is in, the words that changed, or all of it withdrawn."""

    left_phase: str = ""
    phase: str = ""
    corrections: tuple[Correction, ...] = ()
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class SpeechPart:
    """One speech of a debate as one recipient reads it: who said what, and where that is. `asked` is the question it answers."""

    kind: Kind
    speaker: Speaker | None
    url: str | None
    lang: str | None
    excerpts: tuple[Excerpt, ...]
    status: str | None = None
    asked: str = ""
    amended: Amended | None = None


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A watch found in a story: `watchlist` is the list's title, `why` the evidence in a recipient's words."""

    watch: WatchKey
    label: str
    watchlist: str
    how: How
    tier: Tier
    why: str
    mentions: int
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class ReportPart:
    """Another report of a story, which is listed and not told: its headline, who carries it, and why it is held to be of the story.

    `item` is what a reader names who knows better.
    """

    title: str
    outlet: str
    url: str | None
    folded_because: str = ""
    lang: str | None = None
    also_in: tuple[str, ...] = ()
    item: ItemId | None = None


@dataclass(frozen=True, slots=True)
class ListedPart:
    """Reports that came of a story since it was told, under the headline `title`; `watches` are those it was told for."""

    title: str
    told_at: datetime
    watches: tuple[WatchLine, ...]
    reports: tuple[ReportPart, ...]


@dataclass(frozen=True, slots=True)
class StoryPart:
    """One story as one recipient reads it: its first item, the watches that found it, and who else carries it.

    `outlet` is the publisher or the house; `also_in` names the other outlets of its text, `reports` are others of the same event;
    `headings` are those of a record, outermost first; `folded_because` says, for a follow-up, why it belongs to the story. A debate has
    `speeches`, and its own heading as title; `house` and `sitting_date` are of a record. `amended` is what is otherwise now, for an item
    that was told. A parliament `speaks_up` where it speaks for the first time of what its reader was told of by the press. `actions`
    are what its reader can do about it with a click, empty where no public address is set.
    """

    title: str
    outlet: str
    url: str | None
    published_at: datetime | None
    seen_at: datetime
    lang: str | None
    kind: Kind
    speaker: Speaker | None
    headings: tuple[str, ...]
    watches: tuple[WatchLine, ...]
    excerpts: tuple[Excerpt, ...]
    also_in: tuple[str, ...] = ()
    status: str | None = None
    folded_because: str | None = None
    house: str = ""
    sitting_date: date | None = None
    asked: str = ""
    amended: Amended | None = None
    speeches: tuple[SpeechPart, ...] = ()
    reports: tuple[ReportPart, ...] = ()
    speaks_up: bool = False
    actions: tuple[Action, ...] = ()

    @property
    def every_amended(self) -> tuple[Amended, ...]:
        """What is otherwise now of the item, or of speeches."""
        return tuple(one for one in (self.amended, *(speech.amended for speech in self.speeches)) if one is not None)


@dataclass(frozen=True, slots=True)
class PossiblePart:
    """A possible mention in a story, told by the item in which it is likeliest: one watch, or several that one passage resembles.

    `item` is what an answer names; `spellings` are what stands there for each watch, empty where that is the watch's own.
    """

    item: ItemId
    story: StoryPart
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SilencedPart:
    """How many stories a silence kept out of a digest, until when, and who said so. It `is_over` if it mutes no more."""

    stories: int
    until: datetime
    author: str
    reason: str
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many stories of a watch a digest does not tell, beyond those that it holds."""

    watch: WatchKey
    label: str
    watchlist: str
    count: int


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One message to one recipient. `key` is the delivery's, shown in the footer; `at` is when it leaves.

    `listed` are other reports of stories that were told before: all that a message holds, or the tail of a digest.
    A digest may end with `possible` mentions, the likeliest first; `possible_left_out` counts those beyond what one message shows, and
    `left_out` the stories. One that gathers what a `flood` brought says so first. A digest says what was `silenced` since the one before
    it, and has its `coverage`; one without anything else tells of a silence.
    """

    key: str
    recipient: RecipientKey
    is_digest: bool
    is_update: bool
    stories: tuple[StoryPart, ...]
    at: datetime
    public_url: str | None = None
    possible: tuple[PossiblePart, ...] = ()
    possible_left_out: int = 0
    listed: tuple[ListedPart, ...] = ()
    flood: FloodPart | None = None
    silenced: tuple[SilencedPart, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    coverage: Coverage | None = None

    @property
    def every_watch(self) -> tuple[WatchLine, ...]:
        """The watches of stories told for sure, then of those that are listed again, then of possible mentions."""
        told = (*(story.watches for story in self.stories), *(listed.watches for listed in self.listed))
        possible = (one.story.watches for one in self.possible)
        return tuple(watch for watches in (*told, *possible) for watch in watches)

    @property
    def size(self) -> int:
        """How many entries it has, each a story, another report or a possible mention."""
        return len(self.stories) + len(self.possible) + sum(len(part.reports) for part in self.listed)
