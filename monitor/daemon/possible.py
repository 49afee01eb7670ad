"""The daily section of possible mentions: what is still only possible when it leaves, the likeliest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.alerts.excerpt import excerpt, is_beside, proofs
from monitor.alerts.parts import PossiblePart
from monitor.alerts.recipient import nature_of
from monitor.daemon import called_off, vetoes
from monitor.daemon.tale import story_part, watch_line
from monitor.model import Hit, How, Tier
from monitor.store import claims
from monitor.watch.fields import field_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from monitor.alerts.recipient import Recipient
    from monitor.daemon.evidence import Evidence
    from monitor.daemon.silences import Mutes
    from monitor.model import Mention, RecipientKey
    from monitor.store.hits import StoryHit
    from monitor.store.messages import ClaimContent

MOST = 20  # of one message: who reads more guesses a day?


@dataclass(frozen=True, slots=True)
class Section:
    """The section as it stands now. `left_out` counts those beyond the first `MOST`."""

    entries: tuple[PossiblePart, ...] = ()
    left_out: int = 0


def possible_section(  # noqa: PLR0913, PLR0917 all that a section hangs on
    connection: Connection,
    evidence: Evidence,
    recipient: RecipientKey,
    asked: Sequence[ClaimContent],
    mutes: Mutes,
    reader: Recipient | None,
) -> Section:
    """Put the section together from its claims.

    What was told for sure meanwhile is left out, and so is what an edit took away, somebody said is not meant, is silenced, or the reader
    does not want.
    """
    mutes.take_over(evidence.wholes)
    unsure = _untold(connection, evidence, recipient, asked)
    found = [guess for claim in unsure if (guess := _likeliest(evidence, recipient, claim, mutes, reader)) is not None]
    found.sort(key=lambda guess: -guess.row.score)
    entries: list[list[Guess]] = []
    for guess in found:
        beside = next((entry for entry in entries if guess.is_beside(entry[0])), None)
        if beside is None:
            entries.append([guess])
        else:
            beside.append(guess)
    return Section(tuple(_entry(entry) for entry in entries[:MOST]), max(0, len(entries) - MOST))


@dataclass(frozen=True, slots=True)
class Guess:
    """A watch that may be meant in an item, and the mention that it rests on."""

    claim: ClaimContent
    row: StoryHit
    mention: Mention

    def is_beside(self, other: Guess) -> bool:
        """Tell whether it rests on the same passage of the same item."""
        return self.row.item.id == other.row.item.id and is_beside(self.mention, other.mention)


def _entry(guesses: Sequence[Guess]) -> PossiblePart:
    """Tell of the watches that may be meant in one passage, the likeliest first."""
    item, mention = guesses[0].row.item, guesses[0].mention
    lines = [watch_line(guess.claim, replace(guess.row, mentions=(guess.mention,))) for guess in guesses]
    passage = excerpt(field_texts(item.item)[mention.field], mention)
    spellings = tuple(guess.mention.matched if guess.mention.how is How.VARIANT else "" for guess in guesses)
    return PossiblePart(item.id, story_part(item, lines, [passage]), spellings)


def _likeliest(evidence: Evidence, recipient: RecipientKey, claim: ClaimContent, mutes: Mutes, reader: Recipient | None) -> Guess | None:
    """Choose the item of the story in which the watch is likeliest; None if it is not possible any more."""
    story = evidence.roots[claim.story]
    rows = [row for row in evidence.hits(story, {claim.watch}) if row.tier is Tier.POSSIBLE and not row.is_baseline]
    wanted = [row for row in rows if reader is None or not reader.refusal(row.score, nature_of(row.item.item))]
    heard = [row for row in wanted if mutes.of_hit(row, recipient) is None]
    for row in sorted(heard, key=lambda row: -row.score):
        kept = vetoes.meant([row], evidence.said, frozenset({story, claim.story}))
        for mention in proofs(field_texts(row.item.item), [Hit(each.watch, each.mentions) for each in kept], most=1):
            return Guess(claim, row, mention)
    return None


def _untold(connection: Connection, evidence: Evidence, recipient: RecipientKey, asked: Sequence[ClaimContent]) -> list[ClaimContent]:
    """Leave out the claims on a watch of which the recipient was told for sure in the story."""
    own = {evidence.roots[claim.story] for claim in asked}
    made = claims.of_each_story(connection, {story: root for story, root in evidence.wholes.items() if root in own})
    untold = []
    for claim in asked:
        story = evidence.roots[claim.story]
        of_watch = [row for row in made.get(story, ()) if (row.recipient, row.watch) == (recipient, claim.watch)]
        sure = [row for row in of_watch if row.cause.is_certain]
        if len(sure) <= len(called_off.void(connection, story, sure)):
            untold.append(claim)
    return untold
