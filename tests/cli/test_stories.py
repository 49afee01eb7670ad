"""`tocsin stories` answers every item of a stream in its order, and goes on past what is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner, Result

from monitor.cli import stories
from monitor.errors import MonitorError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

BODY = "The minister paused exports of drone cameras on Tuesday and told the House that a review follows."


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    made.callback()(lambda: None)
    stories.register(made)
    return made


def run(app: typer.Typer, stream: str | bytes) -> Result:
    return CliRunner().invoke(app, ["stories", "-"], input=stream)


def decisions(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_each_item_is_told_how_it_stands(app: typer.Typer) -> None:
    told = decisions(
        run(
            app,
            lines(
                {"id": "a", "url": "https://wire.example/arms", "title": "Exports paused", "text": BODY, "time": "2031-03-03T12:00:00Z"},
                {
                    "id": "b",
                    "url": "https://wire.example/arms?utm_source=x",
                    "title": "Exports paused",
                    "text": BODY + " More.",
                    "time": None,
                },
                {"id": "c", "url": "https://m.wire.example/arms", "title": "Exports paused", "text": BODY + " More."},
                {"id": "d", "url": "https://blog.example/1", "title": "Wow", "text": f"[ad_1]{BODY}[ad_2]", "time": "2031-03-03T13:00:00"},
                {"id": 5, "url": None, "title": "Exports paused", "text": "Other words.", "time": "yesterday"},
                {"id": "f", "title": "No address", "text": BODY},
            ),
        )
    )
    assert [(one["id"], one["relation"], one["of"]) for one in told] == [
        ("a", "new", None),
        ("b", "edit", "a"),
        ("c", "duplicate", "b"),
        ("d", "duplicate", "a"),
        (5, "new", None),
        ("f", "duplicate", "a"),
    ]
    assert [one["story"] for one in told] == [1, 1, 1, 1, 2, 1]
    assert told[3]["because"] == 'same text as "Exports paused" in wire.example'


def test_a_line_that_is_no_item_is_named_and_the_others_go_on(app: typer.Typer) -> None:
    result = run(
        app,
        "not json\n\n[1]\n"
        + lines({"url": "x"}, {"id": "1", "text": 5}, {"id": "2", "title": "t"}, {"id": "3", "time": "0001-01-01T00:00+14:00"}),
    )
    assert [one["id"] for one in decisions(result)] == ["2", "3"]
    complaints = result.stderr.splitlines()
    assert [line.partition(": ")[0] for line in complaints] == ["-:1", "-:3", "-:4", "-:5"]
    assert '"text" is no text' in complaints[3]


def test_half_a_character_breaks_nothing(app: typer.Typer) -> None:
    told = decisions(
        run(app, '{"id": "\\ud800", "url": "https://\\udfff.example/a", "text": "x"}\n{"id": 2, "url": "https://?.example/a"}\n')
    )
    assert [one["id"] for one in told] == ["?", 2]


def test_a_stream_without_items_is_an_error(app: typer.Typer) -> None:
    result = run(app, "\n")
    assert isinstance(result.exception, MonitorError)
    assert "holds no item" in str(result.exception)


def test_a_file_that_is_not_there_is_a_usage_error(app: typer.Typer, tmp_path: Path) -> None:
    missing = tmp_path / "missing.jsonl"
    result = CliRunner().invoke(app, ["stories", str(missing)])
    assert isinstance(result.exception, UsageError)
    (tmp_path / "stream.jsonl").write_text(lines({"id": "1", "text": BODY}), encoding="utf-8")
    assert decisions(CliRunner().invoke(app, ["stories", str(tmp_path / "stream.jsonl")]))[0]["relation"] == "new"


def test_two_thousand_items_with_one_title_stay_apart(app: typer.Typer) -> None:
    stream = lines(*({"id": n, "url": f"https://wire.example/{n}", "title": "Daily notes", "text": f"Note {n}."} for n in range(2_000)))
    assert {one["relation"] for one in decisions(run(app, stream))} == {"new"}
