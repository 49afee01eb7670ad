from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from monitor.store.tables import items
from tests.cli.command import run_beside, tocsin
from tests.daemon.ear import GARBLED, listen
from tests.daemon.house import WATCHLIST, House, entry

BODY = (
    "Baykar opened an office in Velmark this week, and says that its engineers will repair drones there for "
    "customers in the whole region, from spring onwards, once the permits are given."
)


async def told_once(home: House) -> None:
    """A first contact with one article, then one that is told."""
    home.press["wire"].say(entry(1, "Baykar was there before."))
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(2, "Baykar opened an office.", title="Office opened"), entry(3, "Rain in Velmark."))
        await home.poll(works)


async def test_why_tells_of_a_hit_every_stage(home: House) -> None:
    await told_once(home)
    told = tocsin("why", "https://news.example/2?utm_source=x#top", "--json")
    (record,) = told.records
    assert (told.code, record["title"], record["source"], record["key"]) == (0, "Office opened", "wire", "guid-2")
    assert (record["stage"], record["verdict"]) == ("told", "told desk")
    assert [(hit["watch"], hit["is_baseline"], hit["mentions"][0]["matched"]) for hit in record["hits"]] == [
        ("arms/baykar", False, "Baykar")
    ]
    assert [(step["stage"], step["verdict"]) for step in record["events"]] == [("story", "new"), ("alert", "told")]
    shown = tocsin("why", "https://news.example/2").out.splitlines()
    assert shown == [
        "Office opened",
        "wire · https://news.example/2",
        "seen 22 Nov 14:00, published without a date",
        '  found Baykar: "Baykar" in the text, written as watched',
        "  story 1: new; no copy of it was seen before",
        "  alert: for desk: delivery 1 to desk@example.org, sent 22 Nov 14:00",
        "  in the end: told desk",
        "",
    ]


async def test_why_finds_an_item_by_its_key_and_by_words_of_its_title(home: House) -> None:
    await told_once(home)
    assert [record["key"] for record in tocsin("why", "guid-3", "--json").records] == ["guid-3"]
    assert [record["key"] for record in tocsin("why", "opened", "OFFICE", "--json").records] == ["guid-2"]
    several = tocsin("why", "headline")
    assert several.complaints == "2 items; give the address of one to see it alone\n"


async def test_why_says_that_an_item_stood_there_before_was_too_old_or_met_no_watch(home: House) -> None:
    await told_once(home)
    async with home.works() as works:
        home.press["wire"].say(entry(4, "Baykar in summer.", published=home.now - timedelta(days=90)))
        await home.poll(works)
    assert tocsin("why", "guid-1").words.endswith("in the end: it stood there when this source was first read (baseline)")
    assert "(archived, not told)" in tocsin("why", "guid-1").out
    assert "more than 14 days before it was seen (too old)" in tocsin("why", "guid-4").out
    assert "in the end: no watch was found in it (matching)" in tocsin("why", "guid-3").out


async def test_why_says_what_a_copy_was_folded_into_and_what_an_edit_brought(town: House) -> None:
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, BODY, title="Baykar opens"))
        await town.poll(works)
        town.press["echo"].say(entry(2, BODY, title="Baykar opens"))
        await town.poll(works)
        town.press["wire"].entries[0] = entry(1, BODY + " WESCAM makes the cameras.", title="Baykar opens")
        await town.poll(works)
    copy = tocsin("why", "guid-2").out
    assert "story 1: duplicate; " in copy
    assert "in the end: nothing new for anybody: " in copy
    edited = tocsin("why", "guid-1").out
    assert (
        "edit: new version (new watches arms/l3harris wescam)" in edited or "edit: new version (new watches arms/l3harris-wescam)" in edited
    )


async def test_why_says_that_an_item_was_never_seen(home: House) -> None:
    await told_once(home)
    for words in (("nothing", "like", "it"), ("http://[",), ("",), ("%_",)):
        told = tocsin("why", *words)
        assert (told.code, told.out) == (1, "")
        assert "was ever seen; `tocsin sources list`" in told.complaints


async def test_text_of_feeds_does_not_act_on_the_terminal(home: House) -> None:
    await told_once(home)
    hostile = "\x1b]0;owned\x07\x9b31m Baykar\u202e[/bold]"
    async with home.works() as works:
        await works.writer.run(lambda connection: connection.execute(update(items).values(title=hostile)))
    for words in (("why", "guid-2"), ("hits",), ("deliveries",), ("hits", "--json"), ("why", "guid-2", "--json")):
        told = tocsin(*words)
        assert told.code == 0
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(told.out)
    assert tocsin("hits", "--json").records[0]["title"] == hostile


async def test_hits_are_listed_newest_first_with_what_was_archived(home: House) -> None:
    await told_once(home)
    records = tocsin("hits", "--json").records
    assert [(record["title"], record["watch"], record["is_baseline"], record["matched"]) for record in records] == [
        ("Office opened", "arms/baykar", False, ["Baykar"]),
        ("Headline number 1", "arms/baykar", True, ["Baykar"]),
    ]
    assert len(tocsin("hits", "--json", "-n", "1").records) == 1
    assert tocsin("hits").out.splitlines() == [
        "seen          item  watch   title              source  told",
        "22 Nov 14:00  2     Baykar  Office opened      wire",
        "22 Nov 13:00  1     Baykar  Headline number 1  wire    archived",
    ]


