from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

import pytest

from monitor.alerts.muted import silenced_lines
from monitor.alerts.parts import MessagePart, SilencedPart
from monitor.alerts.render import load_templates, render
from monitor.model import RecipientKey

if TYPE_CHECKING:
    from monitor.alerts.parts import Form

UNTIL = datetime(2026, 12, 3, 8, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
MUTE = SilencedPart(1, UNTIL, "ann", "an exercise")


def test_a_silence_is_said_with_how_much_until_when_by_whom_and_why() -> None:
    assert silenced_lines([MUTE], "plain", ZONE) == ("1 story is silenced until Thu 3 Dec, 08:00 (mute by ann: an exercise)",)


def test_one_that_has_ended_is_said_to_have_been_and_one_without_a_reason_gives_none() -> None:
    over = SilencedPart(3, UNTIL, "ann", " ", is_over=True)
    assert silenced_lines([over], "plain", ZoneInfo("America/Toronto")) == ("3 stories were silenced until Thu 3 Dec, 03:00 (mute by ann)",)


def test_many_silences_are_counted_not_listed() -> None:
    lines = silenced_lines([MUTE] * 9, "plain", ZONE)
    assert (len(lines), lines[-1]) == (6, "4 more stories are silenced; see tocsin silence list")


@pytest.mark.parametrize("form", ["email", "slack", "matrix", "plain"])
def test_what_people_wrote_is_inert_in_every_form_of_a_digest(form: str) -> None:
    hostile = SilencedPart(1, UNTIL, "<b>ann</b>\r\nBcc: x", "<!channel> @room \u202e" + "x" * 500)
    part = MessagePart("key", RecipientKey("desk"), is_digest=True, is_update=False, stories=(), at=UNTIL, silenced=(hostile,))
    rendered = render(part, cast("Form", form), ZONE, load_templates())
    shown = f"{rendered.text} {rendered.html or ''} {rendered.blocks or ''}"
    assert "1 story is silenced until Thu 3 Dec, 08:00" in " ".join(shown.split())
    assert "\u202e" not in shown
    assert "<b>ann" not in (rendered.html or "")
    assert "<!channel>" not in shown or form != "slack"
    assert "x" * 200 not in shown
