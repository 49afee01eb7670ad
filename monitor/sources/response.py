"""What a server answered, as data: the border between the fetching and everything that decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.model import Digest

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Response:
    """One answer after all redirects, its body decompressed and within the cap.

    `url` is the address that answered; `permanent_url` is how far permanent redirects alone (301, 308) led, None when there was none.
    `headers` have lower-case names; `content_type` is that header as sent, `charset` the one it names. The body is read for pages only.
    """

    status: int
    url: str
    permanent_url: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS)
    body: bytes = b""
    charset: str | None = None
    content_type: str = ""
    elapsed_ms: int = 0

    @property
    def body_hash(self) -> Digest:
        """Hash the body; equal hashes of two polls mean that nothing has changed."""
        return Digest(blake2b(self.body, digest_size=16).digest())
