"""`tocsin parse` prints what documents yield; a bad file is a line for people and stops no other."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner, Result

from monitor.cli import parse
from monitor.errors import UsageError
from monitor.model import Item, Kind, Speaker, Variant

if TYPE_CHECKING:
    from pathlib import Path

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
