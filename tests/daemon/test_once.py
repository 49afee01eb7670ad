"""One pass reaches what may be polled, however much may not, and ends."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.daemon import once
from monitor.daemon.once import run_once
from monitor.model import SourceKey
from monitor.store import sources
from tests.daemon.house import House, house

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from monitor.daemon.ingest import Report

PATIENT = {"Cache-Control": "max-age=7200"}


def keys(reports: list[Report]) -> list[str]:
    return sorted(report.source for report in reports)


async def test_a_pass_reaches_the_few_that_may_be_polled_behind_many_that_may_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "AT_A_TIME", 2)
    async with asyncio.timeout(20), house(tmp_path, ("a", "b", "c", "d", "e")) as home:
        for name in "abc":
            home.press[name].headers = dict(PATIENT)
        home.write_sources(poll="6h")
        text = (home.folder / "sources.yaml").read_text(encoding="utf-8")
        home.write("sources.yaml", text.replace(", poll: 6h", "", 3))  # those that may be polled are due last
        async with home.works() as works:
            assert keys(await home.poll(works)) == ["a", "b", "c", "d", "e"]
            assert keys(await home.poll(works, timedelta(minutes=10))) == ["d", "e"]
            assert await run_once(works, everything=False, progress=lambda _: None) == []


async def test_a_clock_that_is_set_back_keeps_no_source_from_the_next_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "AT_A_TIME", 1)
    async with asyncio.timeout(20), house(tmp_path, ("a", "b", "c")) as home:
        for name in "ab":
            home.press[name].headers = dict(PATIENT)
        back = timedelta(days=-400)
        async with home.works() as works:
            await home.poll(works)
            home.now += back
            await works.writer.run(lambda connection: sources.shift(connection, back))
            home.now += timedelta(hours=7)
            assert keys(await run_once(works, everything=False, progress=lambda _: None)) == ["a", "b", "c"]


async def test_a_pass_does_not_wait_for_a_host_whose_only_source_may_not_be_polled(home: House) -> None:
    home.press["wire"].headers = dict(PATIENT)
    async with home.works() as works:
        await home.poll(works)
        assert not await once._is_worth_waiting(works, {SourceKey("wire")})
