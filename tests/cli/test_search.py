from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cli.command import tocsin
from tests.daemon.house import House, entry


async def archive(home: House) -> None:
    """Three items, an hour between each."""
    async with home.works() as works:
        for number, text in enumerate(
            ("A drone flew to Libya.", "Rain in Velmark.", "Two drones were sold, and an arms embargo broken."), 1
        ):
            home.press["wire"].say(entry(number, text))
            await home.poll(works)


async def test_the_archive_is_searched_newest_first(home: House) -> None:
    await archive(home)
    told = tocsin("search", "drone*", "--json")
    assert [record["title"] for record in told.records] == ["Headline number 3", "Headline number 1"]
    newest = told.records[0]
    assert (newest["url"], newest["source"], newest["published_at"]) == ("https://news.example/3", "wire", None)
    (mention,) = newest["mentions"]
    assert (mention["field"], mention["start"], mention["end"], mention["matched"]) == ("text", 4, 10, "drones")


async def test_people_see_the_passages(home: House) -> None:
    await archive(home)
    told = tocsin("search", '"arms embargo"')
    assert told.out.splitlines() == [
        "Headline number 3",
        "  22 Nov 15:00 · wire · https://news.example/3",
        "    text: Two drones were sold, and an [arms embargo] broken.  (written as watched)",
    ]


async def test_the_limit_and_the_days_are_kept(home: House) -> None:
    await archive(home)
    told = tocsin("search", "drone*", "-n", "1", "--json")
    assert [record["title"] for record in told.records] == ["Headline number 3"]
    assert told.complaints == "the newest 1 item; more with --limit\n"
    home.now += timedelta(hours=23)
    assert [record["title"] for record in tocsin("search", "drone*", "--days", "1", "--json").records] == ["Headline number 3"]
    home.now += timedelta(hours=23)
    none = tocsin("search", "drone*", "--days", "1")
    assert (none.code, none.out, none.complaints) == (0, "", "nothing was found in the last 1 day\n")


async def test_words_side_by_side_must_all_be_there(home: House) -> None:
    await archive(home)
    assert [record["title"] for record in tocsin("search", "Libya drone", "--json").records] == ["Headline number 1"]
    assert tocsin("search", "Libya embargo").complaints == "nothing was found\n"


@pytest.mark.parametrize(("query", "column"), [("drone AND (Libya", 10), ("drone AND", 6), ("無人機 AND", 4)])
def test_a_query_that_cannot_be_meant_is_pointed_at(home: House, query: str, column: int) -> None:
    told = tocsin("search", query)
    assert told.code == 2
    first, shown, mark = told.complaints.splitlines()
    assert f"character {column + 1}: " in first
    assert "; " in first
    assert shown == f"    {query}"
    wide = sum(2 if letter > "\u2e80" else 1 for letter in query[:column])
    assert mark == " " * (4 + wide) + "^"
    assert home.letters == []


async def test_a_query_that_may_be_meant_otherwise_is_answered_with_a_warning(home: House) -> None:
    await archive(home)
    told = tocsin("search", "drone or Libya", "--json")
    assert told.code == 0
    assert told.complaints.splitlines()[1:3] == ["    drone or Libya", "          ^"]


def test_an_empty_query_is_refused(home: House) -> None:
    assert (tocsin("search", " ").code, home.letters) == (2, [])
