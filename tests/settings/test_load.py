from __future__ import annotations

import hashlib
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.alerts.schedule import AT_ONCE, HOURLY
from monitor.channels.address import complaint
from monitor.errors import SettingsError, UsageError
from monitor.model import Priority, RecipientKey, SourceKey
from monitor.settings.load import absolute_database, check_files, load, load_watchlists, missing_secrets
from monitor.settings.records import EmailSender, Loaded, MatrixSender, SlackSender
from monitor.watch.spec import Near, Scope
from tests.settings.conftest import Rewrite


def errors(folder: Path) -> list[str]:
    return [str(problem) for problem in check_files(folder, judge=complaint) if not problem.is_warning]


def last_good(loaded: Loaded) -> dict[str, str]:
    return {file.name: file.body for file in loaded.files}


def test_every_setting_of_the_design_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    for name, text in EVERYTHING.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    assert errors(folder) == []
    settings = load(folder).settings
    assert settings.database == f"sqlite:///{tmp_path}/var/tocsin.db"
    assert settings.zone == ZoneInfo("America/Toronto")
    assert settings.fetch.max_body == 10_000_000
    assert settings.polling.fastest == timedelta(minutes=15)
    assert settings.retention_texts == timedelta(days=180)
    assert settings.senders["mail"] == EmailSender("mail.example.org", 587, "tocsin", "${file:/run/secrets/smtp}", "Tocsin <a@b.org>")
    assert settings.senders["slack"] == SlackSender(token="${env:TEST_SLACK}")
    assert isinstance(settings.senders["matrix"], MatrixSender)
    desk = settings.recipients[RecipientKey("arms-desk")]
    assert desk.send[Priority.NORMAL] == HOURLY
    assert desk.send[Priority.URGENT] == AT_ONCE
    assert desk.send[Priority.LOW].clocks == (time(7, 30),)
    assert len(desk.quiet) == 3
    assert desk.zone == ZoneInfo("America/Toronto")


def test_sources_have_stable_keys_and_their_own_settings(tmp_path: Path) -> None:
    test_every_setting_of_the_design_is_read(tmp_path)
    sources = load(tmp_path / "config").settings.sources
    assert list(sources) == ["theglobeandmail.com/arc/outboundfeeds/rss/category/politics", "example-feed", "ca-hansard", "ca-committees"]
    example = sources[SourceKey("example-feed")]
    assert example.poll == timedelta(minutes=10)
    assert example.backfill == timedelta(days=7)
    assert example.headers == {"Authorization": "${env:TEST_KEY}"}
    assert (example.full_text, example.tags, example.enabled) == ("always", frozenset({"defence"}), False)
    hansard = sources[SourceKey("ca-hansard")]
    assert (hansard.kind, hansard.tags) == ("ca-hansard", frozenset({"parliament"}))
    assert hansard.options == {
        "languages": ("en", "fr"),
        "session": "45-1",
        "expect": {"records": 20, "quiet": timedelta(days=30)},
        "recess": ((date(2026, 7, 1), date(2026, 8, 31)),),
    }
    assert hansard.max_age == timedelta(days=14)
    assert sources[SourceKey("ca-committees")].options == {"committees": ("FAAE", "NDDN")}
    assert sources[SourceKey("ca-committees")].max_age == timedelta(days=60)


def test_a_watch_keeps_names_that_look_like_something_else(tmp_path: Path) -> None:
    test_every_setting_of_the_design_is_read(tmp_path)
    watchlist = load(tmp_path / "config").settings.watchlists["arms-exports"]
    assert (watchlist.title, watchlist.tell, watchlist.false_alarms) == ("Arms exports", ("arms-desk",), "2 per week")
    wescam, baykar, permits, embargo, odd = watchlist.watches
    assert wescam.key == "arms-exports/l3harris-wescam"
    assert wescam.aliases == ("WESCAM", "L-3 WESCAM")
    assert baykar.near == Near(("drone*", "TB2", "Bayraktar"), 30)
    assert baykar.ignore == ("Baykar Cup",)
    assert permits.label == "Export permits and Turkey"
    assert permits.only == Scope(kinds=frozenset({"speech", "question", "answer"}), tags=frozenset({"parliament"}))
    assert permits.exclude is not None
    assert "example-feed" in permits.exclude.sources
    assert (embargo.label, embargo.priority) == ('"arms embargo" NEAR/10 (Libya OR Türkiye) -football', Priority.URGENT)
    assert (odd.key, odd.entity, odd.aliases) == ("arms-exports/Odd-1", "No", ("2024", "012", "2024-01-02", "1.10", "true"))


