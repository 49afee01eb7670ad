"""What every channel can do, whatever carries the message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from monitor.model import Rendered, Sent

CONNECT_S = 10.0  # to reach a server at all; a name server or a firewall that is silent is noticed by then
ANSWER_S = 30.0  # for one answer of a server that was reached
CONNECTIONS = 3  # of one mail account at once; Exchange Online takes no more (learn.microsoft.com: "Exchange Online limits", SMTP client)


class Sender(Protocol):
    """One account that sends: opened at first use, used by many messages."""

    async def send(self, target: str, message: Rendered, key: str, thread: str | None = None) -> Sent:
        """Send to one target.

        Args:
            target: who or what reads it, in the channel's own words.
            message: rendered in the channel's form.
            key: the delivery's key; the same key is the same message, sent again.
            thread: what an earlier `Sent.thread` said, to continue that conversation.

        Raises:
            Retry: not delivered, a later try may succeed.
            Unreachable: likewise, and every other message of the account would fare alike.
            AccountFault: likewise, until somebody mends the account.
            TooFast: likewise, until the server takes more.
            Rejected: not delivered, no later try can succeed.
            Unknown: the reply was lost.
        """
        ...

    async def check(self, target: str | None) -> str | None:
        """Try the account, and the target if one is given, without sending; tell the complaint, None when all is well."""
        ...

    async def close(self) -> None:
        """Give connections back. A sender that is closed opens again when it is used."""
        ...


@runtime_checkable
class Amender(Protocol):
    """A sender that can put another message in the place of one that it sent."""

    async def amend(self, message: Rendered, ref: str) -> None:
        """Put a message in the place of the one that `Sent.ref` named; doing it twice is as good as once.

        Raises:
            Retry: it was not changed, a later try may succeed.
            Rejected: it cannot be changed.
            Unknown: the reply was lost.
        """
        ...
