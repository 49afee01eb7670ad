"""Settings are swapped whole; a file that is wrong keeps its last good version, also across a restart, and its owner hears of it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from monitor.alerts.notice import Notice
from monitor.cli.archive import settings_in_force
from monitor.daemon import conditions
from monitor.daemon.opening import open_works
from monitor.errors import SettingsError
from monitor.settings.load import load
from tests.daemon.house import WATCHLIST, House, entry

BROKEN = "watchlist: Arms exports\ntell: [desk]\nwatches:\n  - entitty: Baykar\n"
PLACES = "watchlist: Places\ntell: [legal]\nwatches:\n  - entity: Norvik\n"


async def test_a_bad_file_keeps_its_last_good_version_while_the_others_go_live(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.write("watchlists/arms.yaml", BROKEN)
        home.write("watchlists/places.yaml", PLACES)
        await works.reload()
        home.press["wire"].say(entry(1, "Baykar opened an office."), entry(2, "Norvik hosts a fair."))
        await home.poll(works)
    told = [subject for subject in home.subjects() if "Headline" in subject]
    assert sorted(told) == ["Baykar: Headline number 1", "Norvik: Headline number 2"]


async def test_owner_and_operator_hear_of_a_rejected_file_once_with_line_and_remedy(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.write("watchlists/arms.yaml", BROKEN)
        for _ in range(3):
            await works.reload()
            await home.poll(works)
    assert len(home.to("desk")) == 1
    assert len(home.to("ops")) == 1
    text = home.to("desk")[0].part("plain")
    assert "watchlists/arms.yaml:4:5" in text
    assert "entity" in text
    assert "last good version" in text


async def test_a_file_whose_name_has_a_hash_is_live_again_when_it_was_mended_and_no_sooner(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        for text in (BROKEN, BROKEN.replace("entitty", "entittty"), WATCHLIST.replace("Arms", "Other")):
            home.write("watchlists/c#.yaml", text)
            await works.reload()
        with works.database.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM conditions").scalar() == 0
        await home.poll(works)
    told = [title for title in home.subjects() if "live again" in title or "accepted" in title]
    assert told == ["watchlists/c#.yaml is live again"] * len(told)
    assert told


async def test_what_is_wrong_in_a_list_of_the_same_name_is_not_said_of_the_other_file(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.write("watchlists/recipients.yaml", BROKEN)
        home.write("recipients.yaml", "desk: {to: [desk@example.org]}\nops: {to: [ops@example.org], tone: loud}\n")
        await works.reload()
        await home.poll(works)
    text = home.to("ops")[-1].part("plain")
    assert text.count("entitty") == 1
    assert text.count("tone") == 1


async def test_a_restart_with_a_bad_file_runs_on_its_stored_revision(home: House) -> None:
    await home.run()
    home.write("watchlists/arms.yaml", BROKEN)
    async with home.works() as works:
        home.press["wire"].say(entry(1, "Baykar opened an office."))
        await home.poll(works)
        assert works.live.loaded.rejected == ("watchlists/arms.yaml",)
    assert "Baykar: Headline number 1" in home.subjects()


async def test_a_mended_file_goes_live_and_a_later_mistake_is_told_anew(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        for text in (BROKEN, WATCHLIST, BROKEN):
            home.write("watchlists/arms.yaml", text)
            await works.reload()
            await home.poll(works)
    assert [str(letter.message["Subject"]) for letter in home.to("ops")] == [
        "watchlists/arms.yaml was not accepted",
        "watchlists/arms.yaml is live again",
        "watchlists/arms.yaml was not accepted",
    ]


async def test_whoever_saves_errs_and_saves_again_hears_of_each_within_a_minute(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        heard = []
        for text in (WATCHLIST.replace("Baykar", "Norvik"), BROKEN, BROKEN.replace("entitty", "aliasses"), WATCHLIST):
            home.write("watchlists/arms.yaml", text)
            await works.reload()
            await works.answer_saves()
            home.now += timedelta(minutes=1)
            await works.courier.deliver_due()
            heard.append(home.to("desk")[-1].part("plain"))
    assert len(home.to("desk")) == 4
    assert "watches are live" in heard[0]
    assert "entitty" in heard[1]
    assert "aliasses" in heard[2]
    assert "watches are live" in heard[3]


async def test_the_answer_to_a_save_takes_along_what_waits_and_says_nothing_that_is_past(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        for title in ("A feed is away", "Another feed is away"):
            await works.writer.run(partial(conditions.tell_operator, live=works.live, notice=Notice(title, ()), now=home.now))
            await works.courier.deliver_due()
        for text in (BROKEN, WATCHLIST):
            home.now += timedelta(seconds=20)
            home.write("watchlists/arms.yaml", text)
            await works.reload()
            await works.courier.deliver_due()
        assert len(home.to("ops")) == 1
        home.now += timedelta(seconds=20)
        await works.courier.deliver_due()
    text = home.to("ops")[1].part("plain")
    assert "Another feed is away" in text
    assert "watchlists/arms.yaml is live again" in text
    assert "not accepted" not in text


async def test_a_file_that_is_mended_is_not_said_to_be_wrong_while_its_answer_is_worked_out(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        for text in (BROKEN, WATCHLIST, BROKEN, WATCHLIST.replace("Baykar", "Norvik")):
            home.write("watchlists/arms.yaml", text)
            await works.reload()
            await works.courier.deliver_due()
        home.now += timedelta(minutes=1)
        await works.courier.deliver_due()
        assert await works.answer_saves() == 1
        home.now += timedelta(minutes=1)
        await works.courier.deliver_due()
    first, second, third = (letter.message["Subject"] for letter in home.to("desk"))
    assert first == "watchlists/arms.yaml was not accepted"
    assert second == "watchlists/arms.yaml is live again"
    assert third == "watchlists/arms.yaml is live"


async def test_the_log_warns_of_every_rejected_file_with_its_line_at_a_start_too(home: House, caplog: pytest.LogCaptureFixture) -> None:
    await home.run()
    home.write("watchlists/arms.yaml", BROKEN)
    home.write("templates/press/alert.txt", "one\n{{ letter.\n")
    async with home.works() as works:
        assert not works.tally.reload_ok
        warned = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
        assert sum("settings.rejected file=watchlists/arms.yaml line=4 " in line for line in warned) == 1
        assert sum("settings.rejected file=templates/press/alert.txt line=2 " in line for line in warned) == 1
        caplog.clear()
        home.write("recipients.yaml", "desk: {too: [desk@example.org]}\n")
        await works.reload()
        assert "settings.rejected file=recipients.yaml line=1 " in caplog.text


async def test_a_first_start_needs_settings_that_can_be_read(home: House) -> None:
    home.write("tocsin.yaml", "database: [\n")
    with pytest.raises(SettingsError, match=r"tocsin\.yaml:"):
        load(home.folder)


async def test_nothing_changes_when_nothing_was_changed(home: House) -> None:
    async with home.works() as works:
        before = works.live
        await works.reload()
        assert works.live is before


async def test_other_accounts_and_other_ways_to_fetch_are_used_from_the_reload_on(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
        home.write("tocsin.yaml", text.replace("from: Tocsin", "from: The Desk").replace("contact: desk@", "contact: newdesk@"))
        await works.reload()
        home.press["wire"].say(entry(1, "Baykar opened an office."))
        await home.poll(works)
    assert home.letters[0].message["From"] == "The Desk <alerts@example.org>"
    assert "newdesk@example.org" in home.press["wire"].requests[-1]["User-Agent"]


PEOPLE = "desk: {{to: [{}]}}\nlegal: {{to: [legal@example.org]}}\nops: {{to: [ops@example.org]}}\n"


async def test_an_address_that_is_none_keeps_the_last_good_recipients_also_across_a_restart(home: House) -> None:
    await home.run()
    home.write("recipients.yaml", PEOPLE.format("'desk@example.org, legal@example.org'"))
    home.write("watchlists/places.yaml", PLACES)
    async with home.works() as works:
        home.press["wire"].say(entry(1, "Baykar opened an office."))
        await home.poll(works)
        assert works.live.loaded.rejected == ("recipients.yaml",)
        assert "places" in works.live.settings.watchlists
    assert len(home.to("desk")) == 1
    assert "recipients.yaml:1:13: this is more than one email address" in home.to("ops")[0].part("plain")


async def test_a_sender_that_recipients_go_by_is_not_taken_away_under_them(home: House) -> None:
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", f"{text}  spare: {{smtp: 127.0.0.1, port: {home.mailbox.port}, tls: none, from: b@example.org}}\n")
    home.write("recipients.yaml", PEOPLE.format("spare/desk@example.org"))
    async with home.works() as works:
        await home.poll(works)
        home.write("tocsin.yaml", text)
        await works.reload()
        assert works.live.loaded.rejected == ("tocsin.yaml",)
    async with open_works(home.folder, settings_in_force(home.folder), clock=home.clock) as works:
        home.press["wire"].say(entry(1, "Baykar opened an office."))
        await home.poll(works)
        home.write("recipients.yaml", PEOPLE.format("desk@example.org"))
        await works.reload()
        assert works.live.loaded.rejected == ()
        assert set(works.live.settings.senders) == {"mail"}
    assert len(home.to("desk")) == 1


async def test_recipients_of_a_sender_that_did_not_go_live_wait_for_it(home: House) -> None:
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    async with home.works() as works:
        await home.poll(works)
        home.write("tocsin.yaml", f"{text}  spare: {{smtp: 127.0.0.1, from: b@example.org}}\nflod: 3 per hour\n")
        home.write("recipients.yaml", PEOPLE.format("spare/desk@example.org"))
        await works.reload()
        assert works.live.loaded.rejected == ("recipients.yaml", "tocsin.yaml")
