"""What is wrong with a query, or may be: where in it, what, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


class QueryError(ValueError):
    """A query that cannot be meant as written.

    `position` is the offset of the fault in the query, in code points from 0; `what` is wrong there; `remedy` mends it.
    """

    def __init__(self, position: int, what: str, remedy: str) -> None:
        self.position = position
        self.what = what
        self.remedy = remedy
        super().__init__(f"character {position + 1}: {what}; {remedy}")


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """Something in a query that is read, and probably not as it was meant. As in `QueryError`."""

    position: int
    what: str
    remedy: str
