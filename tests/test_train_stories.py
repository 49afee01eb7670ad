"""What is learned of stories is measured as it is meant to be, and comes out the same each time."""

from __future__ import annotations

import json
import random
import sys
from typing import TYPE_CHECKING

import pytest

from tools import train_stories
from tools.logistic import fit
from tools.story_figures import Figures, figures

if TYPE_CHECKING:
    from pathlib import Path

PLACES = ("Ardun", "Vessara", "Calder", "Imber", "Osk", "Penn", "Ruhl", "Tarn")
THINGS = ("ferry", "harbour", "bridge", "orchard", "quarry", "tunnel", "reactor", "glacier")


def folder(at: Path) -> Path:
    for name, day in (("neus_train.jsonl", None), ("allsides_stories.jsonl", "2031-05-{:02}T12:00")):
        lines = [
            {
                "title": f"{thing} of {place} is shut" if teller else f"Shut: the {thing} in {place}",
                "text": f"In {place} the {thing} was shut, it was said, by {'the mayor' if teller else 'the police'}. "
                f"Keeper{number} of Lodge{number} found Rust{number}, Moss{number}, Sand{number}, Soot{number} and Salt{number} in it.",
                "time": day and day.format(1 + number % 28),
                "story": f"{name}{number}",
            }
            for number, (place, thing) in enumerate((place, thing) for place in PLACES for thing in THINGS)
            if (number % 2 == 0) is (day is None)
            for teller in range(2)
        ]
        (at / name).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return at


def test_a_signal_that_tells_is_weighted_and_one_that_does_not_is_not() -> None:
    chance = random.Random(1)  # noqa: S311 the same rows each time are wanted
    rows = [((float(is_so) + chance.random(), chance.random()), is_so) for is_so in [True, False] * 300]
    (tells, idle), bias = fit(rows)
    assert tells > 3
    assert abs(idle) < 1
    assert bias < 0
    with pytest.raises(ValueError, match="nothing to learn from"):
        fit([])


def test_stories_folded_right_have_full_marks_and_mixed_ones_are_lost() -> None:
    assert figures(["a", "a", "b"], [0, 0, 1]) == Figures(1.0, 1.0, 0, 0, 2)
    mixed = figures(["a", "b", "b"], [0, 0, 1])
    assert (mixed.f1, mixed.repeats, mixed.lost) == (0.0, 0, 0)
    assert figures(["a", "b"], [0, 0]).lost == 1
    assert figures(["a", "a"], [0, 1]).repeats == 1
    assert str(mixed).endswith("0 of 2 stories lost")


def test_what_is_learned_is_written_and_the_same_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = tmp_path / "same_event.json"
    monkeypatch.setattr(train_stories, "LEARNED", written)
    monkeypatch.setattr(sys, "argv", ["train_stories", str(folder(tmp_path))])
    train_stories.main()
    first = written.read_text(encoding="utf-8")
    assert json.loads(first)["others"]["weights"]["cosine"] > 0
    train_stories.main()
    assert written.read_text(encoding="utf-8") == first


def test_stories_held_out_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(train_stories, "HALVES", 2)
    monkeypatch.setattr(train_stories, "OF_DATED", (2, 1, 1.0))  # there are few stories here
    monkeypatch.setattr(sys, "argv", ["train_stories", str(folder(tmp_path)), "--hold-out"])
    train_stories.main()
    said = capsys.readouterr().out
    assert said.count("stories lost") >= 4
    assert "dated b3: median " in said


def test_a_story_of_both_files_is_learned_once(tmp_path: Path) -> None:
    dated = train_stories.read(folder(tmp_path) / "allsides_stories.jsonl")
    assert train_stories.not_in(dated, dated[:1]) == dated[2:]
