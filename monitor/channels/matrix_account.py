"""A Matrix account: signed in once, its token used until the server forgets it.

matrix-nio's AsyncClient carries the requests, with its retry loops off (measured: they sleep without end on 429 and lost
connections) and its own encryption, too: see `matrix_encryption`. Its verdicts are not taken: it reads a state event out of a
server's error page. The HTTP status and Matrix's own error code decide.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
from nio import AsyncClient, AsyncClientConfig

from monitor.channels.faults import in_words
from monitor.channels.inert import one_line
from monitor.channels.matrix_device import device_name
from monitor.channels.matrix_keys import Device
from monitor.channels.quiet_logs import hush
from monitor.errors import AccountFault, Rejected, Retry, SendError, TooFast, Unreachable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from monitor.settings.records import MatrixSender

OK, FORBIDDEN, NOT_FOUND, TOO_MANY, SERVER_FAULT = 200, 403, 404, 429, 500
LONGEST_WAIT_S = 86_400
_FORGOTTEN = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"})
_REFUSED = frozenset({"M_USER_DEACTIVATED", "M_USER_LOCKED", "M_USER_SUSPENDED"})  # the account, whatever is asked

hush("nio")


@dataclass(frozen=True, slots=True)
class _Plain:
    """An answer that nio has not read."""

    transport_response: aiohttp.ClientResponse


@dataclass(frozen=True, slots=True)
class Answer:
    """What the homeserver said. `code` is Matrix's errcode, empty when it is not Matrix that answered; `body` the JSON object."""

    status: int
    code: str
    said: str
    body: Mapping[str, Any]
    is_matrix: bool = True

    @property
    def is_good(self) -> bool:
        """Whether it did what it was asked; a page that stands between us and it did nothing, whatever its status."""
        return self.status == OK and self.is_matrix


