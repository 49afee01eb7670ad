"""XML that nobody vouches for is read without growing, and without anything fetched."""

from __future__ import annotations

import pytest

from monitor.errors import ParseError
from monitor.sources.parliament.xml import read_xml, words_of


def read(entities: str, body: str) -> str:
    declared = f'<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE publicwhip [{entities}]>'
    return words_of(read_xml(f"{declared}<publicwhip><p>{body}</p></publicwhip>".encode("latin-1")))


def test_names_of_characters_are_read() -> None:
    names = '<!ENTITY ndash "&#8211;">\n<!ENTITY pound "&#163;">'
    assert read(names, "It cost &pound;5 &ndash; caf\xe9 &amp; all.") == "It cost \u00a35 \u2013 caf\xe9 & all."


@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY a "aa">',
        '<!ENTITY b "">',
        '<!ENTITY c "&#60;">',
        '<!ENTITY d "&#38;">',
        '<!ENTITY e SYSTEM "file:///etc/hostname">',
        '<!ENTITY f SYSTEM "x" NDATA y>',
        '<!ENTITY pound "&#163;"><!ENTITY g "&pound;&pound;">',
    ],
)
def test_any_other_entity_is_refused(entity: str) -> None:
    with pytest.raises(ParseError, match="declares entities"):
        read(entity, "Used or not.")
