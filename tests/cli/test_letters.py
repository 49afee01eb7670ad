"""`tocsin why` says of each letter where it stands: to be told is not to have been told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.cli.why import told_of
from monitor.settings.load import load
from monitor.store import deliveries
from tests.cli.command import tocsin
from tests.daemon.house import WATCHLIST, archived, entry

if TYPE_CHECKING:
    from tests.daemon.house import House

RECIPIENTS = """\
desk: {to: [desk@example.org, perm550@example.org]}
lost: {to: [perm550@example.org]}
evening: {to: [evening@example.org], send: daily 20:00}
ops: {to: [ops@example.org]}
"""


async def tell_three(home: House) -> None:
    home.write("recipients.yaml", RECIPIENTS)
    home.write("watchlists/arms.yaml", WATCHLIST.replace("[desk]", "[desk, lost, evening]"))
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened an office."))
        await home.poll(works)


async def test_each_letter_is_named_as_deliveries_takes_it_and_says_where_it_stands(home: House) -> None:
    await tell_three(home)
    letters = {(one["recipient"], one["address"]): one["id"] for one in tocsin("deliveries", "--json").records}
    to_desk, copy = letters["desk", "desk@example.org"], letters["desk", "perm550@example.org"]
    lost, evening = letters["lost", "perm550@example.org"], letters["evening", "evening@example.org"]
    shown = tocsin("why", "guid-1").out.splitlines()
    assert f"  alert: for desk: delivery {to_desk} to desk@example.org, sent 22 Nov 14:00" in shown
    assert any(line.startswith(f"  alert: for desk: delivery {copy} to perm550@example.org, rejected: ") for line in shown)
    assert any(line.startswith(f"  alert: for lost: delivery {lost} to perm550@example.org, rejected: ") for line in shown)
    assert f"  alert: for evening: delivery {evening} to evening@example.org, waits, due 22 Nov 20:00" in shown
    assert "  in the end: told desk; not told yet: evening; not reached: lost" in shown


async def test_programs_read_the_letters(home: House) -> None:
    await tell_three(home)
    (record,) = tocsin("why", "guid-1", "--json").records
    stand = {(one["recipient"], one["address"]): (one["state"], bool(one["sent_at"]), bool(one["reason"])) for one in record["letters"]}
    assert stand == {
        ("desk", "desk@example.org"): ("sent", True, False),
        ("desk", "perm550@example.org"): ("rejected", False, True),
        ("lost", "perm550@example.org"): ("rejected", False, True),
        ("evening", "evening@example.org"): ("due", False, False),
    }


async def test_what_is_held_says_why_and_what_left_the_outbox_is_said_so(home: House) -> None:
    await tell_three(home)
    async with home.works() as works:
        await works.writer.run(lambda connection: deliveries.hold_before(connection, home.now.replace(hour=23)))
        held = tocsin("why", "guid-1").out
        (evening,) = [one["id"] for one in tocsin("deliveries", "--json").records if one["recipient"] == "evening"]
        await works.writer.run(lambda connection: deliveries.withdraw(connection, evening))
    assert "to evening@example.org, held: since a restore; tocsin db held send lets it leave" in held
    assert "in the end: told desk; held for evening; not reached: lost" in held
    assert "alert: for evening: no letter of its own; another told it, or nothing was left to tell" in tocsin("why", "guid-1").out


async def test_who_reads_it_by_a_link_learns_no_addresses_of_others(home: House) -> None:
    await tell_three(home)
    async with home.works() as works:
        item = archived(works, "guid-1")
        with works.database.read() as connection:
            said = "\n".join(told_of(connection, item, load(home.folder).settings))
    assert "alert: for lost: delivery" in said
    assert "@" not in said
    assert "No such user" not in said
