"""What a record's server answered, made into an answer for the cursor and a page for the database. Fetching and parsing, nothing stored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from monitor.daemon.ingest import HOST_GAP
from monitor.errors import FetchError, ParseError
from monitor.settings.secrets import SecretError, expand
from monitor.sources.archive import Wanted
from monitor.sources.caching import fresh_for, retry_after, validators
from monitor.sources.discovery.ask import Answer, Ask, Verdict
from monitor.sources.discovery.cursor import Reading
from monitor.sources.discovery.verdicts import Judged, judge, together
from monitor.sources.document import Document
from monitor.sources.expectations import shortcomings
from monitor.sources.fetch import HostWaits, TooLarge
from monitor.sources.parliament.licence import under_licence
from monitor.sources.parliament.variants import merged

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import date, datetime

    from monitor.catalogue.record import CatalogueRecord
    from monitor.model import Page
    from monitor.sources.archive import Unpacked
    from monitor.sources.response import Response
    from monitor.sources.workers import ParsePool

RECORD_ACCEPT = "application/xml, application/json, text/xml;q=0.9, application/zip;q=0.9, text/html;q=0.8, */*;q=0.5"
_TOO_MANY, _UNAVAILABLE = 429, 503
_READ = frozenset({Verdict.HERE, Verdict.SAME})


class Robots(Protocol):
    """Knows what a site lets programs read."""

    async def refusal(self, url: str) -> str | None:
        """Say why an address must not be read; None if it may."""
        ...


class AskedTooOften(FetchError):
    """The server wants to be left alone; the same is asked again later. Not the document's fault."""

    def __init__(self, response: Response) -> None:
        self.response = response
        super().__init__(f"the server answers {response.status}")


@dataclass(slots=True)
class Heard:
    """What came back for an ask: an answer for the cursor, the page that it brought, how many requests it took, and the last response."""

    answer: Answer = field(default_factory=lambda: Answer(Verdict.BROKEN))
    page: Page | None = None
    requests: int = 0
    response: Response | None = None


