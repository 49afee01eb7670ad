"""All that can be said of one watch by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.watch.lints import apart, floods, hidden, lists, weak_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.text.background import Background
    from monitor.watch.lints.finding import Finding
    from monitor.watch.spec import Watch


def findings(watch: Watch, background: Background) -> Iterator[Finding]:
    """List what a watch says and probably does not mean. Its queries must be good ones.

    Raises:
        QueryError: one of them cannot be meant as written.
    """
    yield from lists.findings(watch, background)
    flooded = list(floods.findings(watch, background))
    yield from flooded
    told = {finding.place for finding in flooded}
    yield from (finding for finding in weak_names.findings(watch, background) if finding.place not in told)
    yield from hidden.findings(watch)
    yield from apart.findings(watch)
