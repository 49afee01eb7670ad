"""A parliament for the tests: one host on loopback with the documents that the test puts there, read in the feeds' format."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Self

from aiohttp import web

from monitor.catalogue.record import CatalogueRecord
from monitor.daemon import live
from tests.daemon.press import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    import pytest

    from monitor.catalogue.discovery import Discovery
    from tests.daemon.house import House

ERROR_PAGE = b"<!DOCTYPE html><html><head><title></title></head><body>We are sorry.</body></html>"


@dataclass(frozen=True, slots=True)
class Said:
    """What a path answers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def sitting(*speeches: tuple[str, str], lang: str = "en") -> bytes:
    """Write a sitting: speeches by their key."""
    items = "".join(
        Entry(guid=key, title=f"Speech {key} ({lang})", text=text, link=f"https://p.example/{key}").xml() for key, text in speeches
    )
    return f"<rss version='2.0'><channel><title>Hansard</title><language>{lang}</language>{items}</channel></rss>".encode()


def archive(**members: bytes) -> bytes:
    """Pack an archive of documents."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, body in members.items():
            made.writestr(f"xml/{name}.xml", body)
    return packed.getvalue()


class Chamber:
    """The server of a parliament; what is not there is answered by `absent`."""

    def __init__(self) -> None:
        self.says: dict[str, Said] = {}
        self.absent = Said(status=404)
        self.asked: list[str] = []
        self.requests: list[Mapping[str, str]] = []
        self.url = ""

    def put(self, path: str, body: bytes, **headers: str) -> None:
        self.says[path] = Said(body, headers=headers)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._runner.cleanup()

    def asked_anew(self) -> list[str]:
        """Give the paths that were asked since the last time."""
        asked, self.asked = self.asked, []
        return asked

    async def _answer(self, request: web.Request) -> web.Response:
        path = request.path_qs.lstrip("/")
        if path == "robots.txt":  # nothing is forbidden here, and no test counts it
            return web.Response(status=404)
        self.asked.append(path)
        self.requests.append(dict(request.headers))
        said = self.says.get(path, self.absent)
        etag = f'"{blake2b(said.body, digest_size=8).hexdigest()}"'
        if said.status == 200 and said.body and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        tagged = {"ETag": etag} if said.status == 200 else {}
        return web.Response(status=said.status, body=said.body, headers={**tagged, **said.headers})


def record(discovery: Discovery, **more: object) -> CatalogueRecord:
    """Describe a record of the chamber."""
    made = CatalogueRecord(
        name="ca-hansard", title="Hansard", country="CA", languages=("en",), format="feed", discoveries=(discovery,), delay="", licence=""
    )
    return replace(made, **more)  # type: ignore[arg-type] # what a test says of it


def switch_on(home: House, monkeypatch: pytest.MonkeyPatch, described: CatalogueRecord, **options: str) -> None:
    """Let the house poll this record and nothing else."""
    extra = "".join(f", {key}: {value}" for key, value in options.items())
    home.write("sources.yaml", f"parliaments:\n  - {{record: ca-hansard{extra}}}\n")
    monkeypatch.setattr(live, "record_of", lambda source: None if source.kind == "feed" else described)
