from __future__ import annotations

import pytest

from monitor.settings.document import read
from monitor.settings.raw_lines import warnings


def told(text: str) -> list[str]:
    found = list(warnings(read("w.yaml", text)))
    assert all(problem.is_warning for problem in found)
    return [str(problem) for problem in found]


def test_a_name_that_a_comment_cuts_short_is_pointed_out() -> None:
    (line,) = told("watches:\n  - entity: Section #9 Ltd\n")
    assert line.startswith("w.yaml:2:13: this is read as 'Section'")
    assert 'write "Section #9 Ltd" in quotes' in line


@pytest.mark.parametrize(
    "text",
    [
        "entity: Baykar # the drone maker",
        "entity: C# Ltd",
        "entity: 'Section #9'",
        "priority: low #x",
        "entity: Baykar   #",
        "aliases: [a, b] #x",
    ],
)
def test_an_honest_comment_is_left_alone(text: str) -> None:
    assert told(text + "\n") == []


@pytest.mark.parametrize("form", ["plc", "Inc.", "Ltd", "GmbH", "S.A.", "A.Ş.", "Co", "LLC", "AG", "N.V."])
def test_a_company_that_became_two_aliases_is_pointed_out(form: str) -> None:
    (line,) = told(f"aliases: [BAE, Rolls-Royce Holdings, {form}]\n")
    assert f'write "Rolls-Royce Holdings, {form}" in quotes' in line


def test_curly_quotes_do_not_hold_a_name_together() -> None:
    (line,) = told("aliases: [“Holdings, the”, x]\n")
    assert 'write "Holdings, the" in quotes' in line


@pytest.mark.parametrize(
    "text", ["aliases: [WESCAM, L-3 WESCAM]", 'aliases: ["Holdings, plc", BAE]', "aliases:\n  - Holdings\n  - plc", "tell: [a, co]"]
)
def test_a_list_of_names_is_left_alone(text: str) -> None:
    assert told(text + "\n") == []


def test_a_list_without_brackets_is_pointed_out() -> None:
    (line,) = told("aliases: WESCAM, L-3 WESCAM\n")
    assert line.endswith("if several are meant, write [WESCAM, L-3 WESCAM]")
    assert told("aliases: Holdings, plc\n") == []
    assert told("aliases: [a]\nentity: Smith, John\n") == []
