from __future__ import annotations

import pytest

from monitor.settings.document import read


def complaint(text: str) -> str:
    (problem,) = read("w.yaml", text).problems
    return str(problem)


def test_an_unquoted_query_is_shown_as_it_may_be_pasted() -> None:
    told = complaint('watches:\n  - term: "arms embargo" NEAR/10 (Libya OR Türkiye)\n    priority: urgent\n')
    assert told.startswith("w.yaml:2:11: the value goes on after its closing quote")
    assert told.endswith("""quote all of it: - term: '"arms embargo" NEAR/10 (Libya OR Türkiye)'""")


@pytest.mark.parametrize(
    "line",
    [
        'term: "arms embargo" NEAR/10 (Libya OR Türkiye)  # a comment',
        "term: *licen?e*",
        "name: @home",
        "name: %x",
        "name: Turkey: exports",
        "name: `x`",
        'any: ["arms embargo" NEAR/3 x, y, "z"]',
        "any: [*permit*, b]",
        "name: 'L'Oréal'",
        'name: "7" Filmverleih"',
        "entity:Baykar",
    ],
)
def test_what_is_shown_to_paste_can_be_read(line: str) -> None:
    told = complaint(f"watchlist: x\n{line}\npriority: low\n")
    remedy = told.rpartition("; ")[2]
    pasted = remedy.partition(": ")[2]
    assert read("w.yaml", f"watchlist: x\n{pasted}\npriority: low\n").problems == ()


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("a:\n\tb: 1\n", "2:1", "indented with a tab"),
        ("a: 1\n\tb: 1\n", "2:1", "indented with a tab"),
        ('a: "x\nb: 1\n', "1:4", 'the quote " that opens here is never closed'),
        ("a: 'x\nb: 1\n", "1:4", "the quote ' that opens here is never closed"),
        ('a:\n  - b: "x\n    c: y\n  - b: z\n  - b: "v"\n', "2:8", 'the quote " that opens here is not closed on its line'),
        ("a:\n  - 'x\n  - y\nb: 'v' # c\n", "2:5", "the quote ' that opens here is not closed on its line"),
        ('a: "two\n  lines"\nb: "x" y\n', "3:4", "the value goes on after its closing quote"),
        ("a: [1, 2\nb: 3\n", "1:4", "the bracket [ that opens here is not closed"),
        ("a: {b: 1\nc: 2\n", "1:4", "the bracket { that opens here is not closed"),
        ("a: 1\n  b: 2\n", "2:3", "does not stand at the depth of its neighbours"),
        ("a:\n    - x\n  - y\n", "3:3", "does not stand at the depth of its neighbours"),
        ("a: 1\n---\nb: 2\n", "2:1", "a second document begins here"),
        ("a: 1\nb\nc: 2\n", "2:1", "this line is no setting"),
        ('a: "\\q"\n', "1:5", "a backslash inside double quotes"),
        ("a: x\nb: y\x07z\n", "2:5", "the invisible character U+0007"),
        ("a: [x]]\n", "1:7", "YAML cannot read on from here"),
        ("a: &x 1\nb:\n - *y\n", "3:4", "a value cannot begin with *"),
        ("a: [b, *y]\n", "1:4", "an entry of this list needs quotes"),
    ],
)
def test_a_mistake_is_explained_where_it_stands(text: str, where: str, what: str) -> None:
    told = complaint(text)
    assert told.startswith(f"w.yaml:{where}: ")
    assert what in told
