"""Messages: what one recipient reads. A message not yet on its way can take more claims."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Row, and_, func, or_, select, update

from monitor.errors import StoreError
from monitor.model import Cause, DeliveryState, ItemId, MessageId, RecipientKey, StoryId, WatchKey
from monitor.store.claims import is_listed, told_items
from monitor.store.stories import family
from monitor.store.tables import claims, deliveries, message_claims, messages, watches
from monitor.store.upsert import insert

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

MessageKind = Literal["story", "digest", "notice", "test"]


@dataclass(frozen=True, slots=True)
class ClaimContent:
    """A claim as its message tells it. `items` are those that it tells of, with what there is to say beside each.

    Three kinds of items: those `told` for themselves, those `amended`, which were told before and are otherwise now, and those `listed` as
    other reports of the story, each with the reason why it was folded.
    """

    id: int
    watch: WatchKey
    label: str
    watchlist: str
    watchlist_title: str
    cause: Cause
    story: StoryId
    at: datetime
    items: Mapping[ItemId, Mapping[str, object]]

    @property
    def told(self) -> list[ItemId]:
        """The items that are told for themselves."""
        return [item for item, detail in self.items.items() if not detail]

    @property
    def amended(self) -> list[ItemId]:
        """The items that were told before, and of which something is otherwise now."""
        return [item for item, detail in self.items.items() if detail and not is_listed(detail)]

    @property
    def listed(self) -> dict[ItemId, str]:
        """The items that are listed, with why each was folded."""
        return {item: str(detail["folded"]) for item, detail in self.items.items() if is_listed(detail)}


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message with its claims in the order they were made. `body` is what a message without claims says.

    `flood` is the watchlist whose flood a digest gathers.
    """

    id: MessageId
    recipient: RecipientKey
    kind: MessageKind
    story: StoryId | None
    due_at: datetime
    created_at: datetime
    replies_to: MessageId | None
    body: Mapping[str, Any] | None
    claims: list[ClaimContent]
    flood: str | None = None


def create(  # noqa: PLR0913 a message has these parts
    connection: Connection,
    *,
    recipient: RecipientKey,
    kind: MessageKind,
    story: StoryId | None,
    due_at: datetime,
    now: datetime,
    replies_to: MessageId | None,
    body: Mapping[str, object] | None,
    flood: str | None = None,
) -> MessageId:
    """Begin a message to a recipient."""
    statement = messages.insert().values(
        recipient=recipient,
        kind=kind,
        story_id=story,
        due_at=due_at,
        created_at=now,
        replies_to=replies_to,
        body=None if body is None else dict(body),
        flood=flood,
    )
    return MessageId(connection.execute(statement.returning(messages.c.id)).scalar_one())


def open_digest(connection: Connection, recipient: RecipientKey, due_at: datetime) -> MessageId | None:
    """Find the recipient's digest of this instant, if no address was tried with it yet."""
    return _open(connection, recipient, messages.c.kind == "digest", messages.c.due_at == due_at, messages.c.flood.is_(None))


def open_flood(connection: Connection, recipient: RecipientKey, watchlist: str, due_at: datetime) -> MessageId | None:
    """Find the summary of a watchlist's flood that leaves at this instant, if no address was tried with it yet."""
    return _open(connection, recipient, messages.c.flood == watchlist, messages.c.due_at == due_at)


def overdue_digest(connection: Connection, recipient: RecipientKey, now: datetime) -> datetime | None:
    """Tell when the recipient's last digest was due that should have left by now, and of which no address was tried yet; None if none."""
    mine = and_(messages.c.recipient == recipient, messages.c.kind == "digest", messages.c.flood.is_(None), messages.c.due_at <= now)
    newest = select(messages.c.due_at).where(mine, _has(_is_waiting()), ~_has(~_is_waiting())).order_by(messages.c.due_at.desc())
    found: datetime | None = connection.scalar(newest.limit(1))
    return found


def has_digest(connection: Connection, recipient: RecipientKey, due_at: datetime, now: datetime) -> bool:
    """Tell whether a digest of this instant was ever begun, or an overdue one of the recipient's waits to leave: it tells of now, too."""
    mine = and_(messages.c.recipient == recipient, messages.c.kind == "digest", messages.c.flood.is_(None))
    waits = and_(messages.c.due_at < due_at, messages.c.due_at <= now, _has(_is_waiting()))
    return connection.scalar(select(messages.c.id).where(mine, or_(messages.c.due_at == due_at, waits)).limit(1)) is not None


def open_story(connection: Connection, recipient: RecipientKey, story: StoryId) -> MessageId | None:
    """Find the recipient's latest message of this story, if no address was tried with it yet."""
    return _open(connection, recipient, messages.c.kind == "story", messages.c.story_id.in_(family(connection, story)))


def open_among(connection: Connection, recipient: RecipientKey, ids: Collection[MessageId]) -> MessageId | None:
    """Find the latest of these messages, if no address was tried with it yet."""
    return _open(connection, recipient, messages.c.id.in_(list(ids)), messages.c.kind.in_(("story", "digest"))) if ids else None


def due_at(connection: Connection, message: MessageId) -> datetime:
    """Tell when a message is due."""
    found: datetime = connection.execute(select(messages.c.due_at).where(messages.c.id == message)).scalar_one()
    return found


def digest_before(connection: Connection, recipient: RecipientKey, due_at: datetime) -> datetime | None:
    """Tell when the recipient's last digest before this instant was due that left; None if there was none. Of floods nothing is said."""
    mine = messages.c.recipient == recipient, messages.c.kind == "digest", messages.c.flood.is_(None), messages.c.due_at < due_at
    left = _has(deliveries.c.state.in_((DeliveryState.SENT, DeliveryState.UNKNOWN)))
    found: datetime | None = connection.scalar(select(func.max(messages.c.due_at)).where(*mine, left))
    return found


