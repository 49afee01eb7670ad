"""What only the raw line shows: a name that YAML cut short or took for two. Warnings, since it may be meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from monitor.watch.lints.legal_forms import belongs_after_comma

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.errors import Problem
    from monitor.settings.document import Document

_NAMES = frozenset({"watchlist", "entity", "aliases", "name", "term", "any", "ignore", "words", "tags", "sources", "from"})
_CUT = re.compile(r" (#\S[^\n]*)")  # an honest comment has a space after its #
_COMMA_IN_NAME = re.compile(r".+,\s*(?P<rest>\S.*)")


def warnings(read: Document) -> Iterator[Problem]:
    """List names that YAML may have read otherwise than they were meant."""
    if read.root is not None:
        yield from _look(read, read.root, "")


def _look(read: Document, node: Node, setting: str) -> Iterator[Problem]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _look(read, value, str(key.value))
    elif isinstance(node, SequenceNode):
        yield from _split_names(read, node, setting)
        for child in node.value:
            yield from _look(read, child, setting)
    elif isinstance(node, ScalarNode) and setting in _NAMES:
        yield from _cut_short(read, node)
        yield from _lone_alias(read, node, setting)


def _cut_short(read: Document, node: ScalarNode) -> Iterator[Problem]:
    """Find ` #1` after an unquoted name: YAML begins a comment there."""
    if node.style or not node.value:
        return
    rest = read.lines[node.end_mark.line][node.end_mark.column :]
    cut = _CUT.match(rest)
    if cut is None:
        return
    whole = f"{node.value} {cut[1].rstrip()}"
    remedy = f'write "{whole}" in quotes, or a space after the # if a comment is meant'
    yield read.problem(node, f"this is read as {node.value!r}: a comment begins at #", remedy, is_warning=True)


def _split_names(read: Document, node: SequenceNode, setting: str) -> Iterator[Problem]:
    """Find `[Rolls-Royce Holdings, plc]`: the comma makes two entries of one name."""
    if not node.flow_style or setting not in _NAMES:
        return
    for first, second in zip(node.value, node.value[1:], strict=False):
        if not (isinstance(first, ScalarNode) and isinstance(second, ScalarNode)) or first.style or second.style:
            continue
        if belongs_after_comma(second.value) or _half_quoted(first.value, second.value):
            whole = f"{first.value}, {second.value}".strip("“”„«»")
            what = f"{first.value!r} and {second.value!r} are two entries here"
            yield read.problem(second, what, f'if one name is meant, write "{whole}" in quotes', is_warning=True)


def _half_quoted(first: str, second: str) -> bool:
    """Tell whether curly quotes open in one entry and close in the next; to YAML they are letters."""
    return first[:1] in "“„«" and first[-1:] not in "”“»" and second[-1:] in "”“»" if first and second else False


def _lone_alias(read: Document, node: ScalarNode, setting: str) -> Iterator[Problem]:
    """Find `aliases: WESCAM, L-3 WESCAM`: without brackets it is one name with a comma in it."""
    if setting != "aliases" or node.style or "," not in node.value or not _is_direct(read, node):
        return
    found = _COMMA_IN_NAME.fullmatch(node.value)
    if found is not None and not belongs_after_comma(found["rest"]):
        yield read.problem(node, f"{node.value!r} is one alias here", f"if several are meant, write [{node.value}]", is_warning=True)


def _is_direct(read: Document, node: ScalarNode) -> bool:
    return "aliases:" in read.lines[node.start_mark.line][: node.start_mark.column]
