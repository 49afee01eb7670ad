"""Archives that hold documents, opened where documents are parsed: in a worker process, with bounds on everything that a bomb needs.

Members are read in memory and never unpacked to a path. A member that cannot be read is a warning; the others go on.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

import re2  # type: ignore[import-untyped]

from monitor.errors import ParseError
from monitor.model import Page
from monitor.sources.discovery.marks import mark, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Item
    from monitor.sources.document import Document

MOST_MEMBERS = 20_000  # of an archive; more are refused
MOST_READ = 50  # members that are read in one go
LARGEST_MEMBER = 40_000_000  # bytes, unpacked
LARGEST_TOTAL = 120_000_000  # bytes of all members read in one go, unpacked
HIGHEST_RATIO = 200  # unpacked to packed; XML comes to 20, a bomb to 1,000
_MOST_WARNINGS = 20
# What zipfile and the modules that it unpacks with raise: BadZipFile, zlib.error, LZMAError, EOFError and (bzip2) OSError for what is
# damaged, ValueError for a name that is no text and an offset before the beginning, RuntimeError for a member under a password,
# NotImplementedError for a method or version that nobody knows.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which members are wanted: those whose name `member` (RE2) matches and whose mark is not among those `seen`.

    Of a source that is read for the first time (`is_first`) the latest members are read, and the others count as seen. `in_one_go` is for
    an archive that is a single document: all of it, or nothing, in one reading.
    """

    member: str
    seen: str = ""
    is_first: bool = False
    in_one_go: bool = False


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What an archive held. `seen` are the marks after this reading; `is_partly_read` tells that more members wait."""

    page: Page
    seen: str
    is_partly_read: bool = False


def read_archive(document: Document, wanted: Wanted, parse: Callable[[Document], Page]) -> Unpacked:
    """Read an archive's members, each as a document of its own whose address is the archive's with `#` and the member's name.

    Raises:
        ParseError: it is no archive, holds too many members, or none of the wanted members can be read.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(document.body))
    except _UNREADABLE as error:
        raise ParseError(f"this is no zip archive that can be read: {error}") from None
    with archive:
        if len(archive.infolist()) > MOST_MEMBERS:
            raise ParseError(f"the archive has {len(archive.infolist()):,} members; more than {MOST_MEMBERS:,} are refused")
        chosen = _chosen(archive, wanted.member)
        before = unpacked(wanted.seen)
        known = set(before)
        fresh = [(info, sign) for info, sign in chosen if sign not in known]
        ordered = sorted(fresh, key=lambda entry: (entry[0].date_time, entry[0].filename))
        reading = ordered if wanted.in_one_go else ordered[-MOST_READ:] if wanted.is_first else _with_room(ordered[:MOST_READ])
        page = _page(archive, document, [info for info, _ in reading], parse)
    done = fresh if wanted.is_first else reading
    present = {sign for _, sign in chosen}
    kept = [sign for sign in before if sign in present]
    return Unpacked(page, packed(kept, (sign for _, sign in done)), is_partly_read=len(done) < len(fresh))


def _chosen(archive: zipfile.ZipFile, member: str) -> list[tuple[zipfile.ZipInfo, str]]:
    pattern = re2.compile(member)
    infos = [
        info for info in archive.infolist() if info.filename and not info.is_dir() and pattern.search(info.filename.replace("\\", "/"))
    ]
    return [(info, mark(info.filename, f"{info.CRC:08x}", str(info.file_size))) for info in infos]


def _with_room(members: list[tuple[zipfile.ZipInfo, str]]) -> list[tuple[zipfile.ZipInfo, str]]:
    """Take as many members as can be unpacked together by what the archive says of their sizes; the others wait for the next reading."""
    sizes = accumulate(min(info.file_size, LARGEST_MEMBER) for info, _ in members)
    return [member for place, (member, size) in enumerate(zip(members, sizes, strict=True)) if place == 0 or size <= LARGEST_TOTAL]


def _page(archive: zipfile.ZipFile, document: Document, infos: list[zipfile.ZipInfo], parse: Callable[[Document], Page]) -> Page:
    items: list[Item] = []
    warnings: list[str] = []
    total = declared = failed = 0
    for info in infos:
        try:
            body = _unpack(archive, info, LARGEST_TOTAL - total)
            total += len(body)
            page = parse(replace(document, body=body, content_type="", url=f"{document.url}#{info.filename}"))
        except ParseError as error:
            failed += 1
            warnings.append(f"{info.filename}: {error}")
            continue
        items += page.items
        declared += page.declared
        warnings += [f"{info.filename}: {each}" for each in page.warnings]
    if infos and failed == len(infos):
        raise ParseError(f"none of {len(infos)} documents in the archive can be read; the first: {warnings[0]}")
    return Page(tuple(items), declared=declared, warnings=tuple(warnings[:_MOST_WARNINGS]))


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> bytes:
    """Unpack a member, never further than its bounds, whatever the archive says of its size.

    Raises:
        ParseError: it is larger than it may be, encrypted or damaged.
    """
    bound = min(LARGEST_MEMBER, room, max(info.compress_size * HIGHEST_RATIO, 100_000))
    try:
        with archive.open(info) as member:
            body = member.read(bound + 1)
    except _UNREADABLE as error:
        raise ParseError(f"it cannot be unpacked: {error}") from None
    if len(body) > bound:
        raise ParseError(f"unpacked it is larger than {bound / 1e6:g} MB; it is left out")
    return body
