from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cli.command import tocsin
from tests.daemon.house import WATCHLIST, House, entry

EDITED = """\
watchlist: Arms exports
tell: [desk]
watches:
  - entity: L3Harris WESCAM
    spelling: exact
  - entity: Baykar
    near: {words: [drone*]}
    spelling: exact
"""


async def archive(home: House) -> None:
    texts = ("Baykar sold a drone.", "Baykar, the bakery.", "WESCAM made cameras.", "Rain in Velmark.")
    async with home.works() as works:
        for number, text in enumerate(texts, 1):
            home.press["wire"].say(entry(number, text))
            await home.poll(works, after=timedelta(hours=20))


async def test_a_file_is_set_beside_the_list_in_force_of_the_same_name(home: House) -> None:
    await archive(home)
    home.write("../draft/arms.yaml", EDITED)
    home.write("watchlists/other.yaml", "watchlist: Other\nwatches:\n  - entity: Velmark\n")
    (record,) = tocsin("backtest", home.folder.parent / "draft/arms.yaml", "--days", "7", "--json").records
    assert (record["days"], record["items"], record["without_text"]) == (7, 4, 0)
    by_watch = {each["watch"]: each for each in record["watches"]}
    assert {key: (each["running"], each["tried"]) for key, each in by_watch.items()} == {
        "arms/l3harris-wescam": (1, 0),
        "arms/baykar": (2, 1),
    }
    baykar = by_watch["arms/baykar"]
    assert [each["title"] for each in baykar["removed"]] == ["Headline number 2"]
    assert [each["title"] for each in baykar["samples"]] == ["Headline number 1"]
    assert baykar["samples"][0]["mentions"][0]["why"] == 'written as watched, near "drone"'
    assert baykar["by_day"] == {
        "2026-11-23": {"running": 1, "tried": 1},
        "2026-11-24": {"running": 1, "tried": 0},
    }
    assert (baykar["added"], baykar["added_count"], baykar["removed_count"]) == ([], 0, 1)


async def test_people_see_figures_and_passages_of_what_changes(home: House) -> None:
    await archive(home)
    home.write("../draft/arms.yaml", EDITED)
    told = tocsin("backtest", home.folder.parent / "draft/arms.yaml", "--days", "3")
    assert told.out.splitlines() == [
        "4 items first seen since 22 Nov 20:00, matched against both",
        "watch                 in force  tried  change  each day",
        "arms/l3harris-wescam  1         0      -1      0 0 0 0",
        "arms/baykar           2         1      -1      0 1 0 0",
        "",
        "L3Harris WESCAM (arms/l3harris-wescam): removed, 1 of 1",
        "  Headline number 3",
        "    25 Nov 00:00 · wire · https://news.example/3",
        "    text: [WESCAM] made cameras.  (alias WESCAM)",
        "",
        "Baykar (arms/baykar): removed, 1 of 1",
        "  Headline number 2",
        "    24 Nov 04:00 · wire · https://news.example/2",
        "    text: [Baykar], the bakery.  (written as watched)",
    ]


async def test_without_a_file_the_folder_is_set_beside_what_is_in_force(home: House) -> None:
    await archive(home)
    home.write("watchlists/places.yaml", "watchlist: Places\ntell: [desk]\nwatches:\n  - entity: Velmark\n")
    (record,) = tocsin("backtest", "--json").records
    changes = {each["watch"]: (each["added_count"], each["removed_count"]) for each in record["watches"]}
    assert changes == {"arms/l3harris-wescam": (0, 0), "arms/baykar": (0, 0), "places/velmark": (1, 0)}
    home.write("watchlists/arms.yaml", WATCHLIST.replace("Baykar", "Nobody"))
    told = tocsin("backtest")
    assert "found nowhere on either side: arms/nobody" in told.out
    assert "Velmark (places/velmark): added, 1 of 1" in told.out


async def test_a_folder_is_set_beside_all_lists(home: House) -> None:
    home.write("watchlists/places.yaml", "watchlist: Places\ntell: [desk]\nwatches:\n  - entity: Velmark\n")
    await archive(home)
    home.write("../draft/arms.yaml", WATCHLIST)
    (record,) = tocsin("backtest", home.folder.parent / "draft", "--json").records
    assert {each["watch"]: each["removed_count"] for each in record["watches"] if each["removed_count"]} == {"places/velmark": 1}


async def test_figures_of_a_long_time_are_of_weeks(home: House) -> None:
    await archive(home)
    assert "each week" in tocsin("backtest", "--days", "30").out
    assert len(tocsin("backtest", "--days", "30", "--samples", "0").out.splitlines()) == 4


async def test_what_was_said_with_not_this_counts_on_both_sides(home: House) -> None:
    await archive(home)
    assert tocsin("not-this", "number 2", "baykar").code == 0
    (record,) = tocsin("backtest", "--json").records
    assert {each["watch"]: (each["running"], each["tried"]) for each in record["watches"]}["arms/baykar"] == (1, 1)


async def test_texts_that_are_gone_are_spoken_of(home: House) -> None:
    home.press["wire"].say(entry(1, "", title="Baykar sold a drone."))
    await home.run()
    told = tocsin("backtest")
    assert "1 item had no text, or lost it" in told.complaints


@pytest.mark.parametrize("days", ["0", "-1", "x"])
def test_days_must_be_a_number_of_days(home: House, days: str) -> None:
    assert (tocsin("backtest", "--days", days).code, home.letters) == (2, [])


async def test_a_file_that_is_no_watchlist_is_refused_as_check_refuses_it(home: House) -> None:
    await home.run()
    home.write("../draft/arms.yaml", "watchlist: Arms\nwatches:\n  - entitty: Baykar\n  - term: drone AND\n")
    draft = home.folder.parent / "draft/arms.yaml"
    told = tocsin("backtest", draft)
    assert (told.code, told.out) == (78, "")
    assert told.complaints.splitlines() == [line for line in tocsin("check", draft).out.splitlines()[:-1] if "warning:" not in line]
    assert tocsin("backtest", home.folder.parent / "nothing.yaml").code == 2
