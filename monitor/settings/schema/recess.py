"""Days on which a parliament does not sit, as people write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from monitor.settings.schema.entry import Complaint

Span = tuple[date, date]
_BETWEEN = re.compile(r"\s*(?:\.\.+|…|–|—| to | - )\s*")  # noqa: RUF001 the dashes are what people type
_HOW = "write 2026-07-01..2026-08-31"


def read_recess(value: object) -> tuple[Span, ...]:
    """Read `2026-07-01..2026-08-31`, a single day, or a list of these or of pairs; both ends belong to the recess.

    Raises:
        Complaint: a part is no day, or a recess ends before it begins.
    """
    if isinstance(value, str):
        return (_span(_BETWEEN.split(value.strip()), value),)
    if isinstance(value, list):
        return tuple(_span(_BETWEEN.split(each.strip()) if isinstance(each, str) else each, each) for each in value)
    raise Complaint("days of recess are needed here", _HOW)


def _span(parts: object, said: object) -> Span:
    if not isinstance(parts, list) or not 1 <= len(parts) <= 2:  # noqa: PLR2004 a beginning and an end
        raise Complaint(f"{said!r} is no span of days", _HOW)
    begins, ends = _day(parts[0]), _day(parts[-1])
    if ends < begins:
        raise Complaint(f"this recess ends on {ends}, before it begins on {begins}", f"write {ends}..{begins}")
    return begins, ends


def _day(text: object) -> date:
    try:
        return date.fromisoformat(str(text).strip())
    except ValueError:
        raise Complaint(f"{text!r} is no day", _HOW) from None


Recess = Annotated[tuple[Span, ...], BeforeValidator(read_recess, json_schema_input_type=str | list[str | list[str]])]
