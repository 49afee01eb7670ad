"""A real homeserver for the whole, as for the channels."""

from __future__ import annotations

from tests.channels.conftest import synapse

__all__ = ["synapse"]
