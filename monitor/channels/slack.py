"""Send to Slack: by bot token (chat.postMessage) or by incoming webhook.

Text and blocks come escaped by the renderer; mentions that act (`<!channel>`, `<@U...>`, `<#C...>`) are disarmed here once more.
Slack has no idempotency key: when an answer is lost, nobody knows. slack-sdk's own retries are off, and every message has its own
connection, for a request that fails on a stale one would look like a lost answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from monitor.channels.faults import in_words
from monitor.channels.inert import inert, inert_tree, one_line, shorten
from monitor.channels.quiet_logs import silent_logger
from monitor.channels.sender import ANSWER_S, CONNECT_S
from monitor.errors import AccountFault, AddressRefused, Rejected, Retry, SendError, TooFast, Unknown, Unreachable
from monitor.model import Rendered, Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from monitor.settings.records import SlackSender

MOST_BLOCKS = 50  # docs.slack.dev/reference/block-kit/blocks
LONGEST_TEXT = 40_000  # docs.slack.dev/reference/methods/chat.postMessage
LONGEST_WAIT_S = 86_400
OK, UNAUTHORISED, TOO_MANY, SERVER_FAULT = 200, 401, 429, 500
_ACTS = re.compile(r"<(?=[!@#])")
_ID = re.compile(r"[CDGU][A-Z0-9]{8,}")
_TOO_FAST = frozenset({"ratelimited", "rate_limited"})
_BUSY = frozenset({"service_unavailable", "request_timeout", "team_added_to_org"})
_HALF_DONE = frozenset({"internal_error", "fatal_error"})  # Slack: "some aspect of the operation" may have succeeded
_ACCOUNT = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)  # docs.slack.dev/reference/methods/chat.postMessage: said of whoever asks, not of what is asked
_HOOK_GONE = frozenset({403, 404, 410})  # a webhook is its own account: docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
_CHANNEL = frozenset({"channel_not_found", "channel_is_archived", "is_archived", "not_in_channel"})  # whatever is posted there
_NO_THREAD = frozenset({"thread_not_found", "cannot_reply_to_message", "restricted_action_thread_locked"})
_BAD_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_attachments"})
_ALIVE_HOOK = frozenset({"no_text", "invalid_payload", "missing_text_or_fallback_or_attachments"})
_MAKE_ANEW = "make a new token, and put it in token: under senders:"
_REMEDIES = {
    "channel_not_found": "check the channel's name, and invite the app to it if it is private",
    "not_in_channel": "invite the app to the channel: /invite @app-name",
    "is_archived": "the channel is archived; name another",
    "channel_is_archived": "the channel is archived; name another",
    "invalid_auth": _MAKE_ANEW,
    "not_authed": "put a bot token in token: under senders:",
    "token_revoked": _MAKE_ANEW,
    "token_expired": _MAKE_ANEW,
    "account_inactive": "the app was removed from the workspace; install it again",
    "missing_scope": "give the app the scope chat:write, and install it again",
    "no_service": "the webhook was removed; make a new one",
    "invalid_token": "the webhook was removed; make a new one",
    "action_prohibited": "the workspace's rules forbid it; ask its administrator",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What Slack answered: HTTP status, its word for what is wrong, the message's id, and how long to wait."""

    status: int
    error: str = ""
    ts: str = ""
    wait_s: float | None = None
    channel: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the message is there."""
        return self.status == OK and not self.error

    @property
    def ref(self) -> str:
        """Where the message is: `C024BE91L:1764075600.000001`, which `chat.update` asks for; a channel's name is not enough for it."""
        return f"{self.channel}:{self.ts}" if self.channel and self.ts else self.ts


