"""Find a list that is read as one name or one phrase: `entity: "Baykar, Roketsan"`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.text.fold import fold_key
from monitor.watch.lexer import pieces
from monitor.watch.lints.finding import Finding
from monitor.watch.lints.legal_forms import belongs_after_comma

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.text.background import Background
    from monitor.watch.spec import Watch

LEAST_GIVEN = 3e-6  # share of a word that may be a person's given name: Sergei is five times as frequent, Roketsan is not
_LONGEST_GIVEN = 3  # words
# A comma of any script; between figures it is part of a number.
_COMMA = re.compile(r",\s+|(?<=\w),(?=[^\W\d_])|\s*[;،؛、，；]\s*")  # noqa: RUF001 the point is to name them
_OF_LISTS = re.compile(r"[;؛；、]")  # noqa: RUF001 likewise; no name is turned around these
_TITLED = re.compile(r"\s(?:of|de|du|des|der|von|van|zu|da|do|di|for)\s", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?=.*\.)(?:[^\W\d_]{1,3}\.?\s?)+")
_JOINED = re.compile(r"(?:^|\s)(?:and|or|und|et|y|e|ve|и|&)\s", re.IGNORECASE)


def findings(watch: Watch, background: Background) -> Iterator[Finding]:
    """List the names and phrases of a watch that are probably several.

    Commas that belong to a name are left alone: before a legal form, a title or a figure, in `Smith, John`, and where the last part
    ends on an `and`, as in the names of ministries.
    """
    others = frozenset(map(fold_key, (watch.entity or "", *watch.aliases)))
    if watch.entity and (parts := _several(watch.entity, background, others)):
        remedy = f"watch each by an entry of its own; other names of one thing go under aliases: [{', '.join(parts[1:])}]"
        yield Finding(("entity",), f"{watch.entity!r} is one name here, with its comma", remedy)
    for number, alias in enumerate(watch.aliases):
        if parts := _several(alias, background, others):
            yield Finding(("aliases", number), f"{alias!r} is one alias here, with its comma", _remedy(parts))
    near = watch.near.words if watch.near else ()
    for place, texts in ((("any",), watch.any), (("near", "words"), near), (("ignore",), watch.ignore)):
        for number, text in enumerate(texts):
            for at, run in _runs(text):
                if parts := _several(run, background):
                    yield Finding((*place, number), f"{run!r} is one phrase here, with its comma", _remedy(parts), at)
    for at, run in _runs(watch.term or ""):
        if parts := _several(run, background):
            yield Finding(("term",), f"{run!r} is one word here, with its comma", f"write {' OR '.join(parts)}", at)


def _remedy(parts: list[str]) -> str:
    return f"if several are meant, write each as an entry of its own: [{', '.join(parts)}]"


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """List the bare words of a query that stand side by side, with their places. What is in quotation marks is meant as it stands."""
    if not _COMMA.search(text):
        return
    begins = ends = -1
    is_name = False
    for piece in pieces(text):
        if piece.kind == "word" and not piece.keeps_case and not is_name:
            begins, ends = (piece.at if begins < 0 else begins), piece.end
        elif begins >= 0:
            yield begins, text[begins:ends]
            begins = -1
        is_name = piece.kind == "field"


def _several(text: str, background: Background, others: frozenset[str] = frozenset()) -> list[str]:
    """Take a text apart at its commas; [] where they belong to it. `others` are names of the same watch."""
    first, *rest = [part for part in map(str.strip, _COMMA.split(text)) if part] or [text]
    if not rest or any(map(_belongs, rest)) or _JOINED.search(rest[-1]):
        return []
    turned = fold_key(" ".join([*rest, first]))
    is_turned = len(rest) == 1 and not _OF_LISTS.search(text) and _is_person(first, rest[0], background)
    if turned in others or is_turned:
        return []
    return [first, *rest]


def _belongs(part: str) -> bool:
    """Tell whether what follows a comma belongs to the name before it: a legal form, a title, a number."""
    return belongs_after_comma(part) or part[0].isdigit() or _ABBREVIATED.fullmatch(part) is not None


def _is_person(family: str, given: str, background: Background) -> bool:
    """Tell whether a text may be a person's name with the family first, or a place or person with more of it.

    `Smith, John`, `Paris, Texas`, `Amadeus VI, Count of Savoy`. Where there are no capitals to tell names by, it may always be.
    """
    words = given.split()
    if given[0].islower() or family[0].islower():
        return False
    if not given[0].isupper() or _TITLED.search(given):
        return True
    return len(words) <= _LONGEST_GIVEN and all(_is_initial(word) or background.frequency(fold_key(word)) >= LEAST_GIVEN for word in words)


def _is_initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1
