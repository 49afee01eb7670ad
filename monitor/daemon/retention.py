"""What is dropped for its age: texts, items that nobody lists and in which nothing was found, and traces of what stories were folded by."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from monitor.daemon.events import event
from monitor.store import items, traces

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.daemon.writer import Writer

FORGETS_AFTER = timedelta(days=180)  # what a source has not listed for so long while it went on listing other things


async def retain(writer: Writer, texts: timedelta, now: datetime) -> None:
    """Drop what is too old by `now`; `texts` is how long texts are kept."""
    dropped = await writer.run(lambda connection: items.prune_texts(connection, now - texts))
    forgotten = 0
    while batch := await writer.run(lambda connection: items.forget(connection, FORGETS_AFTER)):
        forgotten += batch
    traces_dropped = 0
    for share in range(traces.SHARES):
        traces_dropped += await writer.run(partial(traces.forget, day=traces.day_of(now), share=share))
    if dropped or forgotten or traces_dropped:
        event("retention.done", texts_dropped=dropped, items_forgotten=forgotten, traces_dropped=traces_dropped)