EVERYTHING = {
    "tocsin.yaml": """
database: sqlite:///../var/tocsin.db       # relative to this folder
timezone: America/Toronto
contact: desk@example.org
operator: ops
heartbeat: "${env:TEST_HEARTBEAT}"
console: {listen: 127.0.0.1:8787, token: "${env:TEST_CONSOLE}", public_url: null}
polling: {fastest: 15m, slowest: 6h}
fetch: {timeout: 30s, max_body: 10MB, full_text: auto, allow_private_networks: false, proxy: null}
retention: {texts: 180d}
senders:
  mail: {smtp: mail.example.org, port: 587, user: tocsin, password: "${file:/run/secrets/smtp}", from: Tocsin <a@b.org>}
  slack: {token: "${env:TEST_SLACK}"}
  matrix: {homeserver: https://chat.example.org, user: tocsin, password: "${env:TEST_MATRIX}"}
""",
    "recipients.yaml": """
arms-desk:
  to: [desk@example.org, slack/arms-exports, "matrix/!room:example.org"]
  send: {urgent: at once, normal: hourly, low: daily 07:30}
  quiet: [22:00-06:30, sat, sun]
ops: {to: ["ntfys://ntfy.example.org/tocsin"]}
""",
    "sources.yaml": """
feeds:
  - https://www.theglobeandmail.com/arc/outboundfeeds/rss/category/politics/
  - url: "feed://example.org/feed"
    name: Exämple Feed
    poll: 10m
    full_text: always
    tags: [defence]
    headers: {Authorization: "${env:TEST_KEY}"}
    enabled: false
    backfill: 7d
    max_age: 30d
    user: u
    password: "${env:TEST_KEY}"
    proxy: http://127.0.0.1:3128
""",
    "sources/parliaments.yaml": """
parliaments:
  - {record: ca-hansard, languages: [en, fr], session: 45-1, expect: {records: 20, quiet: 30d}, recess: 2026-07-01..2026-08-31}
  - {record: ca-committees, committees: [FAAE, NDDN]}
""",
    "watchlists/team/arms-exports.yaml": """
watchlist: Arms exports
tell: arms-desk
owner: arms-desk
priority: normal
false_alarms: 2 per week
watches:
  - entity: L3Harris WESCAM
    aliases: [WESCAM, L-3 WESCAM]
    spelling: tolerant
  - entity: Baykar
    near: {words: [drone*, TB2, Bayraktar], within: 30}
    ignore: [Baykar Cup]
  - name: Export permits and Turkey
    any: [export permit*, export licen?e*]
    near: {words: [Turkey, Türkiye], within: 8}
    only: {kinds: [speech, question, answer], tags: [parliament]}
    except: {sources: [Exämple Feed]}
  - term: '"arms embargo" NEAR/10 (Libya OR Türkiye) -football'
    priority: urgent
  - {id: Odd-1, entity: No, aliases: [2024, 012, 2024-01-02, 1.10, true]}
""",
}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///../var/x.db?timeout=3", "sqlite:////etc/var/x.db?timeout=3"),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("postgresql://u:${env:PW}@h/db", "postgresql+psycopg://u:${env:PW}@h/db"),
        ("postgresql+psycopg://h/db", "postgresql+psycopg://h/db"),
        ("${env:TEST_DATABASE}", "${env:TEST_DATABASE}"),
    ],
)
def test_a_database_does_not_depend_on_where_the_command_runs(url: str, expected: str) -> None:
    assert absolute_database(url, Path("/etc/tocsin")) == expected


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            ("watchlists/arms.yaml", "tell: [desk]", "tell: [dsk]"),
            "watchlists/arms.yaml:3:8: no recipient is called 'dsk'; did you mean 'desk'?",
        ),
        (
            ("watchlists/arms.yaml", "tell: [desk]", "tell: desk\nowner: me"),
            "watchlists/arms.yaml:4:8: no recipient is called 'me'; add it to recipients.yaml",
        ),
        (
            ("watchlists/arms.yaml", "Baykar", "Baykar\n    tell: [x]"),
            "watchlists/arms.yaml:6:12: no recipient is called 'x'",
        ),
        (
            ("watchlists/arms.yaml", "Baykar", "Baykar\n    except: {sources: [the exmple]}"),
            "watchlists/arms.yaml:6:24: no source is called 'the exmple'; did you mean 'the-example'?",
        ),
        (
            ("watchlists/arms.yaml", "Baykar", "Baykar\n  - entity: BAYKAR"),
            "watchlists/arms.yaml:6:5: this is watched already: watchlists/arms.yaml:5",
        ),
        (
            ("tocsin.yaml", "operator: ops", "operator: opps"),
            "tocsin.yaml:4:11: no recipient is called 'opps'; did you mean 'ops'?",
        ),
        (
            ("recipients.yaml", "slack/arms", "slak/arms"),
            "recipients.yaml:2:31: no sender is called 'slak'; did you mean 'slack'?",
        ),
        (
            ("recipients.yaml", "slack/arms", "mail/arms"),
            "recipients.yaml:2:31: 'arms' is no email address; write mail/name@example.org",
        ),
        (
            ("tocsin.yaml", "  mail: {smtp: mail.example.org, from: Tocsin <alerts@example.org>}\n", ""),
            "recipients.yaml:2:13: no sender of email is set up",
        ),
        (
            ("sources.yaml", "https://example.com/rss", "https://www.example.org/feed/"),
            "sources.yaml:4:5: this address is read already: sources.yaml:3",
        ),
        (
            ("sources.yaml", "feeds:", "parliaments: [ca-hansrad]\nfeeds:"),
            "sources.yaml:2:15: no record is called 'ca-hansrad'; did you mean 'ca-hansard'?",
        ),
        (
            ("sources.yaml", "feeds:", "parliaments: [{record: uk-commons}, {record: uk-commons, tags: y}]\nfeeds:"),
            "sources.yaml:2:37: another source has this name: sources.yaml:2",
        ),
    ],
)
def test_what_one_file_says_of_another_is_checked(folder: Path, rewrite: Rewrite, edit: tuple[str, str, str], expected: str) -> None:
    rewrite(*edit)
    (only,) = errors(folder)
    assert only.startswith(expected)


