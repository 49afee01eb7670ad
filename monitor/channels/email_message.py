"""Write the letter: headers, text and HTML of one message to one reader. Pure.

RFC 5322 (Message-ID, References), RFC 3834 (Auto-Submitted), RFC 2369 and RFC 2919 (List-Unsubscribe, List-Id).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING

from monitor.channels.inert import inert, one_line
from monitor.errors import AccountFault

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.model import Rendered

_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9._-]+")
_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,200}@[\x21-\x3b\x3d\x3f-\x7e]{1,200}>")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, and as which message.

    `from_` is written as in the settings, `Tocsin <alerts@example.org>`. The Message-ID is made of `key` alone, so that a letter
    that was sent twice can be recognised. `thread` is the Message-ID that this letter follows on.
    """

    from_: str
    to: str
    key: str
    thread: str | None
    at: datetime


def compose(envelope: Envelope, message: Rendered) -> EmailMessage:
    """Write the letter; `message` is rendered in the form "email".

    Raises:
        AccountFault: the sender's own address is none; mended settings will send the letter.
    """
    name, origin = split_from(envelope.from_)
    target, thread = envelope.to, envelope.thread
    utf8 = not (target.rpartition("@")[0] + origin.rpartition("@")[0]).isascii()
    letter = EmailMessage(policy=(SMTPUTF8 if utf8 else SMTP).clone(cte_type="7bit"))
    letter["From"] = Address(one_line(name, 100), username=origin.rpartition("@")[0], domain=domain_of(origin))
    letter["To"] = Address(username=target.rpartition("@")[0], domain=domain_of(target))
    # Python decodes encoded words in what a header is set to; text from outside must not speak that language.
    letter.set_raw("Subject", _folded("Subject", one_line(message.subject).replace("=?", "= ?") or "(no subject)"))
    letter["Date"] = format_datetime(envelope.at)
    letter["Message-ID"] = message_id(envelope.key, origin)
    if thread is not None and _ID.fullmatch(thread):
        letter["In-Reply-To"] = thread
        letter["References"] = thread
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter["List-Id"] = f"<tocsin.{domain_of(origin)}>"
    letter["List-Unsubscribe"] = f"<mailto:{origin.rpartition('@')[0]}@{domain_of(origin)}?subject=unsubscribe>"
    letter.set_content(inert(message.text) + "\n")
    if message.html:
        letter.add_alternative(inert(message.html) + "\n", subtype="html")
    return letter


def _folded(name: str, text: str) -> str:
    """Encode and fold a header as RFC 2047 has it; EmailMessage, given the text, loses spaces between long words that are not ASCII."""
    return Header(text, "us-ascii" if text.isascii() else "utf-8", header_name=name).encode(linesep="\r\n")


def message_id(key: str, origin: str) -> str:
    """Make the Message-ID of a delivery: the key, in the domain that the letter comes from."""
    return f"<{_NOT_IN_AN_ID.sub('-', key)[:120] or 'message'}@{domain_of(origin)}>"


def split_from(from_: str) -> tuple[str, str]:
    """Split `Tocsin <alerts@example.org>` into name and address.

    Raises:
        AccountFault: there is no address in it.
    """
    name, origin = parseaddr(inert(from_))
    local, at, domain = origin.rpartition("@")
    if not (local and at and domain) or " " in origin:
        raise AccountFault(
            f"from: {one_line(from_, 80)!r} is no address; write from: Tocsin <alerts@example.org> under senders: in tocsin.yaml"
        )
    return name, origin


def domain_of(address: str) -> str:
    """Give the domain in the letters that every mail server reads (IDNA)."""
    domain = address.rpartition("@")[2]
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return _NOT_IN_AN_ID.sub("-", domain) or "localhost"
