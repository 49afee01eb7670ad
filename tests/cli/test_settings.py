from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner, Result

from monitor.cli import settings
from monitor.errors import Problem, SettingsError, UsageError
from monitor.settings.records import Loaded

if TYPE_CHECKING:
    from pathlib import Path

APP = typer.Typer()
settings.register(APP)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(APP, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fresh starter settings, with their secret set."""
    monkeypatch.setenv("TOCSIN_SMTP_PASSWORD", "x")
    monkeypatch.delenv("TOCSIN_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    assert run("init", tmp_path / "config").exit_code == 0
    return tmp_path / "config"


def spoil(folder: Path) -> Path:
    path = folder / "watchlists" / "sanctions.yaml"
    path.write_text("watchlist: Sanctions\ntell: [arms-desk]\nwatches:\n  - entity: Rostec\n    fuzzines: strict\n", encoding="utf-8")
    return path


def test_init_writes_settings_that_check_finds_good(folder: Path) -> None:
    done = run("check", "--config", folder)
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "The settings are good.")
    assert "warning" not in done.stdout
    assert (folder / "schema" / "watchlist.json").is_file()


def test_init_says_what_to_edit_first(tmp_path: Path) -> None:
    told = run("init", tmp_path / "new").stdout
    assert f"{tmp_path}/new/tocsin.yaml: contact:, and your mail server" in told
    assert f"tocsin check --config {tmp_path}/new" in told


def test_init_overwrites_nothing(folder: Path) -> None:
    spoiled = spoil(folder).read_text(encoding="utf-8")
    again = run("init", folder)
    assert isinstance(again.exception, UsageError)
    assert "is there already" in str(again.exception)
    assert (folder / "watchlists" / "sanctions.yaml").read_text(encoding="utf-8") == spoiled


def test_check_finds_the_settings_by_itself(folder: Path) -> None:
    assert folder.name == "config"
    assert run("check").exit_code == 0


def test_a_mistake_ends_check_with_78_and_its_place(folder: Path) -> None:
    path = spoil(folder)
    done = run("check", "--config", folder)
    assert done.exit_code == 78
    assert done.stdout == (f"{path}:5:5: unknown setting 'fuzzines'; did you mean 'spelling'? (write: spelling: tolerant)\n1 error.\n")


def test_a_warning_ends_check_well(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOCSIN_SMTP_PASSWORD")
    done = run("check", "--config", folder)
    assert done.exit_code == 0
    assert "warning: ${env:TOCSIN_SMTP_PASSWORD} is not set" in done.stdout
    assert done.stdout.endswith("1 warning. The settings can be used.\n")


def test_a_terminal_sees_the_line_and_a_mark(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(folder)
    problem = Problem("watchlists/sanctions.yaml", 5, 5, "what")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert settings._shown(problem, folder).splitlines()[1:] == ["        fuzzines: strict", "        ^"]
    assert len(settings._shown(Problem("gone.yaml", 5, 5, "what"), folder).splitlines()) == 1
    assert len(settings._shown(Problem("tocsin.yaml", 0, 0, "what"), folder).splitlines()) == 1


def test_machines_read_the_problems_as_json(folder: Path) -> None:
    path = spoil(folder)
    done = run("check", "--config", folder, "--json")
    assert done.exit_code == 78
    told = json.loads(done.stdout)
    assert (told["ok"], told["errors"], told["warnings"]) == (False, 1, 0)
    assert told["problems"] == [
        {
            "file": str(path),
            "line": 5,
            "column": 5,
            "severity": "error",
            "what": "unknown setting 'fuzzines'",
            "remedy": "did you mean 'spelling'? (write: spelling: tolerant)",
        }
    ]


def test_a_file_is_checked_alone(folder: Path, tmp_path: Path) -> None:
    spoil(folder)
    assert run("check", folder / "sources.yaml").exit_code == 0
    draft = tmp_path / "draft.yaml"
    draft.write_text("watchlist: D\ntell: [nobody]\nwatches: [{entity: X}]\n", encoding="utf-8")
    assert run("check", draft).exit_code == 78
    (folder / "tocsin.yaml").rename(tmp_path / "away.yaml")
    assert run("check", draft).exit_code == 0


def test_without_settings_check_says_how_to_make_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOCSIN_CONFIG", raising=False)
    done = run("check")
    assert isinstance(done.exception, UsageError)
    assert "tocsin init" in str(done.exception)


def test_online_problems_are_told_with_the_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def check_online(loaded: Loaded) -> list[Problem]:
        assert loaded.settings.folder == folder
        return [Problem("sources.yaml", 14, 5, "nobody answers", "try it in a browser")]

    module = type(sys)("monitor.cli.online")
    module.check_online = check_online  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "monitor.cli.online", module)
    done = run("check", "--config", folder, "--online")
    assert done.exit_code == 78
    assert "sources.yaml:14:5: nobody answers; try it in a browser" in done.stdout
    spoil(folder)
    assert "nobody answers" not in run("check", "--config", folder, "--online").stdout
    (folder / "tocsin.yaml").unlink()
    assert isinstance(run("check", "--online", folder / "sources.yaml").exception, UsageError)


def test_the_schema_of_one_kind_or_of_all_is_printed() -> None:
    assert json.loads(run("schema", "watchlist").stdout)["title"] == "Tocsin: watchlist"
    assert set(json.loads(run("schema").stdout)) == {"tocsin", "recipients", "sources", "watchlist"}


def test_a_watch_that_will_not_do_what_was_meant_is_warned_of(folder: Path) -> None:
    path = folder / "watchlists" / "sanctions.yaml"
    path.write_text("watchlist: Sanctions\ntell: [arms-desk]\nwatches:\n  - term: the OR drone\n", encoding="utf-8")
    done = run("check", "--config", folder, "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["ok"], told["warnings"]) == (0, True, 1)
    (problem,) = told["problems"]
    assert (problem["line"], problem["column"], problem["severity"]) == (4, 11, "warning")
    assert problem["what"] == "almost all items would meet this; the commonest in it is 'the'"


LIST = """\
watchlist: Drones
tell: [arms-desk]
false_alarms: 0.000001 per week
watches:
  - entity: Bayraktar Makina Optronics
  - entity: Orange
  - {entity: Norvik, spelling: exact}
"""


def test_what_a_budget_means_is_told_with_the_remedy_for_names_that_cannot_meet_it(folder: Path) -> None:
    (folder / "watchlists" / "drones.yaml").write_text(LIST, encoding="utf-8")
    told = run("check", "--config", folder).stdout.splitlines()
    (summary,) = [line for line in told if line.startswith("drones: 2 names looked for in any spelling, sure from a score of ")]
    assert summary.endswith("false alarms a week to be expected in 5 million words a week, as assumed")
    assert [line for line in told if line.startswith("drones: ") and line != summary] == [
        "drones: 'Orange' says too little to be sure of it in another spelling; add `near:`, or write `spelling: exact`"
    ]


def test_the_names_of_a_file_are_listed_when_asked_for(folder: Path) -> None:
    draft = folder / "watchlists" / "drones.yaml"
    draft.write_text(LIST, encoding="utf-8")
    told = run("check", "--config", folder, "--names", draft).stdout
    assert [line.split("  ")[0] for line in told.splitlines()[-3:-1]] == ["Bayraktar Makina Optronics", "Orange"]
    spellings = json.loads(run("check", "--config", folder, "--json", draft).stdout)["spellings"]
    assert (spellings["words_per_week"], spellings["is_measured"]) == (5_000_000, False)
    assert [(each["name"], each["is_telling"], bool(each["remedy"])) for each in spellings["names"]] == [
        ("Bayraktar Makina Optronics", True, False),
        ("Orange", False, True),
    ]


def test_settings_with_an_error_are_not_reckoned_with(folder: Path) -> None:
    spoil(folder)
    assert json.loads(run("check", "--config", folder, "--json").stdout)["spellings"]["names"] == []


def test_a_budget_of_its_own_is_for_an_entity(folder: Path) -> None:
    path = folder / "watchlists" / "sanctions.yaml"
    path.write_text(
        "watchlist: S\ntell: [arms-desk]\nwatches:\n"
        "  - {entity: Rostec, false_alarms: 1 per week}\n  - {term: x, false_alarms: 1 per week}\n",
        encoding="utf-8",
    )
    done = run("check", "--config", folder)
    assert done.exit_code == 78
    assert "`false_alarms` goes with `entity`, not with `term`" in done.stdout


def with_budget(folder: Path, budget: str) -> Path:
    """Fresh settings whose one list has this budget."""
    run("init", folder)
    (folder / "watchlists/arms-exports.yaml").write_text(
        f"watchlist: Arms\ntell: [arms-desk]\nfalse_alarms: {budget}\nwatches:\n  - entity: Baykar\n"
    )
    return folder


def test_names_that_cannot_be_listed_for_a_mistake_leave_no_empty_line(folder: Path, tmp_path: Path) -> None:
    told = run("check", "--names", "--config", with_budget(tmp_path / "other", "-1 per week"))
    assert told.exit_code == SettingsError.exit_code
    assert "'-1 per week' is no budget" in told.output
    assert "" not in told.output.splitlines()
    assert folder.exists()


def test_a_budget_of_nothing_is_told_in_figures_that_people_read(folder: Path, tmp_path: Path) -> None:
    told = run("check", "--names", "--config", with_budget(tmp_path / "other", "0 per week"))
    assert "about less than 0.01" not in told.output
    assert "less than 0.01 false alarms a week to be expected" in told.output
    assert "e-0" not in told.output
    assert folder.exists()
