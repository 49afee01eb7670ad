"""Learn how names are respelled: `python -m tools.train_spelling FOLDER`, where FOLDER holds pairs.csv and synthetic_ar_roundtrip.csv.

Writes monitor/language/learned/<script>.json: for each script a channel (`monitor.text.channel`) and a letter model
(`monitor.text.letter_model`). The pairs are names of one entity, `name` in Latin letters and `variant` as written elsewhere; the letter
models come from the rarer words of the package wordfreq. The pairs themselves are not kept. `--hold-out` leaves out a quarter of the
entities, for measuring on them.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import re
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import wordfreq
from anyascii import anyascii

from monitor.text.letter_model import EDGE, END
from monitor.text.scripts import Script, letters_of, romanise, script_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

LEARNED = Path(__file__).parent.parent / "monitor" / "language" / "learned"
WORD = re.compile(r"[^\W_]+(?:['\u2018\u2019\u02bc\u02bb`\u00b4\u05f3][^\W_]+)*['\u2019\u05f3]?")
ROUNDS = 6
MOST_PAIRS = 14_000
LONGEST = {Script.LATIN: (3, 3), Script.CYRILLIC: (4, 2), Script.ARABIC: (3, 2), Script.HEBREW: (3, 2), Script.OTHER: (3, 3)}
LANGUAGES = {
    Script.LATIN: "en fr de es it pt nl pl cs sv tr fi nb ro hu id ca sh",
    Script.CYRILLIC: "ru uk mk bg",
    Script.ARABIC: "ar fa",
    Script.HEBREW: "he",
}
RARE = 3e-6  # the share below which a word is taken for the kind of word that names are
FAR = 1e9
VOWELS = frozenset("aeiouhyw")
Run = tuple[str, str]
Table = dict[Run, float]


def is_held_out(entity: str) -> bool:
    """Choose a quarter of the entities, the same ones each time."""
    return blake2b(entity.encode(), digest_size=1).digest()[0] % 4 == 0


def pairs(folder: Path, *, hold_out: bool) -> dict[Script, list[Run]]:
    """Read word pairs (Latin letters, target letters), by script, from names with as many words as their variants."""
    found: dict[Script, list[Run]] = {script: [] for script in LONGEST}
    for row in _rows(folder / "pairs.csv"):
        if hold_out and is_held_out(row["entity"]):
            continue
        if row["script"] == "Latin" and (row["relation"] != "spelling" or "geonames" in row["source"]):
            continue
        for script, pair in _word_pairs(row["name"], row["variant"]):
            found[script].append(pair)
    for row in _rows(folder / "synthetic_ar_roundtrip.csv"):
        if not (hold_out and is_held_out(row["entity"])):
            found[Script.LATIN] += [pair for script, pair in _word_pairs(row["name"], row["variant"]) if script is Script.LATIN] * 3
    return found


def round_trips(folder: Path, arabic_pairs: Sequence[Run], *, hold_out: bool) -> list[Run]:
    """Make round trips through Arabic: people's transliterations into Arabic, sent back by a channel learned from machine ones."""
    back = []
    for row in _rows(folder / "synthetic_ar_roundtrip.csv"):
        sources, targets = WORD.findall(row["arabic"]), WORD.findall(row["variant"])
        if len(sources) == len(targets) and not (hold_out and is_held_out(row["entity"])):
            back += [(letters_of(source, Script.ARABIC), romanise(target)) for source, target in zip(sources, targets, strict=True)]
    learned = train([pair for pair in back if all(pair)], (2, 3))
    chance = random.Random(2)  # noqa: S311 the same trips each time are wanted
    trips = ((name, sampled(arabic, learned, chance)) for name, arabic in arabic_pairs)
    return [(name, trip) for name, trip in trips if trip and trip != name]


