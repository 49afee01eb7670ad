"""The houses of parliaments, by any of their names."""

from __future__ import annotations

import pytest

from monitor.watch.house import house_name


@pytest.mark.parametrize("written", ["commons", "Commons", "House of Commons", "the House of Commons", " the Commons "])
def test_a_house_has_one_name_however_it_is_written(written: str) -> None:
    assert house_name(written) == "commons"


def test_words_of_a_name_are_joined() -> None:
    assert house_name("Westminster Hall") == house_name("westminster-hall") == "westminster-hall"


def test_a_name_that_begins_like_an_article_keeps_its_beginning() -> None:
    assert house_name("Theatre") == "theatre"


def test_letters_with_marks_are_read_alike() -> None:
    assert house_name("D\u00e1il") == house_name("dail") == "dail"
