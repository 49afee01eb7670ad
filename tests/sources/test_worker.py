"""A worker answers each document and ends when there are no more."""

from __future__ import annotations

import io
import pickle
from typing import TYPE_CHECKING

import pytest

from monitor.model import Page
from monitor.sources import worker
from monitor.sources.document import Document
from monitor.sources.worker import LENGTH_BYTES, READY, Answer, Task, encode, work

from .documents import item, rss

if TYPE_CHECKING:
    from collections.abc import Iterator


def answers(*tasks: Task) -> list[object]:
    replies = io.BytesIO()
    work(io.BytesIO(b"".join(map(encode, tasks))), replies)
    return list(messages(replies.getvalue()))


def messages(stream: bytes) -> Iterator[object]:
    while stream:
        size = LENGTH_BYTES + int.from_bytes(stream[:LENGTH_BYTES], "big")
        yield pickle.loads(stream[LENGTH_BYTES:size])  # noqa: S301 our own
        stream = stream[size:]


def task(body: bytes) -> Task:
    return Task("feed", Document(body), 10)


@pytest.fixture(autouse=True)
def _young(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_WORN_OUT", 2**60)  # the tests' own process may have used more than a worker may


def test_documents_are_answered_in_turn() -> None:
    ready, page, complaint = answers(task(rss(item(1))), task(b""))
    assert ready == READY
    assert isinstance(page, Answer)
    assert isinstance(complaint, Answer)
    assert isinstance(page.found, Page)
    assert page.found.items[0].title == "ok"
    assert not page.is_last
    assert complaint.found is None
    assert "empty" in complaint.complaint


def test_a_worker_that_ran_out_of_memory_says_so_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_: object) -> Page:
        raise MemoryError

    monkeypatch.setattr(worker, "parse_document", burst)
    ready, answer = answers(task(b"a"), task(b"b"))
    assert ready == READY
    assert isinstance(answer, Answer)
    assert "320 MB" in answer.complaint
    assert answer.is_last


def test_a_worker_that_has_grown_makes_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_WORN_OUT", 0)
    assert len(answers(task(rss(item(1))), task(rss(item(1))))) == 2
