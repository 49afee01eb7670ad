"""The device that a Matrix account sends as, the same at every start.

Measured against Synapse: a message sent again with the same transaction id is dropped if it comes from the same device, also with
a newer token; from another device it is a second message. So the name is made once and kept.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from monitor.errors import AccountFault
from monitor.files import make_once
from monitor.model import digest

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"TOCSIN[0-9A-F]{12}")


def device_name(home: Path, homeserver: str, user: str) -> str:
    """Read the account's device name, or make it on first use; the file is readable by its owner alone.

    Raises:
        AccountFault: the folder cannot be written, or the file is damaged.
    """
    path = home / f"matrix-{digest(homeserver, user).hex()[:16]}.device"
    try:
        make_once(path, f"TOCSIN{secrets.token_hex(6).upper()}".encode())
        name = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise AccountFault(f"{path}: the Matrix device cannot be kept there: {error.strerror}; make the folder writable") from None
    if _NAME.fullmatch(name) is None:
        remedy = "put the file back from a backup, or delete it and the .keys file beside it: Tocsin then signs in as a new device"
        raise AccountFault(f"{path}: this is no Matrix device name; {remedy}")
    return name