def sampled(source: str, learned: Table, chance: random.Random) -> str:
    """Send a word through a channel, each run to an outcome chosen by its chance; empty where no run is known."""
    target, at = "", 0
    while at < len(source):
        options = [(run, outcome, math.exp(-cost)) for (run, outcome), cost in learned.items() if run and source.startswith(run, at)]
        if not options:
            return ""
        run, outcome, _ = chance.choices(options, [weight for *_, weight in options])[0]
        target += outcome
        at += len(run)
    return target


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _word_pairs(name: str, variant: str) -> Iterator[tuple[Script, Run]]:
    sources, targets = WORD.findall(name), WORD.findall(variant)
    if len(sources) != len(targets):
        return
    for source, target in zip(sources, targets, strict=True):
        script = script_of(target)
        pair = romanise(source), letters_of(target, script)
        if script in LONGEST and all(pair) and pair[0] != pair[1] and not any(map(str.isdigit, "".join(pair))):
            yield script, pair


def first_guess(source: str, target: str) -> float:
    """Guess the cost of a run before anything is learned: letters that romanise alike are cheap."""
    source, guess = (re.sub("[^a-z]", "", anyascii(run).lower()) for run in (source, target))
    if source == guess:
        return 0.3
    if not target:
        return 1.2 if VOWELS.issuperset(source) else 3.5 * len(source)
    if not source:
        return 2.5 * len(target)
    if VOWELS.issuperset(source) and VOWELS.issuperset(guess):
        return 1.0 + 0.4 * abs(len(source) - len(guess))
    if source[:1] == guess[:1]:
        return 1.0 + 0.8 * abs(len(source) - len(guess))
    return 2.6 * max(len(source), len(target))


def align(source: str, target: str, cost: Callable[[str, str], float], longest: tuple[int, int]) -> tuple[float, list[Run]]:
    """Find the cheapest way to cut both words into runs that stand for each other (Viterbi)."""
    width, height = len(source), len(target)
    costs = [[FAR] * (height + 1) for _ in range(width + 1)]
    back: list[list[tuple[int, int]]] = [[(0, 0)] * (height + 1) for _ in range(width + 1)]
    costs[0][0] = 0.0
    for i in range(width + 1):
        for j in range(height + 1):
            if costs[i][j] >= FAR:
                continue
            for a, b in _steps(width - i, height - j, longest):
                total = costs[i][j] + cost(source[i : i + a], target[j : j + b])
                if total < costs[i + a][j + b]:
                    costs[i + a][j + b] = total
                    back[i + a][j + b] = (i, j)
    runs = []
    i, j = width, height
    while (i, j) != (0, 0) and costs[width][height] < FAR:
        a, b = back[i][j]
        runs.append((source[a:i], target[b:j]))
        i, j = a, b
    return costs[width][height], runs


def _steps(width: int, height: int, longest: tuple[int, int]) -> Iterator[tuple[int, int]]:
    if height:
        yield 0, 1
    for a in range(1, min(longest[0], width) + 1):
        for b in range(min(longest[1], height) + 1):
            if not (b == 0 and a > 2) and not (min(a, b) > 1 and a + b > 5):  # noqa: PLR2004 short runs: long ones are names by themselves
                yield a, b


def train(word_pairs: Sequence[Run], longest: tuple[int, int], rounds: int = ROUNDS) -> Table:
    """Learn what each run of source letters becomes, by aligning and counting in turn (hard expectation maximisation)."""
    cost: Callable[[str, str], float] = first_guess
    learned: Table = {}
    for turn in range(rounds):
        aligned = [align(source, target, cost, longest) for source, target in word_pairs]
        limits = [6 + 2.2 * len(source) if turn == 0 else 3 + 1.6 * max(len(source), len(target)) for source, target in word_pairs]
        kept = [runs for (total, runs), limit in zip(aligned, limits, strict=True) if total <= limit]  # the others are other names
        learned = count(kept, longest[0])
        cost = _cost_of(learned)
    return learned


def count(aligned: Sequence[Sequence[Run]], longest: int) -> Table:
    """Turn aligned runs into costs in nats: how often a run of letters, where it stood, came out so."""
    counts: Counter[Run] = Counter()
    chances: Counter[str] = Counter()
    for runs in aligned:
        counts.update(runs)
        source = "".join(run for run, _ in runs)
        at = len(source)
        for run, _ in reversed(runs):
            at -= len(run)
            chances.update({source[at : at + length] for length in range(longest + 1) if at + length <= len(source)})
    return {
        run: -math.log((number - (0.5 if len(run[0]) > 1 or len(run[1]) > 1 else 0.3)) / (chances[run[0]] + 2))
        for run, number in counts.items()
        if number > 1 or max(map(len, run)) == 1
    }


