"""Sample messages of every kind: what a preview shows of an empty archive, and what a user's templates are tried with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from monitor.alerts.coverage import Coverage, Reading, Sitting
from monitor.alerts.flood import FloodPart, FloodWatch
from monitor.alerts.notice import Notice
from monitor.alerts.parts import (
    Action,
    Amended,
    Correction,
    Excerpt,
    LeftOut,
    ListedPart,
    MessagePart,
    PossiblePart,
    ReportPart,
    SilencedPart,
    SpeechPart,
    StoryPart,
    WatchLine,
)
from monitor.model import How, ItemId, Kind, RecipientKey, Speaker, Tier, WatchKey

if TYPE_CHECKING:
    from collections.abc import Callable

SampleKind = Literal["alert", "digest", "flood", "follow-up", "listing", "notice"]
SAMPLE_KINDS: tuple[SampleKind, ...] = get_args(SampleKind)
RECIPIENT = RecipientKey("arms-desk")
_KEY = "5e4d1c9a7b3f2068"
_AT = datetime(2026, 3, 11, 11, 30, tzinfo=UTC)
_CONSOLE = "https://tocsin.example.org/"
_SAID = "sounds like Norvik Optronics (0.97)"
_WATCHLIST = "Arms exports"


@dataclass(frozen=True, slots=True)
class Sample:
    """A message of what is found, or a notice about the monitoring itself."""

    kind: SampleKind
    part: MessagePart | None = None
    notice: Notice | None = None


def sample(kind: SampleKind, recipient: RecipientKey = RECIPIENT) -> Sample:
    """Make the sample of a kind, as this recipient would read it."""
    if kind == "notice":
        return Sample(kind, notice=_notice())
    made: dict[str, Callable[[], MessagePart]] = {
        "alert": lambda: _message(_article()),
        "digest": lambda: _message(
            replace(_article(), reports=()),
            _debate(),
            is_digest=True,
            possible=(_possible(),),
            listed=(ListedPart(_HEADLINE, _AT, (_NORVIK,), (_report(),)),),
            coverage=_coverage(),
            left_out=(LeftOut(_PERMITS.watch, _PERMITS.label, _WATCHLIST, 12),),
            silenced=(SilencedPart(1, _AT + timedelta(days=1), "ann", "an exercise"),),
        ),
        "flood": lambda: _message(_article(), is_digest=True, flood=_flood()),
        "follow-up": lambda: _message(_debate(), _corrected(), is_update=True),
        "listing": lambda: _message(listed=(ListedPart(_HEADLINE, _AT, (_NORVIK,), (_report(),)),)),
    }
    return Sample(kind, replace(made[kind](), recipient=recipient))


_HEADLINE = "Ardun halts permits for drone cameras after a wreck is found"
_NORVIK = WatchLine(WatchKey("arms/norvik"), "Norvik Optronics", _WATCHLIST, How.VARIANT, Tier.SURE, _SAID, 3)
_SPOKEN = WatchLine(_NORVIK.watch, "Norvik Optronics", _WATCHLIST, How.EXACT, Tier.SURE, "written as watched", 1)
_PERMITS = WatchLine(WatchKey("arms/permits"), "Export permits", _WATCHLIST, How.EXACT, Tier.SURE, "written as watched", 1)
_ACTIONS = (
    Action("why", f"{_CONSOLE}why/112"),
    Action("not this", f"{_CONSOLE}act/sample"),
    Action("mute 24 h", f"{_CONSOLE}act/sample"),
)


def _message(*stories: StoryPart, **changes: object) -> MessagePart:
    plain = MessagePart(_KEY, RECIPIENT, is_digest=False, is_update=False, stories=stories, at=_AT, public_url=_CONSOLE)
    return replace(plain, **changes)  # type: ignore[arg-type]


def _coverage() -> Coverage:
    """Read all but one of four feeds, and the record of a parliament to its newest sitting."""
    minutes = timedelta(minutes=9)
    feeds = [Reading(name, last_ok_at=_AT - minutes, interval=timedelta(minutes=30)) for name in ("Courier", "Radio Lakeside", "Gazette")]
    failing = Reading("Herald", last_ok_at=_AT - timedelta(hours=21), interval=timedelta(hours=1), error="server answers 503")
    sitting = Sitting(date(2026, 3, 10), "12", is_draft=True)
    record = Reading("Commons Hansard", is_record=True, last_ok_at=_AT - minutes, interval=timedelta(hours=1), sitting=sitting)
    return Coverage(_AT, (*feeds, failing, record), (_WATCHLIST,))


def _flood() -> FloodPart:
    watch = FloodWatch(_NORVIK.watch, _NORVIK.label, 27, 20, ItemId(112))
    return FloodPart(27, _AT - timedelta(hours=1), (watch,), (("Norvik", 21), ("Norvik Cup", 6)))


def _article() -> StoryPart:
    return StoryPart(
        title=_HEADLINE,
        outlet="The Lakeside Courier",
        url="https://courier.example/2026/03/drone-cameras",
        published_at=_AT - timedelta(hours=5),
        seen_at=_AT,
        lang="en",
        kind=Kind.ARTICLE,
        speaker=None,
        headings=(),
        watches=(_NORVIK, _PERMITS),
        excerpts=(
            Excerpt(
                "text", "… the camera in the wreck was made by ", "Norvick Optronix", ", a firm in Tallow Bridge, the …", _SAID, How.VARIANT
            ),
            Excerpt("text", "… said that no ", "export permits", " are granted until it is known how …", "written as watched", How.EXACT),
        ),
        also_in=("Radio Lakeside", "Example Wire", "Gazette"),
        reports=(_report(),),
        status="revised",
        actions=_ACTIONS,
    )


def _report() -> ReportPart:
    return ReportPart(
        title="Minister orders a review of camera exports",
        outlet="Herald",
        url="https://herald.example/review",
        folded_because="83 % likely the same event: titles alike 0.21, texts 0.44, both say Norvik, permits, wreck",
        lang="en",
        also_in=("Mirror",),
        item=ItemId(118),
    )


def _debate() -> StoryPart:
    question = SpeechPart(
        kind=Kind.QUESTION,
        speaker=Speaker("Ms. B. Other", party="Other Party", constituency="Northtown"),
        url="https://parliament.example/debates/12#p6",
        lang="en",
        excerpts=(Excerpt("text", "How did a camera of ", "Norvik Optronics", " come to be there?", "written as watched", How.EXACT),),
        status="draft",
    )
    answer = SpeechPart(
        kind=Kind.ANSWER,
        speaker=Speaker("Hon. A. Member", party="Example Party", role="Minister"),
        url="https://parliament.example/debates/12#p7",
        lang="en",
        excerpts=(Excerpt("text", "The ", "export permits", " of this firm are suspended.", "written as watched", How.EXACT),),
        status="draft",
    )
    return replace(
        _article(),
        title="Drone cameras",
        outlet="House of Commons",
        watches=(_SPOKEN, _PERMITS),
        url=question.url,
        kind=Kind.SPEECH,
        headings=("Oral Questions", "Drone cameras"),
        excerpts=(),
        also_in=(),
        reports=(),
        status=None,
        sitting_date=date(2026, 3, 10),
        speeches=(question, answer),
        speaks_up=False,
    )


def _corrected() -> StoryPart:
    change = Correction("The wreck held seven cameras of Norvik Optronics.", "The wreck held eight cameras of Norvik Optronics.")
    return replace(_article(), status=None, also_in=(), reports=(), amended=Amended(corrections=(change,)))


def _possible() -> PossiblePart:
    why = "sounds like Norvik Optronics (0.71)"
    watch = replace(_NORVIK, tier=Tier.POSSIBLE, why=why, mentions=1)
    passage = Excerpt("text", "… glasses by ", "Norwick Optics", ", the opticians on Mill Street …", why, How.VARIANT)
    story = replace(
        _article(),
        title="Opticians open on Mill Street",
        watches=(watch,),
        excerpts=(passage,),
        also_in=(),
        reports=(),
        status=None,
        actions=_ACTIONS[:2],
    )
    return PossiblePart(ItemId(131), story, ("Norwick Optics",))


def _notice() -> Notice:
    return Notice(
        "courier.example has not been read since Tue 14:00",
        (
            "The server answers 503: it is overloaded or being repaired. It was asked 7 times.",
            "Items may be missed: its feed holds about 9 hours.",
            "Tocsin asks again at 16:20, less often each time, and never gives up.",
            "`tocsin sources list --failing` shows how it stands; open the feed in a browser to see for yourself.",
        ),
    )