def test_dangling_references_are_told_together_with_other_mistakes(folder: Path, rewrite: Rewrite) -> None:
    rewrite("watchlists/arms.yaml", "tell: [desk]", "tell: [dsk]\nfuzzines: x")
    rewrite("recipients.yaml", "send: {normal: hourly}", "send: {normal: sometimes}")
    assert [each.split(": ")[0] for each in errors(folder)] == [
        "recipients.yaml:2:59",
        "watchlists/arms.yaml:3:8",
        "watchlists/arms.yaml:4:1",
    ]


def test_a_file_that_cannot_be_read_makes_no_false_complaints_of_others(folder: Path) -> None:
    (folder / "recipients.yaml").write_text("desk: [", encoding="utf-8")
    (folder / "sources.yaml").write_bytes(b"feeds:\n  - \xe9t\xe9\n")
    told = errors(folder)
    assert [each.split(":")[0] for each in told] == ["recipients.yaml", "sources.yaml"]
    assert told[1] == "sources.yaml:2:5: byte 0xE9 is not UTF-8 text; save the file as UTF-8 in your editor"


def test_the_same_source_in_two_files_is_found(folder: Path) -> None:
    (folder / "sources").mkdir()
    (folder / "sources" / "more.yaml").write_text(
        "feeds: ['https://example.org/feed/', {url: 'https://example.net/x', name: the example}]", encoding="utf-8"
    )
    assert [each.split("; ")[0] for each in errors(folder)] == [
        "sources/more.yaml:1:9: this address is read already: sources.yaml:3",
        "sources/more.yaml:1:38: another source has this name: sources.yaml:4",
    ]


def test_two_lists_of_one_name_are_refused(folder: Path) -> None:
    (folder / "watchlists" / "team").mkdir()
    (folder / "watchlists" / "team" / "arms.yaml").write_text("watchlist: B\ntell: desk\nwatches: [{entity: X}]", encoding="utf-8")
    (only,) = errors(folder)
    assert only.startswith("watchlists/team/arms.yaml:1:1: another watchlist has this file name")
    assert only.endswith("watchlists/arms.yaml; give this file another name")
    loaded = load(folder)
    assert loaded.rejected == ("watchlists/team/arms.yaml",)
    assert loaded.settings.watchlists["arms"].title == "Arms"


def test_what_would_be_missed_is_a_warning(folder: Path, rewrite: Rewrite) -> None:
    rewrite("tocsin.yaml", "operator: ops\n", "")
    rewrite("watchlists/arms.yaml", "tell: [desk]\n", "")
    rewrite("watchlists/arms.yaml", "Baykar", "Baykar\n    only: {tags: [defense]}\n    tell: []")
    (folder / "watchlists" / "empty.yaml").write_text("watchlist: E\ntell: desk\n", encoding="utf-8")
    (folder / "stray.yaml").write_text("", encoding="utf-8")
    told = [str(problem) for problem in check_files(folder)]
    assert errors(folder) == []
    assert [each.split("; ")[0] for each in told] == [
        "stray.yaml: this file is not read",
        "tocsin.yaml:2:1: no `operator` is named, so nobody hears when the monitoring itself fails",
        "tocsin.yaml:6:18: ${env:TEST_SLACK} is not set",
        "watchlists/arms.yaml:2:1: this list tells nobody",
        "watchlists/arms.yaml:5:19: no source has the tag 'defense'",
        "watchlists/arms.yaml:6:11: this watch tells nobody",
        "watchlists/empty.yaml:1:1: this list watches nothing",
    ]


