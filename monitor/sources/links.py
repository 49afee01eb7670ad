"""Addresses inside documents: made absolute, and only those of the web."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

_LONGEST = 4096
_UNSEEN = re.compile(r"[\x00-\x20\x7f]+")


def web_address(link: object, *bases: str | None) -> str | None:
    """Resolve a link against the first base that makes it an http or https address; None if none does (`javascript:`, `urn:`, nonsense).

    Blanks and line breaks inside a link are dropped, as browsers do (WHATWG URL Standard), but for inner spaces, which become %20.
    """
    if not isinstance(link, str):
        return None
    written = _UNSEEN.sub(lambda found: "%20" if set(found[0]) == {" "} else "", link.strip())
    if not written or len(written) > _LONGEST:
        return None
    for base in ("", *bases):
        if base is None:
            continue
        try:
            address = urljoin(base, written)
            parts = urlsplit(address)
            if parts.scheme.lower() in ("http", "https") and parts.hostname:
                return address
        except ValueError:  # [brackets] that hold no IPv6 address
            return None
    return None
