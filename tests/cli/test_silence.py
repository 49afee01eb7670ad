from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from monitor.cli.muted import read_until
from monitor.errors import UsageError
from tests.cli.command import run_beside, tocsin
from tests.daemon.house import House, archived, entry

if TYPE_CHECKING:
    from monitor.daemon.works import Works

TORONTO = ZoneInfo("America/Toronto")
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("UTC"))  # 07:00 in Toronto


async def brings(home: House, works: Works, *texts: str, first: int = 1) -> None:
    home.press["wire"].say(*(entry(first + n, text) for n, text in enumerate(texts)))
    await home.poll(works)


async def test_a_daemon_that_runs_heeds_a_silence_and_why_says_by_whom(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        said = await run_beside("silence", "add", "--watch", "baykar", "--until", "24h", "--by", "ann", "--reason", "an exercise")
        first, second = said.out.splitlines()
        assert first == "silence 1: watch arms/baykar for everybody until Mon 23 Nov 2026 13:00"
        assert second == "To end it before: tocsin silence end 1"
        await brings(home, works, "Baykar sold drones.")
        why = (await run_beside("why", "number 1")).out
        assert "silence: arms/baykar is not told desk, silenced by ann until 23 Nov 13:00 because an exercise (silence 1)" in why
        assert "in the end: silenced by ann (silence 1)\n" in why
        (listed,) = (await run_beside("silence", "list", "--json")).records
        assert (listed["held_items"], listed["held_stories"], listed["in_force"], listed["reason"]) == (1, 1, True, "an exercise")
        (held,) = (await run_beside("silence", "list", "1", "--json")).records
        assert (held["title"], held["watch"], held["for"]) == ("Headline number 1", "arms/baykar", "desk")
        ended = (await run_beside("silence", "end", "1", "--by", "ben")).out
        assert ended.startswith("silence 1 is over: watch arms/baykar is told again, from what comes now on\nIt held back 1 item;")
        assert (await run_beside("silence", "list", "--json")).records == []
        (gone,) = (await run_beside("silence", "list", "--all", "--json")).records
        assert (gone["ended_by"], gone["in_force"]) == ("ben", False)
    assert home.letters == []


async def test_the_list_shows_what_is_muted_for_whom_by_whom_until_when_and_what_it_held_back(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        await brings(home, works, "Baykar sold drones.")
    assert "nothing is silenced; those that have ended: tocsin silence list --all" in tocsin("silence", "list").complaints
    tocsin("silence", "add", "--story", "number 1", "--for", "desk", "--until", "2026-12-01 08:00", "--by", "ann")
    tocsin("silence", "add", "--outlet", "Example  News", "--source", "wire", "--term", "cup", "--term", "football", "--by", "ben")
    shown = tocsin("silence", "list").out
    assert 'story 1 "Headline number 1"' in shown
    assert "Tue 01 Dec 2026 08:00" in shown
    assert 'source wire and outlet "Example News" and term "cup" and term "football"' in shown
    assert 'silence 1 (story 1 "Headline number 1") held nothing back' in tocsin("silence", "list", "1").complaints


async def test_bad_words_get_a_remedy(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Nothing of interest."))
        await home.poll(works)
        assert archived(works, "number 1").story_id is None
    for words, code, remedy in (
        (["--watch", "baykr"], 2, "did you mean arms/baykar?"),
        (["--source", "wires"], 2, "did you mean wire?"),
        (["--watch", "baykar", "--for", "dsk"], 2, "did you mean desk?"),
        (["--story", "number 1"], 2, "is in no story, since no watch was found in it"),
        (["--story", "no such thing"], 1, 'no item like "no such thing" was ever seen'),
        ([], 2, "say what to mute: --watch, --story, --source, --outlet or --term"),
        (["--term", "cup", "--until", "soon"], 2, 'write 24h, 3d, "2026-12-01 08:00" or "thu 08:00"'),
        (["--term", "cup", "--until", "month"], 2, 'write 24h, 3d, "2026-12-01 08:00" or "thu 08:00"'),
        (["--term", "cup", "--until", "2026-11-01"], 1, "is over already; name a time to come"),
        (["--term", "(cup"], 1, "the term cannot be read"),
        (["--outlet", " "], 2, "--outlet is empty"),
        (["--watch", "baykar", "--reason", "x" * 300], 2, "are enough for those who read it"),
    ):
        told = tocsin("silence", "add", *words)
        assert (told.code, remedy in told.words) == (code, True), told
    assert tocsin("silence", "list", "--all", "--json").records == []
    assert "there is no silence 9" in tocsin("silence", "end", "9").words


async def test_an_outlet_that_was_never_seen_is_muted_with_a_word(home: House) -> None:
    await home.run()
    misspelt, unlike = (tocsin("silence", "add", "--outlet", name) for name in ("Wyre", "Nixpaper"))
    assert misspelt.complaints == 'nothing of an outlet "Wyre" was read lately; did you mean "wire"? It is muted in case it comes\n'
    assert unlike.complaints == 'nothing of an outlet "Nixpaper" was read lately. It is muted in case it comes\n'
    assert (misspelt.code, unlike.code, len(tocsin("silence", "list", "--json").records)) == (0, 0, 2)
    assert tocsin("silence", "add", "--outlet", "WIRE").complaints == ""


async def test_times_that_are_over_are_told_on_the_clock_of_the_settings(home: House) -> None:
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", re.sub(r"(?m)^timezone: .*$", "timezone: America/Toronto", text))
    await home.run()
    over = tocsin("silence", "add", "--watch", "baykar", "--until", "2026-11-01 08:00").complaints
    assert "Sun 01 Nov 2026 08:00 EST is over already" in over
    tocsin("silence", "add", "--watch", "baykar")
    tocsin("silence", "end", 1, "--by", "ann")
    again = tocsin("silence", "end", 1).complaints
    (row,) = tocsin("silence", "list", "--all", "--json").records
    ended = datetime.fromisoformat(row["ends_at"]).astimezone(TORONTO)
    assert f"silence 1 ended {ended:%a %d %b %Y %H:%M %Z}, by ann" in again


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("24h", SUNDAY + timedelta(hours=24)),
        ("2 weeks", SUNDAY + timedelta(days=14)),
        ("2026-12-01 08:00", datetime(2026, 12, 1, 8, tzinfo=TORONTO)),
        ("2026-12-01", datetime(2026, 12, 1, tzinfo=TORONTO)),
        ("2026-12-01T08:00+00:00", datetime(2026, 12, 1, 8, tzinfo=ZoneInfo("UTC"))),
        ("thu 08:00", datetime(2026, 11, 26, 8, tzinfo=TORONTO)),
        ("Thursday", datetime(2026, 11, 26, tzinfo=TORONTO)),
        ("sun 06:00", datetime(2026, 11, 29, 6, tzinfo=TORONTO)),
        ("sun 08:00", datetime(2026, 11, 22, 8, tzinfo=TORONTO)),
    ],
)
def test_the_end_is_written_as_people_say_it(written: str, at: datetime) -> None:
    assert read_until(written, SUNDAY, TORONTO) == at


@pytest.mark.parametrize(("before", "written", "hours"), [((10, 31, 20), "24h", 24), ((10, 31, 23), "12h", 12), ((3, 7, 22), "12h", 12)])
def test_so_many_hours_are_so_many_whatever_the_clocks_do(before: tuple[int, int, int], written: str, hours: int) -> None:
    month, day, hour = before
    now = datetime(2026, month, day, hour, tzinfo=TORONTO)
    assert read_until(written, now, TORONTO) - now.astimezone(UTC) == timedelta(hours=hours)


@pytest.mark.parametrize("written", ["", "soon", "24", "thu 25:00", "2026-13-01", "9999999999w", "-3d"])
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        read_until(written, SUNDAY, TORONTO)
