"""What stands behind a name and only says what kind of body it is: it belongs to the mention, as in `HDFC Bank` and `SSE plc`."""
# ruff: noqa: SIM905 lists as one writes them

from __future__ import annotations

import re

from monitor.watch.names.legal_forms import GENERIC, LEGAL
from monitor.watch.names.translations import says_a_kind

_MOST_WORDS = 4
# A word or the dotted form of one, behind a space, `&` or, before a legal form, a comma. It ends where white space or a mark shows that
# it does: `Co-founder` is one word, and so is what has a soft hyphen, an entity or a combining mark in it.
_NEXT = re.compile(
    r"(?P<gap> ?, |[ \u00a0](?:& )?)(?P<word>(?:[^\W\d_]\.){2,6}|[^\W\d_]{2,20})(?P<stop>\.?)"
    r"(?=$|[\s.,;:!?()\[\]/|\"'\u00ab\u00bb\u2013\u2014\u2018-\u201f\u2026\u3001\u3002\uff0c<>*]|&(?:nbsp|quot|apos|rsquo|rdquo|#39|lt);)"
)
_KINDS = GENERIC | frozenset(
    """
    airlines airways air motors auto automotive cars parts
    energy power electric electronics oil gas petroleum gasoline water mining steel
    telecom telekom telecommunications mobile wireless media news radio television pictures studios records entertainment games
    insurance financial finance capital trust securities credit union savings mutual investments ventures
    hotel hotels inn suites resort resorts cafe coffee kitchen grill pizza pizzeria burgers bakery brewery foods food
    pharmacy pharmaceuticals pharma biotech healthcare health medical dental clinic hospital
    university college school museum club fitness gym
    outlet express plus online digital kids home sports logistics shipping lines railway railways railroad bus ferries airport
    construction engineering chemicals properties realty estate consulting software labs networks communications
    administration authority ministry department council committee party
    """.split()
)
# Words that only together with a form after them are one.
_NEVER_ALONE = frozenset({"the", "open", "closed", "joint", "stock", "private", "de", "se", "as", "ag"})


def tail_end(text: str, end: int) -> int:
    """Tell where a mention ends that a name opens: behind its legal form, and the words that say what kind of body it is.

    Args:
        text: the field in which the name stands.
        end: where the name ends.

    Returns:
        An offset into the text, `end` where nothing of the kind follows.
    """
    reached = end
    for _ in range(_MOST_WORDS):
        found = _NEXT.match(text, reached)
        if found is None:
            break
        is_form, is_kind = _is_form(found["word"], found["stop"]), _is_kind(found["word"])
        if not is_form and (not is_kind or "," in found["gap"] or text[reached - 1] == "."):
            break
        reached = found.end() if is_form else found.end("word")
    return _without_full_stop(text, end, reached)


def _is_form(word: str, stop: str) -> bool:
    """Tell whether a word, with the full stop behind it, is a legal form."""
    plain = word.replace(".", "").casefold()
    is_written_so = word[:1].isupper() or "." in word + stop or plain in {"plc", "mbh"}
    return is_written_so and plain in LEGAL and plain not in _NEVER_ALONE


def _is_kind(word: str) -> bool:
    """Tell whether a word says with its capital what kind of body something is."""
    plain = word.casefold()
    return word[:1].isupper() and (plain in _KINDS or plain.removesuffix("s") in _KINDS or says_a_kind(plain))


def _without_full_stop(text: str, end: int, reached: int) -> int:
    """Leave a sentence its full stop; the one of a dotted form, or of `Inc.` in the midst of a sentence, is the form's."""
    if reached == end or text[reached - 1] != ".":
        return reached
    is_dotted = "." in text[end : reached - 1].rpartition(" ")[2]
    goes_on = text[reached : reached + 2].lstrip()[:1]
    return reached if is_dotted or goes_on.islower() or goes_on == "," else reached - 1
