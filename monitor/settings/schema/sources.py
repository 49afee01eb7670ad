"""`sources.yaml` and `sources/*.yaml`: what is polled."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, PositiveInt

from monitor.model import SourceKey
from monitor.settings.document import Bare
from monitor.settings.records import Source
from monitor.settings.schema.entry import Complaint, Duration, Entry, Text, Texts
from monitor.settings.schema.general import FullText
from monitor.settings.schema.recess import Recess
from monitor.settings.schema.web_address import WebAddress, is_web_address
from monitor.stories.url_key import url_key

_NO_SLUG = re.compile(r"[^\w]+")
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, a token
_GLUED = re.compile(r"(url|name):(\S.*)")
_TRUE = frozenset({"true", "True", "TRUE"})


def _feed_address(text: str) -> str:
    glued = _GLUED.match(text)
    if glued is not None:
        raise Complaint("there is no space after this colon", f"write {glued[1]}: {glued[2]}")
    address = "https://" + text.removeprefix("feed://") if text.startswith("feed://") else text
    is_good = is_web_address(address)
    if not is_good and not text.startswith("${"):
        guess = f"did you mean https://{text}?" if "://" not in text and "." in text else "copy it from the browser, with https://"
        raise Complaint(f"{'this' if '@' in text else repr(text)} is no web address", guess)
    if is_good and urlsplit(address).password is not None:
        raise Complaint("this address holds a password", 'take it out, and write user: NAME and password: "${env:...}" beside url:')
    return address


def _header_name(text: str) -> str:
    if _HEADER.fullmatch(text) is None:
        raise Complaint(f"{text!r} cannot be the name of a header", "write a name such as Authorization")
    return text


def _header_value(text: str) -> str:
    if not text.isprintable():
        raise Complaint("a header's value is one line of text", "take the invisible characters out")
    return text


def _bare_address(value: object) -> object:
    return {"url": value} if isinstance(value, str) else value


def _bare_record(value: object) -> object:
    return {"record": value} if isinstance(value, str) else value


HeaderName = Annotated[Text, AfterValidator(_header_name)]
HeaderValue = Annotated[Text, AfterValidator(_header_value)]
_TAGS = "Words of yours for `only:` and `except:`. `official` marks an official body: its word is news after that of the press too."


class FeedEntry(Entry):
    """A feed: RSS, Atom or JSON Feed."""

    url: Annotated[Text, AfterValidator(_feed_address)] = Field(description="The feed's address.")
    name: Text | None = Field(None, description="What you call it; it also names the source in `only:` and `except:`.")
    poll: Duration | None = Field(None, description="How often to ask, instead of the interval that adapts.", examples=["10m"])
    full_text: FullText | None = Field(None, description="Of which entries of this feed the article's page is read.")
    tags: Texts = Field((), description=_TAGS, examples=[["defence"]])
    headers: dict[HeaderName, HeaderValue] = Field(default_factory=dict, examples=[{"Authorization": "${env:EXAMPLE_KEY}"}])
    enabled: bool = Field(default=True, description="false keeps it here without asking it.")
    backfill: Duration | None = Field(None, description="Also alert on what is this old at the first poll.", examples=["7d"])
    max_age: Duration | None = Field(None, description="Entries older than this are archived, not alerted.", examples=["14d"])
    user: Text | None = Field(None, description="For a feed behind a login.")
    password: Text | None = Field(None, examples=["${env:EXAMPLE_PASSWORD}"])
    proxy: WebAddress | None = None


class ExpectEntry(Entry):
    """What a record must hold to be believed. Less is reported to the operator as a fault of the source."""

    records: Annotated[int, Field(ge=0, le=100_000)] | None = Field(
        None, description="Items of one document, at least; fewer on a day with a sitting is a fault.", examples=[20]
    )
    quiet: Duration | None = Field(None, description="Nothing new for longer than this is a fault, outside a recess.", examples=["60d"])


class ParliamentEntry(Entry):
    """One record of a parliament; what it may say beyond these words is the record's own: see the records of parliaments."""

    model_config = ConfigDict(extra="allow")

    record: Text = Field(description="Which record of `tocsin sources catalogue`.", examples=["ca-hansard"])
    name: Text | None = None
    url: WebAddress | None = Field(None, description="Where json-api or xml-api asks; for any other record, a mirror of its site.")
    poll: Duration | None = None
    tags: Texts = ()
    headers: dict[HeaderName, HeaderValue] = Field(default_factory=dict)
    enabled: bool = True
    backfill: Duration | None = None
    max_age: Duration | None = None
    user: Text | None = None
    password: Text | None = None
    proxy: WebAddress | None = None
    languages: Texts | None = Field(None, description="The languages that are read; all that the record has.", examples=[["en", "fr"]])
    revisit: Duration | None = Field(None, description="How long a document is read again for revisions.", examples=["14d"])
    expect: ExpectEntry | None = Field(None, description="What it must bring to be believed.")
    recess: Recess = Field((), description="Days on which silence is no fault.", examples=[["2026-07-01..2026-08-31"]])
    requests_per_day: PositiveInt | None = Field(None, description="How many requests it may make a day.", examples=[500])


