"""What an address that is a URL means. Apart from the reading of it, which needs Apprise and the time to load it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from monitor.errors import MonitorError

if TYPE_CHECKING:
    from monitor.settings.records import SenderSettings

Channel = Literal["email", "slack", "matrix", "apprise"]
OWN_SCHEMES: dict[str, Channel] = {"mailto": "email", "mailtos": "email", "slack": "slack", "matrix": "matrix", "matrixs": "matrix"}


class AddressError(MonitorError):
    """An address that nobody can be reached at; the text says how to mend it."""


class UnreadableError(AddressError):
    """A URL that Apprise itself refuses; where secrets are missing from it, that means little."""


@dataclass(frozen=True, slots=True)
class UrlAccount:
    """What a URL means: an account of one of our senders and its target, or the URL itself for Apprise."""

    channel: Channel
    settings: SenderSettings | None
    target: str
