"""What is said of a watch that is right and will not do what was meant: a warning, at the setting that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.demo.settings import _watchlists
from monitor.settings.load import check_files, load
from monitor.vocabulary import vocabulary
from tests.watch.lints.words import WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.settings.conftest import Rewrite

LIST = "watchlists/arms.yaml"


def told(folder: Path, *files: Path) -> list[str]:
    found = [problem for problem in check_files(folder, files, WORDS) if "TEST_SLACK" not in problem.what]
    assert all(problem.is_warning for problem in found)
    return [f"{problem.line}:{problem.column} {problem.what}" for problem in found]


def write(folder: Path, entries: str, name: str = LIST) -> None:
    (folder / name).write_text(f"watchlist: Arms\ntell: [desk]\nwatches:\n{entries}", encoding="utf-8")


@pytest.mark.parametrize(
    ("entries", "line"),
    [
        ('  - entity: "Baykar, Roketsan"\n', "4:13 'Baykar, Roketsan' is one name here"),
        ("  - entity: Kale\n    aliases: [plc, Kale Kalip]\n", "5:15 'plc' is no name by itself"),
        ("  - entity: Kale\n    aliases: BAE\n", "5:14 'BAE' is short"),
        ('  - name: n\n    any:\n      - x1 OR "drone, tank"\n      - "drone, embargo"\n', "7:10 'drone, embargo' is one phrase here"),
        ("  - term: drone OR the\n", "4:20 almost all items would meet this"),
        ("  - term: 'Baykar -Baykar'\n", "4:20 NOT Baykar leaves nothing"),
        ("  - entity: Baykar\n    ignore: [x, Baykar]\n", "5:17 every mention of 'Baykar'"),
        ("  - entity: Baykar\n    only: {kinds: [speech]}\n", "5:19 no source offers kinds: speech"),
        ("  - entity: Baykar\n    only: {tags: [defence]}\n    except: {tags: [defence]}\n", "6:20 `except` takes away all tags"),
        ("  - term: drone tag:nowhere\n", "4:17 no source that the watch looks at meets tag:nowhere"),
        (
            "  - entity: Kale\n  - {entity: Roketsan, aliases: [KALE]}\n",
            "5:34 'KALE' is watched already in this list, by 'Kale': " + LIST + ":4",
        ),
    ],
)
def test_a_doubtful_watch_is_warned_of_at_its_setting(folder: Path, entries: str, line: str) -> None:
    write(folder, entries)
    (only,) = told(folder)
    assert only.startswith(line)


def test_two_lists_that_tell_the_same_people_are_told_apart(folder: Path) -> None:
    write(folder, "  - entity: Baykar\n", "watchlists/second.yaml")
    (only,) = told(folder)
    assert only == f"4:13 'Baykar' is watched already, by 'Baykar': {LIST}:5; desk would read both"
    assert told(folder, folder / LIST) == []
    write(folder, "  - {entity: Baykar, tell: [ops]}\n", "watchlists/second.yaml")
    assert told(folder) == []


def test_a_draft_from_elsewhere_is_no_repetition_of_what_it_replaces(folder: Path, tmp_path: Path) -> None:
    draft = tmp_path / "arms.yaml"
    draft.write_text((folder / LIST).read_text(encoding="utf-8") + "    only: {tags: [defence]}\n  - term: the\n", encoding="utf-8")
    (only,) = told(folder, draft)
    assert only.startswith("7:11 almost all items")


def test_what_reading_the_file_told_is_not_told_again(folder: Path) -> None:
    write(folder, "  - entity: Kale\n    aliases: WESCAM, L-3 WESCAM\n")
    (only,) = told(folder)
    assert only == "5:14 'WESCAM, L-3 WESCAM' is one alias here"


def test_other_mistakes_do_not_hide_what_is_doubtful(folder: Path, rewrite: Rewrite) -> None:
    rewrite(LIST, "tell: [desk]", "tell: [nobody]")
    rewrite(LIST, "entity: Baykar", "term: the")
    found = check_files(folder, background=WORDS)
    assert [problem.is_warning for problem in found if problem.file == LIST] == [False, True]


def test_sources_that_are_not_all_known_say_nothing(folder: Path, rewrite: Rewrite) -> None:
    write(folder, "  - entity: Baykar\n    only: {kinds: [speech]}\n")
    rewrite("sources.yaml", "tags: [defence]", "tagss: [defence]")
    assert [problem.what for problem in check_files(folder, background=WORDS) if problem.file == LIST] == []


def test_the_kinds_of_a_record_count(folder: Path, rewrite: Rewrite) -> None:
    write(folder, "  - entity: Baykar\n    only: {kinds: [speech]}\n")
    rewrite("sources.yaml", "tags: [defence]", "tags: [parliament]")
    assert len(told(folder)) == 1
    (folder / "sources.yaml").write_text("parliaments: [{record: ca-hansard, languages: [en, fr]}]\n", encoding="utf-8")
    assert [line for line in told(folder) if "kinds" in line] == []


def test_the_languages_of_a_record_count(folder: Path) -> None:
    write(folder, "  - entity: Baykar\n    only: {languages: [de]}\n")
    (folder / "sources.yaml").write_text("parliaments: [{record: ca-hansard, languages: fr}]\n", encoding="utf-8")
    assert [line for line in told(folder) if "offers" in line] == ["5:23 no source offers languages: de"]
    (folder / "sources.yaml").write_text("parliaments: [eu-speeches]\n", encoding="utf-8")
    assert [line for line in told(folder) if "offers" in line] == []


def test_a_run_is_not_warned(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_SLACK", "x")
    write(folder, "  - term: the\n")
    assert load(folder).problems == ()
    assert check_files(folder) == []


def test_the_lists_of_the_demonstration_are_good(folder: Path) -> None:
    (folder / LIST).unlink()
    (folder / "recipients.yaml").write_text(
        "".join(f"{name}: {{to: a@b.org}}\n" for name in ("arms-desk", "parliament-desk", "sanctions-desk"))
        + "ops: {to: ['ntfys://ntfy.example.org/x']}\n"
    )
    for name, text in _watchlists().items():
        (folder / "watchlists" / name).write_text(text, encoding="utf-8")
    assert [problem for problem in check_files(folder, background=vocabulary()) if "TEST_SLACK" not in problem.what] == []
