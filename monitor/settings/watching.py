"""Notice when settings change: by the system's word where it is given, and by looking again where it is not.

Network drives and links to elsewhere give no word, so the folder is looked at every half minute too. What counts is what the
files hold: a file that was only touched has not changed, and one that was exchanged through a link has.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import aclosing, suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from watchfiles import awatch

from monitor.settings import kinds, templates

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping
    from datetime import timedelta
    from pathlib import Path

_SETTLE_MS = 100  # an editor that empties a file and then writes it is done by then
_DEBOUNCE_MS = 800


def fingerprint(folder: Path) -> dict[str, bytes]:
    """Take the SHA-256 of every settings file by its name; a file that cannot be read just now is left out."""
    try:
        files = [*kinds.files_of(folder), *templates.files_of(folder)]
    except OSError:
        return {}
    found: dict[str, bytes] = {}
    for name, path in files:
        try:
            found[name] = sha256(path.read_bytes()).digest()
        except OSError:
            continue
    return found


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> frozenset[str]:
    """Name the files that are new, gone or of other content."""
    return frozenset(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


async def changes(folder: Path, poll: timedelta, seen: Mapping[str, bytes] | None = None) -> AsyncGenerator[frozenset[str]]:
    """Yield the names of changed files whenever some have changed; `poll` is how often to look without being told.

    `seen` is the fingerprint of what is in force, so that nothing that changes before the watch begins is missed;
    without it, what stands there at the first look is taken for that.

    Never ends by itself: a folder that is gone is looked for again, and one that was exchanged through a link is watched anew.
    """
    before = seen if seen is not None else await asyncio.to_thread(fingerprint, folder)
    while True:
        async with aclosing(_stirrings(folder, poll)) as stirrings:
            async for _ in stirrings:
                now = await asyncio.to_thread(fingerprint, folder)
                names, before = changed(before, now), now
                if names:
                    yield names


async def _stirrings(folder: Path, poll: timedelta) -> AsyncGenerator[None]:
    """Yield when something may have changed; end when the folder's name leads elsewhere than it did."""
    place = await asyncio.to_thread(_place, folder)
    timeout = max(round(poll.total_seconds() * 1000), 1)
    watched = awatch(folder, watch_filter=None, debounce=_DEBOUNCE_MS, step=_SETTLE_MS, rust_timeout=timeout, yield_on_timeout=True)
    word = asyncio.ensure_future(anext(watched))
    try:
        await asyncio.sleep(0)  # it watches from before it first waits: nothing slips in between this look and the watch
        yield  # what changed while nobody watched
        while True:
            await word
            yield
            if await asyncio.to_thread(_place, folder) != place:
                return
            word = asyncio.ensure_future(anext(watched))
    except (OSError, RuntimeError):  # the folder is gone, or the system gives no more watches: look now and then
        await asyncio.sleep(poll.total_seconds())
    finally:
        word.cancel()
        with suppress(asyncio.CancelledError, OSError, RuntimeError):
            await word
        await watched.aclose()


def _place(folder: Path) -> tuple[str, int, int] | None:
    """Tell which folder the name leads to now; None when it leads nowhere."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return os.path.realpath(folder), found.st_dev, found.st_ino