async def test_hits_name_what_was_found_where_it_is_written_otherwise(home: House) -> None:
    home.press["wire"].say(entry(1, "WESCAM was named."))
    await home.run()
    assert "L3Harris WESCAM (WESCAM)" in tocsin("hits").out


async def test_what_is_only_possible_is_shown_as_such_and_with_its_reason(home: House) -> None:
    async with home.works() as works:
        listen(works)
        await home.poll(works)
        home.press["wire"].say(entry(1, GARBLED), entry(2, "Baykar won."))
        await home.poll(works)
    assert "wire    possible  'Bay Car' sounds like 'Baykar' (0.71)" in tocsin("hits").out
    (record,) = tocsin("hits", "--tier", "possible", "--json").records
    assert (record["item"], record["tier"], record["how"]) == (1, "possible", "variant")
    assert record["why"] == "'Bay Car' sounds like 'Baykar' (0.71)"
    explained = tocsin("why", "guid-1").out
    assert """possibly found Baykar: "Bay Car" in the text, 'Bay Car' sounds like 'Baykar' (0.71)""" in explained
    assert "alert: a possible mention, in the daily section for desk: delivery 1 to desk@example.org, waits, due 23 Nov 07:30" in explained
    assert "no possible hits in nope yet" in tocsin("hits", "--tier", "possible", "--watchlist", "nope").complaints


async def test_hits_of_one_list_only_and_none_at_all(home: House) -> None:
    home.write("watchlists/other.yaml", WATCHLIST.replace("Baykar", "Velmark"))
    await told_once(home)
    assert [record["watch"] for record in tocsin("hits", "--watchlist", "other", "--json").records] == ["other/velmark"]
    none = tocsin("hits", "--watchlist", "nope")
    assert (none.code, none.out) == (0, "")
    assert "no hits in nope yet" in none.complaints


async def test_hits_of_one_watch_only_be_it_gone_from_its_list(home: House) -> None:
    await told_once(home)
    assert {record["watch"] for record in tocsin("hits", "--watch", "Baykar", "--json").records} == {"arms/baykar"}
    assert "no hits of arms/l3harris-wescam yet" in tocsin("hits", "--watch", "wescam").complaints
    misspelt = tocsin("hits", "--watch", "Bakyar")
    assert (misspelt.code, misspelt.complaints) == (2, 'no watch is called "Bakyar"; did you mean arms/baykar?\n')
    home.write("watchlists/arms.yaml", WATCHLIST.replace("Baykar", "Velmark"))
    await home.run()
    assert len(tocsin("hits", "--watch", "baykar", "--json").records) == 2


async def test_status_counts_and_says_what_needs_attention(home: House) -> None:
    await told_once(home)
    home.write("watchlists/bad.yaml", "watches: [\n")
    home.press["wire"].status = 404
    await home.run(times=5)
    (record,) = tocsin("status", "--json").records
    assert (record["sources"], record["items"], record["hits"]) == (1, 3, 2)
    assert "404" in record["failing"]["wire"]
    assert record["deliveries"]["sent"] >= 2
    assert "watchlists/bad.yaml was not accepted" in record["conditions"]
    shown = tocsin("status").words
    assert "1 source, 1 failing archive: 3 items, 2 hits outbox:" in shown
    assert "needs attention" in shown
    assert "watchlists/bad.yaml was not accepted" in shown
    assert "failing source" in shown


async def test_status_of_a_fresh_database_and_of_a_daemon_that_is_late(home: House) -> None:
    assert (await run_beside("db", "upgrade")).code == 0
    assert tocsin("status").out.splitlines() == [
        "0 sources, 0 failing",
        "archive: 0 items, 0 hits",
        "outbox: empty",
        "settings live since never: the daemon did not run yet",
    ]
    await home.run()
    assert "late" not in tocsin("status").out
    home.now += timedelta(days=1)
    assert "does the daemon run? `tocsin health` asks it" in tocsin("status").out
    assert tocsin("hits").complaints == "no hits yet\n"


async def test_looking_works_while_a_settings_file_is_broken(home: House) -> None:
    await told_once(home)
    home.write("recipients.yaml", "desk: {to: [\n")
    assert [tocsin(command).code for command in ("status", "hits", "deliveries")] == [0, 0, 0]
    home.write("tocsin.yaml", "database: [\n")
    broken = tocsin("status")
    assert (broken.code, "tocsin.yaml:" in broken.complaints) == (78, True)


def test_without_a_database_the_remedy_is_said(home: House) -> None:
    for command in ("status", "hits", "deliveries", "retry"):
        told = tocsin(command)
        assert (told.code, "make it now: tocsin db upgrade" in told.complaints) == (1, True)
    assert not (home.folder.parent / "var").exists()
