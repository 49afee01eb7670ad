"""The one error family. The text of an error says where, what, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class MonitorError(Exception):
    """Something went wrong in a way that a user can act upon; its text is all they see."""

    exit_code = 1


class UsageError(MonitorError):
    """A command was called in a way that it cannot be meant."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a settings file: where, what, and the remedy.

    `line` and `column` count from 1; 0 means that the file as a whole is meant. Warnings do not stop a file from going live.
    """

    file: str
    line: int
    column: int
    what: str
    remedy: str = ""
    is_warning: bool = False

    def __str__(self) -> str:
        """Show the problem as `file:line:column: what; remedy`, which editors can jump to."""
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{where}: {self.what}" + (f"; {self.remedy}" if self.remedy else "")


class SettingsError(MonitorError):
    """Settings that cannot be used; carries every problem found, not just the first."""

    exit_code = 78

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class FetchError(MonitorError):
    """An address could not be read: no connection, a refused address, a time limit, a body beyond the cap."""


class ParseError(MonitorError):
    """A document is not what it was read as, or took longer than it may."""


class StoreError(MonitorError):
    """The database cannot be used: locked, read-only, full, of a newer schema, or claimed by another daemon."""


class Missing(StoreError):
    """What is asked for is not in the database, or not any more."""


class SendError(MonitorError):
    """A message did not certainly arrive; the subclass says what may be done about it."""


class Retry(SendError):
    """Not delivered, and a later try may succeed; not before `after` if that is given."""

    def __init__(self, reason: str, after: datetime | None = None) -> None:
        self.after = after
        super().__init__(reason)


class Unreachable(Retry):
    """Not delivered because the account or its server cannot be used now; every other message of the account would fare alike."""


class AccountFault(Unreachable):
    """Not delivered because the account itself is refused, or cannot be used as it is set up; only a person can mend that."""


class TooFast(Unreachable):
    """Not delivered because the account sends more than its server takes; nothing of it is taken before `after`, and nothing is wrong."""


class Rejected(SendError):
    """Not delivered, and no later try can succeed."""


class AddressRefused(Rejected):
    """Not delivered, and no other message to this address will be: nobody is there, or none is let in."""


class Unknown(SendError):
    """The reply was lost: the message may or may not have been delivered."""
