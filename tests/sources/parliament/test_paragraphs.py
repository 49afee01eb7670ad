"""The words of an element come as paragraphs."""

from __future__ import annotations

from lxml import etree

from monitor.sources.parliament.paragraphs import paragraphs


def lines(xml: str, *skip: str) -> list[str]:
    return paragraphs(etree.fromstring(xml), skip)


def test_marks_within_a_line_do_not_break_it() -> None:
    assert lines("<p>Bill <b>C-1</b>,\n  an <i>act</i></p>") == ["Bill C-1, an act"]


def test_what_is_set_apart_stands_apart() -> None:
    xml = "<speech>So he said<quote><para>No.</para></quote>and<list><item label='(a)'>went</item></list></speech>"
    assert lines(xml) == ["So he said", "No.", "and", "(a) went"]


def test_the_cells_of_a_table_do_not_run_together() -> None:
    assert lines("<p><table><tr><td>Halden</td><td>12</td></tr></table></p>") == ["Halden", "12"]


def test_what_is_skipped_leaves_the_words_behind_it() -> None:
    assert lines("<p>before <from>Mr Doe</from>after</p>", "from") == ["before after"]


def test_names_are_local() -> None:
    assert lines('<a:p xmlns:a="urn:x">one<a:p>two</a:p></a:p>') == ["one", "two"]


def test_an_element_that_is_skipped_itself_has_none() -> None:
    assert lines("<Timestamp>(1405)</Timestamp>", "Timestamp") == []
