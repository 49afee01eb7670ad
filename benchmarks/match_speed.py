"""How fast exact terms are found: the index beside one compiled `re` and a loop of `in`.

    python benchmarks/match_speed.py [TERMS [MEGABYTES]]

The index does the whole work of `tocsin match`: folding, word boundaries, exact spans, evidence. The baselines get lower-cased text
for nothing, and find less: `in` gives no spans and matches inside words. Text and terms are made up, from a fixed seed.
"""

from __future__ import annotations

import random
import re
import sys
from time import perf_counter
from typing import TYPE_CHECKING

from monitor.model import Item
from monitor.watch.index import Index
from monitor.watch.spec import Watch, Watchlist, watch_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CONSONANTS, VOWELS = "bcdfghjklmnprstvwz", "aeiou"
PATIENCE_S = 5.0
ACCENTED_SHARE = 0.3  # of the documents hold letters beyond ASCII


def word(rng: random.Random, fewest: int = 1) -> str:
    """Make up a word that can be said, of that many syllables up to four."""
    return "".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(rng.randint(fewest, 4)))


def documents(rng: random.Random, names: Sequence[str], megabytes: float) -> list[str]:
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


def index_of(names: Sequence[str]) -> Index:
    """Watch every name as an entity."""
    return Index.build([Watchlist("bench", "Bench", watches=tuple(Watch(watch_key("bench", n), n, entity=n) for n in names))])


def speed(find: Callable[[str], int], texts: Sequence[str]) -> tuple[float, int]:
    """Measure MB/s on one core, and what was found; a slow one is cut short."""
    size = found = 0
    begun = perf_counter()
    for text in texts:
        found += find(text)
        size += len(text.encode())
        if perf_counter() - begun > PATIENCE_S:
            break
    return size / 1e6 / (perf_counter() - begun), round(found / size * 1e6)


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    megabytes = float(sys.argv[2]) if len(sys.argv) > 2 else 20.0
    rng = random.Random(1)
    names = sorted({f"{word(rng, 2).capitalize()} {word(rng, 2).capitalize()}" for _ in range(count)})
    texts = documents(rng, names, megabytes)
    lowered = {text: text.lower() for text in texts}
    folded = [name.lower() for name in names]

    begun = perf_counter()
    index = index_of(names)
    index_build_s = perf_counter() - begun
    begun = perf_counter()
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, folded)) + r")\b")
    re_build_s = perf_counter() - begun

    rows: list[tuple[str, float, Callable[[str], int]]] = [
        ("tocsin index", index_build_s, lambda text: sum(len(hit.mentions) for hit in index.match(Item("1", "", text)))),
        ("one compiled re", re_build_s, lambda text: sum(1 for _ in pattern.finditer(lowered[text]))),
        ("loop of in", 0.0, lambda text: sum(name in lowered[text] for name in folded)),
    ]
    print(f"{len(names):,} exact terms, {sum(map(len, texts)) / 1e6:.0f} million characters, one core")
    print(f"{'':16} {'build s':>8} {'MB/s':>8} {'found/MB':>9} {'times as fast':>14}")
    best = None
    for label, build_s, find in rows:
        rate, found = speed(find, texts)
        best = best or rate
        print(f"{label:16} {build_s:8.2f} {rate:8.2f} {found:9,} {rate / best:14.3f}")


if __name__ == "__main__":
    main()
