"""The records lie where the parliaments that they resemble keep theirs, and are what their formats read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest

from monitor.demo.chamber import ParliamentServer
from monitor.demo.sittings import Parliament, sample_houses, sample_questions
from monitor.sources.document import Document
from monitor.sources.formats import parse_document

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from monitor.model import Page

START = datetime(2031, 3, 3, 12, tzinfo=UTC)
HANSARD = "/Content/House/451/Debates/002/HAN002-{}.XML"
DAIL = "/akn/ie/debateRecord/dail/2031-03-03/debate/mul@/main.xml"
QUESTIONS = "/api/writtenquestions/questions"


class Reader:
    """A visitor with a clock whose hands the test moves."""

    def __init__(self) -> None:
        self.now = START
        self.home = ""
        self.session = aiohttp.ClientSession()

    async def get(self, path: str, **headers: str) -> tuple[int, bytes, str]:
        async with self.session.get(self.home + path, headers=headers) as answer:
            return answer.status, await answer.read(), answer.headers.get("ETag", "")

    async def page(self, path: str, format_: str) -> Page:
        status, body, _ = await self.get(path)
        assert status == 200
        return parse_document(format_, Document(body, "text/xml", self.home + path))


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    one = Reader()
    async with one.session, ParliamentServer(Parliament(sample_houses(), sample_questions(), START), lambda: one.now) as server:
        one.home = server.homes["ca-hansard"]
        yield one


async def test_a_record_that_is_not_printed_yet_is_not_found(reader: Reader) -> None:
    for path in (HANSARD.format("E"), DAIL):
        assert (await reader.get(path))[0] == 404
    reader.now = START + timedelta(seconds=20)
    for path in (HANSARD.format("E"), HANSARD.format("F"), DAIL):
        assert (await reader.get(path))[0] == 200


async def test_an_unchanged_record_is_answered_with_304_and_a_corrected_one_whole(reader: Reader) -> None:
    reader.now = START + timedelta(seconds=20)
    _, first, tag = await reader.get(HANSARD.format("E"))
    assert (await reader.get(HANSARD.format("E"), **{"If-None-Match": tag}))[0] == 304
    reader.now = START + timedelta(seconds=60)
    status, second, _ = await reader.get(HANSARD.format("E"), **{"If-None-Match": tag})
    assert (status, first == second) == (200, False)


async def test_both_languages_of_a_sitting_have_the_same_speeches(reader: Reader) -> None:
    reader.now = START + timedelta(seconds=20)
    english, french = [await reader.page(HANSARD.format(lang), "ca-hansard") for lang in "EF"]
    assert [item.key for item in english.items] == [item.key for item in french.items]
    assert {item.lang for item in english.items} == {"en"}
    assert {item.lang for item in french.items} == {"fr"}
    minister = next(item for item in english.items if "WESCAM" in item.text)
    assert minister.speaker is not None
    assert "Ana Fictive" in minister.speaker.label


async def test_a_speech_that_is_put_in_shifts_no_key(reader: Reader) -> None:
    reader.now = START + timedelta(seconds=20)
    before = await reader.page(DAIL, "akoma-ntoso")
    reader.now = START + timedelta(seconds=60)
    after = await reader.page(DAIL, "akoma-ntoso")
    assert len(after.items) == len(before.items) + 1
    assert {item.key for item in before.items} < {item.key for item in after.items}


async def test_an_answered_question_is_the_same_item_in_another_phase(reader: Reader) -> None:
    reader.now = START + timedelta(seconds=20)
    before = await reader.page(QUESTIONS, "uk-questions")
    reader.now = START + timedelta(seconds=60)
    after = await reader.page(QUESTIONS, "uk-questions")
    assert [item.key for item in before.items] == [item.key for item in after.items]
    assert before.items[-1].record is not None
    assert after.items[-1].record is not None
    assert before.items[-1].record.phase != after.items[-1].record.phase
