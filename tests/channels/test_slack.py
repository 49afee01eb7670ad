"""Slack: what it says decides; what is lost is not guessed at; nothing in a headline calls a channel together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.channels.slack import SlackChannel
from monitor.errors import AccountFault, AddressRefused, Rejected, Retry, SendError, TooFast, Unknown
from monitor.model import Rendered
from monitor.settings.records import SlackSender
from tests.channels.conftest import NOW, clock
from tests.channels.slack_server import ID, TOKEN, Workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Found*: L3Harris &amp; co"}}
ALERT = Rendered("Subject", "Found: L3Harris &amp; co", blocks=(SECTION,))


@pytest.fixture
async def bot(workspace: Workspace) -> AsyncIterator[SlackChannel]:
    channel = SlackChannel(SlackSender(token=TOKEN, api=f"{workspace.url}/api"), clock)
    yield channel
    await channel.close()


@pytest.fixture
async def hook(workspace: Workspace) -> AsyncIterator[SlackChannel]:
    channel = SlackChannel(SlackSender(webhook=workspace.hook), clock)
    yield channel
    await channel.close()


async def test_a_bot_posts_text_and_blocks_and_answers_in_the_thread(bot: SlackChannel, workspace: Workspace) -> None:
    first = await bot.send("arms-exports", ALERT, "d-1")
    second = await bot.send("arms-exports", ALERT, "d-2", first.thread)
    assert first.ref == f"{ID}:{first.thread}"  # what an update asks for: a channel's name is not enough
    assert second.thread == first.thread
    assert second.ref != first.ref
    plain, reply = workspace.posts
    assert plain == {"channel": "#arms-exports", "text": ALERT.text, "blocks": [SECTION], "unfurl_links": False, "unfurl_media": False}
    assert reply["thread_ts"] == first.thread


async def test_a_channel_may_be_named_by_its_id(bot: SlackChannel, workspace: Workspace) -> None:
    await bot.send("C024BE91L", ALERT, "d-1")
    assert workspace.posts[0]["channel"] == "C024BE91L"


async def test_a_webhook_posts_where_it_belongs(hook: SlackChannel, workspace: Workspace) -> None:
    sent = await hook.send("", ALERT, "d-1", "1764075600.000001")
    assert (sent.ref, sent.thread) == ("d-1", None)
    assert workspace.posts == [{"text": ALERT.text, "blocks": [SECTION], "unfurl_links": False, "unfurl_media": False}]


@pytest.mark.parametrize(
    ("fault", "verdict", "said"),
    [
        ("429", TooFast, "ratelimited"),
        ("500", Retry, "HTTP 500"),
        ("503", Retry, "HTTP 503"),
        ("401", AccountFault, "HTTP 401; make a new token"),
        ("drop", Unknown, "did not say"),
        ("page", Unknown, "stands between"),
        ("html", Unknown, "stands between"),
        ("internal_error", Unknown, "may have been posted"),
        ("service_unavailable", Retry, "service_unavailable"),
        ("not_in_channel", AddressRefused, "/invite"),
        ("is_archived", AddressRefused, "name another"),
        ("msg_too_long", Rejected, "msg_too_long"),
        ("invalid_auth", AccountFault, "make a new token"),
        ("not_authed", AccountFault, "bot token"),
        ("token_revoked", AccountFault, "make a new token"),
        ("token_expired", AccountFault, "make a new token"),
        ("account_inactive", AccountFault, "install it again"),
        ("missing_scope", AccountFault, "chat:write"),
        ("some_new_word", Rejected, "some_new_word"),
    ],
)
async def test_each_failure_of_a_bot_has_its_own_fate(
    bot: SlackChannel, workspace: Workspace, fault: str, verdict: type[SendError], said: str
) -> None:
    workspace.faults.append(fault)
    with pytest.raises(verdict, match=said) as failure:
        await bot.send("arms-exports", ALERT, "d-1")
    assert type(failure.value) is verdict
    assert not workspace.faults  # asked once: no hidden retry
    assert not workspace.posts


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        ("429", TooFast),
        ("500", Retry),
        ("drop", Unknown),
        ("page", Unknown),
        ("400", Rejected),
        ("401", AccountFault),
        ("403", AccountFault),
        ("404", AccountFault),
        ("410", AccountFault),
    ],
)
async def test_each_failure_of_a_webhook_has_its_own_fate(
    hook: SlackChannel, workspace: Workspace, fault: str, verdict: type[SendError]
) -> None:
    workspace.faults.append(fault)
    with pytest.raises(verdict) as failure:
        await hook.send("", ALERT, "d-1")
    assert type(failure.value) is verdict
    assert "hooksecretpath" not in str(failure.value)


async def test_slack_says_how_long_to_wait(bot: SlackChannel, workspace: Workspace) -> None:
    workspace.faults += ["429", "429", "429"]
    waits = []
    for wait in ("2", "9999999", "soon"):
        workspace.wait = wait
        with pytest.raises(Retry) as failure:
            await bot.send("arms-exports", ALERT, "d-1")
        waits.append(failure.value.after)
    assert waits == [NOW + timedelta(seconds=2), NOW + timedelta(days=1), None]


async def test_a_silent_slack_leaves_the_fate_unknown(workspace: Workspace) -> None:
    workspace.faults.append("hang")
    channel = SlackChannel(SlackSender(token=TOKEN, api=f"{workspace.url}/api"), clock, answer_s=0.1)
    with pytest.raises(Unknown, match="took too long"):
        await channel.send("arms-exports", ALERT, "d-1")
    await channel.close()


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/services/hooksecretpath", "nonsense"])
async def test_a_slack_that_is_not_reached_has_no_message(address: str) -> None:
    channel = SlackChannel(SlackSender(webhook=address), clock)
    with pytest.raises(Retry, match="cannot be reached") as failure:
        await channel.send("", ALERT, "d-1")
    assert "hooksecretpath" not in str(failure.value)
    await channel.close()


async def test_an_unknown_channel_is_rejected_with_the_remedy(bot: SlackChannel) -> None:
    with pytest.raises(Rejected, match="nowhere: channel_not_found; check the channel's name"):
        await bot.send("nowhere", ALERT, "d-1")


async def test_a_thread_that_is_gone_or_blocks_that_slack_dislikes_do_not_cost_the_message(bot: SlackChannel, workspace: Workspace) -> None:
    workspace.faults.append("invalid_blocks")
    sent = await bot.send("arms-exports", ALERT, "d-1", "1.0")
    (post,) = workspace.posts
    assert "thread_ts" not in post
    assert "blocks" not in post
    assert sent.ref == f"{ID}:{sent.thread}"


async def test_a_message_beyond_slacks_limits_is_cut_to_them(bot: SlackChannel, workspace: Workspace) -> None:
    await bot.send("arms-exports", Rendered("S", "x" * 50_000, blocks=(SECTION,) * 60), "d-1")
    (post,) = workspace.posts
    assert len(post["blocks"]) == 50
    assert post["blocks"][-1]["elements"][0]["text"].startswith("The rest did not fit")
    assert len(post["text"]) == 40_000


async def test_a_message_of_nothing_but_a_subject_still_says_it(bot: SlackChannel, workspace: Workspace) -> None:
    await bot.send("arms-exports", Rendered("Subject", ""), "d-1")
    assert workspace.posts[0]["text"] == "Subject"


async def test_mentions_that_slipped_through_are_disarmed(bot: SlackChannel, workspace: Workspace) -> None:
    hostile = "<!channel> <!here|x> <@U024BE7LH> <#C024BE91L> <https://example.org|ours>"
    block = {"type": "section", "text": {"type": "mrkdwn", "text": hostile}, "fields": [hostile]}
    await bot.send("arms-exports", Rendered("S", hostile, blocks=(block,)), "d-1")
    assert all(sign not in str(workspace.posts) for sign in ("<!", "<@", "<#"))
    assert "<https://example.org|ours>" in workspace.posts[0]["text"]


async def test_an_account_is_tried_without_posting(workspace: Workspace, bot: SlackChannel, hook: SlackChannel) -> None:
    assert await bot.check("arms-exports") is None
    assert await hook.check("") is None
    stale = SlackChannel(SlackSender(token="xoxb-old", api=f"{workspace.url}/api"), clock)
    gone = SlackChannel(SlackSender(webhook=f"{workspace.url}/services/gone"), clock)
    nothing = SlackChannel(SlackSender(), clock)
    unreachable = SlackChannel(SlackSender(webhook="http://127.0.0.1:1/"), clock)
    assert "make a new token" in (await stale.check(None) or "")
    assert "make a new one" in (await gone.check(None) or "")
    assert "no token and no webhook" in (await nothing.check(None) or "")
    assert "cannot be reached" in (await unreachable.check(None) or "")
    assert not workspace.posts
    for channel in (stale, gone, unreachable):
        await channel.close()


@pytest.mark.parametrize(
    ("channel", "remedy"),
    [("strangers", "not_in_channel; invite the app"), ("past", "is_archived; the channel is archived"), ("press", "restricted_action")],
)
async def test_a_channel_that_takes_nothing_is_told_apart_from_an_account_that_may_not_write(
    bot: SlackChannel, workspace: Workspace, channel: str, remedy: str
) -> None:
    with pytest.raises(Rejected, match=remedy):
        await bot.send(channel, ALERT, "d-1")
    workspace.token = "xoxb-another"
    with pytest.raises(AccountFault, match="invalid_auth"):
        await bot.send(channel, ALERT, "d-1")


async def test_a_second_message_within_a_second_waits_as_long_as_slack_says(bot: SlackChannel, workspace: Workspace) -> None:
    workspace.is_strict = True
    await bot.send("arms-exports", ALERT, "d-1")
    with pytest.raises(Retry, match="ratelimited") as failure:
        await bot.send("arms-exports", ALERT, "d-2")
    assert failure.value.after == NOW + timedelta(seconds=2)
    assert len(workspace.posts) == 1


async def test_a_message_is_put_in_the_place_of_another(bot: SlackChannel, workspace: Workspace) -> None:
    sent = await bot.send("arms-exports", ALERT, "d-1")
    more = Rendered("Subject", "Found: L3Harris, in 3 outlets <!channel>", blocks=(SECTION, SECTION))
    await bot.amend(more, sent.ref)
    await bot.amend(more, sent.ref)
    assert len(workspace.posts) == 1
    (shown,) = workspace.shown.values()
    assert shown == {"channel": ID, "ts": sent.thread, "text": "Found: L3Harris, in 3 outlets &lt;!channel>", "blocks": [SECTION, SECTION]}


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        ("429", TooFast),
        ("503", Retry),
        ("drop", Unknown),
        ("message_not_found", Rejected),
        ("cant_update_message", Rejected),
        ("edit_window_closed", Rejected),
        ("invalid_blocks", Rejected),
        ("token_revoked", AccountFault),
    ],
)
async def test_a_change_that_fails_leaves_the_message_as_it_was(
    bot: SlackChannel, workspace: Workspace, fault: str, verdict: type[SendError]
) -> None:
    sent = await bot.send("arms-exports", ALERT, "d-1")
    workspace.faults.append(fault)
    with pytest.raises(verdict) as failure:
        await bot.amend(Rendered("S", "other"), sent.ref)
    assert type(failure.value) is verdict
    assert not workspace.updates


async def test_a_message_whose_channel_was_not_kept_cannot_be_changed(bot: SlackChannel, hook: SlackChannel) -> None:
    with pytest.raises(Rejected, match="cannot be changed"):
        await bot.amend(ALERT, "1764075600.000001")  # as an older Tocsin kept it
    with pytest.raises(Rejected, match="cannot be changed"):
        await hook.amend(ALERT, "d-1")
