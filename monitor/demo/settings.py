"""The demonstration's settings: ordinary YAML files, as users write them, with comments that say what each thing does."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from monitor.demo.press import Outlet

_TOCSIN = """\
# The administrator's file. What is unusual in it is unusual because everything here happens on this computer.
database: sqlite:///tocsin.db                  # beside this file
timezone: UTC
contact: demo@example.org                      # goes out with every request, so that a server's owner can reach you
operator: ops                                  # is told when something is wrong with the monitoring itself
console: {{listen: "127.0.0.1:{console_port}"}}        # open it in a browser while the demonstration runs
polling: {{fastest: 2s, slowest: 3s}}            # real feeds: 15m and 6h; these outlets are on loopback and do not mind
fetch:
  allow_private_networks: true                 # loopback is a private network; leave this out for the real press
  full_text: never                             # but for one feed below; the default, auto, reads the page of every short entry
senders:
  mail:                                        # the mailbox that the demonstration opens
    smtp: 127.0.0.1
    port: {smtp_port}
    from: Tocsin demo <tocsin@example.org>
    tls: none                                  # only on loopback; the default is starttls
  notices:                                     # a second account, so that somebody hears of it when the first one fails
    smtp: 127.0.0.1
    port: {smtp_port}
    from: Tocsin demo <tocsin@example.org>
    tls: none
"""

_RECIPIENTS = """\
# Who is told, where, and when. Also possible as addresses: slack/channel, matrix/!room:example.org, any Apprise URL.
arms-desk:
  to: [arms-desk@example.org]
  # One for each priority. Later reports of a story that was told come once a day at the last one, and what is not certain: here at the
  # next full minute, elsewhere say 07:30.
  send: {{urgent: at once, normal: at once, low: "daily {guesses_at:%H:%M}"}}
sanctions-desk:
  to: [sanctions-desk@example.org]
  send: {{urgent: at once, normal: at once, low: "daily {guesses_at:%H:%M}"}}
parliament-desk:
  to: [parliament-desk@example.org]
  send: at once                 # or hourly, daily 07:30, weekdays 07:30 15:00, weekly mon 08:00
ops:
  to: [notices/ops@example.org]
"""

_SOURCES = """\
# What is polled: the sample press, fourteen outlets in four formats and four languages, and three records of the sample parliaments.
# backfill: what an outlet published in these seven days counts as news when it is first read.
# Without it, what stands there at first contact is the starting point, and nobody is told of it.
feeds:
"""

_PARLIAMENTS = """\

# Two lines switch a record of `tocsin sources catalogue` on. What is more here is needed on loopback alone: `url` is a mirror that is asked
# instead of the parliament's own site, and real sites are asked less often.
parliaments:
"""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the demonstration listens."""

    smtp: int
    console: int


# The countries of the sample parliaments do not exist; their records look like those of Canada, Ireland and the United Kingdom.
_NAMES = {"ca-hansard": "Example Hansard", "ie-dail": "Assembly of Velmark", "uk-questions": "Written questions"}


@dataclass(frozen=True, slots=True)
class Sites:
    """Where things are served: each outlet's feed by the outlet's key, each record's site by the record's name in the catalogue."""

    feeds: Mapping[str, str]
    records: Mapping[str, str]


def write_settings(folder: Path, outlets: Mapping[str, Outlet], sites: Sites, ports: Ports, guesses_at: datetime) -> None:
    """Write a whole settings folder: tocsin.yaml, recipients.yaml, sources.yaml and watchlists/.

    Args:
        folder: where; made if it is not there.
        outlets: the press, by key.
        sites: where press and parliament are served.
        ports: of the mailbox and of the console.
        guesses_at: the minute, in UTC, at which possible mentions are told, and later reports of told stories.
    """
    (folder / "watchlists").mkdir(parents=True, exist_ok=True)
    files = {
        "tocsin.yaml": _TOCSIN.format(smtp_port=ports.smtp, console_port=ports.console),
        "recipients.yaml": _RECIPIENTS.format(guesses_at=guesses_at),
        "sources.yaml": _SOURCES
        + "".join(_source(outlets[key], address) for key, address in sites.feeds.items())
        + _PARLIAMENTS
        + "".join(_record(name, address) for name, address in sites.records.items()),
        **{f"watchlists/{name}": text for name, text in _watchlists().items()},
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def _source(outlet: Outlet, address: str) -> str:
    pages = ", full_text: auto" if outlet.carries == "teaser" else ""
    return f'  - {{url: "{address}", name: "{outlet.name}", backfill: 7d, tags: [sample-press]{pages}}}\n'


def _record(record: str, address: str) -> str:
    pace = "backfill: 7d, expect: {records: 1}, requests_per_day: 500000"
    return f'  - {{record: {record}, name: {_NAMES[record]}, url: "{address}", {pace}}}\n'


def _watchlists() -> dict[str, str]:
    folder = resources.files(__package__) / "watchlists"
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".yaml")}