class MatrixAccount:
    """One account on one homeserver."""

    def __init__(self, settings: MatrixSender, home: Path, clock: Callable[[], datetime], *, answer_s: float) -> None:
        self._settings = settings
        self._home = home
        self._clock = clock
        self._config = AsyncClientConfig(max_limit_exceeded=0, max_timeouts=0, request_timeout=answer_s, encryption_enabled=False)
        self._client: AsyncClient | None = None
        self._signing_in = asyncio.Lock()

    @property
    def name(self) -> str:
        """The account as the server names it, once it is known."""
        known = self._client.user_id if self._client is not None else ""
        return str(known or self._settings.user or "the account")

    async def ask(self, request: Callable[[AsyncClient], Awaitable[Any]], *, lost: type[SendError] = Retry) -> Answer:
        """Make a request, signed in; sign in anew, once, if the server has forgotten the token.

        Args:
            request: what to ask of the client.
            lost: what it means when the answer is lost: `Unknown` for what changes something.

        Raises:
            Retry: the server has a fault; `Unreachable` when it cannot be reached, `TooFast` when it asks for patience.
            AccountFault: it refuses the account.
        """
        client = await self._signed_in()
        token = client.access_token
        answer = await self._try(request, client, lost)
        if answer.code in _FORGOTTEN:
            answer = await self._try(request, await self._signed_in(forgotten=token), lost)
        if answer.code in _FORGOTTEN:
            raise AccountFault(f"{self._settings.homeserver} does not accept the access token; mend token: or password: under senders:")
        if answer.code in _REFUSED:
            raise AccountFault(f"{self._settings.homeserver} refuses {self.name}: {answer.said}; name another account under senders:")
        return answer

    async def call(self, method: str, path: str, body: object = None) -> Answer:
        """Make a request of one's own, signed in; as `ask`."""

        async def request(nio: AsyncClient) -> _Plain:
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {nio.access_token}"}
            return _Plain(await nio.send(method, path, None if body is None else json.dumps(body), headers))

        return await self.ask(request)

    async def device(self) -> Device:
        """Tell which device the account is signed in as.

        Raises:
            Rejected: the token belongs to none.
        """
        client = await self._signed_in()
        if not client.device_id or not client.user_id.startswith("@"):  # a token, of which only the server knows whose it is
            answer = await self.ask(lambda nio: nio.whoami())
            user, device = answer.body.get("user_id"), answer.body.get("device_id")
            if not answer.is_good or not user:
                raise Retry(f"{self._settings.homeserver} did not say whose the access token is: {answer.said}")
            if not device:
                raise Rejected(f"the access token of {user} belongs to no device, and cannot encrypt; sign in with a password:")
            client.user_id, client.device_id = str(user), str(device)
        return Device(self._settings.homeserver, client.user_id, client.device_id)

    @property
    def token(self) -> str:
        """The access token in use, empty before the first request."""
        return str(self._client.access_token) if self._client is not None else ""

    @property
    def another_device(self) -> str:
        """Tell how to get another device, where that is not ours to do."""
        return "" if self._settings.password else "or sign in anew for another token:, which is a new device to its readers"

    async def close(self) -> None:
        """Close the connections. The device stays signed in: signing out would undo what the server remembers of its messages."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _signed_in(self, forgotten: str | None = None) -> AsyncClient:
        async with self._signing_in:
            if self._client is None:
                self._client = AsyncClient(self._settings.homeserver.rstrip("/"), self._settings.user, config=self._config)
                if not self._settings.password:
                    self._client.access_token = self._settings.token or ""
            if self._settings.password and self._client.access_token in {"", forgotten}:
                await self._sign_in(self._client, self._settings.password)
            if not self._client.access_token:
                raise AccountFault("this Matrix sender has neither password: nor token:; add one under senders: in tocsin.yaml")
            return self._client

    async def _sign_in(self, client: AsyncClient, password: str) -> None:
        client.access_token = ""
        client.device_id = device_name(self._home, self._settings.homeserver, self._settings.user)
        answer = await self._try(lambda nio: nio.login(password, device_name="Tocsin"), client, Retry)
        if answer.is_good and client.access_token:
            return
        who = f"{self._settings.user} at {self._settings.homeserver}"
        if answer.code in _REFUSED:
            raise AccountFault(f"the account {who} was closed: {answer.said}; name another under senders:")
        kind = AccountFault if answer.code else Unreachable  # what is no answer of Matrix's says nothing of the account
        raise kind(f"{who} cannot sign in: {answer.said}; mend homeserver:, user: and password: under senders:")

    async def _try(self, request: Callable[[AsyncClient], Awaitable[Any]], client: AsyncClient, lost: type[SendError]) -> Answer:
        where = self._settings.homeserver
        try:
            answer = await _read((await request(client)).transport_response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise Unreachable(f"{where} cannot be reached: {in_words(error)}; check homeserver: under senders:") from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise lost(f"{where} did not answer: {in_words(error)}") from None
        except (AttributeError, LookupError, TypeError, ValueError):  # nio reads any JSON as what it asked for, a proxy's too
            raise lost(f"{where} answered in no way of Matrix's; check homeserver: under senders:") from None
        if answer.status == TOO_MANY or answer.code == "M_LIMIT_EXCEEDED":
            raise TooFast(f"{where} asks for patience: {answer.said}", self._after(answer.body.get("retry_after_ms")))
        if answer.status >= SERVER_FAULT or answer.code == "M_RESOURCE_LIMIT_EXCEEDED":
            raise Retry(f"{where} has a fault: {answer.said}")
        return answer

    def _after(self, wait_ms: object) -> datetime | None:
        if not isinstance(wait_ms, int) or wait_ms < 0:
            return None
        return self._clock() + timedelta(seconds=min(wait_ms / 1000, LONGEST_WAIT_S))


async def _read(response: aiohttp.ClientResponse) -> Answer:
    try:
        body = json.loads(await response.read())
    except ValueError:
        body = None
    is_matrix = isinstance(body, dict)
    body = body if is_matrix else {}
    said = one_line(str(body.get("error") or "no reason given"))
    return Answer(response.status, str(body.get("errcode") or ""), f"{said} (HTTP {response.status})", body, is_matrix)
