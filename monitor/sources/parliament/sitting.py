"""What all items of one document share, and how an item is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.model import Item, Record, digest
from monitor.sources.parliament.keys import Twins, text_mark
from monitor.sources.parliament.milestones import Moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from monitor.model import Kind, Speaker

_NEVER = Moment()
ASKED = 2_000  # characters of a question that its answer keeps


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing said or written: under which headings, outer to inner, by whom, when.

    `key` is the record's own name for it, if that lasts; without one it is named by day, house, speaker and beginning. A run of lines
    that nobody says is named by its `opening`: if a speech goes that parted two runs, they are one, and it has the name of the first.
    `asked` is the question that it answers.
    """

    kind: Kind
    lines: Sequence[str]
    headings: tuple[str, ...] = ()
    speaker: Speaker | None = None
    moment: Moment = _NEVER
    key: str = ""
    native_id: str | None = None
    url: str | None = None
    asked: str = ""
    opening: str = ""


@dataclass(slots=True)
class Sitting:
    """One sitting of one house. `number` is the sitting's own; `title` heads what stands under no heading.

    Where it `is_in_parallel` with another language, its headings name no debate, for they read otherwise there; its own ids do.
    """

    house: str
    day: date | None = None
    number: str | None = None
    title: str = ""
    lang: str | None = None
    status: str | None = None
    is_in_parallel: bool = False
    items: list[Item] = field(default_factory=list)
    _twins: Twins = field(default_factory=Twins)
    _first: dict[tuple[str, ...], str] = field(default_factory=dict)

    def add(self, passage: Passage) -> None:
        """Make an item of a passage; one without words is none."""
        text = "\n".join(passage.lines)
        if not text:
            return
        headings = tuple(heading for heading in passage.headings if heading)
        key = self._twins.apart(passage.key or self._name(passage, text))
        self.items.append(
            Item(
                key=key,
                title=headings[-1] if headings else self.title,
                text=text,
                kind=passage.kind,
                url=passage.url,
                published_at=passage.moment.at,
                lang=self.lang,
                sitting_date=self.day,
                headings=headings,
                speaker=passage.speaker,
                status=self.status,
                record=Record(
                    house=self.house,
                    sitting=self.number,
                    native_id=passage.native_id,
                    time_precision=passage.moment.precision,
                    debate=self._debate(headings, key),
                    asked=passage.asked[:ASKED],
                ),
            )
        )

    def _name(self, passage: Passage, text: str) -> str:
        who = (passage.speaker.id or passage.speaker.label) if passage.speaker else ""
        return f"{self.day}/{self.house}/{who}/{text_mark(passage.opening or text)}"

    def _debate(self, headings: tuple[str, ...], key: str) -> str:
        """Name the debate: what stands under the same headings of the same sitting."""
        first = (self._first.setdefault(headings, key),) if self.is_in_parallel else headings
        return f"{self.house}/{self.number or self.day}/{digest('debate/1', *first).hex()[:12]}"
