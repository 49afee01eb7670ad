"""Megabytes a second to read records of parliaments, beside lxml alone on the same bytes, and the memory that a document takes.

python benchmarks/parse_speed.py [FORMAT=FILE ...]

Without files, each format reads a document of about 1 MB in its structure, made here. Each reads in a process of its own, so that the
memory is its own: what the process has at its most, beyond what it had before the document, and in all. Target: 150 MB at most, 3 MB/s at
least.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from monitor.sources.document import Document
from monitor.sources.formats import parse_document

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 1_000_000
RUNS = 5
SENTENCE = (
    "The permits for the sensors of Halden Optical were refused on the fourth of March, and nobody has asked since what became of them. "
)
WORDS = SENTENCE * 3


def many(head: str, unit: str, tail: str) -> bytes:
    """Repeat a unit, `{n}` its number, until the document has its size."""
    units, size, n = [head], len(head), 0
    while size < SIZE:
        n += 1
        units.append(unit.replace("{n}", str(n)).replace("{words}", f"Speech {n}. {WORDS}"))
        size += len(units[-1])
    return "".join([*units, tail]).encode()


def canada(category: str, acronym: str) -> bytes:
    """Make a Canadian document."""
    facts = {"MetaDateNumYear": 2031, "MetaDateNumMonth": 3, "MetaDateNumDay": 4, "ParliamentNumber": 48, "SessionNumber": 1}
    texts = {"MetaNumberNumber": "005", "MetaDocumentCategory": category, "Acronyme": acronym}
    items = "".join(f'<ExtractedItem Name="{name}">{value}</ExtractedItem>' for name, value in {**facts, **texts}.items())
    return many(
        f'<Hansard xml:lang="EN"><ExtractedInformation>{items}</ExtractedInformation><HansardBody><OrderOfBusiness>',
        '<SubjectOfBusiness id="9{n}"><Timestamp Hr="14" Mn="05">(1405)</Timestamp>'
        "<SubjectOfBusinessTitle>Exports {n}</SubjectOfBusinessTitle>"
        '<SubjectOfBusinessContent><Intervention Type="Debate" id="{n}"><PersonSpeaking>'
        '<Affiliation DbId="{n}" Type="2">Ms. Roe (Long River, NDP)</Affiliation>: </PersonSpeaking><Content>'
        '<ParaText id="1{n}">{words}</ParaText><ParaText id="2{n}">{words} <I>And</I> so on.'
        "</ParaText></Content></Intervention></SubjectOfBusinessContent></SubjectOfBusiness>",
        "</OrderOfBusiness></HansardBody></Hansard>",
    )


def publicwhip() -> bytes:
    """Make a day of TheyWorkForYou."""
    return many(
        "<publicwhip>",
        '<minor-heading id="uk.org.publicwhip/debate/2031-03-04a.{n}.0">Exports {n}</minor-heading><speech time="10:05:00" '
        'id="uk.org.publicwhip/debate/2031-03-04a.{n}.1" speakername="Jane Roe" person_id="uk.org.publicwhip/person/1"><p>{words}</p>'
        "<p>{words} <i>And</i> so on.</p></speech>",
        "</publicwhip>",
    )


def akoma_ntoso() -> bytes:
    """Make a day of the Dail."""
    return many(
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate><meta><identification><FRBRWork>'
        '<FRBRuri value="/akn/ie/debateRecord/dail/2031-03-04"/></FRBRWork></identification></meta><debateBody>',
        '<debateSection name="debate" eId="dbsect_{n}"><heading>Exports {n}</heading><speech by="#JaneRoe" eId="spk_{n}">'
        "<from>Deputy Jane Roe</from><p>{words}</p><p>{words} <i>And</i> so on.</p></speech></debateSection>",
        "</debateBody></debate></akomaNtoso>",
    )


def bundestag() -> bytes:
    """Make a protocol of the Bundestag."""
    return many(
        '<dbtplenarprotokoll wahlperiode="21" sitzung-nr="81" sitzung-datum="04.03.2031"><sitzungsverlauf>'
        '<tagesordnungspunkt top-id="TOP 1">',
        '<rede id="ID{n}"><p klasse="redner"><redner id="1"><name><vorname>Jana</vorname><nachname>Roe</nachname>'
        '<fraktion>SPD</fraktion></name></redner>Jana Roe (SPD):</p><p klasse="J">{words}</p>'
        '<kommentar>(Beifall bei der SPD)</kommentar><p klasse="J">{words}</p>'
        "<name>Präsident Kai Kohl:</name><p>Danke.</p></rede>",
        "</tagesordnungspunkt></sitzungsverlauf></dbtplenarprotokoll>",
    )


def australia() -> bytes:
    """Make a day of the Australian House in today's schema."""
    return many(
        "<hansard><session.header><date>2031-03-04</date><chamber>REPS</chamber></session.header><chamber.xscript>",
        "<debate><debateinfo><title>Exports {n}</title></debateinfo><speech><talk.start><talker><name role='metadata'>Roe, Jane</name>"
        '<name.id>A1</name.id></talker></talk.start><talk.text><body><p class="HPS-Normal"><span class="HPS-Normal">'
        '<a href="A1" type="MemberSpeech"><span class="HPS-MemberSpeech">Ms ROE</span>'
        '</a> (<span class="HPS-Time">09:01</span>): {words}</span></p><p class="HPS-Normal"><span '
        'class="HPS-Normal">{words}</span></p></body></talk.text></speech></debate>',
        "</chamber.xscript></hansard>",
    )


MADE: dict[str, Callable[[], bytes]] = {
    "ca-hansard": lambda: canada("DEBATES", ""),
    "ca-committees": lambda: canada("Committee", "EXPO"),
    "publicwhip": publicwhip,
    "akoma-ntoso": akoma_ntoso,
    "de-plenarprotokoll": bundestag,
    "au-hansard": australia,
}


def seconds(act: Callable[[], object]) -> float:
    """Take the best of some runs, in CPU seconds of this process."""
    taken = []
    for _ in range(RUNS):
        begun = time.process_time()
        act()
        taken.append(time.process_time() - begun)
    return min(taken)


def peak_mb() -> float:
    """Give the most memory that this process has had, in MB (ru_maxrss is in KB on Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str, body: bytes, shown: str) -> None:
    """Print the line of one document."""
    megabytes = len(body) / 1e6
    before = peak_mb()
    items = len(parse_document(name, Document(body)).items)
    memory = peak_mb() - before
    ours = megabytes / seconds(lambda: parse_document(name, Document(body)))
    bare = body.lstrip(b"\xef\xbb\xbf\r\n ")
    theirs = megabytes / seconds(lambda: etree.fromstring(bare))
    print(f"{shown:<44} {megabytes:6.2f} {items:6} {ours:8.1f} {theirs:8.1f} {theirs / ours:7.1f} {memory:10.1f} {peak_mb():8.1f}")


def main() -> None:
    """Print a line for each document, each from a process of its own."""
    if len(sys.argv) > 2 and sys.argv[1] == "--one":
        name, _, file = sys.argv[2].partition("=")
        measure(name, Path(file).read_bytes() if file else MADE[name](), f"{name} {Path(file).name}".strip())
        return
    print(f"{'format':<44} {'MB':>6} {'items':>6} {'MB/s':>8} {'lxml':>8} {'times':>7} {'memory MB':>10} {'in all':>8}", flush=True)
    for each in sys.argv[1:] or MADE:
        subprocess.run([sys.executable, __file__, "--one", each], check=True)


if __name__ == "__main__":
    main()
