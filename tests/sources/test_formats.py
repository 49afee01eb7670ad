"""A document is read in the format of the name that users write."""

from __future__ import annotations

import pytest

from monitor.errors import ParseError
from monitor.sources.document import Document
from monitor.sources.formats import parse_document

from .documents import item, rss


def test_a_feed_is_read_as_a_feed() -> None:
    assert len(parse_document("feed", Document(rss(item(1)))).items) == 1


def test_an_unknown_format_is_answered_with_those_there_are() -> None:
    with pytest.raises(ParseError, match="no format is called fax; there are feed"):
        parse_document("fax", Document(b""))
