"""Find what is wrong with the addresses of recipients: nobody sends to them, nobody can be reached there, or one stands twice."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from monitor.settings.names import EACH, texts
from monitor.settings.records import EmailSender, MatrixSender, SenderSettings, SlackSender

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.errors import Problem
    from monitor.settings.reading import FileRead
    from monitor.settings.schema.senders import SenderKind

Judge: TypeAlias = Callable[
    [str, Mapping[str, SenderSettings]], str
]  # of an address beside these senders: what is wrong with it, and after "; " the remedy; empty if it can be used
_NO_EMAIL = "no sender of email is set up; add one to tocsin.yaml: senders: {mail: {smtp: ..., from: ...}}"
_STAND_INS: Mapping[SenderKind, SenderSettings] = {
    "email": EmailSender(""),
    "slack": SlackSender(token="-"),  # noqa: S106 it stands for any
    "matrix": MatrixSender(""),
}


def faults(read: FileRead, senders: Mapping[str, SenderKind], judge: Judge | None) -> Iterator[Problem]:
    """List what is wrong with the addresses of a file of recipients.

    Args:
        read: the file.
        senders: those that are there, with their kinds.
        judge: knows what each channel takes for an address; without it, what a sender is given is taken as it is.
    """
    accounts = {name: _STAND_INS[kind] for name, kind in senders.items()}
    first: dict[tuple[str | int, str, str], int] = {}
    for number, (path, address) in enumerate(texts(read.document.value, EACH, "to", EACH)):
        complaint = _unsent(address, senders) or (judge(address, accounts) if judge is not None else "")
        if complaint:
            what, _, remedy = complaint.partition("; ")
            yield read.problem_at(path, what, remedy)
        elif first.setdefault((path[0], *_place(address, senders)), number) != number:
            what = "this address stands here already, and is told once"
            yield read.problem_at(path, what, "keep one of the two", is_warning=True)


def account_of(address: str, senders: Mapping[str, SenderKind]) -> str:
    """Name what an address goes by: a sender of the settings; a URL goes by itself."""
    name = address.partition("/")[0]
    if "://" in address or address.startswith("${"):
        return address
    return name if name in senders else next((key for key, kind in senders.items() if kind == "email"), name)


def _place(address: str, senders: Mapping[str, SenderKind]) -> tuple[str, str]:
    """Name an account and what it sends to, the same for every way to write one place."""
    account = account_of(address, senders)
    target = address.removeprefix(f"{account}/").removeprefix("#")
    return account, target.casefold() if senders.get(account) == "email" else target


def _unsent(address: str, senders: Mapping[str, SenderKind]) -> str:
    """Say why no sender can send to an address; what is a URL, or a secret yet, needs none."""
    if "://" in address or address.startswith("${"):
        return ""
    name, slash, _ = address.partition("/")
    if "@" in name:
        return "" if "email" in senders.values() else _NO_EMAIL
    if not slash or name in senders:
        return ""
    near = difflib.get_close_matches(name, senders, 1)
    return f"no sender is called {name!r}; " + (f"did you mean {near[0]!r}?" if near else "add it to tocsin.yaml under senders:")
