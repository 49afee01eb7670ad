from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from monitor.settings.load import load_watchlists
from tests.cli.command import Told, run_beside, tocsin
from tests.daemon.house import House, archived, entry
from tests.daemon.teaching import let_guess

if TYPE_CHECKING:
    from monitor.daemon.works import Works


async def found(home: House, *texts: str) -> None:
    """Find these in the archive, Baikal taken for Baykar."""
    async with home.works() as works:
        let_guess(works, "Baikal", "Bay (Kar) OR")
        await home.poll(works)
        home.press["wire"].say(*(entry(n, text) for n, text in enumerate(texts, 1)))
        await home.poll(works)


async def test_a_daemon_that_runs_heeds_it_from_the_next_poll_on(home: House) -> None:
    async with home.works() as works:
        let_guess(works, "Baikal")
        await home.poll(works)
        home.press["wire"].say(entry(1, "Lake Baikal froze."))
        await home.poll(works)
        said = await run_beside("not-this", "Headline number 1", "baykar", "--reason", "a lake", "--by", "ana")
        item = archived(works, "number 1").id
        assert (said.code, said.complaints) == (0, "")
        assert said.out == (
            f'From now on "Baikal" does not mean arms/baykar.\nTo take it back: tocsin not-this {item} arms/baykar --undo\n'
        )
        home.press["wire"].say(entry(2, "Lake Baikal thawed."))
        await home.poll(works)
        assert len(home.letters) == 1
        why = (await run_beside("why", "number 2")).out
    assert 'veto: left out (watch arms/baykar, because "Baikal" was said not to mean it)' in why
    assert 'in the end: arms/baykar: "Baikal" was said not to mean it (veto)' in why
    assert "veto: not this (watch arms/baykar, by ana, reason a lake)" in tocsin("why", "number 1").out


async def test_where_the_name_itself_stands_the_story_is_vetoed(home: House) -> None:
    await found(home, "Baykar, the bakery.")
    (record,) = tocsin("not-this", "guid-1", "arms/baykar", "--json").records
    assert (record["watch"], record["scope"], record["forms"], record["undone"]) == ("arms/baykar", "story", [], False)
    said = tocsin("not-this", "guid-1", "arms/baykar").out
    assert said.startswith("This story does not mean arms/baykar; the name is still watched elsewhere. A longer name")
    undone = tocsin("not-this", "guid-1", "arms/baykar", "--undo").out
    assert undone == "taken back: this story may be about arms/baykar again\n"


