"""Somebody who is told: where, when, and when not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from monitor.alerts.quiet import Quiet
from monitor.alerts.schedule import AT_ONCE, MORNING, When
from monitor.model import Priority, RecipientKey

if TYPE_CHECKING:
    from collections.abc import Mapping

WhenEmpty = Literal["send", "skip"]

DEFAULT_SEND: Mapping[Priority, When] = MappingProxyType(
    {Priority.URGENT: AT_ONCE, Priority.NORMAL: AT_ONCE, Priority.LOW: MORNING},
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One entry of `recipients.yaml`.

    `to` holds addresses as written, secrets unexpanded. `send` may leave priorities out: `DEFAULT_SEND` fills them in.
    `zone` is what its days and clocks go by; `language` is for the wording of messages. `when_empty` says whether a digest leaves that
    has nothing to tell; None where its owner did not say, and asked for no digest either.
    """

    key: RecipientKey
    to: tuple[str, ...]
    send: Mapping[Priority, When] = field(default_factory=lambda: DEFAULT_SEND)
    quiet: tuple[Quiet, ...] = ()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    language: str = "en"
    when_empty: WhenEmpty | None = None

    def when(self, priority: Priority) -> When:
        """Tell when this recipient wants to hear of something with that priority."""
        return self.send.get(priority, DEFAULT_SEND[priority])

    @property
    def daily(self) -> When:
        """The set time for what can wait: that of normal things if they have one, else that of low ones, else 07:30.

        Of several times a day the first.
        """
        times = (self.when(priority) for priority in (Priority.NORMAL, Priority.LOW))
        chosen = next((when for when in times if when.clocks), MORNING)
        return replace(chosen, clocks=chosen.clocks[:1])
