"""What an item's history says of its alerts: who is told, who does not want to be, and where its way ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.daemon.silences import fate_reason
from monitor.model import MessageId, Relation
from monitor.store import items, messages

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.alerts.plan import Found, Planned, Refused
    from monitor.alerts.silence import Silence
    from monitor.model import ItemId, WatchKey
    from monitor.stories.decide import Decision

    Details = Mapping[WatchKey, Mapping[str, object]]

NOT_WANTED = "not wanted"
_STAGE = "alert"


def note_told(connection: Connection, item: ItemId, one: Planned, message: MessageId, verdict: str, now: datetime) -> None:  # noqa: PLR0913, PLR0917 what is noted
    """Write into an item's history who is told of it, by which message, and when that is due."""
    due_at = messages.due_at(connection, message) if one.is_line else one.due_at
    detail = {"recipient": one.recipient, "message": message, "due_at": due_at.isoformat()}
    items.add_event(connection, item, now, _STAGE, verdict, detail)


def note_refused(connection: Connection, item: ItemId, unwanted: Sequence[Refused], now: datetime) -> None:
    """Write into an item's history who does not want to be told of it, and by which setting: once, however often it is looked at."""
    if not unwanted:
        return
    before = [each.detail for each in items.events(connection, item) if each.verdict == NOT_WANTED]
    for one in unwanted:
        detail = {"recipient": one.recipient, "watch": one.watch, "setting": one.setting, "score": round(one.score, 4)}
        if detail not in before:
            items.add_event(connection, item, now, _STAGE, NOT_WANTED, detail)


def explain(  # noqa: PLR0913, PLR0917 all that it hangs on
    connection: Connection,
    item: ItemId,
    decision: Decision,
    found: Sequence[Found],
    made: Sequence[Planned],
    unwanted: Sequence[Refused],
    held: Collection[Silence],
) -> None:
    """Write where an item's way ends: whom it is told, or why nobody is told of it."""
    stage, reason = _end(decision, found, made, unwanted, held)
    items.set_fate(connection, item, stage, reason)


def verdict(one: Planned, details: Details) -> str:
    """Say in a word what a planned message does with an item."""
    if one.is_line:
        return "listed"
    if one.flood is not None:
        return "gathered"
    if details:
        return "corrected" if any("changes" in detail for detail in details.values()) else "phase told"
    return "possible" if one.is_possible else "told"


def _end(
    decision: Decision, found: Sequence[Found], made: Sequence[Planned], unwanted: Sequence[Refused], held: Collection[Silence]
) -> tuple[str, str]:
    if made:
        return _reached(decision, made)
    if held:
        return "silence", fate_reason(held)
    if unwanted and {(name, one.hit.watch) for one in found for name in one.tell} <= {(one.recipient, one.watch) for one in unwanted}:
        whose = dict.fromkeys(f"{one.recipient} ({one.setting})" for one in unwanted)
        return "routing", f"not wanted by {', '.join(whose)}"
    if decision.relation is Relation.NEW and not any(one.tell for one in found):
        return "routing", "the watchlist tells nobody (tell: is empty)"
    return "folded", f"nothing new for anybody: {decision.because}"


def _reached(decision: Decision, made: Sequence[Planned]) -> tuple[str, str]:
    told = [one.recipient for one in made if not one.is_possible and not one.is_line]
    if told:
        return "told", "told " + ", ".join(told)
    if listed := dict.fromkeys(one.recipient for one in made if one.is_line):
        return "folded", f"listed for {', '.join(listed)}: {decision.because}"
    return "possible", f"possible mentions alone, for the daily section of {', '.join(one.recipient for one in made)}"