async def test_a_whole_title_means_the_item_that_bears_just_that(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar, the bakery."), entry(12, "Baykar, the drones."))
        await home.poll(works)
        item = archived(works, "guid-1").id
    assert tocsin("not-this", "headline number 1", "baykar", "--json").records[0]["item"] == item


async def test_what_was_said_is_listed_and_taken_back(home: House) -> None:
    await found(home, "Lake Baikal froze.", "Baykar, the bakery.")
    assert "nothing was said yet" in tocsin("not-this", "--list").complaints
    tocsin("not-this", "number 1", "arms/baykar", "--by", "ana", "--reason", "a lake")
    tocsin("not-this", "number 2", "arms/baykar", "--by", "ben")
    first, second = tocsin("not-this", "--list", "--json").records
    assert (first["forms"], first["scope"], first["author"], first["reason"]) == (["Baikal"], "forms", "ana", "a lake")
    assert (second["forms"], second["scope"], second["author"], second["title"]) == ([], "story", "ben", "Headline number 2")
    shown = tocsin("not-this", "--list").out
    assert '"Baikal"' in shown
    assert "this story" in shown
    undone = tocsin("not-this", "number 1", "arms/baykar", "--undo")
    assert undone.out == 'taken back: "Baikal" may mean arms/baykar again, in what comes from now on\n'
    assert [record["author"] for record in tocsin("not-this", "--list", "--json").records] == ["ben"]
    again = tocsin("not-this", "number 1", "arms/baykar", "--undo")
    assert (again.code, "nothing was said of arms/baykar there" in again.complaints) == (1, True)


async def test_check_counts_what_watches_were_taught(home: House) -> None:
    assert tocsin("check", "--json").records[0]["vetoes"] == []
    assert not (home.folder.parent / "var").exists()
    await found(home, "Lake Baikal froze.", "Baykar, the bakery.")
    tocsin("not-this", "number 1", "baykar")
    tocsin("not-this", "number 2", "baykar")
    assert '1 form and 1 story vetoed for Baykar (arms/baykar): "Baikal"\n' in tocsin("check").out
    assert tocsin("check", "--json").records[0]["vetoes"] == [
        {"watch": "arms/baykar", "label": "Baykar", "forms": ["Baikal"], "stories": 1}
    ]
    tocsin("not-this", "number 1", "baykar", "--undo")
    assert "1 story vetoed for Baykar (arms/baykar); see tocsin not-this --list\n" in tocsin("check").out
    assert "vetoed" not in tocsin("check", home.folder / "watchlists/arms.yaml").out


async def test_check_says_nothing_of_a_database_that_it_cannot_read(home: House) -> None:
    (home.folder.parent / "var").mkdir()
    (home.folder.parent / "var/tocsin.db").write_bytes(b"no database at all, but long enough to look like one" * 100)
    assert tocsin("check", "--json").records[0]["vetoes"] == []


async def test_spellings_are_exported_as_entries_that_check_takes(home: House) -> None:
    home.write(
        "watchlists/arms.yaml",
        "watchlist: Arms\ntell: [desk]\nwatches:\n  - entity: WESCAM\n  - entity: Baykar\n    ignore: [Baykar Cup]\n",
    )
    await found(home, "Lake Baikal froze.", "Bay (Kar) OR what.", "Baykar, the bakery.")
    for number in (1, 2, 3):
        assert tocsin("not-this", f"number {number}", "baykar").code == 0
    told = tocsin("not-this", "--export")
    assert told.out.startswith("--- # watchlists/arms.yaml\nwatches:\n- entity: Baykar\n")
    assert yaml.safe_load(told.out) == {"watches": [{"entity": "Baykar", "ignore": ["Baykar Cup", "Baikal", '"Bay (Kar) OR"']}]}
    assert "left out: 1 said of a story alone" in told.complaints
    home.write("pasted.yaml", "watchlist: Arms\n" + told.out.partition("\n")[2])
    (pasted,) = load_watchlists([home.folder / "pasted.yaml"])
    assert len(pasted.watches[0].ignore) == 3


async def test_an_export_without_spellings_says_so(home: House) -> None:
    await found(home)
    told = tocsin("not-this", "--export")
    assert (told.code, told.out, told.complaints) == (0, "", "there is no spelling to write into a watchlist\n")


async def taught(home: House, works: Works) -> None:
    await home.poll(works)
    home.press["wire"].say(entry(1, "Baykar, the bakery."), entry(2, "Baykar, the drones."), entry(3, "Rain."))
    await home.poll(works)


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (("number 1", "nothing"), 2, 'no watch is called "nothing"; there are: arms/baykar, arms/l3harris-wescam, other/baykar'),
        (("number 1", "baykar"), 2, 'several watches are called "baykar": arms/baykar, other/baykar; write the whole key'),
        (("unheard of", "arms/baykar"), 1, 'no item like "unheard of" was ever seen'),
        (("number 3", "arms/baykar"), 1, "arms/baykar was not found there, so there is nothing to learn; found were: none"),
        (("number 1", "wescam"), 1, "arms/l3harris-wescam was not found there, so there is nothing to learn; found were: arms/baykar"),
        (("Headline", "arms/baykar"), 1, "2 items are like that: "),
        (("number 1",), 2, "say which item and which watch"),
        (("number 1", "arms/baykar", "--list"), 2, "leave out ITEM and WATCH"),
    ],
)
async def test_what_cannot_be_meant_is_refused_with_the_remedy(home: House, words: tuple[str, ...], code: int, complaint: str) -> None:
    home.write("watchlists/other.yaml", "watchlist: Other\ntell: [legal]\nwatches:\n  - entity: Baykar\n")
    async with home.works() as works:
        await taught(home, works)
    told: Told = tocsin("not-this", *words)
    assert (told.code, told.out) == (code, "")
    assert complaint in told.complaints
    assert tocsin("not-this", "--list", "--json").records == []


async def test_what_was_said_of_a_watch_that_is_gone_can_still_be_taken_back(home: House) -> None:
    await found(home, "Lake Baikal froze.")
    assert tocsin("not-this", "number 1", "baykar").code == 0
    home.write("watchlists/arms.yaml", "watchlist: Arms\ntell: [desk]\nwatches:\n  - entity: WESCAM\n")
    await home.run()
    undone = tocsin("not-this", "number 1", "arms/baykar", "--undo")
    assert (undone.code, undone.complaints) == (0, "")
    assert tocsin("not-this", "--list", "--json").records == []


async def test_to_take_back_what_was_never_said_is_refused_for_what_it_is(home: House) -> None:
    await found(home, "Lake Baikal froze.", "WESCAM sold cameras.")
    assert tocsin("not-this", "number 1", "baykar").code == 0
    for watch in ("arms/l3harris-wescam", "wescam"):
        told = tocsin("not-this", "number 2", watch, "--undo")
        assert (told.code, "called" in told.complaints) == (1, False)
        assert "nothing was said of arms/l3harris-wescam there; what was said where: tocsin not-this --list" in told.complaints
    unknown = tocsin("not-this", "number 2", "nothing", "--undo")
    assert 'no watch is called "nothing"; there are: arms/baykar, arms/l3harris-wescam' in unknown.complaints
