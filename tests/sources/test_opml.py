"""Lists of feeds come in from other readers and go out again; a hostile list is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.errors import ParseError
from monitor.sources.opml import Outline, read_opml, write_opml

if TYPE_CHECKING:
    from pathlib import Path

LIST = b"""<?xml version="1.0"?><opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Press"><outline text="North">
  <outline type="rss" text="A &amp; B" title="" xmlUrl="https://a.example/rss"/></outline></outline>
<outline text="again" xmlUrl="https://a.example/rss"/>
<outline text="B" xmlurl=" https://b.example/atom "/>
<outline text="no" xmlUrl="file:///etc/passwd"/><outline text="folder"/>
</body></opml>"""


def test_a_list_is_read_with_its_folders_each_address_once() -> None:
    assert read_opml(LIST) == (
        Outline("https://a.example/rss", "A & B", ("Press", "North")),
        Outline("https://b.example/atom", "B"),
    )


def test_what_is_written_is_read_back() -> None:
    outlines = (
        Outline("https://a.example/?x=1&y=2", 'A "quoted" <name>', ("Press",)),
        Outline("https://b.example/", "Ж\x00", ()),
        Outline("https://c.example/", "C", ("Press", "North")),
    )
    text = write_opml(outlines)
    assert text.startswith("<?xml version='1.0' encoding='utf-8'?>")
    assert set(read_opml(text.encode())) == {outlines[0], Outline("https://b.example/", "Ж"), outlines[2]}


def test_a_list_that_breaks_off_yields_what_came_before() -> None:
    assert len(read_opml(LIST[:300])) == 1


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"", "no OPML"),
        (b"not xml", "no OPML"),
        (b"<rss/>", "no <opml> around it"),
        (b"<opml><body/></opml>", "names no feed"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline xmlUrl="https://a.example/&a;"/></body></opml>', "declares entities"),
    ],
)
def test_what_is_no_list_is_refused(body: bytes, complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint):
        read_opml(body)


def test_nothing_from_outside_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    body = (
        f'<!DOCTYPE opml [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]>'
        '<opml><body><outline text="&s;" xmlUrl="https://a.example/"/></body></opml>'
    )
    with pytest.raises(ParseError, match="declares entities"):
        read_opml(body.encode())
