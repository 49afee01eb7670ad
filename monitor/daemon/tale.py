"""A stored hit as a message tells it: the item that it was found in, and the line of its watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.parts import Amended, Correction, Excerpt, SpeechPart, StoryPart, WatchLine
from monitor.model import How, ItemId
from monitor.stories.correction import Change, chained
from monitor.watch.fields import field_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.model import Item
    from monitor.store.hits import HitRow, StoryHit
    from monitor.store.items import StoredItem
    from monitor.store.messages import ClaimContent

_TELLING = 60  # characters of a question that tell it from others


def story_part(
    lead: StoredItem,
    watches: Sequence[WatchLine],
    passages: Sequence[Excerpt],
    also_in: Sequence[str] = (),
    amended: Amended | None = None,
) -> StoryPart:
    """Tell a story by one of its items."""
    item = lead.item
    return StoryPart(
        title=item.title,
        outlet=lead.outlet,
        url=_address(item, passages),
        published_at=None if _is_of_a_day(item) else item.published_at,
        seen_at=lead.seen_at,
        lang=item.lang,
        kind=item.kind,
        speaker=item.speaker,
        headings=item.headings,
        watches=tuple(watches),
        excerpts=tuple(passages),
        also_in=tuple(also_in),
        status=item.status,
        house=item.record.house if item.record else "",
        sitting_date=item.sitting_date,
        asked=_asked(item, passages),
        amended=amended,
    )


def speech_part(item: Item, passages: Sequence[Excerpt], amended: Amended | None) -> SpeechPart:
    """Tell one speech of a debate."""
    return SpeechPart(
        kind=item.kind,
        speaker=item.speaker,
        url=_address(item, passages),
        lang=item.lang,
        excerpts=tuple(passages),
        status=item.status,
        asked=_asked(item, passages),
        amended=amended,
    )


def _is_of_a_day(item: Item) -> bool:
    """Tell whether nobody wrote down at what hour it was: its instant is the beginning of its day, and would read as midnight."""
    return item.record is not None and item.record.time_precision == "sitting" and item.sitting_date is not None


def _asked(item: Item, passages: Sequence[Excerpt]) -> str:
    """Give the question that is answered, unless a passage shows it anyway."""
    asked = item.record.asked if item.record else ""
    beginning = " ".join(asked.split())[:_TELLING]
    shown = (" ".join(f"{one.before}{one.matched}{one.after}".split()) for one in passages)
    return "" if any(beginning in passage for passage in shown) else asked


def amended(lead: StoredItem, claims: Sequence[ClaimContent]) -> Amended | None:
    """Say what is otherwise now of an item that was told: what several claims say of it one after the other is one thing."""
    details = _details(claims, lead.id)
    said = [change for detail in details for change in _changes(detail.get("changes"))]
    is_withdrawn = any(detail.get("withdrawn") for detail in details)
    now = {} if is_withdrawn else field_texts(lead.item)
    changes = tuple(Correction(one.old, one.new) for one in chained(list(dict.fromkeys(said)), now))
    phases = [detail for detail in details if "was" in detail]
    if not changes and not is_withdrawn and not phases:
        return None
    left = str(phases[0]["was"]) if phases else ""
    return Amended(left_phase=left, phase=lead.item.phase if phases else "", corrections=changes, is_withdrawn=is_withdrawn)


def _details(claims: Sequence[ClaimContent], item: ItemId) -> list[Mapping[str, object]]:
    return [claim.items[item] for claim in claims if claim.items.get(item)]


def _changes(kept: object) -> list[Change]:
    return [Change(**each) for each in kept] if isinstance(kept, list) else []


def _address(item: Item, passages: Sequence[Excerpt]) -> str | None:
    """Give the address of the language in which the item is quoted, if all passages are of one and it has one of its own."""
    langs = {passage.lang for passage in passages}
    variant = item.variants.get(langs.pop()) if len(langs) == 1 else None
    return (variant.url if variant else None) or item.url


def watch_line(claim: ClaimContent | HitRow, row: StoryHit | HitRow) -> WatchLine:
    """Say of a watch why it was found: by the best of its mentions."""
    best = max(row.mentions, key=lambda mention: mention.score)
    how = How.EXACT if any(mention.how is How.EXACT for mention in row.mentions) else How.VARIANT
    return WatchLine(
        watch=claim.watch,
        label=claim.label,
        watchlist=claim.watchlist_title,
        how=how,
        tier=row.tier,
        why=best.why,
        mentions=len(row.mentions),
        score=row.score,
    )
