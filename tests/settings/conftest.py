from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {
    "tocsin.yaml": """
database: sqlite:///../var/tocsin.db
timezone: America/Toronto
operator: ops
senders:
  mail: {smtp: mail.example.org, from: Tocsin <alerts@example.org>}
  slack: {token: "${env:TEST_SLACK}"}
""",
    "recipients.yaml": """
desk: {to: [desk@example.org, slack/arms], send: {normal: hourly}, quiet: [22:00-06:30]}
ops: {to: "ntfys://ntfy.example.org/tocsin"}
""",
    "sources.yaml": """
feeds:
  - https://example.org/feed
  - {url: "https://example.com/rss", name: The Example, tags: [defence]}
""",
    "watchlists/arms.yaml": """
watchlist: Arms
tell: [desk]
watches:
  - entity: Baykar
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A settings folder without a mistake."""
    here = tmp_path / "config"
    for name, text in GOOD.items():
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(text, encoding="utf-8")
    return here


Rewrite = Callable[[str, str, str], None]


@pytest.fixture
def rewrite(folder: Path) -> Rewrite:
    """Replace a part of a file in the settings folder."""

    def change(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change
