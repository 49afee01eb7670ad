from __future__ import annotations

from tests.cli.command import run_beside, tocsin
from tests.daemon.house import House, entry, outbox

PEOPLE = "desk: {{to: [{desk}]}}\nlegal: {{to: [legal@example.org]}}\nops: {{to: [ops@example.org]}}\n"


async def tell(home: House, *addresses: str) -> None:
    """Tell the desk of something, at these addresses."""
    home.write("recipients.yaml", PEOPLE.format(desk=", ".join(f"'{address}'" for address in addresses)))
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened an office.", title="Office opened"))
        await home.poll(works)


async def test_the_outbox_is_shown_newest_first_and_by_state(home: House) -> None:
    await tell(home, "desk@example.org", "perm550@example.org")
    records = tocsin("deliveries", "--json").records
    async with home.works() as works:
        assert [(each["id"], each["key"], each["state"]) for each in records] == [(row.id, row.key, row.state) for row in outbox(works)]
    sent = next(each for each in records if each["address"] == "desk@example.org")
    assert (sent["subject"], sent["recipient"], sent["attempts"], sent["last_error"]) == ("Office opened", "desk", 1, None)
    assert sent["ref"] in str(home.to("desk")[0].message["Message-ID"])
    (refused,) = tocsin("deliveries", "--state", "rejected", "--json").records
    assert "No such user here" in refused["last_error"]
    shown = tocsin("deliveries").out
    assert "sent      22 Nov 14:00  desk@example.org" in shown
    assert "No such user here" in shown
    assert len(tocsin("deliveries", "--limit", 1, "--json").records) == 1


async def test_an_empty_outbox_says_so(home: House) -> None:
    await home.run()
    assert tocsin("deliveries").complaints == "the outbox is empty: nothing was to be told yet\n"
    assert tocsin("deliveries", "--state", "dead").complaints == "nothing is dead\n"
    assert tocsin("deliveries", "--json").out == ""


async def test_what_failed_for_good_is_sent_again(home: House) -> None:
    await tell(home, "desk@example.org", "perm550@example.org")
    (refused,) = tocsin("deliveries", "--state", "rejected", "--json").records
    again = tocsin("retry", refused["id"])
    assert (again.code, again.complaints.startswith("1 message will be sent again")) == (0, True)
    assert [each["id"] for each in tocsin("deliveries", "--state", "due", "--json").records] == [refused["id"]]


async def test_retry_without_ids_takes_all_that_failed_and_says_when_none_did(home: House) -> None:
    await tell(home, "perm550@example.org", "late550@example.org")
    assert tocsin("retry").complaints.startswith("2 messages will be sent again")
    nothing = tocsin("retry")
    assert (nothing.code, "nothing to send again" in nothing.complaints) == (0, True)


async def test_retry_of_what_did_not_fail_is_an_error_and_of_some_says_so(home: House) -> None:
    await tell(home, "desk@example.org", "perm550@example.org")
    (refused,) = tocsin("deliveries", "--state", "rejected", "--json").records
    none = tocsin("retry", 999)
    assert (none.code, "none of these is dead" in none.complaints) == (1, True)
    some = tocsin("retry", refused["id"], 999)
    assert (some.code, "the others are not dead" in some.complaints) == (0, True)


async def test_a_test_alert_reaches_every_address(home: House) -> None:
    home.write("recipients.yaml", PEOPLE.format(desk="desk@example.org, second@example.org"))
    told = await run_beside("test-alert", "desk")
    assert told.code == 0
    assert [line.split(": ")[0] for line in told.complaints.splitlines()] == ["desk@example.org", "second@example.org"]
    assert home.subjects() == ["Tocsin: a test message"] * 2
    assert not (home.folder.parent / "var" / "tocsin.db").exists()


async def test_a_test_alert_tells_which_address_refused_and_tries_the_others(home: House) -> None:
    home.write("recipients.yaml", PEOPLE.format(desk="perm550@example.org, desk@example.org, temp451@example.org"))
    told = await run_beside("test-alert", "desk")
    assert told.code == 1
    assert "perm550@example.org: " in told.complaints
    assert "No such user here" in told.complaints
    assert "desk@example.org: sent (<" in told.complaints
    assert told.complaints.endswith("2 of 3 addresses did not get it\n")
    assert len(home.letters) == 1


