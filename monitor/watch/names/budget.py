"""How much evidence a name in another spelling must have, so that false alarms stay within what was asked for.

False alarms fall with the evidence asked for: by a factor of e for each nat, as the evidence is the logarithm of a chance. How many
there are at a given evidence was counted in news of 20 languages (docs/explanation/names.md); both together give the evidence for a budget.
"""

from __future__ import annotations

import math

_AT_NO_EVIDENCE = 1_000.0  # false alarms of one name in a million words, were no evidence asked for (the count's straight line, drawn on)
LEAST, MOST = 7.0, 24.0  # nats: below, any short word would do; above, only names as written are left
POSSIBLE_BELOW = 2.0  # nats below the sure threshold down to which a mention is possible
WIDER = 2.5  # nats that `spelling: wide` asks for less


def asked_for(false_alarms: float) -> float:
    """Tell how much evidence keeps a name's false alarms at so many in a million words, in nats."""
    if false_alarms <= 0:
        return MOST
    return min(MOST, max(LEAST, math.log(max(_AT_NO_EVIDENCE / false_alarms, 1.0))))


def expected(evidence: float) -> float:
    """Tell how many false alarms of one name in a million words are to be expected at an evidence asked for."""
    return _AT_NO_EVIDENCE * math.exp(-evidence)


def score(evidence: float) -> float:
    """Turn evidence into a score from 0 to 1: even odds at 8 nats, and nearly certain from 16 on."""
    return round(1 / (1 + math.exp((8.0 - evidence) / 2)), 2)
