"""`tocsin parse` prints what documents yield; a bad file is a line for people and stops no other."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from monitor.cli import parse
from monitor.errors import UsageError
from monitor.model import Item, Kind, Speaker, Variant

FEED = (
    b'<rss version="2.0"><channel><title>W</title><item><title>Exports</title><guid>1</guid>'
    b"<pubDate>Mon, 02 Mar 2026 10:00:00 +0100</pubDate></item></channel></rss>"
)


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    made.callback()(lambda: None)
    parse.register(made)
    return made


def run(app: typer.Typer, *arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(app, ["parse", *arguments], input=stdin)


def test_each_item_is_a_line_with_every_field(app: typer.Typer, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(FEED)
    result = run(app, "--as", "feed", str(file))
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "file": str(file),
        "key": "1",
        "kind": "article",
        "title": "Exports",
        "text": None,
        "url": None,
        "published": "2026-03-02T09:00:00+00:00",
        "lang": None,
        "sitting_date": None,
        "headings": None,
        "speaker": None,
        "variants": None,
        "status": None,
        "record": None,
    }


def test_a_record_is_described_in_full() -> None:
    item = Item(
        key="k",
        title="T",
        text="t",
        kind=Kind.SPEECH,
        url="https://p.example/1",
        published_at=datetime(2026, 3, 2, tzinfo=UTC),
        lang="en",
        sitting_date=date(2026, 3, 1),
        headings=("Oral Questions", "Exports"),
        speaker=Speaker("The Minister", "7", "Minister", "Party"),
        variants={"fr": Variant("texte", "https://p.example/1/fr")},
        status="final",
    )
    told = parse.describe("f", item)
    assert told["kind"] == "speech"
    assert told["sitting_date"] == "2026-03-01"
    assert told["headings"] == ["Oral Questions", "Exports"]
    assert told["speaker"] == {
        "label": "The Minister",
        "id": "7",
        "role": "Minister",
        "party": "Party",
        "constituency": None,
        "is_chair": False,
        "is_witness": False,
    }
    assert told["variants"] == {"fr": {"text": "texte", "url": "https://p.example/1/fr", "title": ""}}
    assert told["status"] == "final"


def test_bad_files_are_named_and_the_others_read_in_order(app: typer.Typer, tmp_path: Path) -> None:
    good, page, odd = tmp_path / "good.xml", tmp_path / "page.html", tmp_path / "odd.xml"
    good.write_bytes(FEED)
    page.write_bytes(b"<html><body></body></html>")
    odd.write_bytes(FEED.replace(b"Mon, 02 Mar 2026 10:00:00 +0100", b"some day"))
    result = run(app, "--as", "feed", str(page), str(good), str(tmp_path / "missing"), str(odd), "-", stdin=FEED)
    assert result.exit_code == 0
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == [str(good), str(odd), "-"]
    assert f"{page}: this is an HTML page, not a feed" in result.stderr
    assert f"{tmp_path / 'missing'}: No such file or directory" in result.stderr
    assert f"{odd}: 1 of 1 entries have a date that cannot be read" in result.stderr
    assert "Traceback" not in result.stderr


def test_it_fails_only_when_nothing_was_yielded(app: typer.Typer, tmp_path: Path) -> None:
    empty = tmp_path / "empty.xml"
    empty.write_bytes(b'<rss version="2.0"><channel><title>W</title></channel></rss>')
    result = run(app, "--as", "feed", str(empty), str(tmp_path))
    assert result.exit_code == 1
    assert "has no items" in result.stderr
    assert f"{tmp_path}: Is a directory" in result.stderr


def test_an_unknown_format_is_answered_with_those_there_are(app: typer.Typer) -> None:
    result = run(app, "--as", "fax", "file")
    assert isinstance(result.exception, UsageError)
    assert "with one of: feed" in str(result.exception)


def test_a_format_is_told_the_name_of_the_file(app: typer.Typer, tmp_path: Path) -> None:
    file = tmp_path / "CREC-2031-03-05-pt1-PgS12.htm"
    file.write_text(
        "<html><pre>\n[Congressional Record Volume 177, Number 8 (Tuesday, March 4, 2031)]\n"
        "[Senate]\n[Page S12]\n\n  Mr. ROE. I rise.\n</pre></html>"
    )
    result = run(app, "--as", "us-crec", str(file))

    assert json.loads(result.stdout)["record"]["native_id"] == "CREC-2031-03-05-pt1-PgS12"
    assert "of 2031-03-04" in result.stderr


def test_nobody_is_sent_to_a_file_name_to_look_for_a_feed(app: typer.Typer, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html><head><title>W</title></head></html>")

    assert "discover page.html" not in run(app, "--as", "feed", str(file)).stderr


SOURCES = """
parliaments:
  - record: json-api
    name: Example affairs
    url: https://api.example.org/affairs
    records: items
    zone: Europe/Vienna
    map: {native_id: id, title: title, text: body|html, kind: question, date: "day|date('%d.%m.%Y')"}