def test_a_folder_without_sources_and_watchlists_warns(folder: Path) -> None:
    (folder / "sources.yaml").unlink()
    (folder / "watchlists" / "arms.yaml").unlink()
    told = [problem.what for problem in check_files(folder) if problem.is_warning]
    assert "there are no sources, so nothing is read" in told
    assert "there are no watchlists, so nothing is watched" in told
    assert load(folder).settings.sources == {}


def test_unset_secrets_warn_in_a_check_and_are_errors_in_a_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_SLACK", raising=False)
    assert errors(folder) == []
    loaded = load(folder)
    (problem,) = missing_secrets(loaded)
    assert str(problem).startswith("tocsin.yaml:7:18: ${env:TEST_SLACK} is not set; set the variable TEST_SLACK")
    assert not problem.is_warning
    monkeypatch.setenv("TEST_SLACK", "xoxb-1")
    assert missing_secrets(loaded) == ()


def test_a_live_file_is_recorded_as_written(folder: Path) -> None:
    loaded = load(folder)
    assert [file.name for file in loaded.files] == ["recipients.yaml", "sources.yaml", "tocsin.yaml", "watchlists/arms.yaml"]
    for file in loaded.files:
        assert file.sha256 == hashlib.sha256((folder / file.name).read_bytes()).digest()
    assert "${env:TEST_SLACK}" in loaded.files[2].body


def test_a_bad_list_keeps_its_last_good_version_and_others_go_live(folder: Path, rewrite: Rewrite) -> None:
    good = last_good(load(folder))
    rewrite("watchlists/arms.yaml", "entity: Baykar", "entty: Baykar")
    (folder / "watchlists" / "new.yaml").write_text("watchlist: New\ntell: [desk]\nwatches: [{entity: X}]\n", encoding="utf-8")
    loaded = load(folder, good)
    assert loaded.rejected == ("watchlists/arms.yaml",)
    assert loaded.settings.watchlists["arms"].watches[0].entity == "Baykar"
    assert "new" in loaded.settings.watchlists
    assert {file.name: file.body for file in loaded.files}["watchlists/arms.yaml"] == good["watchlists/arms.yaml"]
    assert any("unknown setting 'entty'" in problem.what for problem in loaded.problems)


def test_a_list_that_was_never_good_stays_out_and_the_others_start(folder: Path) -> None:
    (folder / "watchlists" / "bad.yaml").write_text("watchlist: [", encoding="utf-8")
    loaded = load(folder)
    assert loaded.rejected == ("watchlists/bad.yaml",)
    assert list(loaded.settings.watchlists) == ["arms"]


@pytest.mark.parametrize("name", ["tocsin.yaml", "recipients.yaml", "sources.yaml"])
@pytest.mark.parametrize("damage", ["broken", "no text", "directory"])
def test_any_file_may_fall_back_to_its_last_good_version(folder: Path, name: str, damage: str) -> None:
    good = last_good(load(folder))
    path = folder / name
    path.unlink()
    if damage == "broken":
        path.write_text("a: [", encoding="utf-8")
    elif damage == "no text":
        path.write_bytes(b"\xff\xfe\x00")
    elif name == "sources.yaml":
        return  # a sources file that was taken away is no mistake
    loaded = load(folder, good)
    assert loaded.rejected == (name,)
    assert last_good(loaded) == good
    assert RecipientKey("desk") in loaded.settings.recipients


