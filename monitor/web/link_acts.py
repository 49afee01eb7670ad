"""What each link of a message says before it acts, and what it does: read here, and written by the daemon's own use cases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from shlex import quote
from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.links import Link
from monitor.channels.inert import one_line
from monitor.daemon import vetoes
from monitor.daemon.muting import LONGEST_NAME, LONGEST_REASON, headline, in_words, mute, unmute
from monitor.errors import MonitorError
from monitor.model import ItemId, StoryId, WatchKey
from monitor.store import hits, items, silences, stories
from monitor.store.silences import NewSilence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from monitor.settings.records import Settings
    from monitor.store.items import StoredItem

DAY = timedelta(hours=24)
LONGEST_SHOWN = 300
MOST_WATCHES = 5


@dataclass(frozen=True, slots=True)
class Question:
    """What a link asks before it acts. `facts` are names with values; each of the `choices` is a value with the words of its button.

    `asks_who` for a name and a reason.
    """

    heading: str
    facts: tuple[tuple[str, str], ...]
    note: str
    choices: tuple[tuple[str, str], ...]
    asks_who: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What a link did, how that is undone on the command line, and the link that undoes it, if one does."""

    said: str
    undone_by: str = ""
    undo: Link | None = None

    @property
    def kept(self) -> dict[str, object]:
        """Give it as it is stored."""
        undo = None if self.undo is None else [self.undo.act, *self.undo.about]
        return {"said": self.said, "undone_by": self.undone_by, "undo": undo}


def done_of(kept: Mapping[str, object], link: Link) -> Done:
    """Read what a link did when it was used."""
    undo = kept.get("undo")
    said, undone_by = str(kept["said"]), str(kept["undone_by"])
    match undo:
        case ["this" | "unmute" as act, *about]:
            return Done(said, undone_by, replace(link, act=act, about=tuple(map(str, about))))
        case _:
            return Done(said, undone_by)


def uses(link: Link) -> list[str]:
    """Name each thing that a link does once: to teach each of its watches, else the one thing that it is for."""
    return [f"{link.name} {watch}" for watch in link.about[1:]] if link.act in {"this", "not-this"} else [link.name]