def _cost_of(learned: Table) -> Callable[[str, str], float]:
    def cost(source: str, target: str) -> float:
        known = learned.get((source, target))
        if known is not None:
            return known
        if len(source) == 1 and len(target) <= 1:
            return 6.0
        return 7.0 if not source and len(target) == 1 else FAR

    return cost


def letter_costs(words: Iterable[str]) -> dict[str, float]:
    """Count letters after two others, and after one, over word types; costs in nats, rounded, the rare triples left out."""
    triples: Counter[str] = Counter()
    for word in words:
        padded = f"{EDGE}{EDGE}{word}{END}"
        triples.update(padded[at - 2 : at + 1] for at in range(2, len(padded)))
    pairs_: Counter[str] = Counter()
    for triple, count in triples.items():
        pairs_[triple[1:]] += count
    contexts: dict[str, Counter[str]] = {"3": Counter(), "2": Counter(), "1": Counter()}
    for triple, count in triples.items():
        contexts["3"][triple[:2]] += count
        contexts["2"][triple[1]] += count
        contexts["1"][triple[2]] += count
    total = sum(triples.values())
    costs = {}
    for pair, count in pairs_.items():
        alone = (contexts["1"][pair[1]] + 0.5) / (total + 60)
        costs[pair] = (count + 3 * alone) / (contexts["2"][pair[0]] + 3)
    for triple, count in triples.items():
        if count > 4:  # noqa: PLR2004 rarer ones tell little and take room
            costs[triple] = (count + 3 * costs[triple[1:]]) / (contexts["3"][triple[:2]] + 3)
    return {run: round(-math.log(chance), 2) for run, chance in sorted(costs.items())}


def rare_words(script: Script) -> list[str]:
    """List the rarer words of a script's languages."""
    words = set()
    for language in LANGUAGES[script].split():
        size = "large" if language in wordfreq.available_languages("large") else "small"
        for word, share in wordfreq.get_frequency_dict(language, size).items():
            letters = letters_of(word, script)
            if share < RARE and len(letters) > 1 and not any(map(str.isdigit, letters)):
                words.add(letters)
    return random.Random(0).sample(sorted(words), min(len(words), 300_000))  # noqa: S311 the same sample each time is wanted


def _by_source(table: Table) -> dict[str, dict[str, float]]:
    outcomes: dict[str, dict[str, float]] = {}
    for (source, target), cost in sorted(table.items()):
        outcomes.setdefault(source, {})[target] = round(cost, 2)
    return outcomes


def main() -> None:
    """Train every script and write what was learned."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--hold-out", action="store_true")
    arguments = reader.parse_args()
    found = pairs(arguments.folder, hold_out=arguments.hold_out)
    trips = round_trips(arguments.folder, found[Script.ARABIC], hold_out=arguments.hold_out)
    for script, word_pairs in found.items():
        random.Random(1).shuffle(word_pairs)  # noqa: S311 the same order each time is wanted
        tables = [train(word_pairs[:MOST_PAIRS], LONGEST[script])]
        if script is Script.LATIN:
            tables.append(train([*trips, *word_pairs], LONGEST[script]))
        channels = [_by_source(table) for table in tables]
        letters = letter_costs(rare_words(script)) if script in LANGUAGES else None
        path = LEARNED / f"{script.value}.json"
        table = json.dumps({"channels": channels, "letters": letters}, ensure_ascii=False, indent=0, sort_keys=True)
        path.write_text(f"{table}\n", encoding="utf-8")
        figures = f"{len(word_pairs)} pairs, {sum(map(len, tables))} runs, {len(letters or ())} letter costs"
        print(f"{script.value}: {figures}, {path.stat().st_size // 1024} kB")  # noqa: T201 what a tool tells


if __name__ == "__main__":
    main()
