"""What one look after digests finds of their sources: each thing is read once, for however many recipients."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from monitor.daemon.audience import Audience, sources_at
from monitor.sources.hastening import hastened
from monitor.store import hastening, sources

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.audience import Look
    from monitor.daemon.live import Live
    from monitor.model import RecipientKey, SourceKey, SourceState

    Behind = tuple[SourceKey, ...]

_NOBODY = Audience()


@dataclass(slots=True)
class Readiness:
    """The sources behind recipients, within one transaction at one moment."""

    connection: Connection
    live: Live
    now: datetime
    _behind: dict[frozenset[Look], Behind] = field(default_factory=dict)
    _states: dict[SourceKey, SourceState] = field(default_factory=dict)
    _hastened: dict[tuple[datetime, Behind], int] = field(default_factory=dict)
    _awaited: dict[tuple[datetime, Behind], bool] = field(default_factory=dict)

    def audience(self, recipient: RecipientKey) -> Audience:
        """Tell what a recipient can be told of."""
        return self.live.audiences.get(recipient, _NOBODY)

    def behind(self, recipient: RecipientKey) -> Behind:
        """List the sources that are read for a recipient."""
        looks = frozenset(self.audience(recipient).looks)
        if looks not in self._behind:
            self._behind[looks] = sources_at(self.live, looks)
        return self._behind[looks]

    def is_read(self, recipient: RecipientKey, before: datetime) -> bool:
        """Tell whether any source had its first contact by then: before it nothing is missing, and nothing can be proved."""
        states = self._all_states()
        baselines = (states[key].baseline_at for key in self.behind(recipient) if key in states)
        return any(at is not None and at < before for at in baselines)

    def hasten(self, recipient: RecipientKey, due_at: datetime) -> int:
        """Bring the polls of a recipient's sources forward, where politeness allows; return how many that moved."""
        behind = self.behind(recipient)
        if (due_at, behind) not in self._hastened:
            self._hastened[due_at, behind] = self._hasten(behind, due_at)
        return self._hastened[due_at, behind]

    def is_awaited(self, recipient: RecipientKey, since: datetime) -> bool:
        """Tell whether a source of a recipient's that was not read since then is being asked, or will be as soon as there is room."""
        behind = self.behind(recipient)
        if (since, behind) not in self._awaited:
            self._awaited[since, behind] = hastening.are_awaited(self.connection, behind, since, self.now)
        return self._awaited[since, behind]

    def _hasten(self, behind: Behind, due_at: datetime) -> int:
        states, wanted = self._all_states(), {}
        for key in behind:
            state = states.get(key)
            at = hastened(state, self.live.policy(self.live.settings.sources[key]), due_at, self.now) if state is not None else None
            if state is not None and at is not None:
                wanted[state.id] = at
                states[key] = replace(state, next_poll_at=at)
        return hastening.hasten(self.connection, wanted, self.now)

    def _all_states(self) -> dict[SourceKey, SourceState]:
        if not self._states:
            self._states = {state.key: state for state in sources.all_states(self.connection)}
        return self._states
