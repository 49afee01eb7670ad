"""A recipient's own templates: used as they are, and when they fail the alert goes out in ours and the operator hears once."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts.notice import Notice
from monitor.alerts.template_files import TemplateLate
from monitor.daemon import own_words
from monitor.model import RecipientKey, Rendered
from tests.daemon.house import entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

    from monitor.settings.template_process import Job
    from tests.daemon.house import House

PEOPLE = "desk: {to: [desk@example.org], templates: press}\nops: {to: [ops@example.org]}\n"


async def two_alerts(home: House) -> None:
    """Poll the first time, then find Baykar in two stories."""
    feed = home.press.feeds["wire"]
    async with home.works() as works:
        await home.poll(works)
        for number, text in enumerate(["Baykar sold twelve drones to the ministry.", "A minister spoke with Baykar in the harbour town."]):
            feed.entries.append(entry(40 + number, text, published=home.now))
            await home.poll(works, timedelta(hours=1))
        await home.poll(works, timedelta(hours=1))


async def test_a_recipient_reads_messages_in_their_own_templates(home: House) -> None:
    home.write("recipients.yaml", PEOPLE)
    home.write("templates/press/alert.txt", "NIGHT DESK {{ letter.stories[0].title }}\n")
    await two_alerts(home)
    told = home.to("desk")
    assert len(told) == 2
    assert all("NIGHT DESK Headline number 4" in str(letter.message.get_body(("plain",))) for letter in told)


async def test_no_alert_is_lost_by_a_template_that_fails_and_the_operator_hears_once(home: House) -> None:
    home.write("recipients.yaml", PEOPLE)
    home.write("templates/press/alert.txt", "one\n{{ letter.nothing }}\n")
    await two_alerts(home)
    told = home.to("desk")
    assert len(told) == 2
    assert all("Baykar" in str(letter.message.get_body(("plain",))) for letter in told)
    (notice,) = [letter for letter in home.to("ops") if "templates/press" in str(letter.message["Subject"])]
    assert "templates/press/alert.txt:2" in str(notice.message.get_body(("plain",)))


async def test_however_many_read_their_own_templates_no_more_than_two_are_filled_in_at_once(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = threading.Barrier(3, timeout=0.2)
    began: list[str] = []

    def fill_in(job: Job, _own: Mapping[str, str]) -> Rendered:
        began.append(job.form)
        try:
            third.wait()
        except threading.BrokenBarrierError:
            return Rendered("two at once", "")
        return Rendered("three at once", "")

    monkeypatch.setattr(own_words, "fill_in", fill_in)
    home.write("recipients.yaml", PEOPLE)
    home.write("templates/press/alert.txt", "NIGHT DESK {{ letter.stories[0].title }}\n")
    async with home.works() as works:
        told, desk = Notice("Title", ("line",)), works.live.settings.recipients[RecipientKey("desk")]
        each = [works.words.render(desk, told, "email", works.live) for _ in range(6)]
        made = await asyncio.gather(*each)
    assert len(began) == 6
    assert {one.subject for one in made} == {"two at once"}


async def test_templates_that_were_late_once_are_not_tried_again_for_an_hour_or_until_they_change(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def fill_in(_job: Job, own: Mapping[str, str]) -> Rendered:
        tried.append(own["alert.txt"])
        if "slow" in own["alert.txt"]:
            raise TemplateLate("alert.txt", 0, "it is not done after 10 s")
        return Rendered("quick", "")

    monkeypatch.setattr(own_words, "fill_in", fill_in)
    home.write("recipients.yaml", PEOPLE)
    home.write("templates/press/alert.txt", "slow")
    async with home.works() as works:
        told, desk = Notice("Title", ("line",)), works.live.settings.recipients[RecipientKey("desk")]
        for text in ("slow", "quick"):
            home.write("templates/press/alert.txt", text)
            await works.reload()
            made = [await works.words.render(desk, told, "email", works.live) for _ in range(3)]
            assert {one.subject for one in made} == {"quick" if text == "quick" else "Title"}
        home.write("templates/press/alert.txt", "slow")
        await works.reload()
        home.now += timedelta(hours=2)
        await works.words.render(desk, told, "email", works.live)
    assert tried == ["slow", "quick", "quick", "quick", "slow"]
