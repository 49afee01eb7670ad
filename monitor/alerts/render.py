"""Messages rendered for each form of channel: email, Slack, Matrix, and plain text for every other service.

Pure: the templates are an argument, read once by `load_templates`. Text of strangers is made inert before a template sees it
(`inert.py`), HTML is escaped by the templates' engine. A digest beyond a form's size leaves its last stories out and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts import digest_letter
from monitor.alerts import letter as letters
from monitor.alerts.blocks import alert_blocks, digest_blocks, listing_blocks, notice_blocks
from monitor.alerts.direction import in_html, in_text
from monitor.alerts.parts import Excerpt, Form, MessagePart, StoryPart, WatchLine
from monitor.alerts.spoken import MOST_SPEECHES
from monitor.alerts.template_files import Templates, load_templates
from monitor.model import Rendered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from monitor.alerts.letter import Letter

__all__ = [
    "Excerpt",
    "Form",
    "MessagePart",
    "StoryPart",
    "Templates",
    "WatchLine",
    "load_templates",
    "render",
    "render_notice",
]

_FEWEST_PARTS = 3  # speeches of a debate that are shown before a story is left out for them
_TOO_MANY_BREAKS = re.compile(r"\n{3,}")
_LAYOUTS = {"alert": alert_blocks, "listing": listing_blocks, "digest": digest_blocks, "notice": notice_blocks}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a form can hold: columns of its text (0: the reader's screen breaks lines), whether it shows HTML or blocks, how much."""

    columns: int
    html: bool
    blocks: bool
    most_stories: int
    most_bytes: int


SHAPES: dict[Form, Shape] = {
    "email": Shape(columns=72, html=True, blocks=False, most_stories=60, most_bytes=90_000),  # Gmail folds a mail at 102 kB
    "slack": Shape(columns=0, html=False, blocks=True, most_stories=20, most_bytes=30_000),  # text beyond 40,000 is cut
    "matrix": Shape(columns=0, html=True, blocks=False, most_stories=40, most_bytes=40_000),  # an event is 65,536 bytes, JSON and all
    "plain": Shape(columns=0, html=False, blocks=False, most_stories=15, most_bytes=3_500),  # Telegram and ntfy take 4,096
}


def render(part: MessagePart, form: Form, zone: ZoneInfo, templates: Templates) -> Rendered:
    """Render an alert, a list of other reports or a digest as `form` shows it, in the time of `zone`."""
    most, parts = SHAPES[form].most_stories, MOST_SPEECHES[form]
    while True:
        rendered = _rendered(*_letter(part, form, zone, most, parts), form, templates)
        if (most, parts) == (1, 1) or len((rendered.text + rendered.html).encode()) <= SHAPES[form].most_bytes:
            return rendered
        if most > 1 and parts <= _FEWEST_PARTS:
            most = max(1, min(most, part.size) // 2)
        else:
            parts //= 2


def _letter(part: MessagePart, form: Form, zone: ZoneInfo, most: int, parts: int) -> tuple[str, Letter]:
    """Word a message as the kind that it is."""
    if part.is_digest or not (part.stories or part.listed):
        return "digest", digest_letter.digest(part, form, zone, most, parts)
    if not part.stories:
        return "listing", letters.listing(part, form, zone, most)
    return "alert", letters.alert(part, form, zone, most, parts)


def render_notice(title: str, lines: Sequence[str], form: Form, templates: Templates) -> Rendered:
    """Render a message about the monitoring itself, to its operator or a list's owner.

    Args:
        title: what is the matter, in one line.
        lines: a paragraph each; back quotes stand around what is to be copied.
        form: how it is to be shown.
        templates: those of `load_templates`.
    """
    return _rendered("notice", letters.notice(title, lines, form), form, templates)


def _rendered(kind: str, letter: Letter, form: Form, templates: Templates) -> Rendered:
    shape = SHAPES[form]
    text = templates.fill_in(f"{kind}.txt", {"letter": letter, "width": shape.columns})
    return Rendered(
        subject=letter.subject,
        text=in_text(_TOO_MANY_BREAKS.sub("\n\n", text).strip() + "\n"),
        html=in_html(templates.fill_in(f"{kind}.{form}.html", {"letter": letter})) if shape.html else "",
        blocks=_LAYOUTS[kind](letter) if shape.blocks else (),
    )
