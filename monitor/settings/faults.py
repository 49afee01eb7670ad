"""Turn what pydantic found into problems of ours: at the line and column, in a user's words, with what to write instead."""

from __future__ import annotations

import difflib
import types
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from yaml.nodes import ScalarNode

from monitor.settings import document
from monitor.settings.pointing import place_of
from monitor.settings.schema.entry import Complaint
from monitor.watch.query import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails
    from yaml.nodes import Node

    from monitor.errors import Problem
    from monitor.settings.document import Document
    from monitor.watch.query import QueryWarning

# What people write who come from another tool, and what it is called here.
SYNONYMS: Mapping[str, str] = types.MappingProxyType(
    {
        "fuzziness": "spelling",
        "fuzzines": "spelling",
        "fuzzy": "spelling",
        "threshold": "spelling",
        "keywords": "any",
        "words": "any",
        "terms": "any",
        "query": "term",
        "exclude": "ignore",
        "excludes": "ignore",
        "not": "ignore",
        "synonyms": "aliases",
        "notify": "tell",
        "recipients": "tell",
        "recipient": "tell",
        "title": "name",
        "label": "name",
        "interval": "poll",
        "every": "poll",
        "refresh": "poll",
        "link": "url",
        "address": "url",
        "username": "user",
        "login": "user",
        "host": "smtp",
        "server": "smtp",
        "schedule": "send",
        "when": "send",
        "addresses": "to",
        "email": "to",
        "quiet_hours": "quiet",
        "tz": "timezone",
        "zone": "timezone",
        "db": "database",
        "channels": "senders",
        "accounts": "senders",
        "bind": "listen",
        "max_size": "max_body",
        "useragent": "contact",
        "user_agent": "contact",
        "entities": "watches",
        "list": "watchlist",
    }
)
_SHAPES = {"dict": "settings (name: value)", "list": "a list", "str": "a text", "NoneType": "nothing", "Bare": "a text"}
_LIST = ("a list is needed here", "write [one, two], or one entry a line, each after a dash")
_MAP = ("name: value settings are needed here", "write one name: value a line")
_TEXT = ("a text is needed here", "write one text here")
_SWITCH = ("true or false is needed here", "write true or false")
_NUMBER = ("a whole number is needed here", "write digits only")
_FRACTION = ("a number is needed here", "write one such as 0.5")
_DURATION = ("a duration is needed here", "write 30s, 15m, 6h or 7d")
_WANTED: Mapping[str, tuple[str, str]] = types.MappingProxyType(
    {
        "string_type": _TEXT,
        "string_sub_type": _TEXT,
        "tuple_type": _LIST,
        "list_type": _LIST,
        "dict_type": _MAP,
        "model_type": _MAP,
        "model_attributes_type": _MAP,
        "bool_type": _SWITCH,
        "bool_parsing": _SWITCH,
        "int_type": _NUMBER,
        "int_parsing": _NUMBER,
        "int_from_float": _NUMBER,
        "float_type": _FRACTION,
        "float_parsing": _FRACTION,
        "time_delta_type": _DURATION,
    }
)
_SHOWN = 60  # characters of a value that a problem repeats


def faults(read: Document, model: type[BaseModel], error: ValidationError) -> list[Problem]:
    """List the problems of a file that does not follow its model, in order of line."""
    found = [_fault(read, model, each) for each in error.errors(include_url=False) if not _is_told_as_unknown(model, each)]
    return sorted(dict.fromkeys(found), key=lambda problem: (problem.line, problem.column))


def _fault(read: Document, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    path = detail["loc"]
    if detail["type"] == "extra_forbidden":
        return read.problem(document.key_at(read.root, path), *_unknown(model, path))
    if detail["type"] == "missing":
        return read.problem(document.value_at(read.root, path[:-1]), *_missing(model, path))
    is_key = path[-1:] == ("[key]",)
    node = document.key_at(read.root, path[:-1]) if is_key else document.value_at(read.root, path)
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, QueryError):
        return in_query(read, node, cause)
    if isinstance(cause, Complaint):
        return read.problem(node, cause.what, cause.remedy)
    if isinstance(cause, ValueError):
        what, _, remedy = str(cause).partition("; ")
        return read.problem(node, what, remedy)
    return read.problem(node, *_words(model, detail))


def in_query(read: Document, node: Node | None, found: QueryError | QueryWarning, *, is_warning: bool = False) -> Problem:
    """Point at the character of a query, however the file writes it; at its beginning where that cannot be told."""
    problem = read.problem(node, found.what, found.remedy, is_warning=is_warning)
    place = place_of(read.lines, node, found.position) if isinstance(node, ScalarNode) else None
    return problem if place is None else replace(problem, line=place[0] + 1, column=place[1] + 1)


def _is_told_as_unknown(model: type[BaseModel], detail: ErrorDetails) -> bool:
    """Tell whether a setting is only missing because it stands there under another name, which is complained of itself."""
    path, value = detail["loc"], detail["input"]
    if detail["type"] != "missing" or not isinstance(value, dict):
        return False
    fields = _fields_at(model, path[:-1])
    return any(key not in fields and _meant(str(key), fields) == path[-1] for key in value)


