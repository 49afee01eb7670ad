"""The daily section of possible mentions: what is still only possible when it leaves, the likeliest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts.excerpt import excerpts
from monitor.alerts.parts import PossiblePart
from monitor.daemon import called_off, vetoes
from monitor.daemon.tale import story_part, watch_line
from monitor.model import Cause, Hit, Tier
from monitor.store import claims, hits, stories
from monitor.watch.fields import field_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from monitor.model import RecipientKey, StoryId
    from monitor.store.messages import ClaimContent
    from monitor.watch.veto import Vetoes

MOST = 20  # of one message: who reads more guesses a day?


@dataclass(frozen=True, slots=True)
class Section:
    """The section as it stands now. `left_out` counts those beyond the first `MOST`."""

    entries: tuple[PossiblePart, ...] = ()
    left_out: int = 0


def possible_section(connection: Connection, recipient: RecipientKey, asked: Sequence[ClaimContent]) -> Section:
    """Put the section together from its claims.

    What was told for sure meanwhile is left out, and so is what an edit took away or somebody said is not meant.
    """
    said = vetoes.load(connection, {claim.watch for claim in asked})
    found = [entry for claim in asked if (entry := _likeliest(connection, recipient, claim, said)) is not None]
    found.sort(key=lambda entry: -entry[0])
    return Section(tuple(part for _, part in found[:MOST]), max(0, len(found) - MOST))


def _likeliest(connection: Connection, recipient: RecipientKey, claim: ClaimContent, said: Vetoes) -> tuple[float, PossiblePart] | None:
    """Choose the item of the story in which the watch is likeliest; None if it is not, or not only, possible any more."""
    story = stories.root(connection, claim.story)
    if _is_told(connection, recipient, story, claim):
        return None
    rows = [row for row in hits.of_story(connection, story, [claim.watch]) if row.tier is Tier.POSSIBLE and not row.is_baseline]
    for row in sorted(rows, key=lambda row: -row.score):
        kept = vetoes.meant([row], said, frozenset({story, claim.story}))
        passages = excerpts(field_texts(row.item.item), [Hit(each.watch, each.mentions) for each in kept], most=1)
        if passages:
            return row.score, PossiblePart(row.item.id, story_part(row.item, [watch_line(claim, row)], passages))
    return None


def _is_told(connection: Connection, recipient: RecipientKey, story: StoryId, claim: ClaimContent) -> bool:
    """Tell whether the recipient was told for sure of this watch in this story."""
    asked = recipient, claim.watch
    sure = [row for row in claims.of_story(connection, story) if (row.recipient, row.watch) == asked and row.cause is not Cause.POSSIBLE]
    return len(sure) > len(called_off.void(connection, story, sure))
