"""Read one settings file: from its text to its model, with everything that is wrong with it by itself."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from monitor.errors import Problem
from monitor.settings import document, doubts, exposure, raw_lines, secrets
from monitor.settings.faults import faults
from monitor.settings.records import SettingsFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.settings.document import Document
    from monitor.settings.kinds import FileKind


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file as read: `model` is None when it has errors of its own."""

    kind: FileKind
    body: str
    document: Document
    model: BaseModel | None
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """The path relative to the settings folder."""
        return self.document.name

    @property
    def stem(self) -> str:
        """The file's name without folder and ending: a watchlist's key."""
        return PurePath(self.name).stem

    def record(self) -> SettingsFile:
        """Make the record that the database keeps of a live file."""
        return SettingsFile(self.name, sha256(self.body.encode()).digest(), self.body)

    def problem_at(self, path: tuple[str | int, ...], what: str, remedy: str, *, is_warning: bool = False) -> Problem:
        """Make a problem that points at a setting of this file."""
        return self.document.problem(document.value_at(self.document.root, path), what, remedy, is_warning=is_warning)


def read_body(path: Path, name: str) -> str | Problem:
    """Read a file's text.

    Returns:
        The text, or the problem that it is not UTF-8 or cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Problem(name, 0, 0, f"this file cannot be read: {error.strerror}", "let the user that runs Tocsin read it")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Problem(name, line, column, f"byte 0x{raw[error.start]:02X} is not UTF-8 text", "save the file as UTF-8 in your editor")


def read_file(kind: FileKind, name: str, body: str) -> FileRead:
    """Read a file's text as a file of that kind; what is wrong is among its problems, never an exception."""
    read = document.read(name, body)
    found = [*read.problems]
    model: BaseModel | None = None
    if read.root is not None or not found:
        try:
            model = kind.model.model_validate({} if read.value is None else read.value)
        except ValidationError as error:
            found += faults(read, kind.model, error)
    found += _reference_forms(read) if "${" in body else ()
    found += raw_lines.warnings(read)
    found += doubts.warnings(read)
    found += exposure.warnings(read)
    is_good = all(problem.is_warning for problem in found)
    return FileRead(kind, body, read, model if is_good else None, tuple(found))


def unset_secrets(read: Document) -> Iterator[Problem]:
    """List the references of a file that have no value here and now."""
    for node in _texts(read.root, "${"):
        for told in secrets.complaints(node.value):
            what, _, remedy = told.partition("; ")
            yield read.problem(node, what, remedy)


def _reference_forms(read: Document) -> Iterator[Problem]:
    for node in _texts(read.root, "${"):
        wrong = secrets.malformed(node.value)
        if wrong is not None:
            yield read.problem(node, f"{wrong} is no reference to a secret", "write ${env:NAME} or ${file:/path}")


def _texts(node: Node | None, part: str) -> Iterator[ScalarNode]:
    """Walk over the texts that contain the part, in order of reading."""
    if isinstance(node, ScalarNode):
        if part in node.value:
            yield node
    elif isinstance(node, SequenceNode):
        for child in node.value:
            yield from _texts(child, part)
    elif isinstance(node, MappingNode):
        for _key, value in node.value:
            yield from _texts(value, part)