"""


@pytest.fixture
def answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)  # where there are no settings
    file = tmp_path / "answer.json"
    file.write_text('{"items": {"id": 7, "title": "Drones", "body": "<p>Who?</p>", "day": "04.03.2026"}}', encoding="utf-8")
    return file


def test_a_document_is_read_as_a_source_of_the_settings_says(app: typer.Typer, tmp_path: Path, answer: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "tocsin.yaml").write_text("database: sqlite:///x.db\n", encoding="utf-8")
    (config / "recipients.yaml").write_text('desk: {to: ["ntfys://ntfy.example.org/desk"]}\n', encoding="utf-8")
    (config / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    result = run(app, "--as", "json-api", "--source", "Example affairs", "--config", str(config), str(answer))
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    expected = {"key": "7", "kind": "question", "title": "Drones", "text": "Who?", "sitting_date": "2026-03-04"}
    assert {name: told[name] for name in expected} == expected


def test_a_document_is_read_as_a_record_of_the_catalogue_without_any_settings(app: typer.Typer, answer: Path) -> None:
    answer.write_text('{"value": [{"Id": "a-1", "Onderwerp": "Drones", "Verwijderd": false}]}', encoding="utf-8")
    result = run(app, "--as", "json-api", "--source", "nl-zaken", str(answer))
    assert json.loads(result.stdout)["title"] == "Drones"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--as", "json-api"], "add --source NAME"),
        (["--as", "json-api", "--source", "nobody"], "no parliament of your settings or of the catalogue is called 'nobody'"),
        (["--as", "xml-api", "--source", "nl-zaken"], "nl-zaken is read as json-api, not as xml-api"),
    ],
)
def test_a_source_that_cannot_be_meant_is_told(app: typer.Typer, answer: Path, arguments: list[str], words: str) -> None:
    result = run(app, *arguments, str(answer))
    assert isinstance(result.exception, UsageError)
    assert words in str(result.exception)


HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "read-any-parliament.md"


def test_the_samples_of_the_how_to_are_read_as_its_entries_say(app: typer.Typer, tmp_path: Path) -> None:
    blocks = re.findall(r"```(json|xml|yaml)\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    (sample, entry), (document, other) = blocks[:2], blocks[2:4]
    (tmp_path / "answer.json").write_text(sample[1], encoding="utf-8")
    (tmp_path / "sitting.xml").write_text(document[1], encoding="utf-8")
    (tmp_path / "tocsin.yaml").write_text("database: sqlite:///x.db\n", encoding="utf-8")
    (tmp_path / "recipients.yaml").write_text('desk: {to: ["ntfys://ntfy.example.org/desk"]}\n', encoding="utf-8")
    (tmp_path / "sources.yaml").write_text(entry[1] + other[1].replace("parliaments:\n", ""), encoding="utf-8")
    told = [
        json.loads(line)
        for arguments in (
            ("json-api", "--source", "Example affairs", str(tmp_path / "answer.json")),
            ("xml-api", "--source", "example-sittings", str(tmp_path / "sitting.xml")),
        )
        for line in run(app, "--as", *arguments, "--config", str(tmp_path)).stdout.splitlines()
    ]
    assert [(each["key"], each["kind"], each["title"], each["sitting_date"]) for each in told] == [
        ("4711", "question", "Export permits", "2026-03-04"),
        ("s1", "speech", "Defence", "2026-03-04"),
        ("s2", "answer", "Defence", "2026-03-04"),
    ]
