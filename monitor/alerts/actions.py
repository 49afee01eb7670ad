"""What a reader can do with one click: links to pages of ours, which ask before they act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts.inert import guard, line, link_in, safe_link
from monitor.alerts.lengths import LONGEST_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.alerts.parts import Action, Form

MOST_ACTIONS = 6


@dataclass(frozen=True, slots=True)
class ActionView:
    """One link: what it does, and where it leads."""

    label: str
    link: str


def actions_view(actions: Sequence[Action], form: Form) -> tuple[ActionView, ...]:
    """Word the actions beside a story; one whose address cannot be linked is left out, for it is ours and cannot be disguised."""
    safe = guard(form)
    linked = ((one.label, safe_link(one.url)) for one in actions[:MOST_ACTIONS])
    return tuple(ActionView(safe(line(label, LONGEST_NAME)), link_in(form, link)) for label, link in linked if link)
