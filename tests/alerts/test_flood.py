"""A summary of a flood says who, how many, what made the noise, and what to do; what is urgent begins at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from monitor.alerts.flood import FloodPart, FloodWatch, began, gathered, head, is_over, subject
from monitor.alerts.parts import Form
from monitor.alerts.plan import Planned
from monitor.alerts.quiet import read_quiet
from monitor.alerts.recipient import Recipient
from monitor.alerts.render import SHAPES, render
from monitor.model import Cause, ItemId, MessageId, RecipientKey, WatchKey
from tests.alerts.pieces import ARTICLE, NOW, TEMPLATES, TORONTO, message

FORMS: tuple[Form, ...] = get_args(Form)
BAYKAR = FloodWatch(WatchKey("arms/baykar"), "Baykar", 19, 20, ItemId(812))
WESCAM = FloodWatch(WatchKey("arms/l3harris-wescam"), "L3Harris WESCAM", 8, 20)
FLOOD = FloodPart(27, NOW - timedelta(minutes=25), (BAYKAR, WESCAM), (("Baykar", 18), ("WESCAM", 8), ("Baykar Cup", 6)))
DESK = Recipient(RecipientKey("desk"), ("desk@example.org",), zone=TORONTO)
ONE = Planned(DESK.key, ((BAYKAR.watch, Cause.UPDATE),), NOW, is_digest=False, replies_to=MessageId(3))


def test_the_subject_says_who_and_how_many_within_sixty_characters() -> None:
    assert subject(FLOOD) == "Baykar +1: 27 more stories in a flood"
    assert len(subject(replace(FLOOD, stories=12_345, watches=(replace(BAYKAR, label="A very long name " * 9), WESCAM)))) <= 60


def test_the_head_counts_and_names_the_noise_and_what_to_do() -> None:
    counted, noise, narrower, *commands = head(FLOOD, "plain", TORONTO)
    assert counted.startswith(
        "27 stories came since Wed 7 Oct, 07:05 beyond the limit for Baykar (19; limit 20 an hour), L3Harris WESCAM (8; limit 20 an hour). "
    )
    assert noise == 'What was matched, and in how many stories: "Baykar" (18), "WESCAM" (8), "Baykar Cup" (6).'
    assert "`watchlists/arms.yaml`" in narrower
    assert commands == [
        "A story is not meant? `tocsin not-this 812 arms/baykar`",
        "Quiet for a while? `tocsin silence add --watch arms/baykar --until 24h`",
        "Wanted? `flood: 100 per hour` at the watch tells of more one by one.",
        "All of them: `tocsin hits --watchlist arms`",
    ]


def test_a_flood_without_an_item_to_name_leaves_that_command_out() -> None:
    assert not any("not-this" in text for text in head(replace(FLOOD, watches=(WESCAM,)), "email", TORONTO))


def test_other_messages_have_no_such_head() -> None:
    assert head(None, "email", TORONTO) == ()


def test_many_watches_and_spellings_are_counted_not_listed() -> None:
    many = replace(FLOOD, watches=(BAYKAR,) * 30, noise=tuple((f"spelling {number}", 1) for number in range(40)))
    counted, noise, *_ = head(many, "plain", TORONTO)
    assert "25 more watches" in counted
    assert "32 other spellings" in noise
    assert sum(map(len, head(many, "slack", TORONTO))) < 2500


@pytest.mark.parametrize("form", FORMS)
def test_every_form_shows_the_head_before_the_stories(form: Form) -> None:
    shown = render(message(ARTICLE, is_digest=True, flood=FLOOD), form, TORONTO, TEMPLATES)
    assert shown.subject.startswith("Baykar +1: 27 more stories")
    for body in [shown.text] + ([shown.html] if SHAPES[form].html else []) + ([str(shown.blocks)] if SHAPES[form].blocks else []):
        flat = " ".join(body.partition("</h1>")[2 if "</h1>" in body else 0].split())
        assert flat.index("27 stories came since") < flat.index("What was matched") < flat.index("not-this 812") < flat.index("Canada inv")


@pytest.mark.parametrize("form", FORMS)
def test_what_strangers_wrote_does_nothing_in_the_head(form: Form) -> None:
    evil = '@room <!channel> <b>bold</b> `code` \u202egnp.exe *star* https://x.example" onclick="y\nBcc: a@b.example'
    odd = replace(FLOOD, watches=(replace(BAYKAR, label=evil),), noise=((evil, 3),))
    shown = render(message(ARTICLE, is_digest=True, flood=odd), form, TORONTO, TEMPLATES)
    for text in (shown.subject, shown.text, shown.html, str(shown.blocks)):
        assert "\u202e" not in text
        assert "\nBcc" not in text
        assert form == "email" or "@room" not in text
        assert form != "slack" or "<!channel>" not in text
    assert "<b>" not in shown.html + str(shown.blocks)
    assert "<!channel>" not in shown.html + str(shown.blocks)
    for text in head(odd, form, TORONTO):
        assert text.count("`") % 2 == 0


def test_the_further_alerts_of_an_hour_leave_at_its_end_in_a_digest_of_the_list() -> None:
    one = gathered(ONE, "arms", DESK, NOW + timedelta(minutes=5), is_urgent=False, is_first=True)
    assert (one.due_at, one.is_digest, one.replies_to, one.flood) == (NOW + timedelta(minutes=30), True, None, "arms")
    assert one.claims == ONE.claims


def test_of_what_is_urgent_the_first_leaves_at_once() -> None:
    assert gathered(ONE, "arms", DESK, NOW, is_urgent=True, is_first=True).due_at == NOW
    assert gathered(ONE, "arms", DESK, NOW, is_urgent=True, is_first=False).due_at == NOW + timedelta(minutes=30)


def test_a_follow_up_that_is_held_back_is_not_hastened_by_a_flood() -> None:
    later = replace(ONE, due_at=NOW + timedelta(hours=3))
    for urgent in (True, False):
        one = gathered(later, "arms", DESK, NOW, is_urgent=urgent, is_first=True)
        assert one.due_at == NOW + timedelta(hours=3, minutes=30)


def test_a_summary_waits_out_quiet_hours_unless_it_is_urgent() -> None:
    quiet = replace(DESK, quiet=(read_quiet("07:45-12:00"),))
    assert gathered(ONE, "arms", quiet, NOW, is_urgent=False, is_first=True).due_at == NOW + timedelta(hours=4, minutes=30)
    assert gathered(ONE, "arms", quiet, NOW, is_urgent=True, is_first=False).due_at == NOW + timedelta(minutes=30)


def test_the_operator_reads_what_happened_what_it_means_and_what_to_do() -> None:
    notice = began(BAYKAR, "desk")
    assert notice.title == "Baykar floods desk with alerts"
    assert "`arms/baykar` 20 times within an hour" in notice.lines[0]
    assert "nothing is dropped" in notice.lines[1]
    assert "`watchlists/arms.yaml`" in notice.lines[2]
    assert is_over(notice.title).title == "Over: Baykar floods desk with alerts"
