"""A parliament for the tests: what its record says is entered as a poll would enter it, into the source `wire`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from monitor.daemon.ingest import ingest, read_page
from monitor.model import Item, Kind, Page, Record, Speaker
from monitor.sources.conduct import Settled
from monitor.store import sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from monitor.daemon.ingest import Report
    from monitor.daemon.works import Works
    from monitor.model import SourceState
    from tests.daemon.house import House

DAY = date(2026, 11, 21)
ANAND = Speaker("Hon. Anita Anders", id="m1", party="Liberal", constituency="Oakville")
BEZAN = Speaker("Mr. James Bezos", id="m2", party="Conservative")
CHAIR = Speaker("The Chair", id="m3", is_chair=True)


def speech(key: str, text: str, speaker: Speaker = ANAND, *, debate: str = "permits", **record: str) -> Item:
    """Make a speech of one sitting. Its heading is of its debate."""
    return Item(
        key=key,
        title="Export permits",
        text=text,
        kind=Kind.SPEECH,
        url=f"https://parliament.example/{DAY}#{key}",
        sitting_date=DAY,
        headings=("Oral Questions", "Export permits"),
        speaker=speaker,
        lang="en",
        record=Record(house="commons", sitting="12", debate=debate and f"{DAY}/{debate}", **record),  # type: ignore[arg-type]
    )


def enter(connection: Connection, works: Works, said: Sequence[Item], source: str) -> Report:
    """Enter a document's items as its poll would."""
    state = next(each for each in sources.all_states(connection) if each.key == source)
    read = read_page(Page(tuple(said)), works.live, works.live.settings.sources[state.key], state)

    def settle(_: int) -> Settled:
        return Settled(_next(state, works), state.host)

    return ingest(connection, works.live, read, settle, works.clock())


def _next(state: SourceState, works: Works) -> SourceState:
    return replace(state, baseline_at=state.baseline_at or works.clock(), last_ok_at=works.clock())


async def sit(house: House, works: Works, *said: Item, after: timedelta = timedelta(hours=1), source: str = "wire") -> Report:
    """Let time pass, read the document, and send what is due."""
    house.now += after
    report = await works.writer.run(lambda connection: enter(connection, works, said, source))
    await works.courier.deliver_due()
    return report
