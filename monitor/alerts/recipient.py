"""Somebody who is told: where, when, and when not, and of what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from monitor.alerts.quiet import Quiet
from monitor.alerts.schedule import AT_ONCE, MORNING, When
from monitor.model import Item, Kind, Priority, RecipientKey
from monitor.text.language_tag import is_among

if TYPE_CHECKING:
    from collections.abc import Mapping

WhenEmpty = Literal["send", "skip"]

DEFAULT_SEND: Mapping[Priority, When] = MappingProxyType(
    {Priority.URGENT: AT_ONCE, Priority.NORMAL: AT_ONCE, Priority.LOW: MORNING},
)


@dataclass(frozen=True, slots=True)
class Nature:
    """What an item is to those who choose: its kind, and the languages that it can be read in. None is known if it does not say its own."""

    kind: Kind = Kind.ARTICLE
    languages: frozenset[str] = frozenset()


def nature_of(item: Item) -> Nature:
    """Tell what an item is to those who choose."""
    return Nature(item.kind, frozenset({item.lang, *item.variants}) if item.lang else frozenset())


@dataclass(frozen=True, slots=True)
class Recipient:
    """One entry of `recipients.yaml`.

    `to` holds addresses as written, secrets unexpanded. `send` may leave priorities out: `DEFAULT_SEND` fills them in.
    `zone` is what its days and clocks go by; `language` is for the wording of messages. `templates` names the folder whose templates stand
    in the place of ours. Of what scores less than `min_score`, 0 to 1, is of none of its `kinds`, or in none of its `languages`, it is
    not told; a set that is empty sets no condition.
    `when_empty` says whether a digest leaves that has nothing to tell; None where its owner did not say, and asked for no digest either.
    """

    key: RecipientKey
    to: tuple[str, ...]
    send: Mapping[Priority, When] = field(default_factory=lambda: DEFAULT_SEND)
    quiet: tuple[Quiet, ...] = ()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    language: str = "en"
    min_score: float = 0.0
    kinds: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    templates: str | None = None
    when_empty: WhenEmpty | None = None

    def when(self, priority: Priority) -> When:
        """Tell when this recipient wants to hear of something with that priority."""
        return self.send.get(priority, DEFAULT_SEND[priority])

    def refusal(self, score: float, nature: Nature) -> str:
        """Name the setting by which this recipient does not want a mention of that score in such an item; empty when they want it.

        An item that does not say its language is in no other one for certain: it is wanted.
        """
        if score < self.min_score:
            return f"min_score: {self.min_score:g}"
        if self.kinds and nature.kind.value not in self.kinds:
            return f"kinds: {', '.join(sorted(self.kinds))}"
        if self.languages and nature.languages and not any(is_among(each, self.languages) for each in nature.languages):
            return f"languages: {', '.join(sorted(self.languages))}"
        return ""

    @property
    def daily(self) -> When:
        """The set time for what can wait: that of normal things if they have one, else that of low ones, else 07:30.

        Of several times a day the first.
        """
        times = (self.when(priority) for priority in (Priority.NORMAL, Priority.LOW))
        chosen = next((when for when in times if when.is_daily_at_most), MORNING)
        return replace(chosen, clocks=chosen.clocks[:1])
