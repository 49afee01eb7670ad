"""One door to every channel: addresses find their account, and only three verdicts come back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from monitor.channels.address import read_address
from monitor.channels.dispatch import Channels
from monitor.errors import AccountFault, Problem, Rejected, Retry, SettingsError
from monitor.model import Rendered
from monitor.settings.records import EmailSender, MatrixSender, SenderSettings, SlackSender
from tests.channels.conftest import clock
from tests.channels.matrix_server import TOKEN as MATRIX_TOKEN
from tests.channels.matrix_server import Scripted
from tests.channels.slack_server import TOKEN, Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.channels.json_server import Service
    from tests.channels.smtp_server import Mailbox

ALERT = Rendered("Subject", "Text")


def expand(text: str) -> str:
    name = text.removeprefix("${env:").removesuffix("}")
    if name not in os.environ:
        raise SettingsError([Problem("tocsin.yaml", 0, 0, f"{text} is not set", "set it")])
    return os.environ[name]


def opened(senders: Mapping[str, SenderSettings], home: Path) -> Channels:
    return Channels(senders, expand, home, clock)


async def test_each_address_goes_by_its_own_account(
    mailbox: Mailbox, workspace: Workspace, scripted: Scripted, service: Service, tmp_path: Path
) -> None:
    senders: dict[str, SenderSettings] = {
        "mail": EmailSender("127.0.0.1", mailbox.port, from_="alerts@example.org", tls="none"),
        "slack": SlackSender(token=TOKEN, api=f"{workspace.url}/api"),
        "matrix": MatrixSender(scripted.url, "tocsin", "pw"),
    }
    channels = opened(senders, tmp_path)
    mailto = f"mailto://127.0.0.1:{mailbox.port}/other@example.org?from=url@example.org"
    forms = []
    for number, written in enumerate(("desk@example.org", "slack/arms-exports", "matrix/!room:test", service.url, mailto)):
        address = read_address(written, senders)
        forms.append(channels.form(address))
        assert (await channels.send(address, ALERT, f"d-{number}")).ref
    await channels.close()
    assert forms == ["email", "slack", "matrix", "plain", "email"]
    assert [letter.sender for letter in mailbox.letters] == ["alerts@example.org", "url@example.org"]
    assert (len(workspace.posts), list(scripted.events), len(service.posts)) == (1, ["d-2"], 1)


async def test_secrets_are_expanded_at_each_use(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    senders: dict[str, SenderSettings] = {"slack": SlackSender(token="${env:SLACK_TOKEN}", api=f"{workspace.url}/api")}
    channels, address = opened(senders, tmp_path), read_address("slack/arms-exports", senders)
    monkeypatch.delenv("SLACK_TOKEN", raising=False)
    with pytest.raises(AccountFault, match=r"\$\{env:SLACK_TOKEN\} is not set; set it"):
        await channels.send(address, ALERT, "d-1")
    monkeypatch.setenv("SLACK_TOKEN", "xoxb-old")
    with pytest.raises(AccountFault, match="invalid_auth"):
        await channels.send(address, ALERT, "d-1")
    monkeypatch.setenv("SLACK_TOKEN", TOKEN)
    await channels.send(address, ALERT, "d-1")
    await channels.close()
    assert len(workspace.posts) == 1


async def test_an_address_that_is_all_secret_takes_its_form_from_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    channels, address = opened({}, tmp_path), read_address("${env:WHERE}", {})
    monkeypatch.delenv("WHERE", raising=False)
    assert channels.form(address) == "plain"
    monkeypatch.setenv("WHERE", "matrixs://u:pw@h.example.org/!r:example.org")
    assert channels.form(address) == "matrix"
    monkeypatch.setenv("WHERE", "nowhere")
    assert channels.form(address) == "plain"
    with pytest.raises(Rejected, match="no sender is called 'nowhere'"):
        await channels.send(address, ALERT, "d-1")


async def test_a_message_to_a_sender_that_was_removed_is_rejected(tmp_path: Path) -> None:
    address = read_address("slack/arms", {"slack": SlackSender(token="x")})
    with pytest.raises(Rejected, match="no sender is called 'slack'"):
        await opened({}, tmp_path).send(address, ALERT, "d-1")


async def test_a_server_that_repeats_a_secret_does_not_get_it_into_our_errors(scripted: Scripted, tmp_path: Path) -> None:
    senders: dict[str, SenderSettings] = {"matrix": MatrixSender(scripted.url, token=MATRIX_TOKEN)}
    body = {"errcode": "M_LIMIT_EXCEEDED", "error": f"slow down, {MATRIX_TOKEN}", "retry_after_ms": 1000}
    scripted.answers = {
        "send": [(429, body), (403, {**body, "errcode": "M_FORBIDDEN"})],
        "joined": [(403, {**body, "errcode": "M_FORBIDDEN"})],
    }
    channels, address = opened(senders, tmp_path), read_address("matrix/!room:test", senders)
    with pytest.raises(Retry, match="slow down, …") as busy:
        await channels.send(address, ALERT, "d-1")
    assert busy.value.after is not None
    with pytest.raises(Rejected, match="slow down, …"):
        await channels.send(address, ALERT, "d-1")
    assert "slow down, …" in (await channels.check(address) or "")
    await channels.close()


async def test_addresses_and_senders_can_be_tried(mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOT_SET", raising=False)
    senders: dict[str, SenderSettings] = {
        "mail": EmailSender("127.0.0.1", mailbox.port, from_="alerts@example.org", tls="none"),
        "down": EmailSender("127.0.0.1", 1, from_="alerts@example.org", tls="none"),
        "bare": SlackSender(token="${env:NOT_SET}"),
    }
    channels = opened(senders, tmp_path)
    assert await channels.check("mail") is None
    assert await channels.check(read_address("desk@example.org", senders)) is None
    assert "cannot be used" in (await channels.check("down") or "")
    assert "is not set" in (await channels.check("bare") or "")
    assert "no sender is called 'nobody'" in (await channels.check("nobody") or "")
    assert await channels.check(read_address("json://127.0.0.1/x", senders)) is None
    await channels.close()
    assert not mailbox.letters


async def test_a_door_that_was_closed_opens_again(mailbox: Mailbox, tmp_path: Path) -> None:
    senders: dict[str, SenderSettings] = {"mail": EmailSender("127.0.0.1", mailbox.port, from_="alerts@example.org", tls="none")}
    channels, address = Channels(senders, expand, tmp_path), read_address("desk@example.org", senders)
    await channels.send(address, ALERT, "d-1")
    await channels.close()
    await channels.send(address, ALERT, "d-2")
    await channels.close()
    assert len(mailbox.letters) == 2
