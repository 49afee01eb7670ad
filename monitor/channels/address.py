"""Read the addresses that recipients are told at.

`desk@example.org` goes by the first email sender, `mail/desk@example.org`, `slack/arms-exports` and `matrix/!room:example.org`
by the sender named, and any Apprise URL by itself. Secrets in an address (`${env:X}`) are not needed to read it: what depends on
them is judged when a message leaves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import quote

from monitor.channels.inert import one_line
from monitor.channels.url_account import OWN_SCHEMES, AddressError, Channel, UnreadableError, UrlAccount
from monitor.settings.records import EmailSender, SenderSettings, SlackSender

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Address", "AddressError", "Destination", "complaint", "read_address", "resolve"]

SECRET = re.compile(r"\$\{[^{}]*\}")
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[^\s@<>\"(),:;\\\[\]/]{1,253}")
_SLACK = re.compile(r"#?[^\s#@/:<>,]{1,80}")
_MATRIX = re.compile(r"![^\s:/]+(:[^\s/]+)?|#[^\s:/]+:[^\s/]+")
_PLAIN_HOST = re.compile(r"[a-z0-9+.-]+://(?:[^@/]*@)?((?:[a-z0-9-]{1,30}\.)+[a-z]{2,15}|localhost|\d+(?:\.\d+){3})(?::\d+)?(?=[/?]|$)")
CHANNEL_NAMES = frozenset({"slack", "matrix"})  # words that mean a channel, not a misspelt sender


@dataclass(frozen=True, slots=True)
class Address:
    """Somewhere to send to, as written: `target` keeps its secrets unexpanded, `label` has none and may be shown and stored.

    `sender` is None for a URL, which is its own account. `has_threads` where a later message can be put under an earlier one: a room of
    Matrix, a Slack channel that a bot writes to. A webhook of Slack learns nothing of what it posted, and in a mailbox a thread is the
    reader's own affair.
    """

    channel: Channel
    sender: str | None
    target: str
    label: str
    has_threads: bool = False

    @property
    def place(self) -> tuple[str | None, str]:
        """What is the same for all ways to write one place: its sender and its target; of an email address, capitals do not count."""
        return self.sender, self.target.casefold() if self.channel == "email" and self.sender else self.target


@dataclass(frozen=True, slots=True)
class Destination:
    """An address at the moment of sending, its secrets expanded. Never shown, never stored."""

    channel: Channel
    settings: SenderSettings | None
    target: str

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be seen in a log or an error."""
        named = (getattr(self.settings, name, None) for name in ("password", "token", "webhook"))
        return tuple(secret for secret in named if secret)


def read_address(text: str, senders: Mapping[str, SenderSettings]) -> Address:
    """Read an address as a user wrote it.

    Raises:
        AddressError: it names no sender that is there, no target, or a service that nobody knows.
    """
    written = text.strip()
    if not written:
        raise AddressError("this address is empty; write name@example.org, sender/target, or an Apprise URL")
    if SECRET.fullmatch(written):
        return Address("apprise", None, written, written)
    if "://" in SECRET.sub("", written):
        return _url(written)
    name, slash, target = written.partition("/")
    if slash and name in senders:
        return _named(name, senders[name], target, written)
    if slash or (written not in senders and "@" not in written):
        raise AddressError(_unknown_sender(name, senders))
    if "@" not in written:
        return _named(written, senders[written], "", written)
    mail = next((key for key, settings in senders.items() if isinstance(settings, EmailSender)), None)
    if mail is None:
        raise AddressError(f"{one_line(written)} is an email address, and no sender sends email; add one under senders: in tocsin.yaml")
    return _named(mail, senders[mail], written, written)


def complaint(text: str, senders: Mapping[str, SenderSettings]) -> str:
    """Say what is wrong with an address, and after a semicolon what to do; empty for one that can be used."""
    try:
        read_address(text, senders)
    except AddressError as error:
        return str(error)
    return ""


def resolve(address: Address, senders: Mapping[str, SenderSettings], expand: Callable[[str], str]) -> Destination:
    """Expand an address's secrets, and find the account that it goes by.

    Raises:
        AddressError: the sender is gone, or the expanded text is no address.
    """
    if address.sender is None:
        if SECRET.fullmatch(address.target):
            return _secret_address(expand(address.target).strip(), senders, expand)
        account = _read_url(SECRET.sub(lambda found: quote(expand(found[0]), safe=""), address.target))
        return Destination(account.channel, account.settings, account.target)
    settings = senders.get(address.sender)
    if settings is None:
        raise AddressError(f"{address.label}: {_unknown_sender(address.sender, senders)}")
    target = expand(address.target) if SECRET.search(address.target) else address.target
    return Destination(address.channel, settings, _target(address.sender, settings, target))


