"""A stream of invented news with known copies, for benchmarks; run it to read some of it: `python benchmarks/invented_news.py [COUNT]`.

Every item is made from its number alone, so that none need be kept to be copied, and a stream costs no memory however long it is.
33,000 items a day. Words are English ones, as frequent as wordfreq says; rarer ones, what an event is about, recur in its text. Names are
made up, a few of them in every tenth item. In twenty words stands one of 3,000 phrases that all of the press uses, and some outlets end
every item with a line of their own. Of a hundred items

- 20 copy an item of the last day: verbatim, cut, under another headline, framed, or with 5 % of the words changed;
- 10 report the event of an item of the last day in other words: half of its names and a third of its words, every second one a quotation;
- 3 are forms, of which only a name and the figures are new;
- 67 are news, of 90 to 600 words.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from wordfreq import top_n_list, word_frequency

from monitor.model import Item

A_DAY = 33_000
OUTLETS = 400
BEGINS = datetime(2026, 3, 1, tzinfo=UTC)
COPY, REPORT, FORM = 0.20, 0.30, 0.33  # bounds of a draw from 0 to 1
FORMS, PHRASES, SURNAMES = 60, 3_000, 20_000
DRAWN = 400_000  # words drawn by their frequency, once: to draw from them evenly is four times as fast
COPIED = ("verbatim", "cut", "retitled", "framed", "edited")
CONSONANTS, VOWELS = "bcdfghjklmnprstvwz", "aeiou"


@dataclass(frozen=True, slots=True)
class Made:
    """An item of the stream: the number of the item whose text it carries, and of the one that told of the event first."""

    number: int
    text_of: int
    event: int
    shape: str
    outlet: int
    item: Item
    at: datetime

    @property
    def is_copy(self) -> bool:
        """Whether its text stood in an earlier item."""
        return self.text_of != self.number

    @property
    def is_report(self) -> bool:
        """Whether it tells of an event of which an earlier item told in other words."""
        return not self.is_copy and self.event != self.number


@dataclass(frozen=True, slots=True)
class Draft:
    """What is written of an event: who is in it, what it is about, and the tokens of the text."""

    names: list[str]
    topic: list[str]
    tokens: list[str]
    title: str


class News:
    """The stream: the same items for the same seed, in any order."""

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed * 1_000_000_007
        rng = random.Random(seed)
        vocabulary = [each for each in top_n_list("en", 30_000, wordlist="large") if each.isalpha()]
        weights = list(accumulate(word_frequency(each, "en", wordlist="large") for each in vocabulary))
        self._drawn = rng.choices(vocabulary, cum_weights=weights, k=DRAWN)
        rarer = list(accumulate(word_frequency(each, "en", wordlist="large") ** 0.8 for each in vocabulary[300:]))
        self._topics = rng.choices(vocabulary[300:], cum_weights=rarer, k=DRAWN)
        self._phrases = [self._words(rng, rng.randint(4, 7)) for _ in range(PHRASES)]
        self._usage = list(accumulate(1 / (rank + 20) for rank in range(PHRASES)))
        fame = list(accumulate(1 / (rank + 200) for rank in range(SURNAMES)))
        self._surnames = rng.choices([_name(rng) for _ in range(SURNAMES)], cum_weights=fame, k=DRAWN)
        self._forenames = [_name(rng) for _ in range(500)]
        self._forms = [self._words(rng, rng.randint(45, 90)) for _ in range(FORMS)]
        self._tails = [" ".join(self._words(rng, 16)).capitalize() + "." if rng.random() < 0.3 else "" for _ in range(OUTLETS)]

    def made(self, number: int) -> Made:
        """Make one item of the stream."""
        rng = random.Random(self._seed + number * 7)
        text_of, event, shape = self.lineage(number)
        outlet = rng.randrange(OUTLETS)
        if shape == "form":
            title, text = self._form(rng)
        else:
            draft = self._draft(text_of)
            title, text = draft.title, _sentences(self._changed(draft.tokens, shape, rng), random.Random(text_of))
            if shape == "retitled" or (shape == "cut" and rng.random() < 0.5):
                title = self._title(draft.names, draft.topic, rng)
            if shape == "framed":
                text = f"{_sentences(self._words(rng, 25), rng)}\n\n{text}"
            text = f"{text}\n\n{self._tails[outlet]}".rstrip()
        at = BEGINS + timedelta(days=number / A_DAY)
        url = f"https://outlet{outlet}.example/news/{number}"
        item = Item(f"item-{number}", title, text, url=url, published_at=at - timedelta(minutes=rng.randrange(90)))
        return Made(number, text_of, event, shape, outlet, item, at)

    def lineage(self, number: int) -> tuple[int, int, str]:
        """Tell whose text an item carries, of whose event it tells, and in what shape; copies of a copy go back to the original."""
        rng = random.Random(self._seed + number * 7 + 1)
        draw = rng.random() if number else 1.0
        if draw >= FORM:
            return number, number, "news"
        if draw >= REPORT:
            return number, number, "form"
        text_of, event, shape = self.lineage(number - rng.randint(1, min(number, A_DAY)))
        if shape == "form":  # nobody copies them
            return number, number, "news"
        return (text_of, event, rng.choice(COPIED)) if draw < COPY else (number, event, "report")

    def _draft(self, number: int) -> Draft:
        """Write an original, or a report of the event that another one told of first."""
        rng = random.Random(self._seed + number * 7 + 2)
        _, event, _ = self.lineage(number)
        names = [f"{rng.choice(self._forenames)} {surname}" for surname in rng.choices(self._surnames, k=6)]
        topic = rng.choices(self._topics, k=rng.randint(15, 35))
        length = round(rng.triangular(90, 600, 250))
        tokens = self._words(rng, length)
        first = None
        if event != number:
            first = self._draft(event)
            names = rng.sample(first.names, 3) + names[:3]
            topic = rng.sample(first.topic, len(first.topic) // 2) + topic[: len(topic) // 2]
            for place in rng.sample(range(length), length // 3):
                tokens[place] = rng.choice(first.tokens)
        for place in rng.sample(range(length), length // 4):
            draw = rng.random()
            tokens[place] = rng.choice(names) if draw < 0.15 else str(rng.randint(2, 990)) if draw < 0.2 else rng.choice(topic)
        for phrase in rng.choices(self._phrases, cum_weights=self._usage, k=length // 100):
            place = rng.randrange(length)
            tokens[place : place + len(phrase)] = phrase
        if first and rng.random() < 0.5:
            begin, place = rng.randrange(len(first.tokens) - 18), rng.randrange(length)
            tokens[place : place + 18] = first.tokens[begin : begin + 18]
        return Draft(names, topic, tokens, self._title(names, topic, rng))

    def _changed(self, tokens: list[str], shape: str, rng: random.Random) -> list[str]:
        if shape == "cut":
            return tokens[: round(len(tokens) * rng.uniform(0.4, 0.8))]
        if shape == "edited":
            return [self._words(rng, 1)[0] if rng.random() < 0.05 else token for token in tokens]
        return tokens

    def _form(self, rng: random.Random) -> tuple[str, str]:
        """Fill in one of the forms: a name, and a figure at every eighth word."""
        kind = rng.randrange(FORMS)
        tokens = list(self._forms[kind])
        tokens[::8] = [f"{rng.uniform(0, 100):.2f}" for _ in tokens[::8]]
        name = rng.choice(self._surnames)
        tokens[3] = name
        return f"{name} {' '.join(self._forms[kind][:4])} {rng.randint(1, 999)}", _sentences(tokens, random.Random(kind))

    def _title(self, names: list[str], topic: list[str], rng: random.Random) -> str:
        return " ".join([rng.choice(names), *self._words(rng, rng.randint(1, 3)), *rng.sample(topic, rng.randint(3, 5))])

    def _words(self, rng: random.Random, count: int) -> list[str]:
        return rng.choices(self._drawn, k=count)


def _name(rng: random.Random) -> str:
    return "".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(rng.randint(2, 4))).capitalize()


def _sentences(tokens: list[str], rng: random.Random) -> str:
    """Set full stops, capitals and paragraphs."""
    sentences, start = [], 0
    while start < len(tokens):
        end = start + rng.randint(8, 26)
        sentence = " ".join(tokens[start:end])
        sentences.append(f"{sentence[0].upper()}{sentence[1:]}.")
        start = end
    return "\n\n".join(" ".join(sentences[first : first + 3]) for first in range(0, len(sentences), 3))


def main() -> None:
    """Print some items and what they are."""
    news = News()
    for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3):
        made = news.made(number)
        print(f"{made.number} {made.at:%Y-%m-%d %H:%M} {made.shape}, text of {made.text_of}, event of {made.event}")
        print(f"{made.item.title}\n{made.item.text}\n")


if __name__ == "__main__":
    main()
