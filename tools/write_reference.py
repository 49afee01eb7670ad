"""Write docs/reference/settings.md, commands.md and parliaments.md from the program itself: `python -m tools.write_reference`.

The settings come from the pydantic models behind `tocsin schema`, the commands from the typer application, the parliaments from the
catalogue, so that no page can say what the program does not do. `tests/test_reference.py` fails when a page is stale.
"""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args, get_origin, get_type_hints

import typer
from pydantic import RootModel
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from monitor.cli.main import app
from monitor.model import Kind
from monitor.settings.kinds import KINDS
from monitor.settings.schema import entry, general, recess, recipients, senders, sources, watchlists, web_address
from tools.parliaments_page import parliaments_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from monitor.settings.kinds import FileKind

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
_WRITTEN = "<!-- Written by tools/write_reference.py from the program; edit that, or what it reads. -->\n"

# What a user writes, by the annotation; the special before the general that it is made of.
_TYPES: tuple[tuple[object, str], ...] = (
    (web_address.WebAddress, "web address"),
    (general.LinkBase, "web address"),
    (general.Zone, "time zone"),
    (senders.MailServer, "text"),
    (senders.Origin, "text"),
    (senders.Port, "number, 1 to 65535"),
    (watchlists.QueryText, "query"),
    (watchlists.Phrases, "words, or a list of words"),
    (entry.Kinds, "kind, or a list of kinds"),
    (entry.Languages, "language, or a list of them"),
    (recipients.Addresses, "address, or a list of addresses"),
    (recipients.WhenText, "time of sending"),
    (recipients.QuietTexts, "quiet time, or a list of them"),
    (recess.Recess, "days, or a list of them"),
    (entry.Duration, "duration"),
    (entry.Size, "size"),
    (entry.Budget, "budget"),
    (entry.Rate, "so many an hour"),
    (recipients.Send, "time of sending, or a map"),
    (entry.Texts, "text, or a list of texts"),
    (entry.Text, "text"),
)
_PLAIN: Mapping[object, str] = {bool: "true or false", int: "number", str: "text"}

# Said here where a model leaves a name to speak for itself.
_MEANINGS: Mapping[str, str] = {
    "user": "The account's name, where the server wants one.",
    "password": "Its password; as a reference, never in the file itself.",
    "headers": "Sent along with each request to this source; values may be secrets.",
    "proxy": "The proxy for this source alone.",
    "urgent": "When what is urgent leaves; if nobody says, `at once`.",
    "normal": "When what is normal leaves; likewise.",
    "low": "When what is of low priority leaves; if nobody says, `daily 07:30`.",
    "feeds": "Feeds: an address alone, or a map with `url:` and more.",
}
ANY_NUMBER = -1  # of values, as typer says it
_VALUES: Mapping[str, str] = {"<path>": "DIR", "<str>": "TEXT", "<int range>": "NUMBER"}

_SETTINGS = """\
# Settings

{written}
Four kinds of YAML files in one folder. Make them with `tocsin init`, check them with `tocsin check`.
A key that is not listed here is refused, with a guess at what was meant. A key without a value counts as left out.
`tocsin schema` prints the same as JSON Schema, for editors.

## How values are written

| value | looks like |
|---|---|
| duration | `30s`, `15m`, `6h`, `7d`, `2w`, or several: `1h30m` |
| size | `10MB`, `500kB`; a kilobyte has 1,000 bytes |
| time zone | a name such as `America/Toronto` |
| time of sending | `at once`, `hourly`, `daily 07:30`, `weekdays 07:30 15:00`, `weekly mon 08:00`, `cron 30 7 * * 1-5` |
| quiet time | `22:00-06:30`, a day such as `sat`, or both: `mon-fri 22:00-06:30` |
| days | `2026-07-01..2026-08-31`, both included, or one day |
| query, words | see [the query language](query-language.md) |
| budget | `2 per week`, `5 per million words` |
| so many an hour | `20 per hour` |
| kind | {kinds} |
| secret | `"${{env:NAME}}"` for an environment variable, `"${{file:/path}}"` for the content of a file; in any text |

A secret is read at the moment it is used. A newline at its end is dropped. In a URL it is percent-encoded for you.
Times without a zone are UTC.
"""
_COMMANDS = """\
# Commands

{written}
The same as `tocsin COMMAND --help`. From a checkout the command is `.venv/bin/tocsin`.
For exit codes and for what `--json` prints, see [exit codes and JSON](exit-codes-and-json.md).
"""


