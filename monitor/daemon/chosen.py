"""Which stories of a digest are put together, where there are more than one message holds: the best of each watch; the rest is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts.digest import shares
from monitor.alerts.parts import LeftOut
from monitor.model import How, Tier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.daemon.called_off import Standing
    from monitor.store.hits import StoryHit
    from monitor.store.messages import ClaimContent

MOST_STORIES = 50  # of a digest: each is read in full, which takes milliseconds and keeps everything else that writes waiting


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a digest tells, in the order in which it was claimed, and how much of which watch it leaves out."""

    standing: tuple[Standing, ...]
    left_out: tuple[LeftOut, ...] = ()


def chosen(standing: Sequence[Standing]) -> Chosen:
    """Choose the best stories of each watch, `MOST_STORIES` of them in all. What is only listed of a story stays: it has its own bound."""
    by_watch: dict[str, list[tuple[ClaimContent, Standing]]] = {}
    for part in standing:
        if (claim := _heading(part)) is not None:
            by_watch.setdefault(claim.watch, []).append((claim, part))
    if sum(map(len, by_watch.values())) <= MOST_STORIES:
        return Chosen(tuple(standing))
    given = shares([len(told) for told in by_watch.values()], MOST_STORIES)
    out, left_out = set[int](), []
    for told, share in zip(by_watch.values(), given, strict=True):
        worst = sorted(told, key=lambda one: _weight(*one), reverse=True)[share:]
        out |= {part.story for _, part in worst}
        if worst:
            claim = worst[0][0]
            left_out.append(LeftOut(claim.watch, claim.label, claim.watchlist_title, len(worst)))
    return Chosen(tuple(part for part in standing if part.story not in out), tuple(left_out))


def _heading(part: Standing) -> ClaimContent | None:
    """Find the claim by whose watch a story is headed; None for one of which other reports are listed and no more."""
    return next((one.claim for one in part.told if not one.claim.cause.is_line and one.rows), None)


def _weight(claim: ClaimContent, part: Standing) -> tuple[bool, bool, int, float]:
    """Weigh a story as the digest orders it: how sure, carried by how many, with what score."""
    rows: list[StoryHit] = [row for row in part.meant if row.watch == claim.watch]
    is_sure = any(row.tier is Tier.SURE for row in rows)
    is_exact = any(mention.how is How.EXACT for row in rows for mention in row.mentions)
    return is_sure, is_exact, len({row.item.outlet.casefold() for row in rows}), max(row.score for row in rows)
