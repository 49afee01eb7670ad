"""Language tags, what languages are called, and which tags cover which."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

TAG = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8})*)")  # BCP 47, section 2.1, as far as feeds go
LANGUAGES: Mapping[str, str] = MappingProxyType({
    "ar": "Arabic", "az": "Azerbaijani", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ga": "Irish", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "ku": "Kurdish", "lt": "Lithuanian",
    "lv": "Latvian", "mt": "Maltese", "nl": "Dutch", "no": "Norwegian", "nb": "Norwegian", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovene", "sq": "Albanian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "zh": "Chinese",
})  # fmt: skip


class TagError(ValueError):
    """What should be a language tag and is none: what is wrong, and the remedy."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(what)


def read_tag(text: str) -> str:
    """Take a language tag, in small letters: `EN_us` becomes `en-us`.

    Raises:
        TagError: it is none; a language that is called by its English name is told its tag.
    """
    if TAG.fullmatch(text.strip()):
        return _plain(text.strip())
    name = text.strip().title()
    tag = next((tag for tag, each in LANGUAGES.items() if each == name), None)
    raise TagError(f"{text[:40]!r} is no language tag", f"write {tag}" if tag else "write its two letters, such as en or fr")


def is_among(tag: str, wanted: Collection[str]) -> bool:
    """Tell whether a language tag is one of those wanted, or a region of one: `en` covers `en-CA` (RFC 4647, basic filtering)."""
    spoken = _plain(tag)
    return any(spoken == each or spoken.startswith(f"{each}-") for each in map(_plain, wanted))


def _plain(tag: str) -> str:
    return tag.lower().replace("_", "-")
