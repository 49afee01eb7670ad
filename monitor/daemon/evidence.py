"""What the claims of a message rest on, read once for all its stories: a digest of hundreds takes no more statements than an alert."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.daemon import vetoes
from monitor.store import hits, stories

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection

    from monitor.model import StoryId, WatchKey
    from monitor.store.hits import StoryHit
    from monitor.store.messages import ClaimContent
    from monitor.watch.veto import Vetoes


@dataclass(frozen=True, slots=True)
class Evidence:
    """The hits of the claimed watches in the claimed stories, and what was said not to be meant.

    `roots` tells of each claimed story which one it is told in, `wholes` the same of every story that is told in one of these. `rows`
    are by root: by when the item was first seen, then by watch.
    """

    roots: Mapping[StoryId, StoryId]
    wholes: Mapping[StoryId, StoryId]
    rows: Mapping[StoryId, Sequence[StoryHit]]
    said: Vetoes

    def hits(self, root: StoryId, watches: Collection[WatchKey]) -> list[StoryHit]:
        """List the hits of some of the watches in a whole story."""
        return [row for row in self.rows.get(root, ()) if row.watch in watches]


def evidence_of(connection: Connection, claims: Collection[ClaimContent]) -> Evidence:
    """Read what claims rest on; it does for any choice of them within the same transaction."""
    watches = {claim.watch for claim in claims}
    roots = stories.roots(connection, {claim.story for claim in claims})
    wholes = stories.wholes(connection, set(roots.values()))
    return Evidence(roots, wholes, hits.of_each_story(connection, wholes, watches), vetoes.load(connection, watches))
