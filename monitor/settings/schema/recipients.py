"""`recipients.yaml`: who is told, where and when."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, RootModel

from monitor.alerts.quiet import LONGEST_HOLD, Quiet, read_quiet, release_time
from monitor.alerts.recipient import DEFAULT_SEND, Recipient, WhenEmpty
from monitor.alerts.schedule import REMEDY, When, read_when
from monitor.model import Priority, RecipientKey
from monitor.settings.schema.entry import Complaint, Entry, Kinds, Languages, Text, one_or_many
from monitor.settings.schema.general import Zone

UTC = ZoneInfo("UTC")
_ANY_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)  # quiet hours repeat by the week
_KEY = re.compile(r"[\w.-]{1,80}")


def _when(value: object) -> When:
    if not isinstance(value, str):
        raise Complaint("this is no time of sending", REMEDY)
    return read_when(value)


def _quiet(value: object) -> Quiet:
    if not isinstance(value, str):
        raise Complaint("this is no quiet time", "write 22:00-06:30, or a day such as sat")
    return read_quiet(value)


def _leaves_an_hour(quiet: tuple[Quiet, ...]) -> tuple[Quiet, ...]:
    if release_time(_ANY_MONDAY, quiet, UTC) - _ANY_MONDAY > LONGEST_HOLD:
        raise Complaint("these quiet times cover the whole week, so that nothing could ever leave", "leave an hour open")
    return quiet


def _key(text: str) -> str:
    if _KEY.fullmatch(text) is None:
        raise Complaint(f"{text!r} cannot name a recipient", "use letters, digits, - . and _, such as arms-desk")
    return text


def names_folder(text: str) -> bool:
    """Tell whether a text can name a folder of templates: one under templates/, and nothing beyond."""
    return _KEY.fullmatch(text) is not None and not text.startswith(".")


def _folder(text: str) -> str:
    if not names_folder(text):
        raise Complaint(f"{text!r} cannot name a folder of templates", "name one under templates/, such as desk")
    return text


def _address(text: str) -> str:
    if "/" not in text and "@" not in text and "${" not in text:
        raise Complaint(f"{text!r} is no address", "write name@example.org, slack/channel, matrix/!room:server, or an Apprise URL")
    return text


WhenText = Annotated[When, PlainValidator(_when, json_schema_input_type=str)]
QuietText = Annotated[Quiet, PlainValidator(_quiet, json_schema_input_type=str)]


class SendEntry(Entry):
    """When to send, by priority."""

    urgent: WhenText | None = Field(None, examples=["at once"])
    normal: WhenText | None = Field(None, examples=["hourly"])
    low: WhenText | None = Field(None, examples=["daily 07:30"])

    @property
    def times(self) -> dict[Priority, When]:
        """The times that are given, by priority."""
        return {priority: when for priority in Priority if (when := getattr(self, priority.value)) is not None}


def _one_time(value: object) -> object:
    if isinstance(value, list):
        raise Complaint("this list is no time of sending", "write one time for all, or one for each: {urgent: at once, normal: hourly}")
    return dict.fromkeys(("urgent", "normal", "low"), value) if isinstance(value, str) else value


Send = Annotated[SendEntry, BeforeValidator(_one_time, json_schema_input_type=str | SendEntry)]
Key = Annotated[Text, AfterValidator(_key)]
TemplatesName = Annotated[Text, AfterValidator(_folder)]
Addresses = Annotated[
    tuple[Annotated[Text, AfterValidator(_address)], ...],
    BeforeValidator(one_or_many, json_schema_input_type=str | list[str]),
    Field(min_length=1),
]
QuietTexts = Annotated[
    tuple[QuietText, ...], BeforeValidator(one_or_many, json_schema_input_type=str | list[str]), AfterValidator(_leaves_an_hour)
]


class RecipientEntry(Entry):
    """Somebody who is told."""

    to: Addresses = Field(description="Where to: an email address, slack/channel, matrix/!room:server, or any Apprise URL.")
    send: Send | None = Field(None, description="When: one value for all, or one for each priority.")
    quiet: QuietTexts = Field((), description="When not: held, never dropped; urgent passes.", examples=[["22:00-06:30", "sat"]])
    when_empty: WhenEmpty | None = Field(
        None,
        description="Whether a digest with nothing to tell leaves, and proves the silence: `send` if you do not say and have digests.",
    )
    timezone: Zone | None = Field(None, description="What days and clocks go by; else the general time zone.")
    templates: TemplatesName | None = Field(
        None, description="Messages by templates of your own: a folder beside the settings, under templates/."
    )
    language: Text = Field(
        "en", description="The language of the messages' own words: en is the only one so far, and check warns of others."
    )
    min_score: Annotated[float, Field(ge=0, le=1)] = Field(
        0.0, description="Tell of mentions that score at least so much, 0 to 1; a name as it is watched has 1.", examples=[0.8]
    )
    kinds: Kinds = Field((), description="Tell of items of these kinds only.", examples=[["speech", "question", "answer"]])
    languages: Languages = Field((), description="Tell of items in these languages only; what names none is told.", examples=[["en", "fr"]])


class Recipients(RootModel[dict[Key, RecipientEntry]]):
    """Settings of `recipients.yaml`: each entry under the name that watchlists use in `tell`."""


def recipients(model: Recipients, zone: ZoneInfo) -> dict[RecipientKey, Recipient]:
    """Make the records; `zone` is for those who name none."""
    return {RecipientKey(key): _recipient(RecipientKey(key), entry, zone) for key, entry in model.root.items()}


def _recipient(key: RecipientKey, entry: RecipientEntry, zone: ZoneInfo) -> Recipient:
    send = entry.send.times if entry.send else {}
    asked: WhenEmpty | None = "send" if any(when.is_digest for when in send.values()) else None
    return Recipient(
        key=key,
        to=entry.to,
        send={**DEFAULT_SEND, **send} if send else DEFAULT_SEND,
        quiet=entry.quiet,
        zone=entry.timezone or zone,
        language=entry.language,
        min_score=entry.min_score,
        kinds=frozenset(kind.value for kind in entry.kinds),
        templates=entry.templates,
        languages=frozenset(entry.languages),
        when_empty=entry.when_empty or asked,
    )
