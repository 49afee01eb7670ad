"""The device that a Matrix account sends as, the same at every start.

Measured against Synapse: a message sent again with the same transaction id is dropped if it comes from the same device, also with
a newer token; from another device it is a second message. So the name is made once and kept.
"""

from __future__ import annotations

import os
import re
import secrets
from typing import TYPE_CHECKING

from monitor.errors import Retry
from monitor.model import digest

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"TOCSIN[0-9A-F]{12}")


def device_name(home: Path, homeserver: str, user: str) -> str:
    """Read the account's device name, or make it on first use; the file is readable by its owner alone.

    Raises:
        Retry: the folder cannot be written, or the file is damaged.
    """
    path = home / f"matrix-{digest(homeserver, user).hex()[:16]}.device"
    try:
        if not path.exists():
            _write(path, "TOCSIN" + secrets.token_hex(6).upper())
        name = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise Retry(f"{path}: the Matrix device cannot be kept there: {error.strerror}; make the folder writable") from None
    if _NAME.fullmatch(name) is None:
        raise Retry(f"{path}: this is no Matrix device name; delete the file, and a new one is made")
    return name


def _write(path: Path, name: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return  # another process was quicker; its name holds
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