def hasten(connection: Connection, message: MessageId, due_at: datetime) -> None:
    """Note that a message leaves earlier than it was to. A digest keeps its hour, which is what it is found by."""
    waits_longer = and_(messages.c.id == message, messages.c.kind != "digest", messages.c.due_at > due_at)
    connection.execute(update(messages).where(waits_longer).values(due_at=due_at))


def open_notice(connection: Connection, recipient: RecipientKey) -> MessageRow | None:
    """Find the recipient's latest notice, if no address was tried with it yet."""
    found = _open(connection, recipient, messages.c.kind == "notice")
    return None if found is None else content(connection, found)


def last_notice_due_at(connection: Connection, recipient: RecipientKey, but: MessageId | None = None) -> datetime | None:
    """Tell for when the recipient's latest notice `but` this one was put into the outbox; None if there never was one."""
    latest_due = select(func.max(messages.c.due_at)).where(messages.c.recipient == recipient, messages.c.kind == "notice")
    latest_due = latest_due.where(messages.c.id != but) if but is not None else latest_due
    found: datetime | None = connection.scalar(latest_due)
    return found


def rewrite(connection: Connection, message: MessageId, body: Mapping[str, object]) -> None:
    """Let a message that has no claims say something else."""
    connection.execute(update(messages).where(messages.c.id == message).values(body=dict(body)))


def attach(connection: Connection, message: MessageId, claim_ids: Sequence[int]) -> None:
    """Let a message carry claims; one that a message carries already stays there."""
    if claim_ids:
        statement = insert(connection, message_claims).on_conflict_do_nothing()
        connection.execute(statement, [{"message_id": message, "claim_id": claim} for claim in claim_ids])


def content(connection: Connection, message: MessageId) -> MessageRow:
    """Read a message with its claims.

    Raises:
        StoreError: there is no such message.
    """
    row = connection.execute(select(messages).where(messages.c.id == message)).one_or_none()
    if row is None:
        raise StoreError(f"there is no message {message}; tocsin deliveries lists those there are")
    return _row(row, _claims(connection, [message])[message])


def latest(connection: Connection, limit: int) -> list[MessageRow]:
    """Read the latest messages, the newest first."""
    rows = connection.execute(select(messages).order_by(messages.c.id.desc()).limit(limit)).all()
    carried = _claims(connection, [MessageId(row.id) for row in rows])
    return [_row(row, carried[MessageId(row.id)]) for row in rows]


def count(connection: Connection) -> int:
    """Count the messages."""
    return connection.scalar(select(func.count()).select_from(messages)) or 0


def _open(connection: Connection, recipient: RecipientKey, *conditions: ColumnElement[bool]) -> MessageId | None:
    """Find the latest such message that is due and untried at every address; on PostgreSQL its deliveries stay ours meanwhile.

    What is held waits for a person's word, and what was given up for no one: neither takes more.
    """
    newest = select(messages.c.id).where(messages.c.recipient == recipient, *conditions).order_by(messages.c.id.desc()).limit(1)
    message = connection.scalar(newest.where(_has(_is_waiting()), ~_has(~_is_waiting())))
    if message is None:
        return None
    mine = select(deliveries.c.state, deliveries.c.attempts).where(deliveries.c.message_id == message).with_for_update()
    is_open = all(row.state == DeliveryState.DUE and row.attempts == 0 for row in connection.execute(mine).all())
    return MessageId(message) if is_open else None


def _is_waiting() -> ColumnElement[bool]:
    return and_(deliveries.c.state == DeliveryState.DUE, deliveries.c.attempts == 0)


def _has(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(deliveries.c.id).where(deliveries.c.message_id == messages.c.id, condition).exists()


def _claims(connection: Connection, ids: Sequence[MessageId]) -> defaultdict[MessageId, list[ClaimContent]]:
    rows = connection.execute(
        select(
            message_claims.c.message_id,
            claims,
            func.coalesce(watches.c.label, claims.c.watch).label("label"),
            func.coalesce(watches.c.watchlist, "").label("watchlist"),
            func.coalesce(watches.c.watchlist_title, "").label("watchlist_title"),
        )
        .join_from(message_claims, claims)
        .outerjoin(watches, watches.c.key == claims.c.watch)
        .where(message_claims.c.message_id.in_(list(ids)))
        .order_by(claims.c.id)
    ).all()
    told = told_items(connection, [row.id for row in rows])
    carried: defaultdict[MessageId, list[ClaimContent]] = defaultdict(list)
    for row in rows:
        carried[MessageId(row.message_id)].append(
            ClaimContent(
                id=row.id,
                watch=WatchKey(row.watch),
                label=row.label,
                watchlist=row.watchlist,
                watchlist_title=row.watchlist_title,
                cause=Cause(row.cause),
                story=StoryId(row.story_id),
                at=row.at,
                items=told.get(row.id, {}),
            )
        )
    return carried


def _row(row: Row[Any], carried: list[ClaimContent]) -> MessageRow:
    return MessageRow(
        id=MessageId(row.id),
        recipient=RecipientKey(row.recipient),
        kind=row.kind,
        story=None if row.story_id is None else StoryId(row.story_id),
        due_at=row.due_at,
        created_at=row.created_at,
        replies_to=None if row.replies_to is None else MessageId(row.replies_to),
        body=row.body,
        claims=carried,
        flood=row.flood,
    )
