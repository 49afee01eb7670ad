"""A message as Slack's blocks. Nothing is left out here: whoever renders looks whether all of it fits, and asks for less if not.

Slack shows the blocks alone, so what is not in them is not read. Every text of strangers comes here inert and escaped; the marks
that stand here are ours. Limit: docs.slack.dev/reference/block-kit/blocks (50 blocks).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.digest_letter import DigestLine
from monitor.alerts.mrkdwn import linked, quote, section, sections
from monitor.alerts.spoken import SpeechView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.alerts.amends import AmendedView, ChangeView
    from monitor.alerts.answers import Answer
    from monitor.alerts.letter import Letter
    from monitor.alerts.mrkdwn import Block
    from monitor.alerts.reports import ReportsView, ReportView
    from monitor.alerts.view import StoryView

MOST_BLOCKS = 50
_DOT = " \N{MIDDLE DOT} "


def alert_blocks(letter: Letter) -> tuple[Mapping[str, object], ...]:
    """Lay out an alert."""
    opening = [section(f"_{letter.opening}_")] if letter.opening else []
    stories = [block for story in letter.stories for block in _story(story)]
    return _closed([*opening, *stories], letter)


def listing_blocks(letter: Letter) -> tuple[Mapping[str, object], ...]:
    """Lay out a list of other reports."""
    return _closed(sections(_reports(letter.reports)), letter)


def digest_blocks(letter: Letter) -> tuple[Mapping[str, object], ...]:
    """Lay out a digest: a section for each heading and each story."""
    blocks = [section(f"*{letter.opening}*"), *sections(list(letter.flood))]
    for group in letter.groups:
        blocks += sections([f"*{group.heading}*", f"_{group.note}_" if group.note else ""])
        blocks += [block for story in group.stories for block in _brief(story)]
        blocks += sections([group.left_out])
    blocks += sections(list(letter.coverage))
    return _closed(blocks, letter)


def notice_blocks(letter: Letter) -> tuple[Mapping[str, object], ...]:
    """Lay out a notice: a section for each line."""
    return _closed([section(f"*{letter.opening}*"), *(block for line in letter.lines for block in sections([line]))], letter)


def _story(story: StoryView) -> list[Block]:
    who = [f"*{watch.label}*" + (f" _({watch.doubt})_" if watch.doubt else "") for watch in story.watches]
    facts = [story.said, _DOT.join(fact for fact in (story.byline, story.status) if fact), story.asked]
    told = [block for pieces in _told(story) for block in sections(pieces)]
    # Links, not buttons: Slack asks the app about each click on a button, and shows a fault where no server of the app answers.
    links = [linked(story.read, story.link)] if story.link and not story.speeches else []
    links += [linked(action.label, action.link) for action in story.actions]
    return [
        *sections(who, _DOT),
        *sections([f"*{linked(story.title, story.link)}*", *facts]),
        *told,
        *sections([*story.reasons, story.folded, story.also_in]),
        *sections(_reports(story.reports)),
        *sections(links, _DOT),
    ]


def _told(story: StoryView | SpeechView | DigestLine) -> list[list[str]]:
    """Word what is told of an item, in pieces that belong together: what is otherwise now, else the passages; a debate's speeches."""
    told = _amended(story.amended)
    if not isinstance(story, DigestLine) and not story.amended.changes:
        told += [quote(passage) for passage in story.passages]
    if not isinstance(story, SpeechView):
        told += [_speech(speech) for speech in story.speeches]
        told.append([story.more_speeches])
    return told


def _amended(amended: AmendedView) -> list[list[str]]:
    line = [f"*{amended.line}*"] if amended.line else []
    return [line, *map(_change, amended.changes), [amended.left_out]]


def _speech(speech: SpeechView) -> list[str]:
    """Word a speech; where it is corrected, the changes stand for the passages."""
    facts = "".join(f"{_DOT}{fact}" for fact in (speech.said, speech.status) if fact)
    told = [piece for pieces in _told(speech) for piece in pieces]
    return [f"*{speech.who}*{facts}", speech.asked, *told, linked(speech.read, speech.link) if speech.link else ""]


def _change(change: ChangeView) -> list[str]:
    old = [change.was, f"> {change.old}"] if change.old else []
    new = [change.now, f"> {change.new}"] if change.new else [change.gone]
    return [*old, *new]


def _brief(story: DigestLine) -> list[Block]:
    """Lay out a story of a digest in one section, if that holds it: a message has few."""
    said = [line for answer in story.answers for line in _answer(answer)]
    passages = [] if story.amended.changes else [piece for passage in story.passages for piece in quote(passage)]
    told = [piece for pieces in _told(story) for piece in pieces]
    lines = [linked(story.title, story.link), story.details, story.asked, *passages, story.also_in, *said]
    actions = _DOT.join(linked(action.label, action.link) for action in story.actions)
    return sections([*lines, *told, *_reports(story.reports), actions])


def _reports(reports: ReportsView) -> list[str]:
    heading = f"*{reports.heading}*" if reports.heading else ""
    return [heading, *(piece for report in reports.lines for piece in _report(report)), reports.left_out]


def _report(report: ReportView) -> list[str]:
    outlet = f" - {report.outlet}" if report.outlet else ""
    return [f"\N{BULLET} {linked(report.title, report.link)}{outlet}", f"_{report.folded}_" if report.folded else ""]


def _answer(answer: Answer) -> list[str]:
    meant = f"Meant? Add `{answer.alias}` to the `aliases:` of {answer.label} in `{answer.file}`" if answer.alias else ""
    return [f"Not this? `{answer.no}`", meant]


def _closed(blocks: Sequence[Block], letter: Letter) -> tuple[Mapping[str, object], ...]:
    """Close with what is not shown, where one sees it, and why the reader gets the message."""
    footer = [*letter.footer, linked("console", letter.console) if letter.console else ""]
    elements = [{"type": "mrkdwn", "text": text, "verbatim": True} for text in footer if text]
    return (*blocks, *sections([letter.left_out]), {"type": "context", "elements": elements})
