"""Later reports of a told story, from the item to what is read: in the thread where there is one, at the foot of the daily message else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.daemon.alerting import Alerting
from monitor.model import Item, ItemId, Relation, SourceKey, digest
from monitor.store import items, sources
from monitor.stories.decide import Decision
from tests.channels.slack_server import TOKEN, slack_server
from tests.daemon.house import House, archived, entry

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.daemon.works import Works

SEED = "Baykar sold twelve drones to the ministry, an official said on Monday."
RECIPIENTS = "desk: {to: ['slack/#arms-exports', desk@example.org]}\nops: {to: [ops@example.org]}\n"


def fold(connection: Connection, works: Works, seed: ItemId, outlet: str) -> None:
    """Let a report in other words come in, which is held to be of the seed's story."""
    now, source = works.clock(), works.live.settings.sources[SourceKey("wire")]
    item = Item(
        outlet,
        f"Ministry buys, says {outlet}",
        "Unmanned aircraft of Baykar were bought.",
        url=f"https://{outlet}.example/1",
        outlet=outlet,
    )
    state = next(each for each in sources.all_states(connection) if each.key == source.key)
    row = items.NewItem(item, state.id, digest(item.key), digest(item.text), now, "matching", "found", None, is_baseline=False)
    (item_id,) = items.insert(connection, [row]).values()
    alerting, found = Alerting(connection, works.live, source, now), works.live.index.match(item, source.key)
    alerting.record_hits(item_id, found, is_baseline=False)
    story = items.get(connection, seed).story_id
    alerting.tell_placed(item_id, item, found, Decision(Relation.SAME_STORY, story, seed, "83 % likely the same event"))


async def comes(house: House, works: Works, outlet: str, after: timedelta) -> None:
    house.now += after
    seed = archived(works, "guid-1").id
    await works.writer.run(lambda connection: fold(connection, works, seed, outlet))
    await works.courier.deliver_due()


async def test_a_later_report_is_a_line_in_the_thread_and_in_the_daily_mail(home: House) -> None:
    server, slack = await slack_server()
    tocsin = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", f"{tocsin}  slack: {{token: {TOKEN}, api: '{slack.url}/api/'}}\n")
    home.write("recipients.yaml", RECIPIENTS)
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, SEED, title="Twelve drones sold"))
        await home.poll(works)
        await comes(home, works, "gazette", timedelta(hours=1))
        await home.poll(works, timedelta(hours=7))
        await home.poll(works, timedelta(days=1))
    await server.close()
    first, line = slack.posts
    assert "Twelve drones sold" in first["text"]
    assert line["thread_ts"] == "1764075600.000001"
    assert line["text"].startswith(
        "Also reported: Ministry buys, says gazette - gazette · https://gazette.example/1\n  folded: 83 % likely"
    )
    alert, tail = home.letters
    assert "Twelve drones sold" in str(alert.message["Subject"])
    assert "other reports of 1 story" in str(tail.message["Subject"])
    text = tail.part("plain")
    assert text.index("Twelve drones sold") < text.index("- Ministry buys, says gazette - gazette") < text.index("folded: 83 % likely")


async def test_a_report_that_comes_while_the_alert_waits_is_read_in_the_alert(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [desk@example.org], send: daily 20:00, when_empty: skip}\nops: {to: [ops@example.org]}\n")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, SEED, title="Twelve drones sold"))
        await home.poll(works)
        await comes(home, works, "gazette", timedelta(hours=1))
        await home.poll(works, timedelta(hours=9))
        await home.poll(works, timedelta(days=1))
    (letter,) = home.letters
    assert "Another report: Ministry buys, says gazette - gazette" in " ".join(letter.part("plain").split())
