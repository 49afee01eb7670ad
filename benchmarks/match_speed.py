"""How fast terms are found, and names in any spelling: the whole of `tocsin match` beside what one would use instead.

    python benchmarks/match_speed.py [--terms 10000 100000] [--tolerant 1000] [--names FILE] [--megabytes 20] [--seconds 6] [FOLDER]

The index does all the work of `tocsin match`: folding, word boundaries, exact spans, evidence. The others get lower-cased text for
nothing, and find less: no other spelling of an accent, a hyphen or a line break, and most of them also match inside words.
Text and terms are made up, from a fixed seed; or the text is that of the `*.txt` files in FOLDER, and the terms are names taken
from it, or those in FILE, one a line. Names in any spelling are measured beside rapidfuzz, which tells no more than that a name is
like some part of a text. What a text costs depends on its capitalised words that are new, so that the first megabytes cost most; a second
line is measured on the same texts once more, whose words were all heard before. `--seconds` says when a slow way is cut short.
For spaCy, flashtext and pyahocorasick, which Tocsin does not need: pip install spacy flashtext pyahocorasick
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import random
import re
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from monitor.language.once import languages
from monitor.model import Item
from monitor.watch.index import Index
from monitor.watch.spec import Watch, Watchlist, watch_key

CONSONANTS, VOWELS = "bcdfghjklmnprstvwz", "aeiou"
ACCENTED_SHARE = 0.3  # of the documents hold letters beyond ASCII
ARTICLE = 3000  # characters of a text that a folder's files are cut into
_NAME = re.compile(r"\b[A-Z][\w'-]+(?: [A-Z][\w'-]+){1,3}")

Find = Callable[[str], int]
Builder = Callable[[Sequence[str]], Find]


def word(rng: random.Random, fewest: int = 1) -> str:
    """Make up a word that can be said, of that many syllables up to four."""
    return "".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(rng.randint(fewest, 4)))


def made_up_names(rng: random.Random, count: int) -> list[str]:
    """Make up names of one to three words, most of them of two; a name of one word is no everyday word."""
    names: set[str] = set()
    while len(names) < count:
        parts = rng.choice((1, 2, 2, 2, 3))
        names.add(" ".join(word(rng, 4 if parts == 1 else 2).capitalize() for _ in range(parts)))
    return sorted(names)


def made_up_texts(rng: random.Random, names: Sequence[str], megabytes: float) -> list[str]:
    """Write articles of about 3 kB from 30,000 words, with a watched name in about each third sentence."""
    vocabulary = [word(rng) for _ in range(30_000)]
    found: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        sentences = []
        for _ in range(30):
            words = rng.choices(vocabulary, k=15)
            if rng.random() < 1 / 3:
                words.insert(rng.randrange(15), rng.choice(names))
            sentences.append(" ".join(words).capitalize() + ".")
        text = "\n".join(sentences)
        if rng.random() < ACCENTED_SHARE:
            text = text.replace("e", "é").replace("'", "\u2019") + " \u2013 fin\u00ad"
        found.append(text)
        size += len(text.encode())
    return found


def texts_of(folder: Path, megabytes: float) -> list[str]:
    """Read the texts of a folder, cut into articles."""
    found: list[str] = []
    size = 0
    for path in sorted(folder.rglob("*.txt")):
        text = path.read_text("utf-8", "replace")
        for start in range(0, len(text), ARTICLE):
            found.append(text[start : start + ARTICLE])
            size += len(found[-1].encode())
            if size >= megabytes * 1e6:
                return found
    return found


def names_of(texts: Sequence[str], rng: random.Random, count: int) -> list[str]:
    """Take names of several words from the texts, and make up the rest, so that most are rare as on a real list."""
    seen = sorted({found for text in texts for found in _NAME.findall(text)})
    taken = set(rng.sample(seen, min(len(seen), count // 4)))
    return sorted(taken | set(made_up_names(rng, count - len(taken))))


def tocsin_index(names: Sequence[str]) -> Find:
    """Watch every name as an entity; count the mentions."""
    watches = tuple(Watch(watch_key("bench", name), name, entity=name, spelling="exact") for name in names)
    index = Index.build([Watchlist("bench", "Bench", watches=watches)], languages())
    return lambda text: sum(len(hit.mentions) for hit in index.match(Item("1", "", text)))


def tolerant_index(names: Sequence[str]) -> Find:
    """Watch every name in any spelling; a first text, so that all is made that is made when first needed."""
    watches = tuple(Watch(watch_key("bench", name), name, entity=name) for name in names)
    index = Index.build([Watchlist("bench", "Bench", watches=watches)], languages())
    index.match(Item("0", "", "The first text."))
    return lambda text: sum(len(hit.mentions) for hit in index.match(Item("1", "", text)))


def partial_ratios(names: Sequence[str]) -> Find:
    """Compare every name with the part of the text that is most like it; no spans."""
    rapidfuzz = importlib.import_module("rapidfuzz")
    scorer, extract = rapidfuzz.fuzz.partial_ratio, rapidfuzz.process.extract
    return lambda text: len(extract(text, names, scorer=scorer, score_cutoff=90, limit=None))


def spacy_matcher(names: Sequence[str]) -> Find:
    """Match lower-cased tokens, tokenising included."""
    nlp = importlib.import_module("spacy").blank("en")
    nlp.max_length = 10_000_000
    matcher: Any = importlib.import_module("spacy.matcher").PhraseMatcher(nlp.vocab)
    matcher.add("watched", list(nlp.tokenizer.pipe(names)))
    return lambda text: len(matcher(nlp.make_doc(text)))


def flashtext_processor(names: Sequence[str]) -> Find:
    """Extract keywords with their spans."""
    processor: Any = importlib.import_module("flashtext").KeywordProcessor()
    processor.add_keywords_from_list(list(names))
    return lambda text: len(processor.extract_keywords(text, span_info=True))


def pyahocorasick_automaton(names: Sequence[str]) -> Find:
    """Iterate over an automaton; also within words."""
    automaton: Any = importlib.import_module("ahocorasick").Automaton()
    for name in names:
        automaton.add_word(name, len(name))
    automaton.make_automaton()
    return lambda text: sum(1 for _ in automaton.iter(text))


def one_re(names: Sequence[str]) -> Find:
    """Compile every name into one expression, at word boundaries."""
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")
    return lambda text: sum(1 for _ in pattern.finditer(text))


def loop_of_in(names: Sequence[str]) -> Find:
    """Ask name by name; no spans, also within words."""
    return lambda text: sum(name in text for name in names)


EXACT: tuple[tuple[str, str, Builder], ...] = (
    ("tocsin", "monitor", tocsin_index),
    ("pyahocorasick", "ahocorasick", pyahocorasick_automaton),
    ("flashtext", "flashtext", flashtext_processor),
    ("spaCy PhraseMatcher", "spacy", spacy_matcher),
    ("one compiled re", "re", one_re),
    ("loop of in", "re", loop_of_in),
)
TOLERANT: tuple[tuple[str, str, Builder], ...] = (
    ("tocsin", "monitor", tolerant_index),
    ("partial_ratio", "rapidfuzz", partial_ratios),
)


def speed(find: Find, texts: Sequence[str], seconds: float) -> tuple[float, int]:
    """Measure MB/s on one core, and what was found in a MB; a slow one is cut short."""
    size = found = 0
    begun = perf_counter()
    for text in texts:
        found += find(text)
        size += len(text.encode())
        if perf_counter() - begun > seconds:
            break
    return size / 1e6 / (perf_counter() - begun), round(found / size * 1e6)


def rows(
    ways: Sequence[tuple[str, str, Builder]], names: Sequence[str], texts: Sequence[str], seconds: float
) -> Iterator[tuple[str, float, float, int, float]]:
    """Build and run each: label, seconds to build, MB that building took at the peak, mentions a MB, MB/s."""
    lowered = [text.lower() for text in texts]
    low_names = [name.lower() for name in names]
    for label, module, build in ways:
        if importlib.util.find_spec(module) is None:
            print(f"{label:21} is not installed: pip install {label.split()[0].lower()}")
            continue
        is_ours = module == "monitor"
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = perf_counter()
        find = build(names if is_ours else low_names)
        build_s = perf_counter() - begun
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        rate, found = speed(find, texts if is_ours else lowered, seconds)
        yield label, build_s, grown, found, rate
        if build is tolerant_index:  # which remembers every word that it heard, as a daemon does from one day to the next
            rate, found = speed(find, texts, seconds)
            yield f"{label}, heard before", 0.0, 0.0, found, rate


def drawn(given: argparse.Namespace, count: int) -> tuple[list[str], list[str]]:
    """Take or make up so many names, and texts."""
    rng = random.Random(1)
    texts = texts_of(given.folder, given.megabytes) if given.folder else []
    if given.names:
        listed = sorted({name for line in given.names.read_text("utf-8").splitlines() if (name := line.strip())})
        names = sorted(rng.sample(listed, min(len(listed), count)))
    else:
        names = names_of(texts, rng, count) if given.folder else made_up_names(rng, count)
    return names, texts if given.folder else made_up_texts(rng, names, given.megabytes)


def table(what: str, ways: Sequence[tuple[str, str, Builder]], names: Sequence[str], texts: Sequence[str], seconds: float) -> None:
    """Run all ways and print a line for each."""
    print(f"\n{len(names):,} {what}, {sum(map(len, texts)) / 1e6:.0f} million characters, one core")
    print(f"{'':21} {'build s':>8} {'grew MB':>8} {'found/MB':>9} {'MB/s':>8} {'tocsin is x times as fast':>26}")
    ours = 0.0
    for label, build_s, grown, found, rate in rows(ways, names, texts, seconds):
        ours = ours or rate
        print(f"{label:21} {build_s:8.2f} {grown:8.0f} {found:9,} {rate:8.3f} {ours / rate:26.1f}")


def main() -> int:
    """Print a table for each number of terms."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--terms", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--tolerant", type=int, nargs="*", default=[1_000])
    parser.add_argument("--names", type=Path)
    parser.add_argument("--megabytes", type=float, default=20.0)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("folder", type=Path, nargs="?")
    given = parser.parse_args()
    if given.folder and not texts_of(given.folder, 0):
        print(f"{given.folder} holds no *.txt file", file=sys.stderr)
        return 2
    begun = perf_counter()
    languages().frequency("the")
    print(f"word lists of the Latin script: {perf_counter() - begun:.2f} s, once a process")
    for what, ways, counts in (("exact terms", EXACT, given.terms), ("names in any spelling", TOLERANT, given.tolerant)):
        for count in counts:
            table(what, ways, *drawn(given, count), given.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
