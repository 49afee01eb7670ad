"""The column types that make both databases behave the same, and the names that constraints get."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, BigInteger, Column, DateTime, ForeignKey, Integer, LargeBinary, MetaData, Text, text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
# PostgreSQL stores no NUL, and neither database a half of a surrogate pair; feeds send both.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

metadata = MetaData(naming_convention=NAMES)
Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself in an INTEGER PRIMARY KEY alone
Hash = LargeBinary()
Json = JSON(none_as_null=True)


class Utc(TypeDecorator[datetime]):
    """An aware instant, in UTC whatever the session's time zone: text on SQLite, timestamptz on PostgreSQL."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 SQLAlchemy's signature
        """Turn an aware instant to UTC.

        Raises:
            ValueError: the time is naive, so nobody knows when it is.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; only aware instants are stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 SQLAlchemy's signature
        """Give the instant back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text of any origin. What no database stores becomes U+FFFD, one for one, so that offsets stay true."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 SQLAlchemy's signature
        """Replace what cannot be stored."""
        return None if value is None else _UNSTORABLE.sub("\ufffd", str(value))  # str: a driver may take an enum for its name


def to_json(value: object) -> str:
    """Write JSON for a column; any mapping counts as an object, and every character is ASCII."""
    return json.dumps(value, default=_plain, allow_nan=False)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no place in a JSON column")


def own_id() -> Column[int]:
    """Make the primary key that the database numbers."""
    return Column("id", Id, primary_key=True)


def link(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    """Make a column that points at a row of another table."""
    return Column(name, Id, ForeignKey(target), nullable=nullable)


def words(name: str, *, nullable: bool = False) -> Column[str]:
    """Make a column of text."""
    return Column(name, Words, nullable=nullable)


def instant(name: str, *, nullable: bool = False) -> Column[datetime]:
    """Make a column of aware instants."""
    return Column(name, Utc, nullable=nullable)


def count(name: str) -> Column[int]:
    """Make a column that counts from nought."""
    return Column(name, Integer, nullable=False, server_default=text("0"))
