"""A real Matrix homeserver for the tests: Synapse on loopback, its users registered by shared secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

PYTHON = Path(__file__).parents[2] / ".venv-synapse" / "bin" / "python"
SECRET = "registration-secret"
PASSWORD = "correct horse battery staple"
_GENEROUS = {"per_second": 1000, "burst_count": 1000}


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    user_id: str
    token: str


@dataclass(slots=True)
class Homeserver:
    """What the tests ask of a homeserver, as its users would."""

    url: str
    count: int = 0

    def call(self, method: str, path: str, token: str = "", body: object = None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        request = Request(self.url + path, None if body is None else json.dumps(body).encode(), headers, method=method)  # noqa: S310 our own loopback address
        with urlopen(request, timeout=20) as answer:  # noqa: S310 likewise
            content: dict[str, Any] = json.load(answer)
        return content

    def account(self, *, is_admin: bool = False) -> Account:
        self.count += 1
        name = f"user{self.count}"
        nonce = self.call("GET", "/_synapse/admin/v1/register")["nonce"]
        parts = (nonce, name, PASSWORD, "admin" if is_admin else "notadmin")
        mac = hmac.new(SECRET.encode(), b"\0".join(part.encode() for part in parts), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": PASSWORD, "admin": is_admin, "mac": mac}
        made = self.call("POST", "/_synapse/admin/v1/register", body=body)
        return Account(name, made["user_id"], made["access_token"])

    def room(self, owner: Account, *members: Account, **settings: object) -> str:
        room: str = self.call("POST", "/_matrix/client/v3/createRoom", owner.token, {"preset": "public_chat"} | settings)["room_id"]
        for member in members:
            self.call("POST", f"/_matrix/client/v3/join/{quote(room, safe='')}", member.token, {})
        return room

    def encrypt(self, owner: Account, room: str) -> None:
        path = f"/_matrix/client/v3/rooms/{quote(room, safe='')}/state/m.room.encryption/"
        self.call("PUT", path, owner.token, {"algorithm": "m.megolm.v1.aes-sha2"})

    def messages(self, reader: Account, room: str) -> list[dict[str, Any]]:
        """Read everything said in a room, the oldest first."""
        page = self.call("GET", f"/_matrix/client/v3/rooms/{quote(room, safe='')}/messages?dir=b&limit=200", reader.token)
        return [event for event in reversed(page["chunk"]) if event["type"] in {"m.room.message", "m.room.encrypted"}]

    def highlights(self, reader: Account, room: str) -> int:
        sync = self.call("GET", "/_matrix/client/v3/sync?timeout=0", reader.token)
        return int(sync["rooms"]["join"][room]["unread_notifications"]["highlight_count"])

    def rooms_of(self, member: Account) -> set[str]:
        return set(self.call("GET", "/_matrix/client/v3/joined_rooms", member.token)["joined_rooms"])

    def forget_tokens(self, account: Account) -> None:
        self.call("POST", "/_matrix/client/v3/logout/all", account.token, {})

    def slow_down(self, admin: Account, account: Account) -> None:
        path = f"/_synapse/admin/v1/users/{quote(account.user_id, safe='')}/override_ratelimit"
        self.call("POST", path, admin.token, {"messages_per_second": 1, "burst_count": 1})

    def deactivate(self, admin: Account, account: Account) -> None:
        self.call("POST", f"/_synapse/admin/v1/deactivate/{quote(account.user_id, safe='')}", admin.token, {})


def start(folder: Path) -> tuple[subprocess.Popen[bytes], Homeserver]:
    """Start a homeserver and wait until it answers."""
    if not PYTHON.exists():
        message = f"{PYTHON} is missing: the Matrix tests need a real homeserver; run `make test`, which installs it"
        raise AssertionError(message)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder / "homeserver.yaml"
    config.write_text(json.dumps(_config(folder, port)))  # JSON is YAML
    (folder / "signing.key").write_text(f"ed25519 a_test {base64.b64encode(os.urandom(32)).decode().rstrip('=')}\n")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([PYTHON, "-m", "synapse.app.homeserver", "-c", config], stdout=log, stderr=log, cwd=folder)
    server = Homeserver(f"http://127.0.0.1:{port}")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            server.call("GET", "/_matrix/client/versions")
        except (HTTPError, URLError, OSError):
            time.sleep(0.05)  # it has no way to tell us that it is ready
            continue
        return process, server
    process.kill()
    process.wait()
    raise AssertionError((folder / "log").read_text()[-3000:])


def _config(folder: Path, port: int) -> dict[str, object]:
    return {
        "server_name": "localhost",
        "pid_file": str(folder / "pid"),
        "listeners": [{"port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "tls": False, "resources": [{"names": ["client"]}]}],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "media_store_path": str(folder / "media"),
        "signing_key_path": str(folder / "signing.key"),
        "registration_shared_secret": SECRET,
        "macaroon_secret_key": "macaroon",
        "form_secret": "form",
        "bcrypt_rounds": 4,
        "report_stats": False,
        "trusted_key_servers": [],
        "suppress_key_server_warning": True,
        "presence": {"enabled": False},
        "federation_domain_whitelist": [],
        "rc_message": _GENEROUS,
        "rc_login": {"address": _GENEROUS, "account": _GENEROUS, "failed_attempts": _GENEROUS},
        "rc_joins": {"local": _GENEROUS},
        "rc_room_creation": _GENEROUS,
    }
