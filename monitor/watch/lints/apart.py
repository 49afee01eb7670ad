"""Find context and exceptions that no mention can meet, since they are looked for in another field: `near: {words: [speaker:joly]}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.watch.fields import BARE_FIELDS, FIELDS
from monitor.watch.lints.asked import queries
from monitor.watch.lints.finding import Finding
from monitor.watch.query import parse_words
from monitor.watch.rule import reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.watch.spec import Watch


def findings(watch: Watch) -> Iterator[Finding]:
    """List the entries of `near:` and `ignore:` that are looked for where no mention of the watch can be."""
    rules = [rule for _place, _text, rule in queries(watch)]
    asked = frozenset[int]().union(BARE_FIELDS if watch.entity is not None else (), *map(reach, rules))
    for number, entry in enumerate(watch.near.words if watch.near else ()):
        if not (there := reach(parse_words(entry).rule)) & asked:
            what = f"this is looked for in the {_named(there)}, and never stands near a mention in the {_named(asked)}"
            remedy = "take it out, and write a term with AND, as in: Baykar AND speaker:Joly"
            yield Finding(("near", "words", number), what, remedy, 0)
    for number, entry in enumerate(watch.ignore):
        if not (there := reach(parse_words(entry).rule)) & asked:
            what = f"this is looked for in the {_named(there)}, and no mention in the {_named(asked)} lies within it"
            yield Finding(("ignore", number), what, "take it out, and write a term with NOT, as in: Baykar -speaker:Joly", 0)


def _named(numbers: frozenset[int]) -> str:
    *others, last = (FIELDS[number] for number in sorted(numbers))
    return f"{', '.join(others)} and {last}" if others else last
