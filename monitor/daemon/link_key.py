"""The key that the links of messages are signed with: made once, beside the database, for its owner's eyes alone.

It is no part of the database, so that a copy of that cannot sign; without the file, a new one is made, and older links are refused.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from monitor.errors import MonitorError
from monitor.files import make_once

if TYPE_CHECKING:
    from pathlib import Path

FILE = "links.key"
_KEY = re.compile(r"[0-9a-f]{64}")


def link_key(home: Path) -> bytes:
    """Read the key, 32 bytes, or make it on first use.

    Raises:
        MonitorError: the folder cannot be written, or the file is damaged.
    """
    path = home / FILE
    try:
        make_once(path, secrets.token_hex(32).encode())
        text = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise MonitorError(f"{path}: the key of the links cannot be kept there: {error.strerror}; make the folder writable") from None
    if _KEY.fullmatch(text) is None:
        raise MonitorError(f"{path}: this is no key; delete the file, and a new one is made. Links that were sent before stop working")
    return bytes.fromhex(text)
