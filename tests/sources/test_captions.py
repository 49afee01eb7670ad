"""Captions are found in the entry that they stand in."""

from __future__ import annotations

from monitor.sources.captions import captions


def test_captions_are_found_entry_by_entry() -> None:
    text = (
        "<item><media:description>A &amp; B</media:description><media:text type='html'><![CDATA[<b>C</b>]]></media:text></item>"
        "<item><media:description/></item><item><media:description>D</media:description></item>"
    )
    starts = [at for at in range(len(text)) if text.startswith("<item", at)]
    assert captions(text, starts) == [(("A & B", "text/plain"), ("<b>C</b>", "text/html")), (), (("D", "text/plain"),)]


def test_a_document_without_media_is_not_searched() -> None:
    assert captions("<item/><item/>", [0, 7]) == [(), ()]


def test_the_captions_of_one_entry_are_bounded() -> None:
    (found,) = captions("<media:text>a</media:text>" * 80, [0])
    assert len(found) == 50
