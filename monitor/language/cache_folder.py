"""Where a user's programs keep what they can work out again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_OURS = "tocsin"


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Find our folder: systemd's own for a service, else the user's; None for a user who has no place for it.

    https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html on `CacheDirectory=`, and
    https://specifications.freedesktop.org/basedir-spec/latest/: a folder that is not absolute does not count.
    """
    service = environment.get("CACHE_DIRECTORY", "").partition(":")[0]
    if service.startswith("/"):
        return Path(service)
    caches = environment.get("XDG_CACHE_HOME", "")
    if caches.startswith("/"):
        return Path(caches, _OURS)
    home = environment.get("HOME", "")
    return Path(home, ".cache", _OURS) if home.startswith("/") else None
