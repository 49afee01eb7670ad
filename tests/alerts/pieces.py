"""Hits, stories and messages for the tests of this room: one speech, one article, nothing real."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from monitor.alerts.parts import Excerpt, ListedPart, MessagePart, PossiblePart, ReportPart, StoryPart, WatchLine
from monitor.alerts.render import load_templates
from monitor.model import Hit, How, ItemId, Kind, Mention, RecipientKey, Speaker, Tier, WatchKey

TORONTO = ZoneInfo("America/Toronto")
TEMPLATES = load_templates()
NOW = datetime(2020, 10, 7, 11, 30, tzinfo=UTC)  # a Wednesday, 07:30 in Toronto


def mention(start: int, matched: str, field: str = "text", **changes: object) -> Mention:
    plain = Mention(field, start, start + len(matched), matched, How.EXACT, Tier.SURE, 1.0, "written as watched")
    return replace(plain, **changes)  # type: ignore[arg-type]


def hit(watch: str, *mentions: Mention) -> Hit:
    return Hit(WatchKey(watch), mentions or (mention(0, "x"),))


WESCAM = WatchLine(
    WatchKey("arms/wescam"), "L3Harris WESCAM", "Arms exports", How.VARIANT, Tier.SURE, "sounds like L3Harris WESCAM (0.97)", 4
)
BAYKAR = WatchLine(WatchKey("arms/baykar"), "Baykar", "Arms exports", How.EXACT, Tier.SURE, "written as watched", 1)
PERHAPS = WatchLine(WatchKey("arms/baykar"), "Baykar", "Arms exports", How.VARIANT, Tier.POSSIBLE, "sounds like Baykar (0.71)", 1)

ARTICLE = StoryPart(
    title="Canada investigates diversion of its own military technology to Azerbaijan",
    outlet="example-news.net",
    url="https://example-news.net/2020/10/canada?a=1&b=2",
    published_at=datetime(2020, 10, 6, 13, 12, tzinfo=UTC),
    seen_at=NOW,
    lang="en",
    kind=Kind.ARTICLE,
    speaker=None,
    headings=(),
    watches=(WESCAM,),
    excerpts=(Excerpt("text", "… cameras produced by ", "L Threis Wiskam", ", the Canadian unit of …", WESCAM.why, How.VARIANT),),
    also_in=("Example Wire", "Gazette", "Nouvelles"),
)
SPEECH = StoryPart(
    title="",
    outlet="House of Commons",
    url="https://example.org/hansard/12#p7",
    published_at=datetime(2020, 10, 7, 18, 25, tzinfo=UTC),
    seen_at=NOW,
    lang="fr-CA",
    kind=Kind.SPEECH,
    speaker=Speaker("Hon. A. Member", role="Minister", party="Example Party"),
    headings=("Oral Questions", "Export permits"),
    watches=(BAYKAR,),
    excerpts=(Excerpt("text", "les licences de ", "Baykar", " sont suspendues", BAYKAR.why, How.EXACT),),
    status="draft record",
)

GUESS = PossiblePart(
    ItemId(12),
    replace(
        ARTICLE,
        title="A cup of tea",
        watches=(PERHAPS,),
        excerpts=(Excerpt("text", "… a cup from ", "Baycar", " of the …", PERHAPS.why, How.VARIANT),),
        also_in=(),
    ),
    spellings=("Baycar",),
)

REPORT = ReportPart(
    title="Ottawa looks into drone cameras",
    outlet="Herald",
    url="https://herald.example/drone-cameras?a=1&b=2",
    folded_because='83 % likely the same event: "Canada investigates diversion"',
    lang="en",
    also_in=("Mirror", "Echo"),
)
SECOND_REPORT = ReportPart("Kanada prüft Kamera-Exporte", "Tagblatt", None, "71 % likely the same event")
LISTED = ListedPart(ARTICLE.title, NOW, (WESCAM,), (REPORT, SECOND_REPORT))


def message(*stories: StoryPart, **changes: object) -> MessagePart:
    plain = MessagePart("9f3c51d0a7b24e6f", RecipientKey("arms-desk"), is_digest=False, is_update=False, stories=stories, at=NOW)
    return replace(plain, **changes)  # type: ignore[arg-type]
