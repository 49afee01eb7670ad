"""`tocsin match` shows what a text would hit, to people and to programs."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner, Result

from monitor.cli import match
from monitor.errors import MonitorError, UsageError
from tests.cli.command import tocsin

if TYPE_CHECKING:
    from pathlib import Path

WATCHLIST = """\
watchlist: Arms exports
tell: []
watches:
  - {id: wescam-1, entity: L3Harris WESCAM, aliases: [WESCAM]}
  - entity: Baykar
  - {entity: Türkiye, only: {kinds: [speech], tags: [parliament]}}
"""


@pytest.fixture
def watchlist(tmp_path: Path) -> Path:
    path = tmp_path / "arms.yaml"
    path.write_text(WATCHLIST, encoding="utf-8")
    return path


def run(*arguments: object, given: bytes = b"") -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    match.register(app)
    return CliRunner().invoke(app, ["match", *map(str, arguments)], input=given)


def printed(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.split("\n") if line]


def test_each_mention_is_a_line_of_json(watchlist: Path) -> None:
    line = json.dumps({"id": 7, "title": "Baykar", "text": "L3Harris-Wescam’s sensor", "lang": "en"})
    result = run("--watchlists", watchlist, "--jsonl", "-", given=line.encode())
    common = {"id": 7, "watchlist": "arms", "how": "exact", "tier": "sure", "score": 1.0, "why": "written as watched"}
    assert result.exit_code == 0
    assert printed(result) == [
        {**common, "watch": "wescam-1", "field": "text", "start": 0, "end": 15, "matched": "L3Harris-Wescam"},
        {**common, "watch": "Baykar", "field": "title", "start": 0, "end": 6, "matched": "Baykar"},
    ]


def test_a_line_that_cannot_be_read_is_told_and_the_others_go_on(watchlist: Path) -> None:
    bad = [
        "no json",
        "[1]",
        '{"id": 1}',
        '{"text": 5}',
        '{"text": "x", "kind": "poem"}',
        '{"text": "x", "tags": "y"}',
        '{"text": "x", "headings": ["y", 1]}',
        '{"text": "x", "speaker": 1}',
        '{"text": "x", "speaker": {"label": 1}}',
        "[" * 100_000,
        '{"text": "\xff"}',
    ]
    given = "\n".join([*bad, "", '{"id": "good", "text": "Baykar"}']).encode("latin-1")
    result = run("--watchlists", watchlist, "--jsonl", given=given)
    assert result.exit_code == 0
    assert [record["id"] for record in printed(result)] == ["good"]
    complaints = result.stderr.splitlines()
    assert len(complaints) == len(bad)
    assert all(complaint.startswith(f"-:{number}: ") for number, complaint in enumerate(complaints, 1))


def test_only_bad_lines_end_with_an_error_and_no_lines_do_not(watchlist: Path) -> None:
    result = run("--watchlists", watchlist, "--jsonl", given=b"bad\n")
    assert isinstance(result.exception, MonitorError)
    assert run("--watchlists", watchlist, "--jsonl", given=b"").exit_code == 0


def test_lone_surrogates_and_byte_order_marks_come_out_clean(watchlist: Path) -> None:
    given = b'\xef\xbb\xbf{"id": "\\ud800", "text": "Baykar \\ud800 Baykar"}'
    records = printed(run("--watchlists", watchlist, "--jsonl", given=given))
    assert [(record["id"], record["start"]) for record in records] == [("\ud800", 0), ("\ud800", 9)]


def test_kind_and_tags_of_a_line_serve_the_scope_of_a_watch(watchlist: Path) -> None:
    lines = [{"id": 1, "text": "Türkiye"}, {"id": 2, "text": "Türkiye", "kind": "speech", "tags": ["parliament"]}]
    result = run("--watchlists", watchlist, "--jsonl", given="\n".join(map(json.dumps, lines)).encode())
    assert [record["id"] for record in printed(result)] == [2]


def test_speakers_parties_and_headings_of_a_line_can_be_watched(tmp_path: Path) -> None:
    terms = tmp_path / "terms.yaml"
    terms.write_text(
        "watchlist: Terms\nwatches:\n  - {id: who, term: 'speaker:Joly'}\n  - {id: whose, term: 'party:NDP kind:speech'}\n"
        "  - {id: where, term: 'heading:\"export permits\" source:hansard tag:Ottawa'}\n",
        encoding="utf-8",
    )
    speech = {"text": "I rise", "kind": "speech", "headings": ["Foreign", "Export permits"], "source": "hansard", "tags": ["ottawa"]}
    lines = [
        {"id": 1, **speech, "speaker": {"label": "Hon. Mélanie Joly", "id": "9", "role": None, "party": "NDP"}},
        {"id": 2, "text": "Joly of the NDP on export permits", "speaker": "The Chair"},
    ]
    result = run("--watchlists", terms, "--jsonl", given="\n".join(map(json.dumps, lines)).encode())
    found = [tuple(record[key] for key in ("id", "watch", "field", "start", "end", "matched")) for record in printed(result)]
    assert found == [
        (1, "who", "speaker", 13, 17, "Joly"),
        (1, "whose", "party", 0, 3, "NDP"),
        (1, "where", "heading", 8, 22, "Export permits"),
    ]


def test_people_see_the_passage_with_the_mention_marked(watchlist: Path, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_bytes("The firm\r\n\x1b[31m Baykar\u202e sold WESCAM sensors. ".encode() + b"and so on " * 20)
    result = run("--watchlists", watchlist, article)
    assert result.stdout.splitlines() == [
        str(article),
        "  L3Harris WESCAM (Arms exports): 1 mention",
        "    text 29: The firm [31m Baykar sold [WESCAM] sensors. and so on and so on and so on and so on and so on…",
        "      alias WESCAM",
        "  Baykar (Arms exports): 1 mention",
        "    text 16: The firm [31m [Baykar] sold WESCAM sensors. and so on and so on and so on and so…",
        "      written as watched",
    ]


def test_on_a_terminal_every_passage_fits_its_width(watchlist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = tmp_path / "article.txt"
    article.write_text("It was said " * 30 + "that Baykar sold drones " + "and so on " * 30, encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "80")
    shown = tocsin("match", "--watchlists", watchlist, article, on_terminal=True).out
    (line,) = [line for line in shown.replace("\x1b[33m\x1b[1m", "").replace("\x1b[0m", "").splitlines() if line.startswith("    text ")]
    assert line == "    text 365: …It was said It was said that Baykar sold drones and so on and so…"
    whole = tocsin("match", "--watchlists", watchlist, "--json", article, on_terminal=True).records
    assert [(record["start"], record["matched"]) for record in whole] == [(365, "Baykar")]


def test_a_text_without_a_mention_says_so(watchlist: Path) -> None:
    assert run("--watchlists", watchlist, "-", given=b"nothing").stdout == "-\n  nothing that is watched\n"


def test_another_spelling_says_why_it_counts(tmp_path: Path) -> None:
    peace = tmp_path / "peace.yaml"
    peace.write_text("watchlist: Peace\nwatches: [{entity: Project Ploughshares}]\n", encoding="utf-8")
    text = "A study by Project Ploughshers says so."
    (record,) = printed(run("--watchlists", peace, "--jsonl", given=json.dumps({"id": 1, "text": text}).encode()))
    assert (record["matched"], record["how"], record["tier"]) == ("Project Ploughshers", "variant", "sure")
    assert record["why"] == f"'Project Ploughshers' sounds like 'Project Ploughshares' ({record['score']:.2f})"
    assert f"      {record['why']}\n" in run("--watchlists", peace, "-", given=text.encode()).stdout


def test_what_is_only_possible_is_marked() -> None:
    from monitor.model import Hit, How, Item, Mention, Tier
    from monitor.watch.spec import Watch, Watchlist, watch_key

    watch = Watch(watch_key("a", "Baykar"), "Baykar", entity="Baykar")
    mention = Mention("text", 4, 10, "Baikal", How.VARIANT, Tier.POSSIBLE, 0.6, "'Baikal' sounds like 'Baykar' (0.60)")
    item = Item("1", "", "The Baikal froze")
    listed = {watch.key: (Watchlist("a", "Arms", watches=(watch,)), watch)}
    shown = match.report(match.Document("1", item), [Hit(watch.key, (mention,))], listed, with_colour=False)
    assert "      possible: 'Baikal' sounds like 'Baykar' (0.60)\n" in shown


def test_a_title_shows_its_own_passage_in_colour_on_a_terminal() -> None:
    from monitor.language.once import languages
    from monitor.model import Item
    from monitor.watch.index import Index
    from monitor.watch.spec import Watch, Watchlist, watch_key

    watch = Watch(watch_key("a", "Baykar"), "Baykar", entity="Baykar")
    listed = Watchlist("a", "Arms", watches=(watch,))
    item = Item("1", "The Baykar deal", "")
    shown = match.report(
        match.Document("1", item), Index.build([listed], languages()).match(item), {watch.key: (listed, watch)}, with_colour=True
    )
    assert "The \x1b[33m\x1b[1mBaykar\x1b[0m deal" in shown


def test_a_speaker_shows_in_the_field_that_was_matched() -> None:
    from monitor.language.once import languages
    from monitor.model import Item, Speaker
    from monitor.watch.index import Index
    from monitor.watch.spec import Watch, Watchlist, watch_key

    watch = Watch(watch_key("a", "x"), "Joly", term="speaker:joly")
    listed = Watchlist("a", "Ministers", watches=(watch,))
    item = Item("1", "", "", speaker=Speaker("Hon. Joly (Minister)"))
    shown = match.report(
        match.Document("1", item), Index.build([listed], languages()).match(item), {watch.key: (listed, watch)}, with_colour=False
    )
    assert "    speaker 5: Hon. [Joly] (Minister)" in shown


def test_json_of_whole_files_counts_from_their_first_character(watchlist: Path, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_bytes("é\r\nBaykar".encode())
    records = printed(run("--watchlists", watchlist, "--json", article))
    assert [(record["id"], record["start"], record["end"]) for record in records] == [(str(article), 3, 9)]


def test_watchlists_that_a_shell_wrote_out_are_all_read(watchlist: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("watchlist: Other\nwatches: [{entity: Libya}]\n", encoding="utf-8")
    result = run("--watchlists", watchlist, other, "--jsonl", given=b'{"id": 1, "text": "Libya"}')
    assert [record["watchlist"] for record in printed(result)] == ["other"]


def test_a_missing_file_is_told_and_the_others_go_on(watchlist: Path, tmp_path: Path) -> None:
    result = run("--watchlists", watchlist, tmp_path / "nowhere.txt", "-", given=b"Baykar")
    assert result.exit_code == 0
    assert "nowhere.txt: No such file" in result.stderr
    assert "[Baykar]" in result.stdout


def test_a_folder_without_a_watch_is_refused_with_the_remedy(tmp_path: Path) -> None:
    result = run("--watchlists", tmp_path)
    assert isinstance(result.exception, UsageError)
    assert "name a watchlist file" in str(result.exception)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "windows-1252"])
def test_a_file_is_read_in_its_own_charset(tmp_path: Path, charset: str) -> None:
    watched = tmp_path / "list.yaml"
    watched.write_text("watchlist: List\nwatches:\n  - entity: Café Baykar\n    spelling: exact\n", encoding="utf-8")
    text = tmp_path / "text.txt"
    text.write_bytes("Café Baykar opened, and a second café too.".encode(charset))
    result = run("--watchlists", watched, text)
    assert "text 0: [Café Baykar] opened, and a second café too." in result.output


def test_people_see_what_stands_there_and_was_passed_over(watchlist: Path) -> None:
    text = "Türkiye buys drones.".encode()
    assert run("--watchlists", watchlist, "-", given=text).output.splitlines() == [
        "-",
        '  passed over Türkiye: "Türkiye" in the text; its `only:` asks for kinds: speech',
    ]
    assert run("--watchlists", watchlist, "--json", "-", given=text).output == ""
