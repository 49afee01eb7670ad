"""Who has spoken: what a record says of a speaker once holds for the rest of the document."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Speaker


@dataclass(slots=True)
class Roll:
    """Completes speakers from what was said of the same id before. `has_roles`: the id is of a person in one role, which then holds too."""

    has_roles: bool = False
    _known: dict[str, Speaker] = field(default_factory=dict)

    def complete(self, speaker: Speaker) -> Speaker:
        """Fill in party, constituency and, where ids are of roles, the role; remember what is new."""
        if speaker.id is None:
            return speaker
        before = self._known.get(speaker.id, speaker)
        full = replace(
            speaker,
            party=speaker.party or before.party,
            constituency=speaker.constituency or before.constituency,
            role=speaker.role or (before.role if self.has_roles else None),
        )
        self._known[speaker.id] = full
        return full
