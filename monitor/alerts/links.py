"""Signed links of messages: what a click may do, for whom, and until when. Pure.

A link is its own permission, so it says all that it may do, and is signed with HMAC-SHA256 (RFC 2104) over just that. Whoever alters a
letter of it, or comes too late, has none. It is written in base64 without padding (RFC 4648, section 5), in one spelling alone.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from monitor.model import RecipientKey

if TYPE_CHECKING:
    from collections.abc import Sequence

Act = Literal["why", "not-this", "this", "mute", "unmute"]
ACTS: tuple[Act, ...] = get_args(Act)
LASTS = timedelta(days=14)
LONGEST = 2500  # characters; a link with three keys of watches in any script has fewer, and Slack takes 3,000
PATH = "link"
_PURPOSE = b"tocsin link 1\n"  # nothing else that may ever be signed with the key begins so


@dataclass(frozen=True, slots=True)
class Link:
    """What a link may do. `about` are the ids that it does it with: of an item and its watches, of a story, or of a silence."""

    act: Act
    about: tuple[str, ...]
    recipient: RecipientKey
    expires_at: datetime

    @property
    def name(self) -> str:
        """Name the link, the same however it is asked for: 32 hexadecimal digits."""
        return hashlib.sha256(_payload(self)).hexdigest()[:32]


def expiry(now: datetime) -> datetime:
    """Tell when a link made now expires, on the full hour: the same message written twice within one has the same links."""
    return (now + LASTS).replace(minute=0, second=0, microsecond=0)


def sign(link: Link, key: bytes) -> str:
    """Write a link as one word, fit for an address."""
    payload = _payload(link)
    return f"{_word(payload)}.{_word(_signature(payload, key))}"


def address(public_url: str, link: Link, key: bytes) -> str:
    """Write a link as an address under the console's public one."""
    return f"{public_url.rstrip('/')}/{PATH}/{sign(link, key)}"


def read(word: str, key: bytes, now: datetime) -> Link | None:
    """Read a link that was signed with this key; None if it was not, or has expired, whichever it is."""
    written, dot, seal = word.partition(".")
    payload, signature = _unwritten(written), _unwritten(seal)
    if len(word) > LONGEST or not dot or payload is None or signature is None:
        return None
    if not hmac.compare_digest(signature, _signature(payload, key)):
        return None
    link = _link(json.loads(payload))
    return link if link is not None and now < link.expires_at else None


def _link(said: Sequence[object]) -> Link | None:
    """Read what was signed; None of a kind that another version made."""
    match said:
        case [str(act), [*about], str(recipient), int(expires)]:
            known = next((one for one in ACTS if one == act), None)
            ids = tuple(each for each in about if isinstance(each, str))
            return known and Link(known, ids, RecipientKey(recipient), datetime.fromtimestamp(expires, UTC))
        case _:
            return None


def _payload(link: Link) -> bytes:
    said = [link.act, list(link.about), link.recipient, int(link.expires_at.timestamp())]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _signature(payload: bytes, key: bytes) -> bytes:
    return hmac.new(key, _PURPOSE + payload, hashlib.sha256).digest()


def _word(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _unwritten(word: str) -> bytes | None:
    """Read base64 in the one spelling that we write."""
    try:
        data = base64.urlsafe_b64decode(word.encode("ascii") + b"=" * (-len(word) % 4))
    except (binascii.Error, UnicodeEncodeError):
        return None
    return data if _word(data) == word else None
