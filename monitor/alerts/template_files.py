"""The templates of messages: read once from the package, then handed to whoever renders, so that rendering itself reads nothing."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = "templates"


@dataclass(frozen=True, slots=True)
class Templates:
    """A set of templates by file name. Those that end in `.html` escape every value; no template can reach beyond its values."""

    environment: ImmutableSandboxedEnvironment

    @classmethod
    def of(cls, sources: Mapping[str, str]) -> Templates:
        """Make a set from the templates' texts."""
        environment = ImmutableSandboxedEnvironment(
            loader=DictLoader(sources),
            autoescape=lambda name: bool(name and name.endswith(".html")),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        environment.filters["fill"] = fill
        environment.filters["in_code"] = in_code
        return cls(environment)

    def fill_in(self, name: str, values: Mapping[str, object]) -> str:
        """Set one template with its values."""
        return self.environment.get_template(name).render(values)


def load_templates() -> Templates:
    """Read the templates that come with the package."""
    folder = files("monitor.alerts").joinpath(_FOLDER)
    return Templates.of({file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith((".txt", ".html"))})


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
