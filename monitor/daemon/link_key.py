"""The key that the links of messages are signed with: made once, beside the database, for its owner's eyes alone.

It is no part of the database, so that a copy of that cannot sign; without the file, a new one is made, and older links are refused.
"""

from __future__ import annotations

import os
import re
import secrets
from typing import TYPE_CHECKING

from monitor.errors import MonitorError

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
        if not path.exists():
            _make(path)
        text = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise MonitorError(f"{path}: the key of the links cannot be kept there: {error.strerror}; make the folder writable") from None
    if _KEY.fullmatch(text) is None:
        raise MonitorError(f"{path}: this is no key; delete the file, and a new one is made. Links that were sent before stop working")
    return bytes.fromhex(text)


def _make(path: Path) -> None:
    """Write the whole file under another name first: a full disk must not leave half a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return  # another process was quicker; its key holds
        except OSError:  # a file system without hard links
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
