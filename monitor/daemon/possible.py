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
from monitor.store import claims, hits, stories
from monitor.watch.fields import field_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from monitor.alerts.recipient import Recipient
    from monitor.daemon.silences import Mutes
    from monitor.model import Mention, RecipientKey, StoryId
    from monitor.store.hits import StoryHit
    from monitor.store.messages import ClaimContent
    from monitor.watch.veto import Vetoes

MOST = 20  # of one message: who reads more guesses a day?


@dataclass(frozen=True, slots=True)
class Section:
    """The section as it stands now. `left_out` counts those beyond the first `MOST`."""

    entries: tuple[PossiblePart, ...] = ()
    left_out: int = 0


def possible_section(
    connection: Connection, recipient: RecipientKey, asked: Sequence[ClaimContent], mutes: Mutes, reader: Recipient | None
) -> Section:
    """Put the section together from its claims.

    What was told for sure meanwhile is left out, and so is what an edit took away, somebody said is not meant, is silenced, or the reader
    does not want.
    """
    said = vetoes.load(connection, {claim.watch for claim in asked})
    found = [guess for claim in asked if (guess := _likeliest(connection, recipient, claim, said, mutes, reader)) is not None]
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


def _likeliest(  # noqa: PLR0913, PLR0917 all that a guess hangs on
    connection: Connection, recipient: RecipientKey, claim: ClaimContent, said: Vetoes, mutes: Mutes, reader: Recipient | None
) -> Guess | None:
    """Choose the item of the story in which the watch is likeliest; None if it is not, or not only, possible any more."""
    story = stories.root(connection, claim.story)
    if _is_told(connection, recipient, story, claim):
        return None
    rows = [row for row in hits.of_story(connection, story, [claim.watch]) if row.tier is Tier.POSSIBLE and not row.is_baseline]
    wanted = [row for row in rows if reader is None or not reader.refusal(row.score, nature_of(row.item.item))]
    heard = [row for row in wanted if mutes.of_hit(row, recipient) is None]
    for row in sorted(heard, key=lambda row: -row.score):
        kept = vetoes.meant([row], said, frozenset({story, claim.story}))
        for mention in proofs(field_texts(row.item.item), [Hit(each.watch, each.mentions) for each in kept], most=1):
            return Guess(claim, row, mention)
    return None


def _is_told(connection: Connection, recipient: RecipientKey, story: StoryId, claim: ClaimContent) -> bool:
    """Tell whether the recipient was told for sure of this watch in this story."""
    asked = recipient, claim.watch
    sure = [row for row in claims.of_story(connection, story) if (row.recipient, row.watch) == asked and row.cause.is_certain]
    return len(sure) > len(called_off.void(connection, story, sure))