Feed = Annotated[FeedEntry, BeforeValidator(_bare_address, json_schema_input_type=str | FeedEntry)]
Record = Annotated[ParliamentEntry, BeforeValidator(_bare_record, json_schema_input_type=str | ParliamentEntry)]


class Sources(Entry):
    """Settings of `sources.yaml`."""

    feeds: tuple[Feed, ...] = Field((), description="Feeds: an address, or a map with url: and more.")
    parliaments: tuple[Record, ...] = Field(
        (), description="Records of parliaments: a name of the catalogue, or a map with `record:` and more."
    )


def slug(name: str) -> str:
    """Fold a name to the letters and digits that a key is made of: `The Daily Example` is `the-daily-example`."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    return _NO_SLUG.sub("-", plain.casefold()).strip("-_")


def source_key(name: str | None, target: str, *, is_address: bool) -> SourceKey:
    """Make the stable key of a source: the slug of its name, else the key of a feed's address, else a record's own name."""
    return SourceKey((slug(name) if name else "") or (url_key(target) if is_address else target))


def feed(entry: FeedEntry) -> Source:
    """Make a feed's record."""
    key = source_key(entry.name, entry.url, is_address=True)
    return Source(
        key=key,
        kind="feed",
        url=entry.url,
        name=entry.name or key,
        poll=entry.poll,
        full_text=entry.full_text,
        tags=frozenset(entry.tags),
        headers=MappingProxyType(dict(entry.headers)),
        enabled=entry.enabled,
        backfill=entry.backfill,
        max_age=entry.max_age,
        user=entry.user,
        password=entry.password,
        proxy=entry.proxy,
    )


def parliament(entry: ParliamentEntry) -> Source:
    """Make a record's source; the words of its own become `options`, numbers and booleans as such. It bears the tag `parliament`."""
    key = source_key(entry.name, entry.record, is_address=False)
    return Source(
        key=key,
        kind=entry.record,
        url=entry.url or "",
        name=entry.name or key,
        poll=entry.poll,
        tags=frozenset({*entry.tags, "parliament"}),
        headers=MappingProxyType(dict(entry.headers)),
        enabled=entry.enabled,
        backfill=entry.backfill,
        max_age=entry.max_age,
        user=entry.user,
        password=entry.password,
        proxy=entry.proxy,
        options=MappingProxyType({**_common(entry), **_own(entry)}),
    )


def _own(entry: ParliamentEntry) -> dict[str, object]:
    return {name: natural(value) for name, value in (entry.model_extra or {}).items() if value is not None}


def _common(entry: ParliamentEntry) -> dict[str, object]:
    """Take what any record may say, as far as it is said."""
    expect = entry.expect.model_dump(exclude_none=True) if entry.expect else None
    said = {name: getattr(entry, name) for name in ("languages", "revisit", "recess", "requests_per_day")} | {"expect": expect}
    return {name: MappingProxyType(value) if isinstance(value, dict) else value for name, value in said.items() if value}


def natural(value: object) -> object:
    """Give free settings the types that YAML 1.2 gives them: unquoted numbers and booleans are no texts."""
    if isinstance(value, list):
        return tuple(natural(each) for each in value)
    if isinstance(value, dict):
        return MappingProxyType({name: natural(each) for name, each in value.items()})
    if not isinstance(value, Bare):
        return value
    if value[0] in "tTfF":
        return value in _TRUE
    try:
        return int(value, 0) if value[:2] in {"0o", "0x"} else int(value)
    except ValueError:
        return float(value)
