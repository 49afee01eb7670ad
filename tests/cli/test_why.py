"""`tocsin why` tells the truth of what stands in an item and was not told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from monitor.daemon import reader
from tests.cli.command import tocsin
from tests.daemon.house import House, archived, entry
from tests.daemon.newsstand import Newsstand
from tests.daemon.sitting import BEZAN, sit, speech
from tests.sources.article_pages import PARAGRAPHS, article

if TYPE_CHECKING:
    import pytest

CONDITIONS = """\
watchlist: Arms
tell: [desk]
false_alarms: 0 per week
watches:
  - entity: Baykar
    near: {words: [drone*, TB2], within: 12}
    ignore: [Baykar Cup]
  - name: Permits
    any: [export permit*]
    only: {tags: [parliament]}
  - entity: Project Ploughshares
"""


async def read(home: House, *texts: str) -> None:
    """Read these after the first contact, under the watchlist above."""
    home.write("watchlists/arms.yaml", CONDITIONS)
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(*(entry(number, text) for number, text in enumerate(texts, 1)))
        await home.poll(works)


async def test_a_mention_that_was_refused_is_told_with_the_reason(home: House) -> None:
    await read(home, "Baykar plans a school.", "The Baykar Cup, with a drone.", "An export permit.", "Project Flushers came.")
    assert tocsin("why", "guid-1").out.splitlines()[3:5] == [
        '  passed over Baykar: "Baykar" in the text; none of its `near:` words (drone*, TB2) stands within 12 words of it',
        "  in the end: what stands in it was passed over, as said above (matching)",
    ]
    assert 'it is part of "Baykar Cup", which its `ignore:` leaves out' in tocsin("why", "guid-2").out
    assert "its `only:` asks for tags: parliament" in tocsin("why", "guid-3").out
    assert 'passed over Project Ploughshares: "Project Flushers" in the text; its score is' in tocsin("why", "guid-4").out


async def test_programs_read_what_was_passed_over(home: House) -> None:
    await read(home, "Baykar plans a school.")
    (record,) = tocsin("why", "guid-1", "--json").records
    (one,) = record["passed_over"]
    assert (one["watch"], one["label"], one["why"], one["mention"]["matched"]) == ("arms/baykar", "Baykar", "near", "Baykar")
    assert (record["stage"], record["verdict"]) == ("matching", "no watch was found in it")


async def test_an_item_in_which_nothing_stands_is_told_as_before(home: House) -> None:
    await read(home, "Rain in Velmark.")
    assert tocsin("why", "guid-1").out.splitlines()[3] == "  in the end: no watch was found in it (matching)"


async def test_what_only_the_watch_of_today_finds_is_said_so(home: House) -> None:
    await read(home, "Velmark launches a ship.")
    home.write("watchlists/late.yaml", "watchlist: Late\ntell: [desk]\nwatches:\n  - entity: Velmark\n")
    told = tocsin("why", "guid-1").out
    assert 'passed over Velmark: "Velmark" in the text; the watch finds it as it is now; when this item came it was not there yet' in told
    assert "in the end: no watch was found in it (matching)" in told


async def test_a_veto_is_said_once(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar, the bakery."))
        await home.poll(works)
        item = archived(works, "guid-1").id
        assert tocsin("not-this", item, "baykar").code == 0
        home.press["wire"].entries[0] = entry(1, "Baykar, the bakery, has bread.")
        await home.poll(works)
    assert tocsin("why", "guid-1").out.count("was said not to be about it") == 1


async def test_what_became_of_the_full_text_is_told(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "ROBOTS_GAP", timedelta(0))
    home.write_sources(full_text="auto")
    async with Newsstand({"/1": article().encode()}, {"/2": web.Response(status=402), "/3": web.Response(status=500)}) as stand:
        async with home.works() as works:
            await home.poll(works)
            home.press["wire"].say(
                *(entry(number, f"Cut off, number {number} [...]", link=f"{stand.url}/{number}") for number in (1, 2, 3, 4))
            )
            for _ in range(3):  # one page of the host at a time, and no clock that goes on by itself
                await home.poll(works, timedelta(seconds=2))
        told = [tocsin("why", f"guid-{number}").out for number in (1, 2, 3, 4)]
        assert f"  full text read, {len(' '.join(PARAGRAPHS).split()) + 4} words" in told[0]  # those of the headline among them
        assert 'found L3Harris WESCAM: "L3Harris WESCAM" in the page' in told[0]
        assert "  full text not read: the server wants to be paid for it" in told[1]
        assert "  full text not read yet: the server answers 500: internal server error; the next try is 22 Nov 13:05" in told[2]
        assert "  full text not read yet: the next try is 22 Nov 13:00" in told[3]
        (record,) = tocsin("why", "guid-2", "--json").records
        assert record["full_text"] == {
            "state": "refused",
            "words": 0,
            "reason": "the server wants to be paid for it",
            "attempts": 1,
            "next_try_at": None,
        }
        assert "full texts: 1 read, 2 waiting, 1 could not be read" in tocsin("status").out
        assert tocsin("status", "--json").records[0]["full_texts"] == {"read": 1, "refused": 1, "due": 2}


async def test_of_an_entry_that_gives_all_there_is_nothing_is_said_of_full_text(home: House) -> None:
    await read(home, "Baykar.")
    assert "full text" not in tocsin("why", "guid-1").out
    assert tocsin("why", "guid-1", "--json").records[0]["full_text"] is None


async def test_versions_phases_and_debates_are_said_in_words(home: House) -> None:
    said = speech("a", "The permit for Baykar was granted.", phase="tabled")
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, replace(said, status="draft"))
        await sit(home, works, replace(said, status="final", text="The permit for Baykar was refused."))
        await sit(home, works, replace(speech("a", "The permit for Baykar was refused.", phase="answered"), status="final"))
        await sit(home, works, speech("b", "Baykar again.", BEZAN))
    out = tocsin("why", "https://parliament.example/2026-11-21#a").out
    assert "said by Hon. Anita Anders, sitting of 2026-11-21, status final, phase answered, under Oral Questions · Export permits" in out
    assert '"The permit for Baykar was granted." became "The permit for Baykar was refused."' in out
    assert "record: changed (status draft → final)" in out
    assert "alert: for desk, of what reads otherwise now: delivery 2 to desk@example.org, " in out
    assert "record: changed (phase tabled → answered)" in out
    assert "alert: for desk, of its new phase: delivery " in out
    assert 'same debate as "Export permits" in wire' in tocsin("why", "https://parliament.example/2026-11-21#b").out
    (record,) = tocsin("why", "https://parliament.example/2026-11-21#b", "--json").records
    assert (record["debate"], record["phase"], record["versions"]) == ("2026-11-21/permits", None, [])


async def test_who_does_not_want_to_be_told_is_named_with_the_setting(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [desk@example.org], kinds: [speech, answer]}\nops: {to: [ops@example.org]}\n")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened a school."))
        await home.poll(works)
    shown = tocsin("why", "guid-1").out
    assert "  alert: desk is not told of arms/baykar, with score 1: kinds: answer, speech" in shown.splitlines()
    assert "in the end: not wanted by desk (kinds: answer, speech) (routing)" in shown


async def test_what_was_gathered_in_a_flood_is_told_with_its_message(home: House) -> None:
    home.write(
        "watchlists/arms.yaml", "watchlist: Arms\ntell: [desk]\nflood: 1 per hour\nwatches:\n  - {entity: Baykar, spelling: exact}\n"
    )
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened a school."), entry(2, "The canal of Velmark was sold to Baykar."))
        await home.poll(works)
    shown = tocsin("why", "guid-1").out + tocsin("why", "guid-2").out
    assert "alert: for desk, in the summary of a flood: delivery " in shown
