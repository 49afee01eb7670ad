"""`tocsin init`, `check` and `schema`: make settings, find what is wrong with them, help editors to write them."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.cells import cell_len

from monitor.cli.archive import show_table
from monitor.cli.beside import reading_beside
from monitor.cli.outlook import HEAD, expected
from monitor.cli.taught import vetoed
from monitor.cli.terminal import ConfigOption, JsonOption, config_folder, emit, plain
from monitor.errors import SettingsError, UsageError
from monitor.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.cli.outlook import Expected
    from monitor.cli.taught import Taught
    from monitor.errors import Problem

_NEXT = """\
Next:
  1. {folder}/tocsin.yaml: contact:, and your mail server under senders:; then export TOCSIN_SMTP_PASSWORD=...
  2. {folder}/recipients.yaml: who is told, where and when
  3. {folder}/sources.yaml: what is read; {folder}/watchlists/*.yaml: what you watch
  4. tocsin check{option}; then a test message: tocsin test-alert{option} arms-desk
  5. tocsin run{option}"""


class SchemaKind(StrEnum):
    """The kinds of settings files."""

    TOCSIN = "tocsin"
    RECIPIENTS = "recipients"
    SOURCES = "sources"
    WATCHLIST = "watchlist"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(init)
    app.command()(check)
    app.command()(schema)


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the settings go.", show_default=True)] = Path("config"),
) -> None:
    """Write starter settings into a new folder; nothing that is there is overwritten."""
    from monitor.settings.editor import write_schemas

    starter = shipped("config")
    names = sorted(path.relative_to(starter) for path in starter.rglob("*.yaml"))
    there = [name for name in names if (folder / name).exists()]
    if there:
        raise UsageError(f"{folder / there[0]} is there already; name another folder: tocsin init NEW, or move it away first")
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(starter / name, folder / name)
    write_schemas(folder)
    typer.echo(f"Wrote {len(names)} files into {folder}: {', '.join(name.as_posix() for name in names)}")
    typer.echo(_NEXT.format(folder=folder, option="" if folder == Path("config") else f" --config {folder}"))


def check(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="Check these alone; else the whole folder.")] = None,
    *,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    online: Annotated[bool, typer.Option("--online", help="Also try the addresses, accounts and feeds.")] = False,
    names: Annotated[bool, typer.Option("--names", help="List every name that is looked for in any spelling.")] = False,
) -> None:
    """Find everything that is wrong with the settings, all at once; needs no secrets and no network."""
    from monitor.channels.address import complaint
    from monitor.settings.load import look_over
    from monitor.vocabulary import vocabulary

    folder = _folder(config, files or [])
    found = look_over(folder, files or [], vocabulary(), complaint)
    problems = found.problems
    if online and not _errors(problems):
        problems += _online(folder)
    errors = _errors(problems)
    taught, words_per_week = _beside(folder)
    taught = [] if files else taught
    outlook = expected([] if errors else found.watchlists, words_per_week)
    if as_json:
        emit(_report(problems, folder, taught, outlook))
    else:
        _print_report(problems, folder, taught, outlook, names=names)
    if errors:
        raise typer.Exit(SettingsError.exit_code)


def _report(problems: Sequence[Problem], folder: Path | None, taught: Sequence[Taught], outlook: Expected) -> dict[str, object]:
    errors = _errors(problems)
    return {
        "ok": not errors,
        "errors": errors,
        "warnings": len(problems) - errors,
        "problems": [_record(each, folder) for each in problems],
        "vetoes": [asdict(each) for each in taught],
        "spellings": outlook.record(),
    }


def _print_report(problems: Sequence[Problem], folder: Path | None, taught: Sequence[Taught], outlook: Expected, *, names: bool) -> None:
    for problem in problems:
        typer.echo(_shown(problem, folder))
    for each in taught:
        typer.echo(plain(each.in_words()))
    for line in outlook.in_words():
        typer.echo(plain(line))
    if names and outlook.names:
        show_table(HEAD, outlook.rows())
    typer.echo(_summary(problems))


def schema(kind: Annotated[SchemaKind | None, typer.Argument(help="Which kind of file; else all.", show_default=False)] = None) -> None:
    """Print the JSON Schema of the settings, for editors."""
    from monitor.settings import editor, kinds

    found = {each.name: editor.schema(each) for each in kinds.KINDS}
    sys.stdout.write(json.dumps(found[kind.value] if kind else found, indent=2, ensure_ascii=False) + "\n")


def _folder(config: Path | None, files: Sequence[Path]) -> Path | None:
    """Find the settings folder; files of their own may do without one."""
    try:
        return config_folder(config)
    except UsageError:
        if config is None and files:
            return None
        raise


def _beside(folder: Path | None) -> tuple[list[Taught], float | None]:
    """Ask the database, where there is one, what watches were taught, and how many words are read in a week."""
    from monitor.daemon.clock import now
    from monitor.daemon.volume import words_per_week

    with reading_beside(folder) as connection:
        return ([], None) if connection is None else (vetoed(connection), words_per_week(connection, now()))


def _online(folder: Path | None) -> list[Problem]:
    from monitor.channels.address import complaint
    from monitor.cli.online import check_online
    from monitor.settings.load import load

    if folder is None:
        raise UsageError("--online needs the whole settings; name their folder: --config DIR")
    return check_online(load(folder, judge=complaint))


def _errors(problems: Sequence[Problem]) -> int:
    return sum(not problem.is_warning for problem in problems)


def _summary(problems: Sequence[Problem]) -> str:
    errors = _errors(problems)
    warnings = len(problems) - errors
    if not problems:
        return "The settings are good."
    counts = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in ((errors, "error"), (warnings, "warning")) if count]
    return f"{', '.join(counts)}." + ("" if errors else " The settings can be used.")


def _path(problem: Problem, folder: Path | None) -> Path:
    """Find the file of a problem as it is reached from here, so that terminals and editors can open it."""
    inside = folder / problem.file if folder is not None else None
    return inside if inside is not None and inside.exists() else Path(problem.file)


def _record(problem: Problem, folder: Path | None) -> dict[str, object]:
    return {
        "file": str(_path(problem, folder)),
        "line": problem.line,
        "column": problem.column,
        "severity": "warning" if problem.is_warning else "error",
        "what": problem.what,
        "remedy": problem.remedy,
    }


def _shown(problem: Problem, folder: Path | None) -> str:
    """Show a problem on one line; on a terminal with the line of the file and a mark under the place."""
    path = _path(problem, folder)
    where = f"{path}:{problem.line}:{problem.column}" if problem.line else f"{path}"
    told = f"{where}: {'warning: ' if problem.is_warning else ''}{problem.what}" + (f"; {problem.remedy}" if problem.remedy else "")
    return told + _excerpt(problem, path) if sys.stdout.isatty() else told


def _excerpt(problem: Problem, path: Path) -> str:
    from monitor.settings.document import split_lines

    if not problem.line:
        return ""
    try:
        lines = split_lines(path.read_text(encoding="utf-8", errors="replace").removeprefix("\ufeff"))
    except OSError:
        return ""
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    before = "".join("\t" if each == "\t" else " " * cell_len(each) for each in line[: problem.column - 1])
    return f"\n    {line}\n    {before}^"
