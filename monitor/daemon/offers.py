"""What the reader of a message can do about it with a click, where the console has a public address: links that are signed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.alerts.links import Act, Link, address, expiry
from monitor.alerts.parts import Action
from monitor.daemon.events import warn
from monitor.daemon.link_key import link_key
from monitor.daemon.outside import state_folder
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.alerts.parts import PossiblePart, StoryPart
    from monitor.model import ItemId, RecipientKey, StoryId
    from monitor.settings.records import Settings

MOST_WATCHES = 3  # that one link offers to teach


@dataclass(frozen=True, slots=True)
class Offers:
    """Makes the links of one message to one recipient."""

    public_url: str
    key: bytes
    recipient: RecipientKey
    expires_at: datetime

    def of_story(self, part: StoryPart, item: ItemId, story: StoryId) -> StoryPart:
        """Put beside a story why it is told, that it is not meant, and a mute for a day."""
        taught = self._taught(part, item)
        return self._with(part, ("why", "why", [str(item)]), ("not this", "not-this", taught), ("mute 24 h", "mute", [str(story)]))

    def of_possible(self, part: PossiblePart) -> PossiblePart:
        """Put beside a possible mention why it is shown, and that it is not meant."""
        story = self._with(part.story, ("why", "why", [str(part.item)]), ("not this", "not-this", self._taught(part.story, part.item)))
        return replace(part, story=story)

    @staticmethod
    def _taught(part: StoryPart, item: ItemId) -> list[str]:
        return [str(item), *(line.watch for line in part.watches[:MOST_WATCHES])]

    def _with(self, part: StoryPart, *offered: tuple[str, Act, Sequence[str]]) -> StoryPart:
        links = ((label, Link(act, tuple(about), self.recipient, self.expires_at)) for label, act, about in offered)
        return replace(part, actions=tuple(Action(label, address(self.public_url, link, self.key)) for label, link in links))


def offers(settings: Settings, recipient: RecipientKey, now: datetime) -> Offers | None:
    """Make ready to offer; None without a public address. A key that cannot be had costs a message its links, and never the message."""
    url = settings.console.public_url
    if not url:
        return None
    try:
        return Offers(url, link_key(state_folder(settings)), recipient, expiry(now))
    except MonitorError as error:
        warn("links.no_key", reason=error)
        return None
