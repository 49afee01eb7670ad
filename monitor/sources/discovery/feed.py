"""`feed`: one document at one address, asked once a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.sources.discovery.booking import forgotten, opened
from monitor.sources.discovery.cursor import Wanted

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.catalogue.discovery import OneFeed
    from monitor.sources.discovery.ask import Plan
    from monitor.sources.discovery.cursor import Cursor


def begin(plan: Plan, feed: OneFeed, cursor: Cursor, now: datetime) -> Cursor:
    """Begin a round: the document is asked for, whatever came of it before."""
    return opened(forgotten(plan, cursor, now, keep=[feed.url]), now, [Wanted(feed.url)])
