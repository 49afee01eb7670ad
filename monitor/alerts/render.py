"""Messages rendered for each form of channel: email, Slack, Matrix, and plain text for every other service.

Pure: the templates are an argument, read once by `load_templates`. Text of strangers is made inert before a template sees it
(`inert.py`), HTML is escaped by the templates' engine. A message beyond a form's size leaves its last speeches, other reports and
stories out and counts them; a text that is too long even so is cut, says so, and keeps its link. In a user's own templates nothing is cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.alerts import digest_letter
from monitor.alerts import letter as letters
from monitor.alerts.blocks import MOST_BLOCKS, alert_blocks, digest_blocks, listing_blocks, notice_blocks
from monitor.alerts.direction import in_html, in_text
from monitor.alerts.mrkdwn import sections
from monitor.alerts.parts import Excerpt, Form, MessagePart, StoryPart, WatchLine
from monitor.alerts.shortening import shortened
from monitor.alerts.spoken import MOST_SPEECHES
from monitor.alerts.template_files import Templates, load_templates
from monitor.model import Rendered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from monitor.alerts.letter import Letter
    from monitor.alerts.notice import Notice

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
    "render_told",
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
    """Render an alert, a list of other reports or a digest as `form` shows it, in the time of `zone`.

    What a user's own templates write may be more than that holds: see `fits`.
    """
    most, parts = SHAPES[form].most_stories, MOST_SPEECHES[form]
    while True:
        rendered = _rendered(*_letter(part, form, zone, most, parts), form, templates)
        if fits(rendered, form):
            return rendered
        if (most, parts) == (1, 1):
            return _cut(rendered, form, templates)
        if most > 1 and parts <= _FEWEST_PARTS:
            most = max(1, min(most, part.size) // 2)
        else:
            parts //= 2


def fits(rendered: Rendered, form: Form) -> bool:
    """Tell whether a form can hold a message."""
    return len((rendered.text + rendered.html).encode()) <= SHAPES[form].most_bytes and len(rendered.blocks) <= MOST_BLOCKS


def _letter(part: MessagePart, form: Form, zone: ZoneInfo, most: int, parts: int) -> tuple[str, Letter]:
    """Word a message as the kind that it is."""
    if part.is_digest or not (part.stories or part.listed):
        return "digest", digest_letter.digest(part, form, zone, most, parts)
    if not part.stories:
        return "listing", letters.listing(part, form, zone, most)
    return "alert", letters.alert(part, form, zone, most, parts)


def render_told(told: MessagePart | Notice, form: Form, zone: ZoneInfo, templates: Templates) -> Rendered:
    """Render what a delivery says, be it of what was found or about the monitoring itself."""
    if isinstance(told, MessagePart):
        return render(told, form, zone, templates)
    return render_notice(told.title, told.lines, form, templates)


def render_notice(title: str, lines: Sequence[str], form: Form, templates: Templates) -> Rendered:
    """Render a message about the monitoring itself, to its operator or a list's owner.

    Args:
        title: what is the matter, in one line.
        lines: a paragraph each; back quotes stand around what is to be copied.
        form: how it is to be shown.
        templates: those of `load_templates`.
    """
    most = letters.MOST_NOTICE_LINES
    while True:
        rendered = _rendered("notice", letters.notice(title, lines, form, most), form, templates)
        if fits(rendered, form):
            return rendered
        if most == 1:
            return _cut(rendered, form, templates)
        most //= 2


def _cut(rendered: Rendered, form: Form, templates: Templates) -> Rendered:
    """Cut a text to what its form holds. One in a user's own templates is left to its caller, who tells them that it does not fit."""
    return rendered if templates.own else replace(rendered, text=shortened(rendered.text, SHAPES[form].most_bytes))


def _rendered(kind: str, letter: Letter, form: Form, templates: Templates) -> Rendered:
    shape, own = SHAPES[form], f"{kind}.{form}.txt"
    text = templates.fill_in(own if templates.has(own) else f"{kind}.txt", {"letter": letter, "width": shape.columns})
    return Rendered(
        subject=letter.subject,
        text=in_text(_TOO_MANY_BREAKS.sub("\n\n", text).strip() + "\n"),
        html=in_html(templates.fill_in(f"{kind}.{form}.html", {"letter": letter})) if shape.html else "",
        blocks=_blocks(kind, letter, text if templates.has(own) else "") if shape.blocks else (),
    )


def _blocks(kind: str, letter: Letter, own: str) -> tuple[Mapping[str, object], ...]:
    """Lay out a message; where a recipient has words of their `own` for Slack, these are shown in sections."""
    return tuple(sections(in_text(own).split("\n"))) if own.strip() else _LAYOUTS[kind](letter)
