"""How a source stands, in a word or two: never read is told from nothing new, and both from failing now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import SourceState


def standing(state: SourceState) -> str:
    """Say how a source stands.

    `off`; `not read yet`, before its first poll; `never read`, when every poll failed; `failing 3x`; `nothing yet`, when it is read and
    has brought nothing; `ok`.
    """
    if not state.enabled:
        return "off"
    if state.failures:
        return f"failing {state.failures}x" if state.last_ok_at else "never read"
    if state.last_ok_at is None:
        return "not read yet"
    return "ok" if state.last_new_at else "nothing yet"