class Acts:
    """What links do, by one look at the settings and the clock."""

    def __init__(self, settings: Settings, now: datetime) -> None:
        self._settings, self._now = settings, now

    def asks(self, connection: Connection, link: Link) -> Question:
        """Say what a link will do.

        Raises:
            MonitorError: what it is about is not here any more.
        """
        match link.act:
            case "mute":
                return self._asks_mute(connection, link)
            case "unmute":
                return self._asks_unmute(connection, link)
            case _:
                return self._asks_taught(connection, link)

    def does(self, connection: Connection, link: Link, form: Mapping[str, str]) -> Done:
        """Do it, once it was asked for; the caller sees to it that it is done once, and that the form chose what the link offers.

        Raises:
            MonitorError: it cannot be done any more.
        """
        author = one_line(form.get("name", ""), LONGEST_NAME) or f"{link.recipient}, by a link"
        reason = one_line(form.get("reason", ""), LONGEST_REASON)
        match link.act:
            case "mute":
                return self._mute(connection, link, author, reason)
            case "unmute":
                row = unmute(connection, int(link.about[0]), author, self._now.astimezone(self._zone(link)))
                return Done(f"Silence {row.id} is over. What it held back stays untold; what comes from now on is told.")
            case _:
                return self._teach(connection, link, form.get("choice", ""), author, reason)

    def _asks_mute(self, connection: Connection, link: Link) -> Question:
        story = stories.root(connection, StoryId(int(link.about[0])))
        lead, until = items.get(connection, stories.get(connection, story).lead), self._when(self._now + DAY, link)
        found = dict.fromkeys(row.watch for row in hits.of_story(connection, story))
        return Question(
            heading="Mute this story for 24 hours?",
            facts=(
                ("Story", _title(lead)),
                ("First seen", f"{lead.outlet}, {self._when(lead.seen_at, link)}"),
                ("Found in it", wording.listing([*found], MOST_WATCHES)),
                ("For", link.recipient),
                ("Until", until),
            ),
            note=f"{link.recipient} is told nothing of this story until then, be it urgent. What is held back is kept on record, and is "
            "not told late. Nobody else is muted.",
            choices=(("", f"Mute until {until}"),),
            asks_who=True,
        )

    def _mute(self, connection: Connection, link: Link, author: str, reason: str) -> Done:
        stories.get(connection, StoryId(int(link.about[0])))  # a number that is given to a story later must not be muted before
        new = NewSilence((("story", link.about[0]),), link.recipient, author, reason, self._now, self._now + DAY)
        row = mute(connection, new, self._now)
        undo = replace(link, act="unmute", about=(str(row.id),))
        title = headline(connection, StoryId(int(link.about[0])))
        story = f"This story, “{title}”," if title else "This story"
        said = f"{story} is muted for {link.recipient} until {self._when(row.ends_at, link)} (silence {row.id})."
        return Done(said, f"tocsin silence end {row.id}", undo)

    def _asks_unmute(self, connection: Connection, link: Link) -> Question:
        row = silences.get(connection, int(link.about[0]))
        return Question(
            heading="End this mute?",
            facts=(
                ("Silence", f"{row.id}, by {row.author}"),
                ("Of", in_words(connection, row)),
                ("For", row.recipient or "everybody"),
                ("Until", self._when(row.ends_at, link)),
            ),
            note="What it held back stays untold; what comes from now on is told.",
            choices=(("", "End the mute"),),
        )

    def _asks_taught(self, connection: Connection, link: Link) -> Question:
        item = items.get(connection, ItemId(int(link.about[0])))
        found = {row.watch: row for row in hits.of_item(connection, item.id) if row.watch in link.about[1:]}
        if not found:
            raise MonitorError("none of these watches is found in this item any more")
        matched = [(row.label, one_line(max(row.mentions, key=lambda each: each.score).matched, 80)) for row in found.values()]
        is_undo = link.act == "this"
        note = (
            "It may be meant again, in what comes from now on."
            if is_undo
            else "This is for everybody who is told of the watch. Another spelling is left out from now on; where the name itself stands, "
            "this story alone is."
        )
        return Question(
            heading="Is it meant after all?" if is_undo else "Is this not what is watched for?",
            facts=(("Item", _title(item)), ("From", item.outlet), *((f"Found for {label}", f"“{text}”") for label, text in matched)),
            note=note,
            choices=tuple((row.watch, f"{'It is' if is_undo else 'Not'} {row.label}") for row in found.values()),
            asks_who=not is_undo,
        )

    def _teach(self, connection: Connection, link: Link, choice: str, author: str, reason: str) -> Done:
        item, watch = ItemId(int(link.about[0])), WatchKey(choice)
        if link.act == "this":
            vetoes.unteach(connection, item, watch, author, self._now)
            return Done(f"Taken back: it may mean {watch} again, in what comes from now on.")
        lesson = vetoes.teach(connection, item, watch, author, reason, self._now)
        spelled = ", ".join(f"“{one_line(each, 80)}”" for each in lesson.spellings)
        said = f"From now on {spelled} does not mean {watch}." if spelled else f"This story does not mean {watch}; it is watched elsewhere."
        undo = replace(link, act="this", about=(link.about[0], watch))
        return Done(said, f"tocsin not-this {item} {quote(watch)} --undo", undo)

    def _when(self, at: datetime, link: Link) -> str:
        zone = self._zone(link)
        return f"{wording.short_moment(at, zone)} ({wording.place(zone)})"

    def _zone(self, link: Link) -> ZoneInfo:
        recipient = self._settings.recipients.get(link.recipient)
        return recipient.zone if recipient else self._settings.zone


def _title(item: StoredItem) -> str:
    return one_line(item.item.title or next(reversed(item.item.headings), ""), LONGEST_SHOWN) or "(no title)"