def _secret_address(text: str, senders: Mapping[str, SenderSettings], expand: Callable[[str], str]) -> Destination:
    if SECRET.search(text):
        raise AddressError("a secret address may not name another secret; put the address itself there")
    return resolve(read_address(text, senders), senders, expand)


def _named(name: str, settings: SenderSettings, target: str, written: str) -> Address:
    if not SECRET.search(target):
        target = _target(name, settings, target)
    return Address(_channel(settings), name, target, one_line(written), has_threads=_has_threads(_channel(settings), settings))


def _has_threads(channel: Channel, settings: SenderSettings | None) -> bool:
    return channel == "matrix" or (isinstance(settings, SlackSender) and bool(settings.token))


def _channel(settings: SenderSettings) -> Channel:
    if isinstance(settings, EmailSender):
        return "email"
    return "slack" if isinstance(settings, SlackSender) else "matrix"


def _target(name: str, settings: SenderSettings, target: str) -> str:
    if target != one_line(target, len(target) + 1):
        raise AddressError(f"{one_line(target, 80)!r} holds characters that nobody can see, or lines; write {name}/ and the name alone")
    shown = repr(one_line(target, 80)) if target else "nothing after the sender's name"
    if isinstance(settings, EmailSender):
        if _EMAIL.fullmatch(target):
            return target
        if "," in target or ";" in target:
            raise AddressError("this is more than one email address; write each by itself: [one@example.org, two@example.org]")
        raise AddressError(f"{shown} is no email address; write {name}/name@example.org")
    if isinstance(settings, SlackSender):
        if _SLACK.fullmatch(target) or (settings.webhook and not target):
            return target.removeprefix("#")
        raise AddressError(f"{shown} is no Slack channel; write {name}/channel-name or {name}/C024BE91L")
    if _MATRIX.fullmatch(target):
        return target
    if target.startswith("@"):
        raise AddressError(f"{shown} is a person; Tocsin opens no rooms: make one, invite the account, and write {name}/!room:example.org")
    raise AddressError(f"{shown} is no Matrix room; write {name}/!room:example.org or {name}/#alias:example.org")


def _unknown_sender(name: str, senders: Mapping[str, SenderSettings]) -> str:
    shown = one_line(name, 40)
    near = [] if name in CHANNEL_NAMES else get_close_matches(name, senders, 1)
    if near:
        return f"no sender is called {shown!r}; did you mean {near[0]}/...?"
    there = ", ".join(sorted(senders)) or "none yet"
    return f"no sender is called {shown!r} (there are: {there}); add it under senders: in tocsin.yaml, or write name@example.org or a URL"


def _url(written: str) -> Address:
    from monitor.channels.apprise_url import scheme_of

    scheme = scheme_of(written)
    account = _judge(written, scheme)
    has_threads = _has_threads(account.channel, account.settings)
    return Address(account.channel, None, written, _label(written, scheme, account), has_threads=has_threads)


def _judge(written: str, scheme: str) -> UrlAccount:
    """Read a URL; where secrets stand in it, Apprise may refuse what stands in for them, and the judgement waits for the real ones."""
    if not SECRET.search(written):
        return _read_url(written)
    unknown = UrlAccount(OWN_SCHEMES.get(scheme, "apprise"), None, "")
    if scheme == "slack":  # a stand-in for a token cannot tell a bot from a webhook
        return unknown
    try:
        return _read_url(SECRET.sub("tocsinsecret", written))
    except UnreadableError:
        return unknown


def _read_url(url: str) -> UrlAccount:
    from monitor.channels.apprise_url import read_url  # who uses no URL as an address need not wait for Apprise to load

    return read_url(url)


def _label(written: str, scheme: str, account: UrlAccount) -> str:
    """Name a URL without its secrets, distinctly and the same at every start; a digest of the text tells alike ones apart."""
    mark = "…" + blake2b(written.encode("utf-8", "replace"), digest_size=3).hexdigest()
    host = _PLAIN_HOST.match(SECRET.sub("secret", written))
    place = f"{host[1]}/" if host else ""
    is_target_shown = account.settings is not None and account.target and "tocsinsecret" not in account.target
    return one_line(f"{scheme}://{place}{mark}" + (f"/{account.target}" if is_target_shown else ""))
