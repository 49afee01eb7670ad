"""Bring a message to an address: the one door to all channels."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from monitor.channels.address import SECRET, Address, AddressError, Destination, resolve
from monitor.channels.sender import Amender
from monitor.errors import AccountFault, MonitorError, Rejected, Retry, SendError
from monitor.model import Rendered, Sent
from monitor.settings.records import EmailSender, MatrixSender, SenderSettings, SlackSender

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from monitor.channels.sender import Sender

Form = Literal["email", "slack", "matrix", "plain"]
SHORTEST_SECRET = 4  # blotting out a shorter one would tear other words apart, and hide nothing
FORMS: dict[str, Form] = {"email": "email", "slack": "slack", "matrix": "matrix"}
_FIELDS = {
    EmailSender: ("smtp", "user", "password", "from_"),
    SlackSender: ("token", "webhook", "api"),
    MatrixSender: ("homeserver", "user", "password", "token"),
}


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Channels:
    """Every sender of the settings and every URL address, opened when first used, its connections used again.

    Args:
        senders: by the names that addresses call them.
        expand: resolves `${env:X}` and `${file:/path}`; asked at each use, so that a changed secret is a used one.
        home: the folder for what must outlive a restart (Matrix device names).
        clock: what time it is, aware and in UTC.
    """

    def __init__(
        self, senders: Mapping[str, SenderSettings], expand: Callable[[str], str], home: Path, clock: Callable[[], datetime] = _utc_now
    ) -> None:
        self._senders = senders
        self._expand = expand
        self._home = home
        self._clock = clock
        self._open: dict[SenderSettings | None, Sender] = {}

    def form(self, address: Address) -> Form:
        """Tell the form that a message for this address is rendered in."""
        if SECRET.fullmatch(address.target) and address.sender is None:
            try:
                return FORMS.get(self._destination(address).channel, "plain")
            except MonitorError:
                return "plain"  # sending will say what is wrong with it
        return FORMS.get(address.channel, "plain")

    def open(self, address: Address) -> None:
        """Load what sends to an address, so that sending begins at once; talks to nobody.

        Raises:
            AccountFault: a secret is not set.
            Rejected: the address or its sender is not in the settings any more.
        """
        self._sender(self._resolved(address))

    async def send(self, address: Address, message: Rendered, key: str, thread: str | None = None) -> Sent:
        """Send a message to an address.

        Args:
            address: as read by `read_address`.
            message: rendered in the address's form.
            key: the delivery's key, the same at each try.
            thread: `Sent.thread` of an earlier message that this one follows on.

        Raises:
            Retry: not delivered, a later try may succeed; `after` says when at the earliest. `Unreachable` when the account's other
                messages would fare alike; `AccountFault`, one of these, when only a person can mend the account; `TooFast`, another,
                when its server asks for patience.
            Rejected: not delivered, no later try can succeed.
            Unknown: the reply was lost.
        """
        destination = self._resolved(address)
        try:
            return await self._sender(destination).send(destination.target, message, key, thread)
        except SendError as error:
            raise _without_secrets(error, destination) from None

    async def amend(self, address: Address, message: Rendered, ref: str) -> None:
        """Put a message in the place of one that was sent to an address, where its channel can do that.

        Args:
            address: as read by `read_address`.
            message: rendered in the address's form.
            ref: `Sent.ref` of the former message.

        Raises:
            Retry: it was not changed, a later try may succeed.
            Rejected: it cannot be changed there.
            Unknown: the reply was lost.
        """
        destination = self._resolved(address)
        sender = self._sender(destination)
        if not isinstance(sender, Amender):
            raise Rejected(f"{address.label}: what was sent there cannot be changed")
        try:
            await sender.amend(message, ref)
        except SendError as error:
            raise _without_secrets(error, destination) from None

    async def check(self, address_or_sender: Address | str) -> str | None:
        """Try an address, or a sender by its name, without sending; tell the complaint, None when all is well."""
        try:
            if isinstance(address_or_sender, Address):
                destination = self._destination(address_or_sender)
                complaint = await self._sender(destination).check(destination.target)
            else:
                destination = self._account(address_or_sender)
                complaint = await self._sender(destination).check(None)
        except MonitorError as error:
            return str(error)
        return _masked(complaint, destination) if complaint else None

    async def close(self) -> None:
        """Close every connection."""
        senders, self._open = list(self._open.values()), {}
        for sender in senders:
            await sender.close()

    def _resolved(self, address: Address) -> Destination:
        try:
            return self._destination(address)
        except AddressError as error:
            raise Rejected(str(error)) from None
        except MonitorError as error:  # a secret that is not there now may be there tomorrow
            raise AccountFault(str(error)) from None

    def _destination(self, address: Address) -> Destination:
        destination = resolve(address, self._senders, self._expand)
        return replace(destination, settings=self._expanded(destination.settings)) if address.sender is not None else destination

    def _account(self, name: str) -> Destination:
        if name not in self._senders:
            raise AddressError(f"no sender is called {name!r}; add it under senders: in tocsin.yaml")
        return Destination("apprise", self._expanded(self._senders[name]), "")

    def _expanded(self, settings: SenderSettings | None) -> SenderSettings | None:
        if settings is None:
            return None
        written = {field: getattr(settings, field) for field in _FIELDS[type(settings)]}
        expanded: dict[str, Any] = {field: self._expand(text) for field, text in written.items() if text and SECRET.search(text)}
        return replace(settings, **expanded)

    def _sender(self, destination: Destination) -> Sender:
        """Find the open sender of this very account; new secrets make a new one."""
        settings = destination.settings
        if settings not in self._open:
            self._open[settings] = self._make(settings)
        return self._open[settings]

    def _make(self, settings: SenderSettings | None) -> Sender:
        """Open a sender; its library is loaded only now, as few users have an account of each kind."""
        if isinstance(settings, EmailSender):
            from monitor.channels.email import EmailChannel

            return EmailChannel(settings, self._clock)
        if isinstance(settings, SlackSender):
            from monitor.channels.slack import SlackChannel

            return SlackChannel(settings, self._clock)
        if isinstance(settings, MatrixSender):
            from monitor.channels.matrix import MatrixChannel

            return MatrixChannel(settings, self._home, self._clock)
        from monitor.channels.apprise import AppriseChannel

        return AppriseChannel()


def _without_secrets(error: SendError, destination: Destination) -> SendError:
    """Give the same verdict with every secret blotted out: servers have been seen to repeat what they were sent."""
    text = _masked(str(error), destination)
    return type(error)(text, error.after) if isinstance(error, Retry) else type(error)(text)


def _masked(text: str, destination: Destination) -> str:
    for secret in (each for each in destination.secrets if len(each) >= SHORTEST_SECRET):
        text = text.replace(secret, "…")
    return text
