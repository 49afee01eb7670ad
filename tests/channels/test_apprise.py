"""Apprise carries a message to other services, once, and its verdict is not taken for more than it is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from apprise.result import AppriseResultStatus

from monitor.channels import apprise as channel_module
from monitor.channels.apprise import AppriseChannel
from monitor.errors import AccountFault, Rejected, Retry, Unknown
from monitor.model import Rendered

if TYPE_CHECKING:
    from tests.channels.json_server import Service

ALERT = Rendered("Subject", "Found: L3Harris\n<b>as text</b>")


async def test_a_service_gets_subject_and_text_as_they_are(service: Service) -> None:
    sent = await AppriseChannel().send(service.url, ALERT, "d-1")
    (post,) = service.posts
    assert (post["title"], post["message"]) == (ALERT.subject, ALERT.text)
    assert (sent.ref, sent.thread) == ("d-1", None)


async def test_many_at_once_all_arrive(service: Service) -> None:
    channel = AppriseChannel()
    await asyncio.gather(*(channel.send(service.url, Rendered(f"S{number}", "t"), f"d-{number}") for number in range(8)))
    assert {post["title"] for post in service.posts} == {f"S{number}" for number in range(8)}


async def test_a_failure_is_tried_again_by_us_and_not_behind_our_back(service: Service) -> None:
    service.faults.append("500")
    with pytest.raises(Retry, match=r"json:// did not take the message: .*error=500") as failure:
        await AppriseChannel().send(service.url + "?retry=3", ALERT, "d-1")
    assert service.asked == 1
    assert "hooksecretpath" not in str(failure.value)


async def test_a_service_that_does_not_know_who_asks_means_the_account_and_not_the_message(service: Service) -> None:
    service.faults.append("401")
    with pytest.raises(AccountFault, match=r"error=401\.; mend the password or token in the address"):
        await AppriseChannel().send(service.url, ALERT, "d-1")


async def test_a_service_that_is_down_is_tried_again() -> None:
    with pytest.raises(Retry, match="did not take the message"):
        await AppriseChannel().send("json://127.0.0.1:1/x", ALERT, "d-1")


async def test_a_service_that_hangs_leaves_the_fate_unknown(service: Service) -> None:
    service.faults.append("hang")
    with pytest.raises(Unknown, match="may yet arrive"):
        await AppriseChannel(limit_s=0.2).send(service.url, ALERT, "d-1")


@pytest.mark.parametrize(("status", "verdict"), [(AppriseResultStatus.TIMEOUT, Unknown), (AppriseResultStatus.NOMATCH, Rejected)])
async def test_a_verdict_of_neither_success_nor_failure_is_read_with_care(
    status: AppriseResultStatus, verdict: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_module, "notify", lambda _url, _message: (status, ""))
    with pytest.raises(verdict):
        await AppriseChannel().send("json://127.0.0.1/x", ALERT, "d-1")


@pytest.mark.parametrize("url", ["nosuch://x/y", "tgram://bad", "json://"])
async def test_what_is_no_address_is_rejected(url: str) -> None:
    with pytest.raises(Rejected):
        await AppriseChannel().send(url, ALERT, "d-1")
    assert await AppriseChannel().check(url)


async def test_an_address_can_only_be_read_not_tried(service: Service) -> None:
    assert await AppriseChannel().check(service.url) is None
    assert await AppriseChannel().check(None) is None
    assert service.asked == 0


async def test_a_bug_in_a_plugin_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_url: str, _message: Rendered) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(channel_module, "notify", broken)
    with pytest.raises(ZeroDivisionError):
        await AppriseChannel().send("json://127.0.0.1/x", ALERT, "d-1")


async def test_a_text_too_long_for_its_service_is_cut_by_us_and_keeps_its_link(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apprise.plugins.custom_json.NotifyJSON.body_maxlen", 300)
    long = Rendered("Subject", "Found: L3Harris\n" + "and so on " * 60 + "\nRead the article: https://example.org/the-article\n")
    await AppriseChannel().send(service.url, long, "d-1")
    (post,) = service.posts
    assert len(post["message"]) <= 300
    assert post["message"].startswith("Found: L3Harris")
    assert post["message"].endswith("https://example.org/the-article")


async def test_a_service_with_room_for_a_line_gets_the_link(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apprise.plugins.custom_json.NotifyJSON.body_maxlen", 60)
    await AppriseChannel().send(service.url, Rendered("S", "words " * 30 + "\nhttps://example.org/the-article\n"), "d-1")
    assert service.posts[0]["message"] == "https://example.org/the-article"
