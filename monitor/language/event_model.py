"""The model that tells whether two items are of one event, read from where it comes along."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from monitor.stories.same_event import SIGNALS, Model

LEARNED = Path(__file__).parents[1] / "stories" / "learned" / "same_event.json"  # what tools/train_stories.py writes


@cache
def event_model() -> Model:
    """Give the model, read once in a process.

    Raises:
        KeyError: it was learned for other signals.
    """
    learned = json.loads(LEARNED.read_text(encoding="utf-8"))
    return Model(tuple(float(learned["weights"][name]) for name in SIGNALS), float(learned["bias"]))
