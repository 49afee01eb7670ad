"""A story as a message tells it, in chapters: its articles by what they have in common, and its debates by their speeches."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from monitor.alerts.excerpt import excerpts
from monitor.daemon.tale import amended, speech_part, story_part, watch_line
from monitor.model import Hit, ItemId, Kind, Tier
from monitor.watch.fields import field_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.alerts.parts import Amended, SpeechPart, StoryPart, WatchLine
    from monitor.daemon.called_off import Standing
    from monitor.daemon.family import Family
    from monitor.store.hits import StoryHit
    from monitor.store.messages import ClaimContent

MOST_PASSAGES = 2  # of one speech of a debate
REVISED = "revised"  # the status of an article that read otherwise when it was first seen; what was told and changed is told apart


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a message, and the items that it tells of, in the order in which they were seen."""

    part: StoryPart
    items: tuple[ItemId, ...]


@dataclass(slots=True)
class _Text:
    """What is told of one text: by which claims, and by which hits in it and its copies."""

    claims: list[ClaimContent] = field(default_factory=list)
    rows: list[StoryHit] = field(default_factory=list)


def chapters(standing: Standing, family: Family) -> list[Chapter]:
    """Tell a story: what is new in it in the order in which it came, then what is otherwise now of each article that was told.

    Of several articles that are its first word, the one that most outlets carry leads: they repeat the original.
    """
    articles, debates = _articles(standing, family), _debates(standing, family)
    fresh = sorted([*articles, *debates], key=lambda chapter: family.place(chapter.items[0]))
    if not debates and not family.before.items:
        fresh.sort(key=lambda chapter: -len(family.outlets(chapter.items[0])))
    return [*_joined(fresh, family), *_amended(standing, family)]


def _articles(standing: Standing, family: Family) -> list[Chapter]:
    """Tell each text by its first copy that surely has the watches."""
    texts: dict[ItemId, _Text] = {}
    for one in standing.told:
        if one.claim.cause.is_line or (one.claim.amended and not one.claim.told):
            continue
        rows = _surest([row for row in one.rows if not row.item.item.debate])
        named = [row for row in rows if row.item.id in one.claim.told] or rows[:1]
        for origin in dict.fromkeys(family.origin(row.item.id) for row in named):
            text = texts.setdefault(origin, _Text())
            text.claims.append(one.claim)
            text.rows += [row for row in rows if family.origin(row.item.id) == origin]
    return [_article(text.rows, text.claims, standing, family) for text in texts.values()]


def _article(
    rows: Iterable[StoryHit], claims: Sequence[ClaimContent], standing: Standing, family: Family, news: Amended | None = None
) -> Chapter:
    found = sorted(rows, key=lambda row: family.place(row.item.id))
    lead = found[0].item
    proof = [Hit(row.watch, row.mentions) for row in found if row.item.id == lead.id]
    lines = _lines(claims, [*found, *standing.meant])
    part = story_part(lead, lines, excerpts(field_texts(lead.item), proof), family.others(lead.id), news)
    is_revised = news is None and part.status is None and lead.id in family.revised
    return Chapter(replace(part, status=REVISED) if is_revised else part, (lead.id,))


def _amended(standing: Standing, family: Family) -> list[Chapter]:
    """Say of each article that was told what is otherwise now."""
    claims = [one.claim for one in standing.told if one.claim.amended]
    told = []
    for item in dict.fromkeys(item for claim in claims for item in claim.amended):
        rows = _surest([row for one in standing.told for row in one.rows if row.item.id == item and not row.item.item.debate])
        if rows and (news := amended(rows[0].item, claims)) is not None:
            told.append(_article(rows, [claim for claim in claims if item in claim.amended], standing, family, news))
    return told


def _debates(standing: Standing, family: Family) -> list[Chapter]:
    """Tell each debate by the speeches that the claims name, in the order in which they came."""
    debates: dict[tuple[int, str], dict[tuple[ItemId, str], StoryHit]] = {}
    for row in (row for one in standing.told for row in one.rows if row.item.item.debate):
        debates.setdefault((row.item.source_id, row.item.item.debate), {})[row.item.id, row.watch] = row
    claims = [one.claim for one in standing.told]
    told = (_debate(sorted(rows.values(), key=lambda row: family.place(row.item.id)), claims) for rows in debates.values())
    return [chapter for chapter in told if chapter is not None]


def _debate(spoken: Sequence[StoryHit], claims: Sequence[ClaimContent]) -> Chapter | None:
    sure = {row.item.id for row in spoken if row.tier is Tier.SURE}
    rows = [row for row in spoken if row.tier is Tier.SURE or row.item.id not in sure]
    by_item: dict[ItemId, list[StoryHit]] = {}
    for row in rows:
        by_item.setdefault(row.item.id, []).append(row)
    speeches = {item: one for item, hits in by_item.items() if (one := _speech(claims, hits)) is not None}
    if not speeches:
        return None
    item = rows[0].item.item
    frame = story_part(rows[0].item, _lines(claims, rows), ())
    first = next(iter(speeches.values()))
    part = replace(frame, title=item.headings[-1] if item.headings else frame.title, url=first.url, speeches=tuple(speeches.values()))
    return Chapter(part, tuple(speeches))


def _speech(claims: Sequence[ClaimContent], rows: Sequence[StoryHit]) -> SpeechPart | None:
    """Tell one speech; None where it was to be corrected alone, and what was to be said was taken back."""
    stored = rows[0].item
    news = amended(stored, claims)
    mine = [claim.items[stored.id] for claim in claims if stored.id in claim.items]
    if news is None and all(mine):
        return None
    passages = excerpts(field_texts(stored.item), [Hit(row.watch, row.mentions) for row in rows], MOST_PASSAGES)
    return speech_part(stored.item, passages, news)


def _joined(fresh: Sequence[Chapter], family: Family) -> list[Chapter]:
    """Say of what follows the first word on a story why it belongs to it, and whether a parliament has come to speak of it."""
    joined = []
    for number, chapter in enumerate(fresh):
        is_first = number == 0 and not family.before.items
        speaks_up = family.is_told_by_press_alone and chapter.part.kind is not Kind.ARTICLE
        is_of_debate = bool(chapter.part.speeches) and not speaks_up
        because = (
            "" if is_first or (is_of_debate and number == 0) else family.because(chapter.items[0]) or family.because(fresh[0].items[0])
        )
        joined.append(replace(chapter, part=replace(chapter.part, folded_because=because or None, speaks_up=speaks_up)))
    return joined


def _lines(claims: Sequence[ClaimContent], rows: Sequence[StoryHit]) -> list[WatchLine]:
    """Say of each watch why it was found: by the first of these hits."""
    best = {row.watch: row for row in reversed(rows)}
    lines = [watch_line(claim, best[claim.watch]) for claim in claims if claim.watch in best]
    return list({line.watch: line for line in lines}.values())


def _surest(rows: Sequence[StoryHit]) -> list[StoryHit]:
    return [row for row in rows if row.tier is Tier.SURE] or list(rows)
