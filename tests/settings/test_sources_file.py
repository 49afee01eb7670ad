"""A feed is added to the user's own text; nothing else of it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.errors import SettingsError
from monitor.settings import document
from monitor.settings.sources_file import NewFeed, append_feeds, with_feeds

if TYPE_CHECKING:
    from pathlib import Path

COMMENTED = """\
# our sources
feeds:
  - https://a.example/rss   # the first
  - {url: https://b.example/rss, name: B}
  - url: https://c.example/rss
    poll: 10m

# and the parliaments
parliaments:
  - {record: ca-hansard}
"""


def feeds_of(text: str) -> list[object]:
    value = document.read("sources.yaml", text).value
    assert isinstance(value, dict)
    feeds = value["feeds"]
    assert isinstance(feeds, list)
    return feeds


def test_a_feed_joins_the_list_and_every_comment_stays() -> None:
    after = with_feeds(COMMENTED, [NewFeed("https://d.example/rss")])
    assert len(feeds_of(after)) == 4
    assert feeds_of(after)[-1] == "https://d.example/rss"
    assert after.replace('  - "https://d.example/rss"\n', "") == COMMENTED


def test_a_name_is_kept_as_text_whatever_it_holds() -> None:
    after = with_feeds(COMMENTED, [NewFeed("https://d.example/rss", 'The "Post": #1')])
    assert feeds_of(after)[-1] == {"name": 'The "Post": #1', "url": "https://d.example/rss"}


@pytest.mark.parametrize("before", ["", "feeds:\n", "feeds: []\n", "# nothing yet\n", "feeds:   # none so far"])
def test_an_empty_file_gets_its_first_feed(before: str) -> None:
    assert feeds_of(with_feeds(before, [NewFeed("https://a.example/rss")])) == ["https://a.example/rss"]


def test_a_list_in_brackets_grows_within_them() -> None:
    after = with_feeds("feeds: [https://a.example/rss, ]\n", [NewFeed("https://b.example/rss")])
    assert feeds_of(after) == ["https://a.example/rss", "https://b.example/rss"]


def test_a_list_that_ends_without_a_line_break_grows() -> None:
    assert len(feeds_of(with_feeds("feeds:\n- https://a.example/rss", [NewFeed("https://b.example/rss")]))) == 2


def test_a_file_that_is_wrong_is_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text("feeds: {a: b}\nnonsense: 1\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        append_feeds(tmp_path, [NewFeed("https://a.example/rss")])
    assert file.read_text(encoding="utf-8") == "feeds: {a: b}\nnonsense: 1\n"


def test_the_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    path = append_feeds(tmp_path, [NewFeed("https://a.example/rss", "A")])
    assert feeds_of(path.read_text(encoding="utf-8")) == [{"name": "A", "url": "https://a.example/rss"}]


def test_several_feeds_with_tags_join_together() -> None:
    after = with_feeds(COMMENTED, [NewFeed("https://d.example/rss", "D", ("defence", "a, b")), NewFeed("https://e.example/rss")])
    assert feeds_of(after)[-2:] == [{"name": "D", "url": "https://d.example/rss", "tags": ["defence", "a, b"]}, "https://e.example/rss"]