@pytest.mark.parametrize("name", ["tocsin.yaml", "recipients.yaml", "sources.yaml"])
def test_without_a_good_version_of_a_needed_file_nothing_starts(folder: Path, name: str) -> None:
    (folder / name).write_text("a: [", encoding="utf-8")
    (folder / "watchlists" / "bad.yaml").write_text("b: [", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(folder)
    assert {problem.file for problem in caught.value.problems} >= {name, "watchlists/bad.yaml"}
    assert caught.value.exit_code == 78


def test_a_list_stays_live_when_a_recipient_of_it_goes(folder: Path, rewrite: Rewrite) -> None:
    rewrite("watchlists/arms.yaml", "tell: [desk]", "tell: [desk, ops]")
    good = last_good(load(folder))
    rewrite("recipients.yaml", 'ops: {to: "ntfys://ntfy.example.org/tocsin"}', "")
    loaded = load(folder, good)
    assert loaded.rejected == ()
    assert loaded.settings.watchlists["arms"].tell == ("desk", "ops")
    assert loaded.settings.operator is None
    assert {problem.file for problem in loaded.problems if not problem.is_warning} == {"tocsin.yaml", "watchlists/arms.yaml"}


def test_a_new_list_with_a_dangling_name_does_not_go_live(folder: Path, rewrite: Rewrite) -> None:
    good = last_good(load(folder))
    rewrite("watchlists/arms.yaml", "tell: [desk]", "tell: [nobody]")
    loaded = load(folder, good)
    assert loaded.rejected == ("watchlists/arms.yaml",)
    assert loaded.settings.watchlists["arms"].tell == ("desk",)


def test_two_endings_of_one_file_are_refused(folder: Path) -> None:
    (folder / "tocsin.yml").write_text("timezone: UTC\n", encoding="utf-8")
    (only,) = errors(folder)
    assert only == "tocsin.yml: tocsin.yaml stands beside it, and is the one that is read; keep one of the two"


def test_backups_of_editors_and_hidden_folders_are_passed_over(folder: Path) -> None:
    (folder / "watchlists" / ".#arms.yaml").write_text("x: [", encoding="utf-8")
    (folder / "watchlists" / "arms.yaml~").write_text("x: [", encoding="utf-8")
    (folder / "watchlists" / "..data").mkdir()
    (folder / "watchlists" / "..data" / "arms.yaml").write_text("x: [", encoding="utf-8")
    (folder / "watchlists" / "loop").symlink_to(folder / "watchlists")
    assert errors(folder) == []


def test_a_file_of_the_folder_can_be_checked_alone(folder: Path, rewrite: Rewrite) -> None:
    rewrite("watchlists/arms.yaml", "tell: [desk]", "tell: [dsk]")
    rewrite("sources.yaml", "feeds:", "feds:")
    (only,) = check_files(folder, [folder / "watchlists" / "arms.yaml"])
    assert only.line == 3


def test_a_draft_from_elsewhere_is_checked_beside_the_settings(folder: Path, tmp_path: Path) -> None:
    draft = tmp_path / "arms.yaml"
    draft.write_text("watchlist: Draft\ntell: [dsk]\nwatches: [{entity: Baykar}]\n", encoding="utf-8")
    (only,) = check_files(folder, [draft])
    assert str(only) == f"{draft}:2:8: no recipient is called 'dsk'; did you mean 'desk'?"
    assert check_files(None, [draft]) == []
    (tmp_path / "sources.yaml").write_text("feds: []\n", encoding="utf-8")
    assert "did you mean 'feeds'?" in str(check_files(None, [tmp_path / "sources.yaml"])[0])


def test_what_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        load(tmp_path / "none")
    with pytest.raises(UsageError, match="is not there"):
        check_files(None, [tmp_path / "none.yaml"])
    with pytest.raises(UsageError, match="is not there"):
        load_watchlists([tmp_path / "none.yaml"])


def test_watchlists_are_loaded_without_the_rest(folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone.yaml"
    alone.write_text(
        'watchlist: Alone\ntell: []\nwatches:\n  - {id: "a b", entity: "Müller"}\n  - {id: "A b", entity: "Muller"}\n', encoding="utf-8"
    )
    assert [each.key for each in load_watchlists([folder, alone])] == ["arms", "alone"]
    assert [each.key for each in load_watchlists([folder / "watchlists"])] == ["arms"]
    assert [watch.key for watch in load_watchlists([alone])[0].watches] == ["alone/a b", "alone/A b"]


def test_all_mistakes_of_watchlists_are_told_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("watchlist: X\nwatches: [{entty: Y}]\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_watchlists([tmp_path])
    assert {Path(problem.file).name for problem in caught.value.problems} == {"a.yaml", "b.yaml"}


def test_a_language_of_messages_that_does_not_exist_is_a_warning_at_its_line(folder: Path, rewrite: Rewrite) -> None:
    rewrite("recipients.yaml", "send: {normal: hourly}", "language: fr")
    (problem,) = [each for each in check_files(folder) if "English alone" in each.what]
    assert (problem.file, problem.line, problem.is_warning) == ("recipients.yaml", 2, True)
    rewrite("recipients.yaml", "language: fr", "language: en-CA")
    assert not [each for each in check_files(folder) if "English alone" in each.what]
