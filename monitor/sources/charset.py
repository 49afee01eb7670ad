"""Bytes to text, when what a document says of its charset may be wrong.

What the bytes prove outranks what is declared: a byte order mark, then bytes that are strictly UTF-8. Then the declarations, in the
order of RFC 7303 (the server's, then the document's). One that the bytes contradict is replaced by a guess from letter frequencies.
"""

# ruff: noqa: RUF001 the letters of other alphabets are the subject here

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import pairwise

# A browser reads these labels as the richer charset on the right (WHATWG Encoding Standard, section 4.2).
_READ_AS = {
    "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "iso-8859-9": "windows-1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "tis-620": "cp874",
}
_MULTIBYTE = frozenset({"gb18030", "big5", "big5hkscs", "cp932", "euc_jp", "cp949", "hz"})
_SEVEN_BIT = ("iso2022", "hz")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_IN_HTML = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_HTML_HEAD = 4_096  # bytes in which a page names its charset (the HTML Standard has browsers look at 1,024)
_SERVED = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# By chance, text in another multibyte charset is valid UTF-8 for a word or two, not for this many letters.
_PROOF = 12

# The letters beyond ASCII that are frequent in the languages of a charset; what a wrong charset yields is rare ones.
_LATIN = {
    "windows-1252": "éèàçêôîâùûëïüöäßñóíáúãõåøæìòœ’“”«»–…",
    "windows-1254": "ışğçöüİâ’",
    "windows-1250": "ąćęłńóśźżčěřšžýáíéúůőűöüäľťďňăâîţşđ„”–",
    "windows-1257": "ąčęėįšųūžāēģīķļņõäöü",
}
_OTHER_SCRIPTS = {
    "windows-1251": "оеаинтсрвлкмдпуяыьгзбчйхжшюіїє«»–—",
    "koi8-r": "оеаинтсрвлкмдпуяыьгзбчйхжшю",
    "windows-1253": "αοιετσνηυρπκμλςωάίόήέύώ",
    "windows-1255": "יוהלאמרתבשנםעחכק",
    "windows-1256": "اليمنورتبةعدسفهكقحجشطصخذىئءأإ،",
}
_RUN = re.compile(rb"[\x80-\xff]{2,}")
_SAMPLE = 20_000  # letters beyond ASCII that the guess looks at


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and the charset that it was read in."""

    text: str
    charset: str


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Decode a document; `content_type` is the server's header. Never fails: what no charset can read becomes U+FFFD."""
    declared = _declared(body, content_type)
    proven = _proven(body, declared)
    for charset in (proven, *declared):
        if charset and (text := _strictly(body, charset)) is not None:
            return Decoded(text, charset)
    good, bad = _utf8_balance(body)
    guess = "utf-8" if good > bad else _likeliest(body)
    return Decoded(body.decode(guess, "replace"), guess)


def written_in_html(body: bytes, content_type: str = "") -> str:
    """Give the Content-Type of a web page for `decode`: as the server sent it, with the page's own <meta charset> where it names none."""
    written = None if _SERVED.search(content_type) else _IN_HTML.search(body[:_HTML_HEAD])
    return f"{content_type}; charset={written[1].decode('ascii')}" if written else content_type


def _declared(body: bytes, content_type: str) -> tuple[str, ...]:
    served, written = _SERVED.search(content_type), _DECLARED.search(body[:400])
    labels = [match[1] if isinstance(match[1], str) else match[1].decode("ascii") for match in (served, written) if match]
    return tuple(dict.fromkeys(_known(label) for label in labels if _known(label)))


def _known(label: str) -> str:
    """Find Python's name for a label; empty for one that names no text charset (`base64` is a codec too)."""
    try:
        name = codecs.lookup(_READ_AS.get(label.lower(), label)).name
        "".encode(name)
    except LookupError:
        return ""
    return _READ_AS.get(name, name)


def _proven(body: bytes, declared: tuple[str, ...]) -> str | None:
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return charset
    if len(body) >= 4 and body[1] == body[3] == 0:  # noqa: PLR2004 the first two characters of any document are ASCII
        return "utf-16-le"
    if len(body) >= 4 and body[0] == body[2] == 0:  # noqa: PLR2004 likewise
        return "utf-16-be"
    if _strictly(body, "utf-8") is None:
        return None
    letters = sum(1 for _, _ in zip(_SEQUENCE.finditer(body), range(_PROOF), strict=False))
    if not letters:
        return None if declared and declared[0].startswith(_SEVEN_BIT) else "utf-8"
    needed = _PROOF if any(charset in _MULTIBYTE for charset in declared) else 1
    return "utf-8" if letters >= needed else None


def _strictly(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset)
    except (UnicodeError, LookupError):
        return None


def _utf8_balance(body: bytes) -> tuple[int, int]:
    """Count the sequences that are UTF-8 and the bytes that are not; a stray byte does not make a document another charset."""
    rest, good = _SEQUENCE.subn(b"", body)
    return good, len(rest) - len(rest.translate(None, bytes(range(0x80, 0x100))))


def _likeliest(body: bytes) -> str:
    """Guess the charset in which the bytes beyond ASCII are frequent letters, in words whose capitals stand first.

    Latin words are mostly ASCII, with single letters beyond it; words of another script are beyond it throughout.
    """
    beyond = len(body) - len(body.translate(None, bytes(range(0x80, 0x100))))
    in_runs = sum(len(run) for run in _RUN.findall(body))
    charsets = _OTHER_SCRIPTS if in_runs * 2 > beyond else _LATIN
    return max(charsets, key=lambda charset: _plausibility(body.decode(charset, "replace"), charsets[charset]))


def _plausibility(text: str, frequent: str) -> float:
    beyond = [character for character in text if character > "\x7f"][:_SAMPLE]
    # A capital counts half: text that seems to be all capitals is more likely text of another charset.
    hits = sum(1.0 if character in frequent else 0.5 if character.lower() in frequent else 0.0 for character in beyond)
    return (hits - _inverted(text)) / max(1, len(beyond))


def _inverted(text: str) -> int:
    """Count capitals that follow small letters inside a word: what KOI8-R looks like, read as windows-1251."""
    pairs = pairwise(text[: _SAMPLE * 10])
    return sum(left.islower() and right.isupper() and (left > "\x7f" or right > "\x7f") for left, right in pairs)