@dataclass(frozen=True, slots=True)
class Listener:
    """Asks a record's server. `get` makes one request: an address, unexpanded, and what it is conditional on."""

    record: CatalogueRecord
    pool: ParsePool
    get: Callable[[str, Reading | None], Awaitable[Response]]
    robots: Robots | None
    pause: Callable[[float], Awaitable[None]]
    now: Callable[[], datetime]

    async def hear(self, ask: Ask, heard: Heard) -> None:
        """Ask, and note in `heard` what came of it, the requests also when it ends badly.

        Raises:
            HostWaits: a host on the way must be left alone for now.
            AskedTooOften: the server says so.
        """
        told = {language: await self._one(ask, address, ask.readings.get(language), heard) for language, address in ask.addresses.items()}
        if ask.kind in {"document", "part"}:
            changed = {language for language, each in told.items() if each.judged.verdict is Verdict.HERE}
            if changed:
                await self._complete(ask, told, heard)
            await self._read(ask, told)
            if any(told[language].page is not None for language in changed):
                page = merged({language: each.page for language, each in told.items() if each.page is not None})
                page = under_licence(page, self.record.licence) if self.record.licence else page
                lacks = shortcomings(self.record, page) if ask.kind == "document" and not ask.seen else ()
                heard.page = replace(page, warnings=(*page.warnings, *lacks))
        heard.answer = self._answer(ask, told, heard.page)

    async def _one(self, ask: Ask, address: str, reading: Reading | None, heard: Heard) -> _Told:
        """Make one request and judge its answer; what keeps it from being made is a judgement too."""
        if heard.requests:
            await self.pause(HOST_GAP.total_seconds())
        try:
            url = expand(address, percent_encode=True)
            if self.robots is not None and not self.record.is_published_interface and (why := await self.robots.refusal(url)):
                return _Told(Judged(Verdict.BROKEN, why, is_servers=True))
            heard.requests += 1
            response = await self.get(address, reading)
        except HostWaits:
            raise
        except (FetchError, SecretError) as error:
            return _Told(Judged(Verdict.BROKEN, str(error), is_servers=not isinstance(error, TooLarge)))
        is_pause = response.status == _UNAVAILABLE and retry_after(response.headers, self.now()) is not None
        if response.status == _TOO_MANY or is_pause:
            raise AskedTooOften(response)
        heard.response = response
        return _Told(judge(response, url, reading, ask.wants), response)

    async def _complete(self, ask: Ask, told: dict[str, _Told], heard: Heard) -> None:
        """Have in full the languages that answered with nothing new: an item's languages are stored together."""
        for language, each in told.items():
            if each.judged.verdict is not Verdict.SAME or each.response is None:
                continue
            if each.response.body:
                each.judged = Judged(Verdict.HERE)
            else:
                told[language] = await self._one(ask, ask.addresses[language], None, heard)

    async def _read(self, ask: Ask, told: Mapping[str, _Told]) -> None:
        """Parse what is there, language by language; one that cannot be read is broken, and the others go on."""
        for language, each in told.items():
            if each.judged.verdict is not Verdict.HERE or each.response is None:
                continue
            try:
                await self._parse(ask, ask.addresses[language], each, each.response)
            except ParseError as error:
                each.judged = Judged(Verdict.BROKEN, str(error))

    async def _parse(self, ask: Ask, address: str, told: _Told, response: Response) -> None:
        url = address if "${" in address else response.url  # what is stored holds no secret
        record = self.record
        if ask.wants != "archive":
            told.page = await self.pool.parse(record.format, response.body, response.content_type, url, record.options)
            return
        wanted = Wanted(ask.member or "", ask.seen, is_first=ask.is_bulk and ask.is_old and not ask.seen, in_one_go=not ask.is_bulk)
        document = Document(response.body, response.content_type, url, record.options)
        told.unpacked = await self.pool.unpack(record.format, document, wanted)
        told.page = told.unpacked.page

    def _answer(self, ask: Ask, told: Mapping[str, _Told], page: Page | None) -> Answer:
        whole = together([each.judged for each in told.values()])
        if whole.verdict is Verdict.HERE and page is None and ask.kind in {"document", "part"}:  # what is new of it is broken
            whole = replace(whole, verdict=Verdict.SAME)
        there = {name: each.response for name, each in told.items() if each.judged.verdict in _READ and each.response is not None}
        first = next(iter(there.values()), None)
        unpacked = next((each.unpacked for each in told.values() if each.unpacked is not None), None)
        address = next(iter(ask.addresses.values()))
        return Answer(
            verdict=whole.verdict,
            reason=_with_address(ask, told, whole.reason),
            is_servers=whole.is_servers,
            readings={name: _reading(each, ask.readings.get(name)) for name, each in there.items()},
            body=first.body if first is not None and ask.kind in {"listing", "part"} else b"",
            url=first.url if first is not None and "${" not in address else address,
            entries=(page.declared or len(page.items)) if page is not None else None,
            newest=_newest(page) if page is not None else None,
            fresh_for=max((fresh_for(each.headers, self.now()) for each in there.values()), default=timedelta(0)),
            is_faulty=page is not None and bool(page.warnings),
            seen=unpacked.seen if unpacked is not None else "",
            is_partly_read=unpacked is not None and unpacked.is_partly_read,
        )


def _with_address(ask: Ask, told: Mapping[str, _Told], reason: str) -> str:
    """Say of a document in several languages at which address the reason arose; its name holds a place for the language instead."""
    addresses = (ask.addresses[language] for language, each in told.items() if each.judged.reason and each.judged.reason in reason)
    at = next(addresses, "") if len(ask.addresses) > 1 and reason else ""
    return f"{reason} ({at})" if at else reason


@dataclass(slots=True)
class _Told:
    """What one language came to."""

    judged: Judged
    response: Response | None = None
    page: Page | None = None
    unpacked: Unpacked | None = None


def _reading(response: Response, former: Reading | None) -> Reading:
    """Take validators as a feed's are taken: from this answer alone, or from a 304 what it renews."""
    etag, last_modified = validators(response.headers)
    if response.body:
        return Reading(etag, last_modified, response.body_hash.hex())
    former = former or Reading()
    return Reading(etag or former.etag, last_modified or former.last_modified, former.body_hash)


def _newest(page: Page) -> date | None:
    days = (item.sitting_date or (item.published_at.date() if item.published_at is not None else None) for item in page.items)
    return max((day for day in days if day is not None), default=None)