def settings_page() -> str:
    """Write every key of every kind of settings file."""
    head = _SETTINGS.format(written=_WRITTEN, kinds=", ".join(f"`{kind.value}`" for kind in Kind))
    return head + "".join(f"\n{part}" for kind in KINDS for part in _kind(kind))


def commands_page() -> str:
    """Write every command with its arguments and options."""
    root = get_command(app)
    return _COMMANDS.format(written=_WRITTEN) + "".join(f"\n{part}" for part in _commands(root, ("tocsin",)))


def pages() -> dict[Path, str]:
    """Give each page's text by the file it belongs in."""
    return {
        FOLDER / "settings.md": settings_page(),
        FOLDER / "commands.md": commands_page(),
        FOLDER / "parliaments.md": parliaments_page(_WRITTEN),
    }


def _kind(kind: FileKind) -> Iterator[str]:
    names = [f"`{kind.stem}.yaml`"] * bool(kind.stem) + [f"`{kind.folder}/*.yaml`"] * bool(kind.folder)
    yield f"## {' or '.join(names)}\n"
    if not issubclass(kind.model, RootModel):
        yield from _tables(kind.model, "")
        return
    yield f"{_said(kind.model)}\n"
    yield from _tables(recipients.RecipientEntry, "")


def _tables(model: type[BaseModel], path: str) -> Iterator[str]:
    """Write a model's keys as a table, then a section for each model that stands below one of them."""
    hints = get_type_hints(model, include_extras=True)
    rows = [_row(model, name, field, hints[name]) for name, field in model.model_fields.items()]
    yield "| key | value | default | meaning |\n|---|---|---|---|\n" + "".join(rows)
    for name, field in model.model_fields.items():
        below = list(dict.fromkeys(_models(hints[name])))
        for each in below:
            place = f"{path}{field.alias or name}"
            about = _said(each).removesuffix(".")
            yield f"### {f'`{place}`' if len(below) == 1 else f'An entry of `{place}`: {about[0].lower()}{about[1:]}'}\n"
            if len(below) == 1:
                yield f"{_said(each)}\n"
            yield from _tables(each, f"{place}.")


def _row(model: type[BaseModel], name: str, field: FieldInfo, hint: object) -> str:
    said = field.description or _MEANINGS.get(name) or _of_feed(model, name) or " ".join(_said(each) for each in _models(hint))
    if field.examples and field.examples[0] != field.default:
        said += f" Such as `{_yaml(field.examples[0])}`."
    return f"| `{field.alias or name}` | {_type(hint)} | {_default(field, hint)} | {said} |\n"


def _of_feed(model: type[BaseModel], name: str) -> str | None:
    """A parliament's record shares its words with a feed, and their meaning."""
    shared = sources.FeedEntry.model_fields.get(name) if model is sources.ParliamentEntry else None
    return shared.description if shared else None


def _models(hint: object) -> Iterator[type[entry.Entry]]:
    """Find the models in an annotation, however deep."""
    if isinstance(hint, type) and issubclass(hint, entry.Entry):
        yield hint
    for inner in get_args(hint):
        yield from _models(inner)


