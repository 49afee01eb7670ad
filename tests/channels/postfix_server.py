"""A real mail server for the tests: Debian's Postfix takes letters, its Dovecot keeps them, and they are read back over IMAP."""

from __future__ import annotations

import imaplib
import os
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

PROGRAMS = ("/usr/sbin/postfix", "/usr/sbin/dovecot", "/usr/lib/dovecot/imap", "/usr/lib/dovecot/lmtp")
USER, PASSWORD = "tocsin", "postfix-and-dovecot-password"
KEEPER = "mail"  # the system's user that mailboxes belong to
_SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""


def missing() -> str:
    """Say what is not there for it; nothing if all is."""
    lacking = [program for program in PROGRAMS if not Path(program).exists()]
    if lacking:
        return f"{lacking[0]} is missing; apt-get install postfix dovecot-imapd dovecot-lmtpd"
    return "" if os.geteuid() == 0 else "Postfix starts as root alone"


@dataclass(slots=True)
class Office:
    """The mail server as its readers know it: each `desk<number>@x.example` has a mailbox."""

    folder: Path
    port: int
    imap_port: int
    count: int = 0

    def reader(self) -> str:
        """Open an account that nobody has written to."""
        self.count += 1
        return f"desk{self.count}@x.example"

    def letters(self, reader: str) -> list[EmailMessage]:
        """Read a mailbox, the oldest letter first, when nothing is on its way any more."""
        _wait_for(lambda: not self._is_busy())
        with imaplib.IMAP4("127.0.0.1", self.imap_port) as imap:
            imap.login(reader.partition("@")[0], PASSWORD)
            imap.select("INBOX", readonly=True)
            numbers = imap.search(None, "ALL")[1][0].split()
            fetched = [imap.fetch(number.decode(), "(BODY.PEEK[])")[1][0] for number in numbers]
        return [message_from_bytes(part[1], policy=default) for part in fetched if isinstance(part, tuple)]

    def _is_busy(self) -> bool:
        queues = (self.folder / "queue" / name for name in ("maildrop", "incoming", "active", "deferred"))
        return any(path.is_file() for queue in queues for path in queue.rglob("*"))


@contextmanager
def mail_office(certificate: Path) -> Iterator[Office]:
    """Run both servers, with a certificate and its key in one file, until the end."""
    with tempfile.TemporaryDirectory(prefix="tocsin-mail-", dir="/tmp") as name, ExitStack() as closing:
        folder = Path(name)
        folder.chmod(0o755)  # the servers' own users go in and out
        office = Office(folder, *_free_ports())
        _configure(office, certificate)
        dovecot = subprocess.Popen(
            ["/usr/sbin/dovecot", "-F", "-c", folder / "dovecot.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        closing.callback(_end, dovecot)
        postfix = ["/usr/sbin/postfix", "-c", str(folder / "conf")]
        subprocess.run([*postfix, "start"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30)
        closing.callback(subprocess.run, [*postfix, "stop"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30)
        _wait_for(lambda: _greets(office))
        yield office


def _configure(office: Office, certificate: Path) -> None:
    folder = office.folder
    for name in ("conf", "queue", "data", "run", "state", "mail"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    shutil.chown(folder / "mail", KEEPER)
    shutil.copy(certificate, folder / "conf" / "server.pem")
    (folder / "conf" / "readers").write_text("/^desk[0-9]+@x\\.example$/ ok\n/^later@x\\.example$/ ok\n")
    (folder / "conf" / "later").write_text("/^later@/ 451 4.7.1 Try again later\n")
    settings = {
        "compatibility_level": "3.6",
        "queue_directory": folder / "queue",
        "data_directory": folder / "data",
        "maillog_file": folder / "data" / "mail.log",
        "maillog_file_prefixes": folder,
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "myhostname": "mail.x.example",
        "mydestination": "",
        "mynetworks": "",
        "virtual_mailbox_domains": "x.example",
        "virtual_mailbox_maps": f"regexp:{folder}/conf/readers",
        "virtual_transport": f"lmtp:unix:{folder}/run/lmtp",
        "default_transport": "error:5.7.1 nothing leaves this machine",
        "relay_transport": "error:5.7.1 nothing leaves this machine",
        "smtpd_tls_cert_file": folder / "conf" / "server.pem",
        "smtpd_tls_key_file": folder / "conf" / "server.pem",
        "smtpd_tls_security_level": "encrypt",
        "smtpd_tls_auth_only": "yes",
        "smtpd_sasl_auth_enable": "yes",
        "smtpd_sasl_type": "dovecot",
        "smtpd_sasl_path": folder / "run" / "auth",
        "smtpd_relay_restrictions": "permit_sasl_authenticated,reject",
        "smtpd_recipient_restrictions": f"reject_unlisted_recipient,check_recipient_access regexp:{folder}/conf/later",
    }
    (folder / "conf" / "main.cf").write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
    (folder / "conf" / "master.cf").write_text(_SERVICES.format(port=office.port))
    (folder / "dovecot.conf").write_text(_dovecot(office))


def _dovecot(office: Office) -> str:
    folder = office.folder
    return f"""\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/data/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{folder}/mail/%n
first_valid_uid = 1
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={KEEPER} gid={KEEPER} home={folder}/mail/%n allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    port = {office.imap_port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  unix_listener lmtp {{
    mode = 0666
  }}
}}
service auth {{
  unix_listener auth {{
    mode = 0666
  }}
}}
"""


def _free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


def _greets(office: Office) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", office.port, timeout=5), imaplib.IMAP4("127.0.0.1", office.imap_port):
            return (office.folder / "run" / "lmtp").exists()
    except (OSError, smtplib.SMTPException, imaplib.IMAP4.error):
        return False


def _wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        if time.monotonic() > deadline:
            message = "the mail server did not get ready in 30 s"
            raise AssertionError(message)
        time.sleep(0.02)  # neither server tells when it is done


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(10)
