"""Ask the console's application as a browser would, from any machine and under any name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping
    from typing import Any

    from starlette.applications import Starlette


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


async def ask(  # noqa: PLR0913 what a request has
    app: Starlette,
    address: str = "/",
    *,
    client: str = "127.0.0.1",
    host: str = "127.0.0.1:8787",
    method: str = "GET",
    form: str = "",
    **headers: str,
) -> Answer:
    """Send one request to the application (ASGI), a GET if nothing else is said, and read the answer."""
    parts = urlsplit(address)
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": form.encode(), "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    named = {"host": host, **headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in named.items()],
        "client": (client, 50_000),
        "server": ("127.0.0.1", 8787),
    }
    await app(scope, receive, send)
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], answered, b"".join(message.get("body", b"") for message in sent[1:]).decode())
