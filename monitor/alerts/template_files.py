"""The templates of messages: read once from the package, then handed to whoever renders, so that rendering itself reads nothing.

A recipient may have templates of their own in the place of some (`Templates.with_own`). Text of strangers stays inert in these too: in
HTML every value is escaped before a template sees it, so that neither `|safe` nor `autoescape false` brings markup of a feed to life.
"""

from __future__ import annotations

import textwrap
import traceback
from dataclasses import dataclass, fields, is_dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from monitor.errors import MonitorError

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = "templates"
_TO_MARKUP = frozenset({"unescape", "striptags"})  # methods and filters that would undo an escape
SLACK_ALONE = tuple(f"{kind}.slack.txt" for kind in ("alert", "listing", "digest", "notice"))


class TemplateFault(MonitorError):
    """A template of a user's that cannot be filled in: `file` and `line` (0 where none is to blame) say where, the text says what."""

    def __init__(self, file: str, line: int, what: str) -> None:
        super().__init__(what)
        self.file = file
        self.line = line


class TemplateLate(TemplateFault):
    """Templates of a user's that were not done within their time, and would not be the next time either."""


class _Environment(ImmutableSandboxedEnvironment):
    """No template can reach beyond its values, nor take an escape back."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        return attr not in _TO_MARKUP and super().is_safe_attribute(obj, attr, value)


class _Absent(StrictUndefined):
    """A name that a template uses and that nothing has; says which was meant, and none of our own names."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        said = f"nothing is called {self._undefined_name!r} here"
        there = [] if self._undefined_obj is missing else [name for name in dir(self._undefined_obj) if not name.startswith("_")]
        near = get_close_matches(str(self._undefined_name), there, 1)
        return self._undefined_hint or (f"{said}; did you mean {near[0]!r}?" if near else said)


@dataclass(frozen=True, slots=True)
class Templates:
    """A set of templates by file name, `own` those that are a user's. Those that end in `.html` escape every value."""

    environment: ImmutableSandboxedEnvironment
    own: frozenset[str] = frozenset()

    @classmethod
    def of(cls, sources: Mapping[str, str], own: frozenset[str] = frozenset()) -> Templates:
        """Make a set from the templates' texts."""
        environment = _Environment(
            loader=FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None),
            autoescape=lambda name: bool(name and name.endswith(".html")),
            undefined=_Absent,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        for name in _TO_MARKUP:
            environment.filters.pop(name, None)
        environment.filters["fill"] = fill
        environment.filters["in_code"] = in_code
        return cls(environment, own)

    def has(self, name: str) -> bool:
        """Tell whether a template of a user's has this name."""
        return name in self.own

    def fill_in(self, name: str, values: Mapping[str, object]) -> str:
        """Set one template with its values."""
        shown = {key: escaped(value) for key, value in values.items()} if self.own and name.endswith(".html") else values
        return self.environment.get_template(name).render(shown)


def load_templates(own: Mapping[str, str] | None = None) -> Templates:
    """Read the templates that come with the package; those of a user's `own` stand in their place."""
    return Templates.of({**shipped_templates(), **(own or {})}, frozenset(own or ()))


@cache
def shipped_templates() -> Mapping[str, str]:
    """Read the texts of the templates that come with the package, by file name."""
    folder = files("monitor.alerts").joinpath(_FOLDER)
    return {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith((".txt", ".html"))}


def names_to_override() -> list[str]:
    """List the names that a user's template may have."""
    return sorted([*shipped_templates(), *SLACK_ALONE])


def syntax_fault(name: str, source: str) -> TemplateFault | None:
    """Find what is wrong with the wording of a user's template; None where it can be read."""
    try:
        Templates.of({name: source}).environment.get_template(name)
    except TemplateSyntaxError as error:
        return TemplateFault(name, error.lineno, error.message or "this is no template")
    except (RecursionError, MemoryError):
        return TemplateFault(name, 0, "this template is nested too deeply")
    return None


def place_of(error: BaseException, own: frozenset[str]) -> tuple[str, int]:
    """Find the last line of a user's template that an error came through; the first of them, line 0, where it came through none."""
    if isinstance(error, TemplateSyntaxError) and error.name in own:
        return error.name, error.lineno
    passed = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__) if frame.filename in own]
    return passed[-1] if passed else (min(own, default=""), 0)


def in_words(error: BaseException) -> str:
    """Say what went wrong where a template was filled in."""
    if isinstance(error, TemplateNotFound):
        return f"it asks for {error.name!r}: a template may include those of its own folder and ours, and no other file"
    return str(error) or type(error).__name__


def escaped(value: object) -> object:
    """Escape every text in a value for HTML, however deep in it."""
    if isinstance(value, str):
        return value if isinstance(value, Markup) else escape(value)
    if isinstance(value, tuple):
        return tuple(escaped(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: escaped(getattr(value, each.name)) for each in fields(value)})
    return value


def fill(text: str, width: int, lead: str = "", hang: str | None = None) -> str:
    """Break a line at `width` columns; each line starts with `lead`, or the later ones with `hang`. A width of 0 breaks nothing."""
    if not width:
        return lead + text
    return textwrap.fill(
        text, width, initial_indent=lead, subsequent_indent=lead if hang is None else hang, break_on_hyphens=False, break_long_words=True
    )


def in_code(text: str) -> list[tuple[str, bool]]:
    """Part a line at its back quotes: what stands between two of them is a command or a name to be copied."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return [(text, False)]
    return [(piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece]
