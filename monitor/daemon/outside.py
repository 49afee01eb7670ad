"""What reaches the outside world, as the settings ask for it: the fetcher, the accounts that send, and where their keys are kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from monitor import __version__
from monitor.channels.dispatch import Channels
from monitor.settings.secrets import expand
from monitor.sources.fetch import Fetcher
from monitor.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from monitor.settings.records import Settings


def state_folder(settings: Settings) -> Path:
    """Find the folder for what outlives a run besides the database: that of a SQLite file, else $STATE_DIRECTORY, else ../var."""
    return state_folder_of(settings.database, settings.folder)


def state_folder_of(database: str, folder: Path) -> Path:
    """Find the same, for a database by its address and the folder of the settings, when these cannot be read."""
    path = Database.path_of(database)
    if path is not None:
        return path.parent
    return Path(os.environ.get("STATE_DIRECTORY", "").split(":")[0] or folder.parent / "var")


def fetcher_of(settings: Settings) -> Fetcher:
    """Make the fetcher that the settings ask for.

    Raises:
        SecretError: the proxy names a secret that is not set.
    """
    fetch = settings.fetch
    contact = f" (+{settings.contact})" if settings.contact else ""
    return Fetcher(
        user_agent=f"Tocsin/{__version__}{contact}",
        timeout=fetch.timeout,
        max_body=fetch.max_body,
        allow_private_networks=fetch.allow_private_networks,
        proxy=expand(fetch.proxy) if fetch.proxy else None,
    )


def channels_of(settings: Settings, clock: Callable[[], datetime]) -> Channels:
    """Open the accounts that the settings name; nothing is reached before a message leaves."""
    return Channels(settings.senders, expand, home=state_folder(settings), clock=clock)
