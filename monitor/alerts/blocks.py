"""A message as Slack's blocks. Limits: docs.slack.dev/reference/block-kit/blocks (50 blocks, section 3000, header 150).

Every text of strangers comes here inert and escaped; the marks that stand here are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.digest_letter import DigestLine
from monitor.alerts.spoken import SpeechView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.alerts.amends import ChangeView
    from monitor.alerts.answers import Answer
    from monitor.alerts.letter import Letter
    from monitor.alerts.passage import PassageView
    from monitor.alerts.reports import ReportsView, ReportView
    from monitor.alerts.view import StoryView

MOST_BLOCKS = 50
LONGEST_SECTION = 3000
Block = dict[str, object]


def alert_blocks(letter: Letter) -> tuple[Mapping[str, object], ...]:
    """Lay out an alert."""
    opening = [_section(f"_{letter.opening}_")] if letter.opening else []
    stories = [block for story in letter.stories for block in _story(story)]
    return _whole([*opening, *stories], letter)


def listing_blocks(letter: Letter) -> tuple[Mapping[str, object], ...]:
    """Lay out a list of other reports."""
    return _whole(_reports(letter.reports), letter)


def digest_blocks(letter: Letter) -> tuple[Mapping[str, object], ...]:
    """Lay out a digest: a section for each heading and each story."""
    blocks = [_section(f"*{letter.opening}*")]
    for group in letter.groups:
        blocks.append(_section(f"*{group.heading}*" + (f"\n_{group.note}_" if group.note else "")))
        blocks.extend(block for story in group.stories for block in _brief(story))
        blocks.extend([_section(group.left_out)] if group.left_out else [])
    blocks.extend([_section("\n".join(letter.coverage))] if letter.coverage else [])
    return _whole(blocks, letter)


def notice_blocks(letter: Letter) -> tuple[Mapping[str, object], ...]:
    """Lay out a notice."""
    return _whole([_section(f"*{letter.opening}*"), *(_section(line) for line in letter.lines)], letter)


def _story(story: StoryView) -> list[Block]:
    who = " \N{MIDDLE DOT} ".join(f"*{watch.label}*" + (f" _{watch.doubt}_" if watch.doubt else "") for watch in story.watches)
    facts = "\n".join(line for line in (story.said, story.byline, story.status, story.asked) if line)
    proof = "\n".join(line for line in (*story.reasons, story.folded, story.also_in) if line)
    blocks = [_section(who), _section(f"*{_linked(story.title, story.link)}*"), _section(facts)]
    blocks.extend(_told(story))
    if proof:
        blocks.append(_section(proof))
    if story.link and not story.speeches:
        blocks.append(_section(_linked(story.read, story.link)))
    return [*blocks, *_reports(story.reports)]


def _told(story: StoryView | SpeechView | DigestLine) -> list[Block]:
    """Lay out what is told of an item: what is otherwise now, else the passages; a debate's speeches with a section each."""
    amended = story.amended
    blocks = [_section(f"*{amended.line}*")] if amended.line else []
    blocks.extend(_section(_change(change)) for change in amended.changes)
    blocks.extend([_section(amended.left_out)] if amended.left_out else [])
    if not isinstance(story, DigestLine) and not amended.changes:
        blocks.extend(_section(_quote(passage)) for passage in story.passages)
    if not isinstance(story, SpeechView):
        blocks.extend(block for speech in story.speeches for block in _speech(speech))
        blocks.extend([_section(story.more_speeches)] if story.more_speeches else [])
    return blocks


def _speech(speech: SpeechView) -> list[Block]:
    """Lay out a speech in one section; corrections, which are long, have their own."""
    facts = "".join(f" _{fact}_" for fact in (speech.said, speech.status) if fact)
    link = _linked(speech.read, speech.link) if speech.link else ""
    if speech.amended.changes:
        return [_section(f"*{speech.who}*{facts}"), *_told(speech), *([_section(link)] if link else [])]
    lines = [f"*{speech.who}*{facts}", speech.asked, speech.amended.line, *map(_quote, speech.passages), link]
    return [_section("\n".join(line for line in lines if line))]


def _change(change: ChangeView) -> str:
    old = f"{change.was}\n> {change.old}" if change.old else ""
    new = f"{change.now}\n> {change.new}" if change.new else change.gone
    return "\n".join(piece for piece in (old, new) if piece)


def _brief(story: DigestLine) -> list[Block]:
    said = [line for answer in story.answers for line in _answer(answer)]
    passages = () if story.amended.changes else story.passages
    lines = [_linked(story.title, story.link), story.details, story.asked, *map(_quote, passages), story.also_in, *said]
    return [_section("\n".join(line for line in lines if line)), *_told(story), *_reports(story.reports)]


def _reports(reports: ReportsView) -> list[Block]:
    """Lay out other reports, as many in a section as it holds: a message has few sections."""
    pieces = [f"*{reports.heading}*" if reports.heading else "", *map(_report, reports.lines), reports.left_out]
    sections = [""]
    for piece in filter(None, pieces):
        longer = f"{sections[-1]}\n{piece}" if sections[-1] else piece
        if len(longer) > LONGEST_SECTION:
            sections.append(piece)
        else:
            sections[-1] = longer
    return [_section(text) for text in sections if text]


def _report(report: ReportView) -> str:
    outlet = f" - {report.outlet}" if report.outlet else ""
    return f"\N{BULLET} {_linked(report.title, report.link)}{outlet}" + (f"\n_{report.folded}_" if report.folded else "")


def _answer(answer: Answer) -> list[str]:
    meant = f"Meant? Add `{answer.alias}` to the `aliases:` of {answer.label} in `{answer.file}`" if answer.alias else ""
    return [f"Not this? `{answer.no}`", meant]


def _quote(passage: PassageView) -> str:
    """Quote a passage, its reason below, with its match in bold.

    Slack shows bold only between spaces: an invisible one stands in where there is none.
    """
    left = "*" if passage.before[-1:] in {"", " "} else "\u200b*"
    right = "*" if passage.after[:1] in {"", " "} else "*\u200b"
    return "> " + passage.marked(left, right) + (f"\n{passage.why}" if passage.why else "")


def _linked(text: str, link: str) -> str:
    return f"<{link}|{text}>" if link else text


def _section(text: str) -> Block:
    """Make a section. `verbatim` keeps Slack from turning names and addresses in it into links and mentions of its own."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _whole(blocks: Sequence[Block], letter: Letter) -> tuple[Mapping[str, object], ...]:
    """Close with the footer, within the limits; what would break them is left out, the text beside the blocks has it."""
    footer = [*letter.footer, _linked("console", letter.console) if letter.console else "", letter.left_out]
    elements = [{"type": "mrkdwn", "text": text, "verbatim": True} for text in footer if text]
    fitting = [block for block in blocks if _fits(block)][: MOST_BLOCKS - 1]
    return (*fitting, {"type": "context", "elements": elements})


def _fits(block: Block) -> bool:
    text = block["text"]
    return isinstance(text, dict) and 1 <= len(str(text["text"])) <= LONGEST_SECTION
