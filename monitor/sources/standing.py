"""How a source stands, in a few words: whether it was ever read is told from whether it fails now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import SourceState


def standing(state: SourceState) -> str:
    """Say how a source stands: `off`, `not read yet`, `ok`, `failing 3x`, or `never read, failing 3x`."""
    if not state.enabled:
        return "off"
    if state.failures:
        return f"{'' if state.last_ok_at else 'never read, '}failing {state.failures}x"
    return "ok" if state.last_ok_at else "not read yet"