def _type(hint: object) -> str:
    choices = [each for each in get_args(hint) if each is not type(None)]
    if type(None) in get_args(hint):
        return " or ".join(_type(each) for each in choices)
    if (known := _known(hint)) is not None:
        return known
    if get_origin(hint) is Literal:
        return ", ".join(f"`{each}`" for each in choices)
    if any(_models(hint)):
        return "list" if get_origin(hint) is tuple else "map"
    if get_origin(hint) is dict:
        return f"map of {_type(choices[0])} to {_type(choices[1])}"
    return _PLAIN.get(hint, "number")


def _known(hint: object) -> str | None:
    """Find an annotation among the known ones: it is one of them, or one with more conditions on it."""
    own = getattr(hint, "__metadata__", ())
    for alias, words in _TYPES:
        told = getattr(alias, "__metadata__", ())
        if get_origin(hint) is Annotated and len(told) <= len(own) and all(a is b for a, b in zip(told, own, strict=False)):
            return words
    return None


def _default(field: FieldInfo, hint: object) -> str:
    if field.is_required():
        return "**needed**"
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is None or isinstance(value, entry.Entry) or value in ((), {}):
        return ""
    if _known(hint) == "size":
        return f"`{value // 1_000_000}MB`"
    return f"`{_yaml(value)}`"


def _yaml(value: object) -> str:
    """Write a value as it would stand in a file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return next(f"{seconds // unit}{sign}" for sign, unit in (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)) if seconds % unit == 0)
    if isinstance(value, list):
        return f"[{', '.join(_yaml(each) for each in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_yaml(each)}" for name, each in value.items()) + "}"
    return str(value)


def _said(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def _commands(command: object, path: Sequence[str]) -> Iterator[str]:
    """Write a command, or those of a group."""
    if isinstance(command, TyperGroup):
        if len(path) > 1:
            yield f"## `{' '.join(path)}`\n\n{_tidy(command.help)}\n"
        for name, below in command.commands.items():
            yield from _commands(below, (*path, name))
    elif isinstance(command, TyperCommand):
        context = typer.Context(command, info_name=" ".join(path))
        parameters = [each for each in command.get_params(context) if each.name != "help"]
        usage = " ".join([*path, "[OPTIONS]", *(_argument(each) for each in parameters if isinstance(each, TyperArgument))])
        yield f"##{'#' * (len(path) - 2)} `{' '.join(path)}`\n\n{_tidy(command.help)}\n\n```\n{usage}\n```\n"
        yield "| argument or option | meaning |\n|---|---|\n" + "".join(_parameter(each, context) for each in parameters)


def _parameter(parameter: object, context: typer.Context) -> str:
    shown = f"`{_argument(parameter)}`" if isinstance(parameter, TyperArgument) else ""
    if isinstance(parameter, TyperOption):
        value = "" if parameter.is_flag else f" {parameter.metavar or _VALUES.get(kind := parameter.display_type(context), kind)}"
        shown = ", ".join(f"`{name}{value}`" for name in parameter.opts)
    said = _tidy(getattr(parameter, "help", None))
    default = getattr(parameter, "default", None)
    if default not in (None, False) and not callable(default):
        said += f" Default: `{default}`."
    return _escaped(f"| {shown} | {said} |\n", bars=3)


def _argument(argument: TyperArgument) -> str:
    """Write an argument as in a line of usage: `[FILE]...` for any number that may be none."""
    name = (argument.metavar or (argument.name or "").upper()).strip("[].")
    return (name if argument.required else f"[{name}]") + "..." * (argument.nargs == ANY_NUMBER)


def _escaped(row: str, *, bars: int) -> str:
    """Escape the bars in the cells of a row; the row's own are the first, the last, and those between its cells."""
    cells = row.rstrip("\n")[2:-2].split(" | ", bars - 2)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _tidy(text: str | None) -> str:
    return re.sub(r"[ \t]*\n[ \t]*(?!\n)", "\n", (text or "").strip())


def main() -> None:
    """Write the pages; with `--check`, only say whether they are as they should be."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        sys.exit(f"stale: {', '.join(path.name for path in stale)}; run: python -m tools.write_reference" if stale else 0)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
