"""Templates beside the settings: read, checked at their line, last good versions kept, and named by recipients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import RecipientKey
from monitor.settings.load import check_files, load
from monitor.settings.templates import LONGEST, is_template, read, sample_faults
from monitor.settings.watching import fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    from tests.settings.conftest import Rewrite

GOOD = "{{ letter.subject }}\n"


def put(folder: Path, name: str, text: str) -> None:
    path = folder / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_recipient_names_a_folder_of_templates(folder: Path, rewrite: Rewrite) -> None:
    put(folder, "press/alert.txt", GOOD)
    rewrite("recipients.yaml", "send: {normal: hourly}", "templates: press")
    loaded = load(folder)
    assert loaded.settings.recipients[RecipientKey("desk")].templates == "press"
    assert loaded.settings.templates == {"press": {"alert.txt": GOOD}}
    assert "templates/press/alert.txt" in {file.name for file in loaded.files}
    assert not loaded.rejected


def test_a_folder_that_is_not_there_is_told_at_its_line(folder: Path, rewrite: Rewrite) -> None:
    put(folder, "press/alert.txt", GOOD)
    rewrite("recipients.yaml", "send: {normal: hourly}", "templates: pres")
    (problem,) = [each for each in check_files(folder) if not each.is_warning]
    assert (problem.file, problem.line) == ("recipients.yaml", 2)
    assert "templates/pres" in problem.what
    assert problem.remedy == "did you mean 'press'?"


def test_a_folder_outside_is_no_folder_of_templates(folder: Path, rewrite: Rewrite) -> None:
    rewrite("recipients.yaml", "send: {normal: hourly}", "templates: ../secrets")
    (problem,) = [each for each in check_files(folder) if not each.is_warning]
    assert problem.what == "'../secrets' cannot name a folder of templates"
    assert problem.remedy == "name one under templates/, such as desk"


def test_a_folder_whose_last_template_was_taken_away_is_warned_of_and_recipients_go_live(folder: Path, rewrite: Rewrite) -> None:
    put(folder, "press/alert.txt", GOOD)
    (folder / "templates/press/alert.txt").unlink()
    rewrite("recipients.yaml", "send: {normal: hourly}", "templates: press")
    (problem,) = [each for each in check_files(folder) if "templates" in each.what]
    assert problem.is_warning
    assert str(problem).startswith("recipients.yaml:2:55: no template is in templates/press, so messages are by ours; put templates into")
    assert load(folder).rejected == ()


def test_a_mistake_is_told_at_its_line_and_the_last_good_version_stays(folder: Path) -> None:
    put(folder, "press/alert.txt", "fine\n{% if %}\n")
    own = read(folder, {"templates/press/alert.txt": GOOD})
    (problem,) = own.problems
    assert (problem.file, problem.line) == ("templates/press/alert.txt", 2)
    assert own.rejected == ["templates/press/alert.txt"]
    assert own.sets == {"press": {"alert.txt": GOOD}}
    assert read(folder, {}).sets == {}


def test_a_template_that_was_taken_away_gives_way_to_ours(folder: Path) -> None:
    loaded = load(folder, {"templates/press/alert.txt": GOOD})
    assert loaded.settings.templates == {}
    assert not loaded.missing


def test_a_name_that_nothing_uses_is_told_with_a_guess(folder: Path) -> None:
    put(folder, "press/alerts.txt", GOOD)
    (problem,) = read(folder, {}).problems
    assert problem.remedy == "did you mean 'alert.txt'?"


def test_a_template_of_any_length_is_not_read(folder: Path) -> None:
    put(folder, "press/alert.txt", "x" * (LONGEST + 1))
    (problem,) = read(folder, {}).problems
    assert "more than 64,000 characters" in problem.what


def test_what_fails_with_a_sample_is_told_at_its_line_once(folder: Path) -> None:
    put(folder, "press/digest.txt", "one\n{{ letter.subjct }}\n")
    (problem,) = sample_faults(read(folder, {}))
    assert (problem.file, problem.line) == ("templates/press/digest.txt", 2)
    assert "with a sample digest for email" in problem.what
    assert (problem.what[-32:], problem.remedy) == (" nothing is called 'subjct' here", "did you mean 'subject'?")
    assert problem in check_files(folder)


def test_one_template_can_be_checked_by_itself(folder: Path) -> None:
    put(folder, "press/digest.txt", "{{ letter.nothing }}\n")
    put(folder, "press/alert.txt", GOOD)
    assert [problem.file for problem in check_files(folder, [folder / "templates/press/digest.txt"])] == ["templates/press/digest.txt"]
    assert not check_files(folder, [folder / "templates/press/alert.txt"])


def test_a_changed_template_is_noticed(folder: Path) -> None:
    before = fingerprint(folder)
    put(folder, "press/alert.txt", GOOD)
    assert fingerprint(folder).keys() - before.keys() == {"templates/press/alert.txt"}


def test_only_texts_in_a_folder_of_templates_are_templates() -> None:
    assert is_template("templates/press/alert.txt")
    assert not is_template("templates/alert.txt")
    assert not is_template("watchlists/press/alert.txt")
