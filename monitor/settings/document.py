"""A YAML file as plain values with positions.

YAML 1.2 core scalars: `no`, `on`, `012` and dates are text (PyYAML's own loader reads YAML 1.1 and makes them something else).
A plain number or boolean is kept as `Bare` text, so that a name may be `2024`; the schema decides what a setting is.
PyYAML's C `compose` gives line and column at a twelfth of ruamel's cost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from monitor.errors import Problem
from monitor.settings import syntax

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_DEPTH = 40  # our deepest settings stand at six
MAX_CHARACTERS = 50_000_000
_CORE = "tag:yaml.org,2002:"
_STRING, _NULL, _MERGE = f"{_CORE}str", f"{_CORE}null", f"{_CORE}merge"
_BARE = frozenset({f"{_CORE}bool", f"{_CORE}int", f"{_CORE}float"})
_CONTAINERS = frozenset({f"{_CORE}map", f"{_CORE}seq"})
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what the parser counts as the end of a line


class Bare(str):
    """The text of an unquoted number or boolean."""

    __slots__ = ()


class TooDeep(Exception):
    """Settings are nested deeper than any can be meant."""


class _Loader(yaml.CSafeLoader):
    """Composes nodes with the scalars of YAML 1.2, and refuses depth before it can exhaust the stack."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 PyYAML fills it per class

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.depth = 0

    def descend_resolver(self, _parent: Node | None, _index: object) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeep

    def ascend_resolver(self) -> None:
        self.depth -= 1


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", "-+0123456789."),
    ("merge", "<<", "<"),
):
    _Loader.add_implicit_resolver(_CORE + _tag, re.compile(f"^(?:{_pattern})$"), list(_first))


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its lines, its nodes (None when it cannot be read or is empty), its value, and what is wrong so far."""

    name: str
    lines: Sequence[str] = ()
    root: Node | None = None
    value: object = None
    problems: tuple[Problem, ...] = ()

    def problem(self, node: Node | None, what: str, remedy: str = "", *, is_warning: bool = False) -> Problem:
        """Make a problem that points at the node, or at the file as a whole."""
        if node is None:
            return Problem(self.name, 0, 0, what, remedy, is_warning)
        mark = node.start_mark
        return Problem(self.name, mark.line + 1, mark.column + 1, what, remedy, is_warning)


def split_lines(text: str) -> list[str]:
    """Split text into lines as the YAML parser counts them."""
    return _BREAK.split(text)


def read(name: str, text: str) -> Document:
    """Compose a file; what cannot be read is a problem of the document, never an exception."""
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_CHARACTERS:
        return Document(name, problems=(Problem(name, 0, 0, "this file is too large for settings", "split it over several files"),))
    lines = split_lines(text)
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        return Document(name, lines, problems=(syntax.explain(name, lines, error),))
    except TooDeep:
        what = f"these settings are nested more than {MAX_DEPTH} deep"
        return Document(name, lines, problems=(Problem(name, 0, 0, what, "look for brackets that are never closed"),))
    reader = _Reader(Document(name, lines), budget=len(text) + 100)
    value = reader.plain(root, 0) if root is not None else None
    return Document(name, lines, root, value, tuple(reader.problems))


@dataclass(slots=True)
class _Reader:
    """Turns nodes into plain values; collects what YAML allows and settings do not.

    Every node of an honest file takes a character at least; one that holds more has aliases that multiply.
    """

    document: Document
    budget: int
    problems: list[Problem] = field(default_factory=list)

    def plain(self, node: Node, depth: int) -> object:
        self.budget -= 1
        if self.budget < 0 or depth > MAX_DEPTH:
            self._complain_once(node, "anchors and aliases (& and *) repeat more than this file holds", "write the settings out")
            return None
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if node.tag not in _CONTAINERS:
            self._refuse_tag(node)
        if isinstance(node, SequenceNode):
            return [self.plain(child, depth + 1) for child in node.value]
        assert isinstance(node, MappingNode)  # noqa: S101 YAML has no fourth kind
        return self._mapping(node, depth)

    def _scalar(self, node: ScalarNode) -> str | None:
        tag = node.tag
        if tag == _STRING:
            return str(node.value)
        if tag in _BARE:
            return Bare(node.value)
        if tag == _NULL:
            return None
        if tag != _MERGE:
            self._refuse_tag(node)
        return str(node.value)

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            name = self._key(key)
            if name is None:
                continue
            if name in found:
                what = f"`{name}` stands twice; it is on line {lines[name]} already"
                self.problems.append(self.document.problem(key, what, "keep one of them"))
                continue
            lines[name] = key.start_mark.line + 1
            found[name] = self.plain(value, depth + 1)
        return found

    def _key(self, key: Node) -> str | None:
        if not isinstance(key, ScalarNode):
            self.problems.append(self.document.problem(key, "a list or map cannot be the name of a setting", "write name: value"))
            return None
        if key.tag == _MERGE:
            self.problems.append(self.document.problem(key, "`<<` does not merge settings here", "write the settings out"))
            return None
        return str(key.value)

    def _refuse_tag(self, node: Node) -> None:
        shown = node.tag.replace(_CORE, "!!")
        remedy = f"put the value in quotes: '{shown} {node.value}'" if isinstance(node, ScalarNode) else "take it out"
        self.problems.append(self.document.problem(node, f"`{shown}` is a YAML tag, which settings do not have", remedy))

    def _complain_once(self, node: Node, what: str, remedy: str) -> None:
        if not any(problem.what == what for problem in self.problems):
            self.problems.append(self.document.problem(node, what, remedy))


def value_at(root: Node | None, path: Sequence[str | int]) -> Node | None:
    """Find the node that a path of keys and positions leads to, or the deepest there is on the way.

    Steps that the file does not have are passed over: a schema's path names variants of a setting too.
    """
    node = root
    for step in path:
        if isinstance(node, MappingNode):
            node = next((value for key, value in node.value if key.value == str(step)), node)
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
    return node


def key_at(root: Node | None, path: Sequence[str | int]) -> Node | None:
    """Find the node of the key that ends the path; the node around it when there is no such key."""
    around = value_at(root, path[:-1])
    if isinstance(around, MappingNode) and path:
        return next((key for key, _value in around.value if key.value == str(path[-1])), around)
    return around
