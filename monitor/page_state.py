"""Where the reading of an article's page stands, in the words that sources, store and daemon share. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class PageState(StrEnum):
    """Where the reading of an article's page stands. `refused` is final by what was met, `given_up` after some tries."""

    DUE = "due"
    READ = "read"
    REFUSED = "refused"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class PageStanding:
    """How far the reading of a page has come: while it is due, `due_at` is the next try. `attempts` failed so far; `reason` is the last."""

    state: PageState
    reason: str
    due_at: datetime
    attempts: int
