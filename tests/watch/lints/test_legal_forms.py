from __future__ import annotations

import pytest

from monitor.text.fold import fold_key
from monitor.watch.lints import legal_forms
from monitor.watch.lints.legal_forms import belongs_after_comma, is_generic, is_legal_form


@pytest.mark.parametrize("text", ["plc", "Inc.", "S.A.", "A.Ş.", "A/S", "GmbH & Co. KG", "Sp. z o.o.", "S.A. de C.V.", "Pty Ltd", "ООО"])  # noqa: RUF001 Russian
def test_a_legal_form_is_known_however_it_is_written(text: str) -> None:
    assert is_legal_form(text)
    assert is_generic(text)
    assert belongs_after_comma(text)


@pytest.mark.parametrize("text", ["Group", "Holdings plc", "Technologies Inc.", "集团", "Группа", "Şirketi"])
def test_a_generic_tail_is_no_legal_form(text: str) -> None:
    assert is_generic(text)
    assert not is_legal_form(text)


@pytest.mark.parametrize("text", ["BAE", "Group 4", "and", "& Co-op", "", "!", "Holdings and", "Wagner Group", "de"])
def test_a_name_is_neither(text: str) -> None:
    assert not is_legal_form(text)
    assert is_generic(text) is (text == "Holdings and")


def test_titles_belong_after_a_comma_alone() -> None:
    assert belongs_after_comma("Jr.")
    assert not is_generic("Jr.")


def test_the_words_are_kept_folded() -> None:
    known = legal_forms._FORMS | legal_forms._TAILS | legal_forms._TITLES
    assert all(fold_key(word) == word for word in known)
