"""How a reader answers a possible mention: what to call when it is something else, and what to write down when it is meant."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts.direction import isolated
from monitor.alerts.inert import command_in, guard, line, unping
from monitor.alerts.lengths import LONGEST_LABEL

if TYPE_CHECKING:
    from monitor.alerts.parts import Form, PossiblePart

LONGEST_SPELLING = 120  # a longer one is no name, and goes under no aliases


@dataclass(frozen=True, slots=True)
class Answer:
    """What to do about one watch of a possible mention. `no` is a command; `alias` is written as YAML takes it, empty if there is none."""

    no: str
    alias: str
    label: str
    file: str


def answers(one: PossiblePart, form: Form) -> tuple[Answer, ...]:
    """Word the answers to a possible mention, for each of its watches."""
    spellings = (*one.spellings, *("" for _ in one.story.watches))
    return tuple(
        Answer(
            no=command_in(form, f"tocsin not-this {one.item} {shlex.quote(watch.watch)}"),
            alias=_alias(spelling, form),
            label=guard(form)(isolated(line(watch.label, LONGEST_LABEL))),
            file=command_in(form, f"watchlists/{watch.watch.partition('/')[0]}.yaml"),
        )
        for watch, spelling in zip(one.story.watches, spellings, strict=False)
    )


def _alias(spelling: str, form: Form) -> str:
    """Write a spelling so that what is copied is what stood there, and stays one alias whatever is in it."""
    shown = line(spelling, 2 * LONGEST_SPELLING)
    if not shown or len(shown) > LONGEST_SPELLING:
        return ""
    quoted = command_in(form, json.dumps(shown, ensure_ascii=False))
    return quoted if form == "email" else unping(quoted)