class SlackChannel:
    """A Slack app."""

    def __init__(self, settings: SlackSender, clock: Callable[[], datetime], *, answer_s: float = ANSWER_S) -> None:
        self._settings = settings
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=answer_s, sock_connect=min(CONNECT_S, answer_s))
        self._session: aiohttp.ClientSession | None = None

    async def send(self, target: str, message: Rendered, key: str, thread: str | None = None) -> Sent:
        """Post to a channel; `ref` is the channel's id and the message's `ts`, `thread` the latter; of a webhook `ref` is the key."""
        payload = _payload(message)
        if self._settings.token:
            payload["channel"] = target if _ID.fullmatch(target) else f"#{target}"
            if thread is not None:
                payload["thread_ts"] = thread
        reply = await self._post(payload)
        while not reply.is_good and _soften(payload, reply.error):
            reply = await self._post(payload)
        if not reply.is_good:
            raise self._fate(reply, target)
        return Sent(reply.ref or key, payload.get("thread_ts") or reply.ts or None)

    async def amend(self, message: Rendered, ref: str) -> None:
        """Put a message in the place of another of the bot's (chat.update); what Slack dislikes leaves the former one as it was."""
        channel, _, ts = ref.rpartition(":")
        if not self._settings.token or not channel:  # an older Tocsin did not keep the channel's id, and names are not taken here
            raise Rejected("the channel's id is not known of this message, so that it cannot be changed")
        said = _payload(message)
        reply = await self._call("chat.update", {"channel": channel, "ts": ts, "text": said["text"], "blocks": said.get("blocks", [])})
        if not reply.is_good:
            raise self._fate(reply, channel)

    async def check(self, target: str | None) -> str | None:
        """Ask Slack whether the token or the webhook is alive; nothing is posted."""
        try:
            reply = await (self._call("auth.test", {}) if self._settings.token else self._post({"text": ""}))
        except SendError as error:
            return str(error)
        if reply.is_good or reply.error in _ALIVE_HOOK:
            return None
        return str(self._fate(reply, target or "the account"))

    async def close(self) -> None:
        """Give the session back."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(self, payload: Mapping[str, Any]) -> Reply:
        if self._settings.token:
            return await self._call("chat.postMessage", payload)
        if not self._settings.webhook:
            raise AccountFault("this Slack sender has no token and no webhook; add one under senders: in tocsin.yaml")
        client = AsyncWebhookClient(self._settings.webhook, session=self._opened(), logger=silent_logger(), retry_handlers=[])
        with _faults():
            answer = await client.send_dict(dict(payload))
        error = "" if answer.status_code == OK and answer.body.strip() == "ok" else one_line(answer.body, 100) or "no answer"
        return Reply(answer.status_code, error, wait_s=_wait(answer.headers))

    async def _call(self, method: str, payload: Mapping[str, Any]) -> Reply:
        client = AsyncWebClient(self._settings.token, session=self._opened(), logger=silent_logger(), retry_handlers=[])
        if self._settings.api:
            client.base_url = self._settings.api.rstrip("/") + "/"
        try:
            with _faults():
                answer = await client.api_call(method, json=dict(payload))
        except SlackApiError as error:
            return _refusal(error.response)
        except AttributeError:  # slack-sdk reads any answer of status 200 as a mapping, a proxy's page too
            return Reply(OK, "no answer of Slack's")
        return Reply(OK, ts=str(answer.get("ts") or ""), channel=str(answer.get("channel") or ""))

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=self._timeout, connector=aiohttp.TCPConnector(force_close=True))
        return self._session

    def _fate(self, reply: Reply, target: str) -> SendError:
        said = f"Slack says of {one_line(target, 80) or 'the webhook'}: {reply.error or reply.status}"
        if reply.status == TOO_MANY or reply.error in _TOO_FAST | _BUSY:
            wait = None if reply.wait_s is None else self._clock() + timedelta(seconds=reply.wait_s)
            return (Retry if reply.error in _BUSY else TooFast)(said, wait)
        if reply.status >= SERVER_FAULT:
            return Retry(f"Slack has a fault: HTTP {reply.status}")
        if reply.error in _HALF_DONE:
            return Unknown(f"{said}; it may have been posted all the same")
        if reply.status == OK and " " in reply.error:  # not a word of Slack's: something stands between
            return Unknown(f"{said}; check what stands between this machine and Slack")
        remedy = _REMEDIES.get(reply.error) or (_MAKE_ANEW if reply.status == UNAUTHORISED and self._settings.token else "")
        said = f"{said}; {remedy}" if remedy else said
        if self._is_the_account(reply):
            return AccountFault(said)
        return AddressRefused(said) if reply.error in _CHANNEL else Rejected(said)

    def _is_the_account(self, reply: Reply) -> bool:
        if reply.status == UNAUTHORISED:  # RFC 9110, 15.5.2: said of who asks; a gateway before Slack says it without a word of Slack's
            return True
        return reply.error in _ACCOUNT if self._settings.token else reply.status in _HOOK_GONE


class _faults:  # noqa: N801 read as a word: with _faults()
    """Tell a server that was never reached from an answer that was lost."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        # The exceptions' own texts may hold the webhook's address, which is its secret.
        if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL):
            raise Unreachable(f"Slack cannot be reached: {in_words(error)}") from None
        if isinstance(error, aiohttp.ClientError | TimeoutError | OSError):
            raise Unknown(f"Slack did not say whether it took the message: {in_words(error)}") from None


def _payload(message: Rendered) -> dict[str, Any]:
    text = shorten(inert(message.text) or one_line(message.subject), LONGEST_TEXT)
    payload: dict[str, Any] = {"text": _disarm(text), "unfurl_links": False, "unfurl_media": False}
    blocks = [_disarm_tree(inert_tree(block)) for block in message.blocks]
    if len(blocks) > MOST_BLOCKS:
        note = {"type": "context", "elements": [{"type": "plain_text", "text": "The rest did not fit into one Slack message."}]}
        blocks = [*blocks[: MOST_BLOCKS - 1], note]
    if blocks:
        payload["blocks"] = blocks
    return payload


def _disarm(text: str) -> str:
    return _ACTS.sub("&lt;", text)


def _disarm_tree(node: object) -> object:
    if isinstance(node, str):
        return _disarm(node)
    if isinstance(node, dict):
        return {name: _disarm_tree(value) for name, value in node.items()}
    return [_disarm_tree(value) for value in node] if isinstance(node, list) else node


def _soften(payload: dict[str, Any], error: str) -> bool:
    """Take out what Slack stumbled over, where the message reads well without it; say whether that is worth another try."""
    if error in _NO_THREAD:
        return payload.pop("thread_ts", None) is not None
    return error in _BAD_BLOCKS and payload.pop("blocks", None) is not None


def _refusal(response: Any) -> Reply:
    """Read the answer behind an error: slack-sdk's own response, or aiohttp's where the body was not JSON."""
    status: int = getattr(response, "status_code", None) or response.status
    data = getattr(response, "data", None)
    error = one_line(str(data.get("error") or ""), 100) if isinstance(data, dict) else ""
    return Reply(status, error or ("no answer of Slack's" if status == OK else f"HTTP {status}"), wait_s=_wait(response.headers))


def _wait(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After, in seconds; a day at most."""
    named = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return min(float(named), LONGEST_WAIT_S) if named.strip().isdigit() else None
