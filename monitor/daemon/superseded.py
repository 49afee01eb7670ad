"""What waits to be told first of a story that was merged meanwhile with one that its recipient is told of: nothing is told twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.daemon import called_off
from monitor.model import Cause
from monitor.store import claims as claim_rows
from monitor.store import deliveries, stories

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Connection

    from monitor.model import SourceKey, StoryId
    from monitor.store.claims import ClaimRow
    from monitor.store.messages import ClaimContent


def superseded(connection: Connection, claims: Iterable[ClaimContent], official: Collection[SourceKey]) -> set[int]:
    """Find the claims of a waiting message that say first what another claim of the same merged story said, or an older one will say.

    The other one counts if something came of it: it was not called off, and its message left, or still may and is older. Not superseded
    is what a parliament published, which is always told, and the word of an official body after that of the press.

    Args:
        connection: of the moment of sending.
        claims: those that the message carries.
        official: the feeds of official bodies.
    """
    by_story: dict[StoryId, set[int]] = {}
    for claim in claims:
        if claim.cause is Cause.FIRST:
            by_story.setdefault(claim.story, set()).add(claim.id)
    roots = stories.roots(connection, by_story)
    made = claim_rows.of_each_story(connection, stories.wholes(connection, set(roots.values())))
    found = (_superseded(connection, story, asked, made.get(roots[story], []), official) for story, asked in by_story.items())
    return set().union(*found)


def lines_alone(claims: Iterable[ClaimContent], gone: Collection[int]) -> list[ClaimContent]:
    """Leave of the claims that are `gone`, for they were superseded, what they only list: no other claim does."""
    left = (claim if claim.id not in gone else _listing(claim) for claim in claims)
    return [claim for claim in left if claim is not None]


def _listing(claim: ClaimContent) -> ClaimContent | None:
    lines = {item: detail for item, detail in claim.items.items() if item in claim.listed}
    return replace(claim, cause=Cause.LISTED, items=lines) if lines else None


def _superseded(
    connection: Connection, story: StoryId, asked: Collection[int], made: Sequence[ClaimRow], official: Collection[SourceKey]
) -> set[int]:
    others = {row.id: _others(row, made) for row in made if row.id in asked}
    if not any(others.values()):
        return set()
    void = called_off.void(connection, story, made)
    own_words = claim_rows.told_officially(connection, story, ())
    weighty = claim_rows.told_officially(connection, story, official)
    return {
        claim
        for claim, rows in others.items()
        if claim not in own_words
        and any(
            row.id not in void and (claim not in weighty or row.id in weighty) and _is_told(connection, row, is_older=row.id < claim)
            for row in rows
        )
    }


def _others(claim: ClaimRow, made: Sequence[ClaimRow]) -> list[ClaimRow]:
    """Choose what else was said of the watch to the recipient: anything before the claim, and other first words."""
    mine = [row for row in made if (row.recipient, row.watch) == (claim.recipient, claim.watch) and row.cause.is_certain]
    return [row for row in mine if row.id < claim.id or (row.cause is Cause.FIRST and row.id > claim.id)]


def _is_told(connection: Connection, row: ClaimRow, *, is_older: bool) -> bool:
    """Tell whether a claim's message left, or is older and still may; one that was given up everywhere told nobody."""
    if row.message is None:
        return False
    return deliveries.may_be_read(connection, row.message) or (is_older and deliveries.may_leave(connection, row.message))
