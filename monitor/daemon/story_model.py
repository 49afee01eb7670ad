"""What stories are folded by in this run, loaded once."""

from __future__ import annotations

from monitor.language.event_model import event_model
from monitor.stories.folding import Folding
from monitor.stories.same_event import DEFAULT_THRESHOLD
from monitor.vocabulary import vocabulary


def folding(threshold: float = DEFAULT_THRESHOLD) -> Folding:
    """Load what stories are folded by; from `threshold` on two reports are of one event."""
    return Folding(vocabulary(), event_model(), threshold)
