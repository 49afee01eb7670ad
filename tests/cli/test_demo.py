from __future__ import annotations

import itertools
import os
import re
import signal
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, message_from_string
from email.policy import default
from functools import partial
from typing import TYPE_CHECKING

import pytest

from monitor.cli import demo
from monitor.daemon.opening import open_works
from monitor.demo.stage import Demo
from monitor.model import DeliveryState
from monitor.store import deliveries, sources
from tests.cli.command import tocsin

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from monitor.daemon.works import Works

# The keys of one report in the shapes that stand in the press from the start, and of the station's own report of the event.
SHAPES = ("turrets-seized", "heaters", "turrets", "monday", "surveyor")
KEYS = {"sources", "items", "hits", "stories", "messages", "delivered", "first_alert_s"}


class Over(Demo):
    """A stage whose last article has been told."""

    ends_at = datetime(2000, 1, 1, tzinfo=UTC)


def mail(text: str) -> EmailMessage:
    made: EmailMessage = message_from_string(f"Subject: Baykar: opened\nTo: desk@example.org\n\n{text}", policy=default)
    return made


def alerts(folder: Path) -> Counter[str]:
    """Count the alerts that lie in a demo's mailbox by the article that each of them is about."""
    mails = [message_from_bytes(file.read_bytes(), policy=default) for file in (folder / "mail").glob("*.eml")]
    return Counter(
        key for each in mails for key in re.findall(r"^ *Read the article: \S+/news/(\S+)", demo.shown(each, whole=False), re.MULTILINE)
    )


class Leisure:
    """A clock that goes on only while the daemon has nothing to do: however slow the machine, its work takes no time."""

    STEP = timedelta(seconds=0.2)
    MOST_LOOKS = 30_000  # ten minutes and more: then the daemon does not get on at all

    def __init__(self) -> None:
        self.now, self.looks = datetime.now(UTC), itertools.count()

    def __call__(self) -> datetime:
        return self.now

    def look(self, _: Demo, works: Works) -> None:
        """Let a moment pass if no source is due or being read, and no message due or on its way."""
        assert next(self.looks) < self.MOST_LOOKS
        with works.database.read() as connection:
            being_read = connection.exec_driver_sql("SELECT count(*) FROM sources WHERE lease_until IS NOT NULL").scalar_one()
            on_its_way = deliveries.counts(connection).get(DeliveryState.SENDING)
            next_due = [due for due in (sources.next_due(connection), deliveries.oldest_due(connection)) if due is not None]
        if not being_read and not on_its_way and min(next_due) > self.now:
            self.now += self.STEP


@pytest.fixture
def _leisure(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Leisure()
    monkeypatch.setattr("monitor.demo.stage.Demo", partial(Demo, clock=clock))
    monkeypatch.setattr("monitor.daemon.opening.open_works", partial(open_works, clock=clock))
    monkeypatch.setattr(demo, "_show_standing", clock.look)
    monkeypatch.setattr(demo, "LOOKS_EVERY_S", 0.02)


@pytest.mark.usefixtures("_leisure")
def test_the_demo_tells_sums_up_and_says_where_to_look(tmp_path: Path) -> None:
    told = tocsin("demo", "--for", "6s", "--json", "--folder", tmp_path / "demo")
    (record,) = told.records
    assert told.code == 0
    assert set(record) == KEYS
    assert (record["delivered"] >= 5, record["first_alert_s"] <= 10) == (True, True)
    assert record["delivered"] == len(list((tmp_path / "demo" / "mail").glob("*.eml"))) == told.complaints.count("✉ ")
    assert told.complaints.count("You get this because") == 1
    assert "for the commands in the mails  export TOCSIN_CONFIG=" in told.complaints
    assert "Where to look next:" in told.complaints
    told_of = alerts(tmp_path / "demo")
    assert sum(told_of[key] for key in SHAPES) == 1  # one story, however many print it
    assert told_of["karvania-turrets"] == 1  # which only looks like it
    hits = tocsin("hits", "--json", "-n", 1000, "--config", tmp_path / "demo").records
    assert len(hits) == record["hits"]
    assert tocsin("check", "--config", tmp_path / "demo").out.endswith("The settings are good.\n")


@pytest.mark.parametrize("given", ["soon", "-3s", "0"])
def test_a_time_that_is_none_is_wrong_usage(given: str) -> None:
    told = tocsin("demo", f"--for={given}")
    assert (told.code, told.complaints.startswith("--for: ")) == (2, True)


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "tocsin.yaml").write_text("mine")
    told = tocsin("demo", "--folder", tmp_path)
    assert (told.code, "is not empty" in told.complaints) == (2, True)
    assert (tmp_path / "tocsin.yaml").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = tocsin("demo", "--folder", tmp_path / "file" / "demo")
    assert (told.code, "name another folder" in told.complaints) == (1, True)


def test_an_alert_is_shown_with_its_foot_or_without(capsys: pytest.CaptureFixture[str]) -> None:
    letter = mail("Baykar opened\nan office.\n\n--\nYou get this because.\n")
    assert demo.shown(letter) == "✉ Baykar: opened\n  to desk@example.org\n  Baykar opened\n  an office.\n\n  --\n  You get this because."
    assert demo.shown(letter, whole=False).endswith("  an office.")
    alerts = demo.Alerts()
    alerts.show(mail("\x1b[31mred"))
    assert "\x1b" not in capsys.readouterr().err


def test_it_ends_by_itself_when_the_last_article_has_been_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.demo.stage.Demo", Over)
    told = tocsin("demo", "--folder", tmp_path / "demo")
    assert (told.code, told.out, "alerts delivered" in told.complaints) == (0, "", True)


def test_on_a_terminal_it_goes_on_until_control_c_and_shows_how_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    show, looks = demo._show_standing, itertools.count()

    def show_and_press(stage: Demo, works: Works) -> None:
        show(stage, works)
        if next(looks) == 2:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr("monitor.demo.stage.Demo", Over)
    monkeypatch.setattr(demo, "_show_standing", show_and_press)
    told = tocsin("demo", "--folder", tmp_path / "demo", on_terminal=True)
    assert told.code == 0
    assert "End with Ctrl-C." in told.complaints
    assert "new articles for 4" in told.complaints
    assert "alerts delivered" in told.complaints.split("\r\x1b[K")[-1]
