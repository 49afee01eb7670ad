"""Count how many entries of a folder of feeds want their article's page read under `full_text: auto`, and why.

    python -m tools.count_cut_off FOLDER

Nothing is fetched. Needs the project's dependencies.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.errors import ParseError
from monitor.sources.cut_off import SHORT, is_cut_off, wants_page
from monitor.sources.document import Document
from monitor.sources.formats import parse_document
from monitor.stories.wording import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.model import Item


def count(feeds: Iterable[Path]) -> Counter[str]:
    """Count the entries of these feeds by what is said of them below; a file that is no feed counts as unread."""
    found: Counter[str] = Counter()
    for path in feeds:
        try:
            page = parse_document("feed", Document(path.read_bytes()))
        except ParseError:
            found["unread"] += 1
            continue
        found["feeds"] += 1
        for item in page.items:
            found.update(said_of(item))
    return found


def said_of(item: Item) -> list[str]:
    """Name what counts in an entry."""
    is_short, is_open = word_count(item.text) < SHORT, is_cut_off(item.text)
    verdicts = {
        "entries": True,
        "short": is_short,
        "cut off": is_open,
        "cut off, not short": is_open and not is_short,
        "pages": wants_page(item, "auto"),
    }
    return [name for name, is_so in verdicts.items() if is_so]


def main() -> None:
    """Print the figures of the folder that is named."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():  # noqa: PLR2004 the program and its folder
        sys.exit("usage: python -m tools.count_cut_off FOLDER")
    found = count(sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_file()))
    entries = max(1, found["entries"])
    sys.stdout.write(f"{found['feeds']} feeds ({found['unread']} files that are none), {found['entries']} entries\n")
    for name, words in (
        ("short", f"under {SHORT} words"),
        ("cut off", "end cut off"),
        ("cut off, not short", f"end cut off, with {SHORT} words or more"),
        ("pages", "have a page to be read under auto"),
    ):
        sys.stdout.write(f"{found[name]:7} {found[name] / entries:6.1%}  {words}\n")


if __name__ == "__main__":
    main()
