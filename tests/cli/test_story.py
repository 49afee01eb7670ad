"""`tocsin story`: a fold is shown with its reason, and undone by one command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.command import run_beside, tocsin
from tests.daemon.house import House, archived, entry

if TYPE_CHECKING:
    from monitor.daemon.works import Works

PLANT = "Baykar opened a plant in Norvik on Monday, and the minister said that two hundred people will build drones there by May."


async def fold_two(town: House, works: Works) -> tuple[int, int]:
    """Tell of number 1 and fold its copy, number 2; number 3 is of another story, and number 4 of none."""
    await town.poll(works)
    town.press["wire"].say(entry(1, PLANT))
    await town.poll(works)
    town.press["echo"].say(entry(2, PLANT), entry(3, "In Velmark, Baykar sold its bakery."), entry(4, "Rain."))
    await town.poll(works)
    return archived(works, "number 1").id, archived(works, "number 2").id


async def test_a_story_is_shown_with_what_was_folded_and_why(town: House) -> None:
    async with town.works() as works:
        one, two = await fold_two(town, works)
    shown = tocsin("story", "show", "number 2").out.splitlines()
    assert shown[0] == "Headline number 1"
    assert shown[1] == "story 1: 2 items of 2 outlets, first seen 22 Nov 14:00, last 22 Nov 15:00"
    assert shown[4].split()[:6] == [str(one), "22", "Nov", "14:00", "wire", "began"]
    assert f"copy of {one}  Headline number 2  same text as" in shown[5]
    (record,) = tocsin("story", "show", one, "--json").records
    assert [(each["id"], each["relation"]) for each in record["items"]] == [(one, "new"), (two, "duplicate")]
    assert record["items"][1]["of"] == {"id": one, "title": "Headline number 1", "outlet": "wire"}
    assert (record["story"], record["merged"], record["rulings"]) == (1, [], [])


async def test_a_daemon_that_runs_tells_what_was_split_and_keeps_it_apart(town: House) -> None:
    async with town.works() as works:
        one, two = await fold_two(town, works)
        said = await run_beside("story", "split", "number 2", "--by", "ana", "--reason", "another plant")
        assert (said.code, said.complaints) == (0, "")
        new = archived(works, "number 2").story_id
        assert said.out == (
            f'"Headline number 2" (echo): story {new} now, apart from "Headline number 1" (wire) (story 1, 1 item).\n'
            f"Told of it: desk.\nTo take it back: tocsin story join {one} {two}\n"
        )
        await town.poll(works)
        assert len(town.letters) == 3
    shown = tocsin("story", "show", "number 2").out
    assert 'ana split it from "Headline number 1": another plant' in shown
    assert f'item {one} is apart from "Headline number 2" (echo, item {two}): another plant' in shown


async def test_programs_read_what_a_split_and_a_join_did(town: House) -> None:
    async with town.works() as works:
        one, two = await fold_two(town, works)
    (record,) = tocsin("story", "split", two, "--json", "--quiet").records
    assert record == {"item": two, "story": record["story"], "items": [two], "from": 1, "staying": [one], "told": []}
    (joined,) = tocsin("story", "join", two, one, "--json").records
    assert joined == {"story": 1, "merged": record["story"], "items": [two, one]}
    (again,) = tocsin("story", "join", two, one, "--json").records
    assert again == {"story": 1, "merged": None, "items": [two, one]}


async def test_stories_are_joined_and_taken_apart_again(town: House) -> None:
    async with town.works() as works:
        one, _ = await fold_two(town, works)
        three, younger = archived(works, "number 3").id, archived(works, "number 3").story_id
    said = tocsin("story", "join", "number 3", "number 1", "--by", "ben", "--reason", "one plant")
    assert said.out == (
        f"{three} and {one} are one story now: {younger} was merged into 1. Nothing is told again.\n"
        f"To take it back: tocsin story split {three}\n"
    )
    shown = tocsin("story", "show", one).out
    assert f"same story as {one} (began story {younger}, merged)" in shown
    assert f"story {younger} was merged into it; to take that out again: tocsin story split {three}" in shown
    again = tocsin("story", "join", three, one)
    assert (again.code, again.out) == (0, f"{three} and {one} are one story already (1); nothing changed\n")
    apart = tocsin("story", "split", three)
    assert (apart.code, "Nobody is left to be told of it." in apart.out) == (0, True)
    assert "Nobody is told of it." in tocsin("story", "split", "number 2", "--quiet").out


async def test_why_tells_with_which_item_one_was_folded_and_what_was_said(town: House) -> None:
    async with town.works() as works:
        one, two = await fold_two(town, works)
    fold = tocsin("why", "number 2").out
    assert f'copy of "Headline number 1" (wire, item {one}): same text as "Headline number 1" in wire' in fold
    lead = tocsin("why", "number 1").out
    assert f'1 item folded into its story: "Headline number 2" (echo, item {two})' in lead
    assert f"all of them, with the reasons: tocsin story show {one}" in lead
    tocsin("story", "split", two, "--by", "ana", "--reason", "another plant")
    assert f'ana said, 22 Nov 15:00: it is apart from "Headline number 1" (wire, item {one}): another plant' in tocsin("why", two).out
    (record,) = tocsin("why", one, "--json").records
    assert (record["fold"]["relation"], record["folded"]) == ("new", None)
    (said,) = record["rulings"]
    assert (said["verdict"], said["item"], said["other"]["id"], said["author"]) == ("apart", one, two, "ana")
    (rain,) = tocsin("why", "number 4", "--json").records
    assert (rain["fold"], rain["folded"], rain["rulings"]) == (None, None, [])


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (("show", "unheard of"), 1, 'no item like "unheard of" was ever seen'),
        (("split", "number 3"), 1, "is alone in its story, so there is nothing to split it from"),
        (("split", "number 4"), 1, '("Headline number 4") is in no story: only what may be told gets one; why not: tocsin why'),
        (("join", "number 1", "number 4"), 1, "is in no story"),
        (("split", "Headline"), 1, "3 items are like that: "),
        (("split", "Headline"), 1, "give the id of one, or more of its title"),
        (("join", "number 1"), 2, "Missing argument 'B'"),
    ],
)
async def test_what_cannot_be_done_is_refused_with_the_remedy(town: House, words: tuple[str, ...], code: int, complaint: str) -> None:
    async with town.works() as works:
        await fold_two(town, works)
    said = tocsin("story", *words)
    assert (said.code, complaint in said.words) == (code, True), said.words


async def test_of_many_items_that_may_be_meant_some_are_named_and_the_rest_counted(town: House) -> None:
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(*(entry(number, f"In town {number}, Baykar sold bakery {number}.") for number in range(11, 21)))
        await town.poll(works)
        said = tocsin("story", "show", "Headline number").words
        assert "10 items are like that: " in said
        assert " and 2 more; give the id of one" in said
        town.press["wire"].say(*(entry(number, f"In town {number}, Baykar sold bakery {number}.") for number in range(21, 41)))
        await town.poll(works)
    assert "20 or more items are like that: " in tocsin("story", "show", "Headline number").words
