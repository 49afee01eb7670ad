"""Serve many feeds on loopback; the daemon reads them all, stores every entry once, and asks only conditionally the second time.

    .venv/bin/python benchmarks/poll_everything.py [FOLDER]

FOLDER holds feed documents; default ../shared/data/feeds where that is, else 200 generated feeds. Each feed is a host of its own
(a port), as a thousand publishers would be. Exits 1 if an entry is missing or doubled, or a request of the second pass was unconditional.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from aiohttp import web

TOCSIN = Path(sys.executable).parent / "tocsin"
REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "feeds"
GENERATED = 200


def generated(folder: Path) -> None:
    """Write feeds of 20 entries each, where no real ones are at hand."""
    for n in range(GENERATED):
        entries = "".join(
            f"<item><guid>g{n}-{i}</guid><title>Item {i} of feed {n}</title><link>http://example.org/{n}/{i}</link>"
            f"<pubDate>Mon, 02 Nov 2026 {i:02}:00:00 GMT</pubDate><description>{'Words of item. ' * 40}</description></item>"
            for i in range(20)
        )
        (folder / f"feed{n}.rss").write_text(
            f"<rss version='2.0'><channel><title>Feed {n}</title>{entries}</channel></rss>", encoding="utf-8"
        )


class Press:
    """Serves each file on a port of its own, with an ETag, and notes what it was asked."""

    def __init__(self, files: list[Path]) -> None:
        self.files = files
        self.ports: list[int] = []
        self.conditional = self.unconditional = self.unchanged = 0
        self._runners: list[web.AppRunner] = []

    async def open(self) -> None:
        """Listen on a port for each file."""
        for file in self.files:
            app = web.Application()
            app.router.add_get("/feed", lambda request, file=file: self._answer(request, file))
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.ports.append(runner.addresses[0][1])
            self._runners.append(runner)

    async def close(self) -> None:
        """Stop listening."""
        for runner in self._runners:
            await runner.cleanup()

    async def _answer(self, request: web.Request, file: Path) -> web.Response:
        body = await asyncio.to_thread(file.read_bytes)
        etag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        asked = request.headers.get("If-None-Match")
        self.conditional += asked is not None
        self.unconditional += asked is None
        if asked == etag:
            self.unchanged += 1
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, headers={"ETag": etag, "Content-Type": "application/xml"})


def settings(folder: Path, press: Press) -> None:
    """Write the settings of a daemon that reads them all."""
    feeds = "".join(
        f"  - {{name: {json.dumps(file.name)}, url: 'http://127.0.0.1:{port}/feed'}}\n"
        for file, port in zip(press.files, press.ports, strict=True)
    )
    (folder / "tocsin.yaml").write_text(
        f"database: sqlite:///{folder}/tocsin.db\ntimezone: UTC\ncontact: desk@example.org\noperator: desk\n"
        "fetch: {allow_private_networks: true}\nsenders:\n  mail: {smtp: 127.0.0.1, port: 9, tls: none, from: a@example.org}\n",
        encoding="utf-8",
    )
    (folder / "recipients.yaml").write_text("desk: {to: [desk@example.org]}\n", encoding="utf-8")
    (folder / "sources.yaml").write_text(f"feeds:\n{feeds}", encoding="utf-8")
    (folder / "watchlists").mkdir()
    (folder / "watchlists" / "one.yaml").write_text(
        "watchlist: One\ntell: [desk]\nwatches:\n  - entity: L3Harris WESCAM\n", encoding="utf-8"
    )


async def once(folder: Path) -> float:
    """Run one pass over everything; return its seconds."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        TOCSIN, "once", "--all", "--json", "--config", folder, stdout=subprocess.DEVNULL, stderr=(folder / "log").open("a"), env=os.environ
    )
    if await process.wait():
        sys.exit(f"once failed:\n{(folder / 'log').read_text()[-2000:]}")
    return time.perf_counter() - began


def expected(files: list[Path]) -> dict[str, set[str]]:
    """The keys that the documents hold, as `parse` reads them."""
    keys: dict[str, set[str]] = {file.name: set() for file in files}
    for start in range(0, len(files), 40):
        done = subprocess.run([TOCSIN, "parse", "--as", "feed", *files[start : start + 40]], capture_output=True, text=True, check=True)
        for line in done.stdout.splitlines():
            item = json.loads(line)
            keys[Path(item["file"]).name].add(item["key"])
    return keys


def stored(folder: Path) -> dict[str, int]:
    """Count the items of each source in the database."""
    with sqlite3.connect(folder / "tocsin.db") as database:
        rows = database.execute(
            "select s.name, count(i.id) from sources s left join items i on i.source_id = s.id group by s.id"
        ).fetchall()
    return dict(rows)


async def main() -> int:
    """Measure, print, judge."""
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as home:
        documents = Path(sys.argv[1]) if len(sys.argv) > 1 else REAL
        if not documents.is_dir():
            documents = Path(made)
            generated(documents)
        press = Press(sorted(path for path in documents.iterdir() if path.is_file()))
        await press.open()
        folder = Path(home)
        settings(folder, press)
        first_s = await once(folder)
        asked = press.conditional + press.unconditional
        before = stored(folder)
        press.conditional = press.unconditional = press.unchanged = 0
        second_s = await once(folder)
        after = stored(folder)
        await press.close()
        wanted = expected(press.files)
    total = sum(len(keys) for keys in wanted.values())
    print(f"{len(press.files)} feeds, {total} entries with a key of their own")
    print(f"first pass:  {first_s:6.1f} s, {asked} requests, {sum(before.values())} items stored")
    again = f"{press.conditional} conditional and {press.unconditional} unconditional requests"
    print(f"second pass: {second_s:6.1f} s, {again}, {press.unchanged} x 304")
    wrong = [name for name, keys in wanted.items() if before.get(name, 0) != len(keys)]
    for name in wrong:
        print(f"  {name}: {len(wanted[name])} entries, {before.get(name, 0)} stored")
    good = not wrong and before == after and press.unconditional == 0 and press.conditional >= len(press.files) - len(wrong)
    print("every entry stored once, the second pass conditional only" if good else "NOT as it should be")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
