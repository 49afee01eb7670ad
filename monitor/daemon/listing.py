"""Other reports of a story, as a message lists them: those that its claims only list, each with why it was folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.parts import ListedPart, ReportPart
from monitor.daemon.tale import watch_line
from monitor.model import Cause

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.daemon.called_off import Standing
    from monitor.daemon.chapters import Chapter
    from monitor.daemon.family import Family


def reports(standing: Standing, family: Family, told: Sequence[Chapter], *, has_threads: bool) -> tuple[ReportPart, ...]:
    """List the other reports of a story, the first seen first, each text once.

    What the message tells for itself is not listed beside it, nor what its recipient finds in the daily message at this address.

    Args:
        standing: what the message may tell of the story.
        family: the story.
        told: what the message tells of it.
        has_threads: whether the address has threads.
    """
    seen = {family.origin(item) for chapter in told for item in chapter.items}
    named = [name for chapter in told for name in (chapter.part.outlet, *chapter.part.also_in)]
    rows = [
        (row.item, one.claim.listed[row.item.id])
        for one in standing.told
        for row in one.listed
        if has_threads or one.claim.cause is not Cause.LISTED or row.item.id not in family.before.tail
    ]
    listed: list[ReportPart] = []
    for stored, because in sorted(rows, key=lambda pair: family.place(pair[0].id)):
        if family.origin(stored.id) in seen:
            continue
        seen.add(family.origin(stored.id))
        also_in = family.others(stored.id, named)
        named += [stored.outlet, *also_in]
        title = stored.item.title or next(reversed(stored.item.headings), "")
        listed.append(ReportPart(title, stored.outlet, stored.item.url, because, stored.item.lang, also_in, stored.id))
    return tuple(listed)


def listed_part(standing: Standing, family: Family, found: Sequence[ReportPart]) -> ListedPart:
    """Put other reports under the headline by which the story was told before."""
    first = next((family.members[item] for item in family.before.items if item in family.members), next(iter(family.members.values())))
    lines = {row.watch: watch_line(one.claim, row) for one in standing.told for row in one.listed}
    return ListedPart(first.title, family.before.at or first.seen_at, tuple(lines.values()), tuple(found))
