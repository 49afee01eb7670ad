"""What all models of the settings share: strict keys, empty settings that count as absent, and texts that stay texts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

from monitor.model import Kind
from monitor.settings import quantities
from monitor.text.language_tag import TagError, read_tag

_CURLY_DOUBLE = str.maketrans(dict.fromkeys("“”„‟«»〝〞＂", '"'))  # noqa: RUF001 the point is to name them
_PAIRS = {"“": "”„“", "„": "“”", "«": "»", "‘": "’", "»": "«", "‚": "‘’"}  # noqa: RUF001 likewise
_NEWLINES = re.compile(r"\s*\n\s*")


class Complaint(ValueError):
    """A value that cannot be meant as written: what is wrong, and the remedy."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(what)


class Entry(BaseModel):
    """A map of settings. Unknown keys are refused; a key without a value counts as left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, value: object) -> object:
        if not isinstance(value, dict) or None not in value.values():
            return value
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: each for key, each in value.items() if each is not None or key not in known}


def on_one_line(text: str) -> str:
    """Leave out the space around a text, and its line ends."""
    return _NEWLINES.sub(" ", text.strip())


def read_text(value: object) -> object:
    """Take a text as it stands, on one line; curly quotes around all of it are quotes.

    Raises:
        Complaint: it is empty, or YAML reads it as null.
    """
    if value is None:
        raise Complaint("this entry is empty", 'write a text, or delete it; if "Null" is meant, put it in quotes')
    if not isinstance(value, str):
        return value
    text = on_one_line(str(value))
    if len(text) > 1 and text[-1] in _PAIRS.get(text[0], ""):
        text = text[1:-1].strip()
    if not text:
        raise Complaint("this text is empty", "write something between the quotes, or delete it")
    return text


def read_words(value: object) -> object:
    """Take words of the watch language; every kind of double quote is the straight one.

    Raises:
        Complaint: it is empty.
    """
    if value is None:
        raise Complaint("this entry is empty", "write a word or a phrase, or delete it")
    if not isinstance(value, str):
        return value
    text = on_one_line(str(value)).translate(_CURLY_DOUBLE)
    if not text:
        raise Complaint("this text is empty", "write a word or a phrase, or delete it")
    return text


def one_or_many(value: object) -> object:
    """Take a single text for a list of one."""
    return [value] if isinstance(value, str) else value


def _language(text: str) -> str:
    try:
        return read_tag(text)
    except TagError as error:
        raise Complaint(error.what, error.remedy) from None


def _duration(value: object) -> object:
    return quantities.read_duration(value) if isinstance(value, str) else value


def _size(value: object) -> object:
    return quantities.read_size(value) if isinstance(value, str) else value


def _budget(value: object) -> object:
    return quantities.read_budget(value) if isinstance(value, str) else value


def _rate(value: object) -> object:
    return quantities.read_rate(str(value))


_Scalar = str | int | float | bool
Text = Annotated[str, BeforeValidator(read_text, json_schema_input_type=_Scalar)]
Words = Annotated[str, BeforeValidator(read_words, json_schema_input_type=_Scalar)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(one_or_many, json_schema_input_type=_Scalar | list[_Scalar])]
Languages = Annotated[
    tuple[Annotated[Text, AfterValidator(_language)], ...],
    BeforeValidator(one_or_many, json_schema_input_type=_Scalar | list[_Scalar]),
]
ManyWords = Annotated[tuple[Words, ...], BeforeValidator(one_or_many, json_schema_input_type=_Scalar | list[_Scalar])]
Kinds = Annotated[tuple[Kind, ...], BeforeValidator(one_or_many, json_schema_input_type=Kind | list[Kind])]
Duration = Annotated[timedelta, BeforeValidator(_duration, json_schema_input_type=str)]
Size = Annotated[int, BeforeValidator(_size, json_schema_input_type=str | int)]
Rate = Annotated[int, BeforeValidator(_rate, json_schema_input_type=str)]
Budget = Annotated[str, BeforeValidator(_budget, json_schema_input_type=str)]