async def test_a_secret_that_is_not_set_is_said_and_the_other_addresses_are_tried(home: House) -> None:
    home.write("recipients.yaml", PEOPLE.format(desk="'jsons://${env:NOT_SET_HERE}@127.0.0.1/', desk@example.org"))
    told = await run_beside("test-alert", "desk")
    assert told.code == 1
    assert "${env:NOT_SET_HERE} is not set" in told.complaints
    assert "desk@example.org: sent" in told.complaints


def test_an_unknown_recipient_is_wrong_usage_and_the_known_ones_are_named(home: House) -> None:
    told = tocsin("test-alert", "dsek", "--config", home.folder)
    assert (told.code, told.complaints) == (2, 'no recipient "dsek"; there are: desk, legal, ops\n')


async def test_a_fault_elsewhere_in_the_settings_keeps_no_test_alert_from_leaving(home: House) -> None:
    await home.run()
    home.write("templates/read/alert.txt", "{{ letter.")
    home.write("recipients.yaml", PEOPLE.format(desk="desk@example.org") + "night: {too: [night@example.org], templates: read}\n")
    told = await run_beside("test-alert", "legal")
    assert (told.code, [letter.readers for letter in home.letters]) == (0, [["legal@example.org"]])
    assert "recipients.yaml is not accepted as it stands, so its last good version counts; what is wrong: tocsin check" in told.complaints
    assert 'no recipient "nix"; there are: desk, legal, ops' in (await run_beside("test-alert", "nix")).complaints


async def test_one_message_is_shown_with_every_try(home: House) -> None:
    await tell(home, "desk@example.org", "perm550@example.org")
    records = {each["address"]: each["id"] for each in tocsin("deliveries", "--json").records}
    (refused,) = tocsin("deliveries", records["perm550@example.org"], "--json").records
    assert [(each["state"], "No such user here" in each["reason"], each["ref"]) for each in refused["tries"]] == [("rejected", True, None)]
    shown = tocsin("deliveries", records["desk@example.org"]).out
    assert "to desk@example.org: sent" in shown
    assert str(home.to("desk")[0].message["Message-ID"]).strip("<>") in shown
    nobody = tocsin("deliveries", 999)
    assert (nobody.code, "there is no delivery 999" in nobody.complaints) == (1, True)


async def test_a_disabled_address_is_named_and_enabled_by_hand(home: House) -> None:
    await tell(home, "perm550@example.org")
    async with home.works() as works:
        for number in range(2, 6):
            home.press["wire"].say(entry(number, f"Place {number}: Baykar did thing {number}.", title=f"Report {number} of place {number}"))
            await home.poll(works)
    held = tocsin("deliveries", "--state", "held", "--json").records
    assert [each["last_error"].startswith("its address is disabled") for each in held] == [True, True]
    one = tocsin("deliveries", held[0]["id"]).out.splitlines()
    assert one[1].startswith("to perm550@example.org: held, was due ")
    assert one[2].startswith("its address is disabled")
    dropped = tocsin("db", "held", "drop").complaints.splitlines()
    assert dropped == ["a restore holds nothing", "2 messages held for disabled addresses stay; why: tocsin deliveries --state held"]
    assert "tocsin retry --address perm550@example.org" in tocsin("retry", held[0]["id"] - 2).complaints
    assert "nothing is sent to perm550@example.org any more" in tocsin("status").out
    enabled = tocsin("retry", "--address", "perm550@example.org")
    assert "is sent to again" in enabled.complaints
    assert tocsin("deliveries", "--state", "held", "--json").out == ""
    again = tocsin("retry", "--address", "perm550@example.org")
    assert (again.code, "is not disabled" in again.complaints) == (1, True)
    assert tocsin("retry", 1, "--address", "perm550@example.org").code == 2
