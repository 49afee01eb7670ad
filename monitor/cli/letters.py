"""The letters that tell of an item, and where each of them stands."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from monitor.cli.archive import local
from monitor.model import DeliveryState, MessageId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Connection

    from monitor.settings.records import Settings
    from monitor.store.deliveries import Posted
    from monitor.store.items import Event

    Letter = Mapping[str, Any]

STAGE = "alert"
_FOR = {
    "possible": "a possible mention, in the daily section for {}",
    "corrected": "for {}, of what reads otherwise now",
    "gathered": "for {}, in the summary of a flood",
    "listed": "listed as another report of a story, for {}",
    "phase told": "for {}, of its new phase",
}
_STANDING = {DeliveryState.SENDING: "is being sent", DeliveryState.UNKNOWN: "may have arrived", DeliveryState.DEAD: "not sent"}
RESTORED = "since a restore; tocsin db held send lets it leave, tocsin db held drop does not"
_TOLD = "told "
_ON_ITS_WAY = {DeliveryState.DUE, DeliveryState.SENDING}


def letters_of(connection: Connection, events: Sequence[Event]) -> list[Letter]:
    """Find the letters of all messages that an item's history names, the first one first, as a machine reads them."""
    from monitor.store import deliveries

    named = dict.fromkeys(MessageId(int(str(each.detail["message"]))) for each in events if each.stage == STAGE and "due_at" in each.detail)
    return [_record(row) for row in reversed(deliveries.of_messages(connection, list(named)))]


def _record(row: Posted) -> Letter:
    return {
        "id": row.id,
        "message": row.message,
        "recipient": row.recipient,
        "address": row.label,
        "state": row.state,
        "due_at": row.due_at.isoformat(),
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        "reason": reason_in_words(row) or None,
    }


def alert_in_words(step: Letter, letters: Sequence[Letter], settings: Settings, *, is_public: bool) -> Iterator[str]:
    """Say of a message that tells of an item where its letters stand, one on a line.

    Args:
        step: what the item's history says of the message.
        letters: of all messages that tell of the item.
        settings: whose clock is shown.
        is_public: whether others may read it: addresses, and what their servers said, stay out of it.
    """
    beginning = f"{STAGE}: {_FOR.get(step['verdict'], 'for {}').format(step['detail']['recipient'])}"
    found = [one for one in letters if one["message"] == step["detail"]["message"]]
    for one in found:
        to, reason = ("", "") if is_public else (f" to {one['address']}", one["reason"])
        yield f"{beginning}: delivery {one['id']}{to}, {_standing(one, settings)}" + (f": {reason}" if reason else "")
    if not found:
        yield f"{beginning}: no letter of its own; another told it, or nothing was left to tell"


def _standing(one: Letter, settings: Settings) -> str:
    match one["state"]:
        case DeliveryState.SENT:
            return f"sent {local(datetime.fromisoformat(one['sent_at']), settings)}"
        case DeliveryState.DUE:
            return f"waits, due {local(datetime.fromisoformat(one['due_at']), settings)}"
        case state:
            return _STANDING.get(state, str(state))


def reason_in_words(row: Posted) -> str:
    """Say why a delivery stands as it does; what is held for nothing else is held for a restore, whatever its last try met."""
    return (row.held_because or RESTORED) if row.state is DeliveryState.HELD else row.last_error or ""


def reached_in_words(verdict: str, letters: Sequence[Letter]) -> str:
    """Say at the end of an item's way who was told: to be told, as its history has it, is not enough for that."""
    by_outcome: dict[str, list[str]] = {}
    for name in verdict.removeprefix(_TOLD).split(", "):
        states = {one["state"] for one in letters if one["recipient"] == name}
        by_outcome.setdefault(_outcome(states), []).append(name)
    outcomes = ("told", "perhaps told:", "not told yet:", "held for", "not reached:")
    return "; ".join(f"{outcome} {', '.join(by_outcome[outcome])}" for outcome in outcomes if outcome in by_outcome)


def _outcome(states: AbstractSet[DeliveryState]) -> str:
    """Judge how a recipient's letters stand: the best of them counts. Of what is no more, the history's word holds."""
    if not states or DeliveryState.SENT in states:
        return "told"
    if DeliveryState.UNKNOWN in states:
        return "perhaps told:"
    if _ON_ITS_WAY & states:
        return "not told yet:"
    return "held for" if DeliveryState.HELD in states else "not reached:"