def _words(model: type[BaseModel], detail: ErrorDetails) -> tuple[str, str]:
    """Say what is wrong with a value, and what to write."""
    kind, value = detail["type"], detail["input"]
    if kind in {"literal_error", "enum"}:
        return _no_choice(value, detail.get("ctx", {}).get("expected", ""))
    if kind == "too_short":
        return "this list is empty", "write at least one entry"
    if kind in {"model_type", "model_attributes_type", "dict_type"} and isinstance(value, str):
        return _no_settings(model, detail["loc"], value)
    if kind in _WANTED:
        wanted, remedy = _WANTED[kind]
        shown = f"{_shorten(value)!r}" if isinstance(value, str) else _SHAPES.get(type(value).__name__, "something else")
        return f"{wanted}, not {shown}", remedy
    what = f"{_shorten(value)!r} cannot be meant here: it {detail['msg'].removeprefix('Input ')}"
    return what, "see `tocsin schema` for what may stand here"


def _unknown(model: type[BaseModel], path: Sequence[str | int]) -> tuple[str, str]:
    word = str(path[-1])
    fields = _fields_at(model, path[:-1])
    meant = _meant(word, fields)
    if meant is None:
        return f"unknown setting '{_shorten(word)}'", f"one of these may stand here: {', '.join(fields)}" if fields else "take it out"
    return f"unknown setting '{_shorten(word)}'", f"did you mean '{meant}'?" + (f" (write: {fields[meant]})" if fields[meant] else "")


def _meant(word: str, fields: Iterable[str]) -> str | None:
    """Guess which setting a word stands for that is none."""
    fields = [*fields]
    synonym, near = SYNONYMS.get(word.lower()), difflib.get_close_matches(word.lower(), fields, 1, 0.7)
    return synonym if synonym in fields else (near[0] if near else None)


def _missing(model: type[BaseModel], path: Sequence[str | int]) -> tuple[str, str]:
    word = str(path[-1])
    example = _fields_at(model, path[:-1]).get(word) or f"{word}: ..."
    return f"`{word}` is missing", f"add {example}"


def _no_choice(value: object, expected: str) -> tuple[str, str]:
    choices = [part for part in expected.replace(" or ", ", ").replace("'", "").split(", ") if part]
    near = difflib.get_close_matches(str(value).lower(), choices, 1)
    guess = f"did you mean '{near[0]}'?" if near else f"write one of: {', '.join(choices)}"
    return f"{_shorten(value)!r} cannot stand here", guess


def _no_settings(model: type[BaseModel], path: Sequence[str | int], value: str) -> tuple[str, str]:
    fields = _fields_at(model, path)
    word, colon, rest = value.partition(":")
    if colon and word in fields and rest:
        return "there is no space after this colon", f"write {word}: {rest.strip()}"
    if "entity" in fields:
        return f"settings are needed here, not the text {_shorten(value)!r}", f"write entity: {_shorten(value)}"
    return f"settings are needed here, not the text {_shorten(value)!r}", "write one name: value a line"


def _fields_at(model: type[BaseModel], path: Sequence[str | int]) -> dict[str, str]:
    """List the settings that may stand at a path, each with an example of it (or nothing)."""
    places: list[Any] = [model]
    for step in path:
        places = [inner for place in places for inner in _inside(place, step)] or places
    found: dict[str, str] = {}
    for entry in (each for place in places for each in _entries(place)):
        for name, field in entry.model_fields.items():
            word = field.alias or name
            sample = field.examples[0] if field.examples else (field.default if isinstance(field.default, str) else None)
            found.setdefault(word, f"{word}: {_sample(sample)}" if sample is not None else "")
    return found


def _sample(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(str(each) for each in value)}]"
    text = str(value)
    return f'"{text}"' if text.startswith("${") else text


def _entries(place: Any) -> Iterator[type[BaseModel]]:
    """List the models that an annotation allows at this place itself."""
    if isinstance(place, type) and issubclass(place, BaseModel):
        root = place.model_fields.get("root")
        if root is None:
            yield place
        else:
            yield from _entries(root.annotation)
    elif get_origin(place) in {Annotated, Union, types.UnionType}:
        for each in get_args(place):
            yield from _entries(each)


def _inside(place: Any, step: str | int) -> Iterator[Any]:
    """List the annotations one step further in; nothing for a step that only names a variant."""
    origin, parts = get_origin(place), get_args(place)
    if isinstance(place, type) and issubclass(place, BaseModel):
        if "root" in place.model_fields:
            yield from _inside(place.model_fields["root"].annotation, step)
        yield from (field.annotation for name, field in place.model_fields.items() if step in {name, field.alias})
    elif origin in {Annotated, Union, types.UnionType}:
        for each in parts:
            yield from _inside(each, step)
    elif origin is dict and isinstance(step, str):
        yield parts[1]
    elif origin is tuple and isinstance(step, int):
        yield parts[0]


def _shorten(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
