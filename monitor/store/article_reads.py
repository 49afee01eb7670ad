"""The pages of articles that feeds give in part: which are to be read, when, and what came of it. One row an item."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, func, or_, select, update

from monitor.model import ItemId, PageStanding, PageState
from monitor.store.database import Turn, serialise
from monitor.store.tables import article_reads, hosts, sources
from monitor.store.upsert import insert

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import Connection, Row, Select

_AHEAD = (article_reads.c.due_at, article_reads.c.lease_until)  # the times that are waited for


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to be read. `host` is host:port."""

    item: ItemId
    source_id: int
    url: str
    host: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How the reading of a page stands. `attempts` were made and failed; `words` are those of the text that was read last."""

    item: ItemId
    source_id: int
    url: str
    host: str
    state: PageState
    reason: str
    words: int
    attempts: int
    wanted_at: datetime
    due_at: datetime
    settled_at: datetime | None


def want(connection: Connection, pages: Sequence[Wanted], now: datetime) -> None:
    """Have pages read, as soon as their hosts allow it; what is wanted or was read already stays as it is."""
    rows = [
        {"item_id": each.item, "source_id": each.source_id, "url": each.url, "host": each.host, "state": PageState.DUE.value}
        | {"reason": "", "wanted_at": now, "due_at": now}
        for each in pages
    ]
    if rows:
        connection.execute(insert(connection, article_reads).on_conflict_do_nothing(), rows)


def want_again(connection: Connection, page: Wanted, now: datetime, not_within: timedelta, most: int) -> bool:
    """Have a page read once more, since its entry changed: not within so long after the last time, and `most` times altogether."""
    row = article_reads.c.item_id == page.item
    read_at = connection.scalar(select(article_reads.c.settled_at).where(row, article_reads.c.rounds < most))
    if read_at is None:
        return False
    due = max(now, read_at + not_within)
    again = {"url": page.url, "host": page.host, "state": PageState.DUE.value, "attempts": 0, "rounds": article_reads.c.rounds + 1}
    return connection.execute(update(article_reads).where(row).values(**again, wanted_at=due, due_at=due, settled_at=None)).rowcount > 0


def claim_due(connection: Connection, now: datetime, lease: timedelta, limit: int) -> list[Reading]:
    """Claim pages that are due, the longest first: one of every host, and none of a host that is being asked or wants a pause.

    The claim lapses at now + lease unless `settle` or `release_all` ends it sooner.
    """
    if limit <= 0 or connection.scalar(_ready(now).limit(1)) is None:
        return []
    serialise(connection, Turn.SOURCES)
    ready = _ready(now).subquery("ready")
    chosen = select(ready.c.item_id).where(ready.c.place == 1).order_by(ready.c.due_at, ready.c.item_id).limit(limit)
    statement = update(article_reads).where(article_reads.c.item_id.in_(chosen)).values(lease_until=now + lease).returning(article_reads)
    return sorted((_reading(row) for row in connection.execute(statement)), key=lambda each: (each.due_at, each.item))


def settle(connection: Connection, item: ItemId, standing: PageStanding, now: datetime, words: int | None = None) -> None:
    """Write what a try came to, and end its claim; `words` are those of the text that was read, None leaves what stands."""
    values: dict[str, Any] = {
        "state": standing.state.value,
        "reason": standing.reason,
        "due_at": standing.due_at,
        "attempts": standing.attempts,
        "lease_until": None,
        "settled_at": None if standing.state is PageState.DUE else now,
    }
    if words is not None:
        values["words"] = words
    connection.execute(update(article_reads).where(article_reads.c.item_id == item).values(**values))


def drop(connection: Connection, item: ItemId) -> None:
    """Want a page no more."""
    connection.execute(delete(article_reads).where(article_reads.c.item_id == item))


def of_item(connection: Connection, item: ItemId) -> Reading | None:
    """Tell how the reading of an item's page stands; None if it was never wanted."""
    row = connection.execute(select(article_reads).where(article_reads.c.item_id == item)).one_or_none()
    return None if row is None else _reading(row)


def latest(connection: Connection, source_id: int, limit: int) -> list[PageState]:
    """List how the last readings of a source's pages ended, the latest first."""
    ended = select(article_reads.c.state).where(article_reads.c.source_id == source_id, article_reads.c.settled_at.is_not(None))
    newest = ended.order_by(article_reads.c.settled_at.desc(), article_reads.c.item_id.desc()).limit(limit)
    return [PageState(state) for state in connection.scalars(newest)]


def counts(connection: Connection) -> Counter[PageState]:
    """Count the pages by state."""
    rows = connection.execute(select(article_reads.c.state, func.count().label("pages")).group_by(article_reads.c.state))
    return Counter({PageState(row.state): row.pages for row in rows})


def waiting_hosts(connection: Connection, now: datetime) -> set[str]:
    """Name the hosts of which pages are due, whether or not they may be asked now."""
    due = select(article_reads.c.host).where(article_reads.c.state == PageState.DUE.value, article_reads.c.due_at <= now)
    return set(connection.scalars(due.distinct()))


def release_all(connection: Connection) -> int:
    """End every claim: whoever made them is gone; return how many there were."""
    return connection.execute(update(article_reads).where(article_reads.c.lease_until.is_not(None)).values(lease_until=None)).rowcount


def shift(connection: Connection, moved: timedelta) -> None:
    """Move what is waited for by a jump of the clock."""
    for column in _AHEAD:
        rows = connection.execute(select(article_reads.c.item_id, column).where(column.is_not(None), _is_due())).all()
        values = [{"row": item, "at": at + moved} for item, at in rows]
        if values:
            connection.execute(
                update(article_reads).where(article_reads.c.item_id == bindparam("row")).values({column: bindparam("at")}), values
            )


def pull_back(connection: Connection, now: datetime, longest: timedelta) -> int:
    """Bring into reach what waits longer than any rule allows; return how much there was."""
    return sum(connection.execute(update(article_reads).where(column > now + longest).values({column: now})).rowcount for column in _AHEAD)


def _is_due() -> Any:
    return article_reads.c.state == PageState.DUE.value


def _ready(now: datetime) -> Select[Any]:
    """Select the pages that may be asked for, with each one's place among those of its host."""
    at_work = article_reads.alias("at_work")
    place = func.row_number().over(partition_by=article_reads.c.host, order_by=(article_reads.c.due_at, article_reads.c.item_id))
    return (
        select(article_reads.c.item_id, article_reads.c.due_at, place.label("place"))
        .select_from(article_reads.outerjoin(hosts, hosts.c.host == article_reads.c.host))
        .where(
            _is_due(),
            article_reads.c.due_at <= now,
            or_(article_reads.c.lease_until.is_(None), article_reads.c.lease_until <= now),
            or_(hosts.c.not_before.is_(None), hosts.c.not_before <= now),
            ~select(at_work.c.item_id).where(and_(at_work.c.host == article_reads.c.host, at_work.c.lease_until > now)).exists(),
            ~select(sources.c.id).where(and_(sources.c.host == article_reads.c.host, sources.c.lease_until > now)).exists(),
        )
    )


def _reading(row: Row[Any]) -> Reading:
    return Reading(
        item=ItemId(row.item_id),
        source_id=row.source_id,
        url=row.url,
        host=row.host,
        state=PageState(row.state),
        reason=row.reason,
        words=row.words,
        attempts=row.attempts,
        wanted_at=row.wanted_at,
        due_at=row.due_at,
        settled_at=row.settled_at,
    )
