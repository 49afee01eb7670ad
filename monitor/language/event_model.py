"""What was learned of pairs of items of one event, read from where it comes along."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.stories.same_event import SIGNALS, Learned, Model

if TYPE_CHECKING:
    from collections.abc import Mapping

LEARNED = Path(__file__).parents[1] / "stories" / "learned" / "same_event.json"  # what tools/train_stories.py writes


@cache
def event_model() -> Learned:
    """Give the two models, read once in a process.

    Raises:
        KeyError: it was learned for other signals.
    """
    learned = json.loads(LEARNED.read_text(encoding="utf-8"))
    return Learned(watched=_model(learned["watched"]), others=_model(learned["others"]))


def _model(learned: Mapping[str, Any]) -> Model:
    return Model(tuple(float(learned["weights"][name]) for name in SIGNALS), float(learned["bias"]))
