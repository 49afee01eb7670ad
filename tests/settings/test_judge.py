"""Addresses are judged by who knows the channels and services, at their line."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from monitor.channels.address import complaint, read_address
from monitor.settings.load import check_files, load

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "desk: {to: [desk@example.org]}\n"


def folder(tmp_path: Path, recipients: str) -> Path:
    mail = (
        "senders:\n  mail: {smtp: mail.example.org, from: Tocsin <alerts@example.org>}\n"
        "  spare: {smtp: mail.example.net, from: alerts@example.net}\n  chat: {token: '${env:CHAT}'}\n"
    )
    (tmp_path / "tocsin.yaml").write_text(f"timezone: UTC\ndatabase: sqlite:///t.db\noperator: desk\n{mail}", encoding="utf-8")
    (tmp_path / "recipients.yaml").write_text(recipients, encoding="utf-8")
    (tmp_path / "sources.yaml").write_text("feeds: [https://example.org/feed]\n", encoding="utf-8")
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "arms.yaml").write_text("watchlist: A\ntell: [desk]\nwatches:\n  - term: x\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("nosuchservice://host/token", "knows no service"),
        ("mailto://user:word@example.org/desk@example.org", "unencrypted"),
        ("matrixs://user:secret@host", "no room"),
        ("a@example.org, b@example.org", "write each by itself: [one@example.org, two@example.org]"),
        ("desk@", "'desk@' is no email address; write mail/name@example.org"),
        ("mail/desk\u202e@example.org", "characters that nobody can see"),
        ("${env:SECRET_NAME}/arms", "no sender is called"),
        ("desk@example.org/arms", "no sender is called"),
    ],
)
def test_an_address_that_nobody_can_use_is_an_error_at_its_line(tmp_path: Path, address: str, word: str) -> None:
    place = folder(tmp_path, f"desk:\n  to:\n    - desk@example.org\n    - '{address}'\n")
    (problem,) = [each for each in check_files(place, judge=complaint) if not each.is_warning]
    assert (problem.file, problem.line, problem.column) == ("recipients.yaml", 4, 7)
    assert word in f"{problem.what}; {problem.remedy}"
    assert "secret" not in problem.what


def test_recipients_with_such_an_address_keep_their_last_good_version(tmp_path: Path) -> None:
    place = folder(tmp_path, GOOD.replace("]", ", 'nosuchservice://host']"))
    loaded = load(place, {"recipients.yaml": GOOD}, complaint)
    assert loaded.rejected == ("recipients.yaml",)
    assert [str(each) for each in loaded.settings.recipients["desk"].to] == ["desk@example.org"]  # type: ignore[index] # a name is a key


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("desk@example.org", "desk@example.org"),
        ("desk@example.org", "mail/desk@example.org"),
        ("desk@example.org", "Desk@Example.org"),
        ("chat/arms", "chat/#arms"),
    ],
)
def test_an_address_that_stands_twice_is_warned_of_at_its_second_place(tmp_path: Path, first: str, again: str) -> None:
    place = folder(tmp_path, f"desk:\n  to:\n    - '{first}'\n    - '{again}'\nother: {{to: '{first}'}}\n")
    (problem,) = [each for each in check_files(place, judge=complaint) if "twice" in each.what or "already" in each.what]
    assert str(problem) == "recipients.yaml:4:7: this address stands here already, and is told once; keep one of the two"
    assert problem.is_warning


def test_one_mailbox_by_two_accounts_is_meant(tmp_path: Path) -> None:
    place = folder(tmp_path, "desk: {to: [mail/desk@example.org, spare/desk@example.org]}\n")
    assert [each for each in check_files(place, judge=complaint) if each.file == "recipients.yaml"] == []


def test_a_url_of_a_known_service_is_fine(tmp_path: Path) -> None:
    place = folder(tmp_path, "desk: {to: ['ntfys://ntfy.example.org/desk', '${env:SECRET_URL}', 'ntfy://${env:NTFY_HOST}/x']}\n")
    assert [each for each in check_files(place, judge=complaint) if not each.is_warning] == []


def test_an_operator_who_is_no_live_recipient_yet_waits_for_the_recipients(tmp_path: Path) -> None:
    place = folder(tmp_path, GOOD)
    last_good = {each.name: each.body for each in load(place, judge=complaint).files}
    general = (place / "tocsin.yaml").read_text(encoding="utf-8").replace("operator: desk", "operator: duty")
    (place / "tocsin.yaml").write_text(general, encoding="utf-8")
    (place / "recipients.yaml").write_text(GOOD + "duty: {too: [duty@example.org]}\n", encoding="utf-8")
    loaded = load(place, last_good, complaint)
    assert loaded.settings.operator == "desk"
    assert loaded.rejected == ("recipients.yaml", "tocsin.yaml")
    (place / "recipients.yaml").write_text(GOOD + "duty: {to: [duty@example.org]}\n", encoding="utf-8")
    assert load(place, last_good, complaint).settings.operator == "duty"


GENERALS = {
    "two": "mail: {smtp: a.example, from: a@example.org}\n  spare: {smtp: b.example, from: b@example.org}",
    "one": "mail: {smtp: a.example, from: a@example.org}",
    "other": "mail: {smtp: a.example, from: a@example.org}\n  spare: {token: '${env:CHAT}'}",
    "wrong": "mail: {smtp: a.example, from: a@example.org}\n  chat: {token: '${env:CHAT}'}\nflod: 3 per hour",
}
PEOPLE = {
    "plain": "[a@example.org]",
    "spare": "[spare/a@example.org]",
    "chat": "[spare/arms, chat/arms]",
    "wrong": "[spare/a@example.org, desk@]",
}


@pytest.mark.parametrize(("general", "people"), [("two", "plain"), ("two", "spare"), ("other", "plain")])
def test_whatever_versions_go_live_every_address_has_its_sender(tmp_path: Path, general: str, people: str) -> None:
    place = folder(tmp_path, f"desk: {{to: {PEOPLE[people]}}}\n")
    heading = "timezone: UTC\ndatabase: sqlite:///t.db\noperator: desk\nsenders:\n  "
    (place / "tocsin.yaml").write_text(heading + GENERALS[general], encoding="utf-8")
    last_good = {each.name: each.body for each in load(place, judge=complaint).files}
    for senders, to in product(GENERALS.values(), PEOPLE.values()):
        (place / "tocsin.yaml").write_text(heading + senders, encoding="utf-8")
        (place / "recipients.yaml").write_text(f"desk: {{to: {to}}}\n", encoding="utf-8")
        settings = load(place, last_good, complaint).settings
        assert [read_address(each, settings.senders).label for who in settings.recipients.values() for each in who.to]
