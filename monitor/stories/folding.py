"""What stories are folded by: how often words stand in the news, what was learned of reports of one event, and how sure is sure enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.stories.same_event import Learned
    from monitor.text.background import Background

WINDOW = timedelta(hours=96)  # between two reports of one event


@dataclass(frozen=True, slots=True)
class Folding:
    """What the stories of a run are folded by. From `threshold` on, 0 to 1, two reports are of one event."""

    background: Background
    learned: Learned
    threshold: float
