# ruff: noqa: RUF001, RUF003  dashes, quotes and letters of other scripts are what this is about
"""Take a text out of its wrapping: what stands around a story when somebody else prints it.

The advertising marks of autoblogs, bylines and datelines at the head, sources and invitations at the foot. What is left is
for comparing; nobody reads it. Only whole lines go, and only from the two ends: what stands between paragraphs stays.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.stories.markup import plain
from monitor.stories.wording import wording

READ = 100_000  # characters of a text that are looked at, markup included

_AD = re.compile(r"\[ad_(\d+)\]", re.IGNORECASE)
# What page builders leave in a text: [fusion_builder_row], [/vc_column], [caption id="attachment_12"]
_SHORTCODE = re.compile(r"\[/?(?:[a-z]+(?:_[a-z\d]+)+|caption|gallery|embed|audio|video)(?:\s[^\[\]]{0,1000})?/?\]")

_HEAD = re.compile(
    r"""
      (?:by|par|von|por|от)\s+(?-i:[A-ZÀ-ÞА-Я])[^.!?]{1,80}                                        # By Staff Writer
    | (?:first\s+)?(?:published|updated|posted|publi[ée]\s+le|mis\s+à\s+jour|опубликовано|обновлено)\b[^.!?]{0,80}
    | (?:read\s+more|watch|listen|see\s+also|lire\s+aussi|à\s+lire|читайте\s+также|اقرأ\s+أيضا?ً?)\s*:.*
    | sign\s+up\b.*newsletters?.* | (?:advertisement|publicité|реклама|إعلان) | \d+\s+min(?:ute)?s?\s+read
    | (?:photo|image|credit|crédit)s?\s*:.*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TAIL = re.compile(
    r"""
      \(?(?:additional\s+)?(?:reporting|writing|editing)\s+by\b.*
    | our\s+standards\s*:.* | \((?:with|avec)\s+(?:files\s+from\s+)?[^.]{2,40}\)
    | (?:the\s+post|l[’']article|la\s+entrada|der\s+beitrag|o\s+post|l[’']articolo|сообщение)\b.{1,400}
      (?:appeared\s+first\s+on|est\s+apparu\s+en\s+premier\s+sur|erschien\s+zuerst\s+auf|primero\s+en|primeiro\s+em|proviene\s+da|появил\w+\s+сначала\s+на)\b.*
    | .{0,300}\b(?:was\s+)?(?:originally|first)\s+(?:published|appeared)\s+(?:at|by|in|on)\b.{0,200}
    | (?:original\s+)?(?:source|источник|المصدر|quelle|fuente)(?:\s+link)?\s*(?:[:：].{0,120})?
    | (?:read|view|see)\s+(?:more|the\s+(?:full|original|whole|rest)\b).* | continue\s+reading\b.* | lire\s+la\s+suite\b.* | weiterlesen\b.*
    | (?:related|more\s+on\s+this|see\s+also|read\s+also|lire\s+aussi|à\s+lire|читайте\s+также|اقرأ\s+أيضا?ً?)\s*[:：].*
    | (?:sign\s+up|subscribe|please\s+subscribe|follow\s+us|join\s+us|share\s+this|click\s+here)\b.{0,200}
    | .{0,120}\b(?:please\s+subscribe|your\s+support)\b.*
    | (?:©|copyright\b|\(c\)\s).* | .{0,120}\ball\s+rights\s+reserved\b.* | (?:advertisement|publicité|реклама|إعلان)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CUT_MARK = 32  # characters: longer than any mark that a text was cut
_CUT_SHORT = re.compile(r"[\s\[(]{0,4}(?:…|\.\.\.)[\s\])]{0,4}$|\s?\[\+\d{1,9} chars\]$")

_AGENCY_DATELINE = re.compile(r"[^()\n.!?]{0,60}\([^()\n]{2,40}\)\s?[-–—:]{1,2}\s(?=\S)")  # OTTAWA, May 3 (Example Wire) —
_SLASHED_DATELINE = re.compile(r"[^/\n]{3,40}\.\s*/[^/\n]{2,20}/\.?\s?(?=\S)")  # МОСКВА, 3 мая. /ТАСС/.
_CITY_DATELINE = re.compile(r"([^\n–—]{2,60}?)\s?(?:[–—]|\s-{1,2})\s(?=\S)")  # OTTAWA — ; only in capitals


def cleaned_and_worded(title: str, text: str) -> tuple[str, str]:
    """Strip a text as `clean` does, and give its wording too; of a very long one the first 100,000 characters."""
    return _cleaned_and_worded(title[:READ], text[:READ])


@lru_cache(maxsize=8)
def _cleaned_and_worded(title: str, text: str) -> tuple[str, str]:
    """Keep at hand what was asked last: several look at one item one after the other, and this is most of their work."""
    cleaned = clean(title, text)
    return cleaned, wording(cleaned)


def clean(title: str, text: str) -> str:
    """Strip a text of wrappers, bylines, datelines, its own headline and the lines at its foot.

    `text` may be plain or markup. The result is plain, one line a paragraph, white space collapsed; empty if nothing was said.
    """
    lines = [" ".join(line.split()) for line in _SHORTCODE.sub(" ", _unwrapped(plain(text))).splitlines()]
    lines = [line for line in lines if line]
    headline = wording(plain(title))
    first, end = 0, len(lines)
    while first < end and (_HEAD.fullmatch(lines[first]) or (headline and wording(lines[first]) == headline)):
        first += 1
    while end > first and _TAIL.fullmatch(lines[end - 1]):
        end -= 1
    kept = lines[first:end]
    if kept:
        kept[0] = _without_dateline(kept[0])
        kept[-1] = kept[-1][:-_CUT_MARK] + _CUT_SHORT.sub("", kept[-1][-_CUT_MARK:])
    return "\n".join(line for line in kept if line)


def _unwrapped(text: str) -> str:
    """Keep what stands between the first `[ad_1]` and the last `[ad_2]`: after it come links, not words."""
    marks = list(_AD.finditer(text)) if "[" in text else []
    if not marks:
        return text
    begins = next((mark.end() for mark in marks if mark[1] == "1"), 0)
    ends = next((mark.start() for mark in reversed(marks) if mark[1] != "1"), len(text))
    return _AD.sub("\n", text[begins:ends] if begins < ends else text)


def _without_dateline(line: str) -> str:
    for dateline in (_AGENCY_DATELINE, _SLASHED_DATELINE):
        found = dateline.match(line)
        if found:
            return line[found.end() :]
    city = _CITY_DATELINE.match(line)
    return line[city.end() :] if city and city[1].partition(",")[0].isupper() else line
