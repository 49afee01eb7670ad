"""Servers that stand in for the world: a mail server, Slack, a scripted homeserver, and a real one."""

from __future__ import annotations

import ssl
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.channels import postfix_server, synapse_server
from tests.channels.json_server import Service, json_server
from tests.channels.matrix_server import Scripted, matrix_server
from tests.channels.postfix_server import Office, mail_office
from tests.channels.slack_server import Workspace, slack_server
from tests.channels.smtp_server import Mailbox, mail_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from tests.channels.synapse_server import Homeserver

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

# Our own interpreter has no means to make a certificate; the homeserver's has.
_MAKE_CERTIFICATE = """
import datetime, ipaddress, sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Tocsin tests")])
names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
now = datetime.datetime.now(datetime.timezone.utc)
day = datetime.timedelta(days=1)
made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - day).not_valid_after(now + day)
        .add_extension(names, False).add_extension(x509.BasicConstraints(True, None), True).sign(key, hashes.SHA256()))
private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
open(sys.argv[1], "wb").write(made.public_bytes(serialization.Encoding.PEM) + private)
"""


def clock() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key for 127.0.0.1, which nobody trusts until it is named in SSL_CERT_FILE."""
    if not synapse_server.PYTHON.exists():
        pytest.fail(f"{synapse_server.PYTHON} is missing: run `make test`, which installs it")
    path = tmp_path_factory.mktemp("certificate") / "server.pem"
    subprocess.run([synapse_server.PYTHON, "-c", _MAKE_CERTIFICATE, path], check=True)
    return path


@pytest.fixture
def encrypted(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with mail_server() as box:
        yield box


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    server, slack = await slack_server()
    yield slack
    await server.close()


@pytest.fixture
async def scripted() -> AsyncIterator[Scripted]:
    server, homeserver = await matrix_server()
    yield homeserver
    await server.close()


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    server, target = await json_server()
    yield target
    target.is_over.set()
    await server.close()


@pytest.fixture(scope="session")
def office(certificate: Path) -> Iterator[Office]:
    """Postfix and Dovecot, where Debian's packages are."""
    if lacking := postfix_server.missing():
        pytest.skip(f"no letter is read back over IMAP: {lacking}")
    with mail_office(certificate) as made:
        yield made


@pytest.fixture(scope="session")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homeserver]:
    process, server = synapse_server.start(tmp_path_factory.mktemp("synapse"))
    yield server
    process.terminate()
    process.wait(10)
