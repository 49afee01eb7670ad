"""Speeches as their reader sees them: who said what, on which question, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.amends import amended_view
from monitor.alerts.direction import isolated, isolated_runs
from monitor.alerts.inert import guard, line, link_in, safe_language, safe_link
from monitor.alerts.lengths import LONGEST_LABEL, LONGEST_NAME, LONGEST_QUESTION
from monitor.alerts.passage import passage_view

if TYPE_CHECKING:
    from monitor.alerts.amends import AmendedView
    from monitor.alerts.parts import Form, SpeechPart, StoryPart
    from monitor.alerts.passage import PassageView
    from monitor.model import Kind, Speaker

# Of one debate. Slack takes 50 blocks, one for each speech; a plain message has 4,096 bytes.
MOST_SPEECHES: dict[Form, int] = {"email": 25, "slack": 20, "matrix": 20, "plain": 5}


@dataclass(frozen=True, slots=True)
class SpeechView:
    """A speech of a debate in lines; an empty line is left out by the templates."""

    who: str
    said: str
    asked: str
    status: str
    passages: tuple[PassageView, ...]
    amended: AmendedView
    link: str
    read: str
    lang: str


def speech_view(speech: SpeechPart, form: Form, most_passages: int, most_changes: int) -> SpeechView:
    """Word one speech of a debate for `form`."""
    safe = guard(form)
    link = safe_link(speech.url)
    return SpeechView(
        who=safe(who(speech.speaker)) or safe(wording.said(speech.kind)),
        said=safe(wording.manner(speech.kind)) if speech.speaker else "",
        asked=safe(asked(speech.asked)),
        status=safe(isolated(line(wording.status(speech.status or ""), LONGEST_NAME))),
        passages=tuple(passage_view(one, safe) for one in speech.excerpts[:most_passages]),
        amended=amended_view(speech.amended, safe, most_changes),
        link=link_in(form, link) if link else "",
        read=wording.read(speech.kind),
        lang=safe_language(speech.lang),
    )


def who(speaker: Speaker | None) -> str:
    """Name a speaker with what the record says of them; nothing where it names nobody."""
    if speaker is None:
        return ""
    label = line(speaker.label, LONGEST_LABEL)
    said = (line(part or "", LONGEST_NAME) for part in (speaker.party, speaker.role, speaker.constituency))
    facts = [isolated(fact) for fact in said if fact and fact.casefold() not in label.casefold()]
    facts += [word for word, is_so in (("in the chair", speaker.is_chair), ("witness", speaker.is_witness)) if is_so]
    return isolated(label) + (f" ({', '.join(facts)})" if facts else "")


def said(kind: Kind, speaker: Speaker | None) -> str:
    """Say in what manner something is on record, and by whom."""
    return ": ".join(piece for piece in (wording.said(kind), who(speaker)) if piece)


def asked(question: str) -> str:
    """Say what was asked, on one line."""
    shown = isolated_runs(line(question, LONGEST_QUESTION))
    return f"Asked: {shown}" if shown else ""


def more_speeches(story: StoryPart, form: Form, most: int) -> str:
    """Say how many speeches beyond the first `most` are not shown, and where they begin."""
    rest = story.speeches[most:]
    link = next((found for speech in rest if (found := safe_link(speech.url))), None)
    if not rest:
        return ""
    return wording.count(len(rest), "more speech", "more speeches") + (f", see {link_in(form, link)}" if link else "")
