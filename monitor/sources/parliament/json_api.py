"""`json-api`: JSON of any service, as the source's own settings describe it (`records`, `map`; see docs/how-to/read-any-parliament.md).

Made for what parliaments serve: OData as `{"d": {"results": [...]}}`, `{"d": [...]}` and `{"value": [...]}`, lists under a name of their
own, a single row that collapses from list to object, soft deletes (`withdrawn:`), several versions of one row (`version:`). An answer that
holds something else, such as an error with status 200, is a complaint that says what came instead.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jmespath.exceptions import JMESPathError

from monitor.catalogue.json_paths import compiled
from monitor.catalogue.plans import json_plan
from monitor.catalogue.words import Words
from monitor.errors import ParseError
from monitor.model import Page
from monitor.sources.parliament.declared_items import Maker, unusable
from monitor.sources.parliament.json import listed, read_json, rows, shape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.catalogue.plans import JsonPlan
    from monitor.sources.document import Document

_EXCERPT = 200
_ERRORS = frozenset({"error", "errors", "odata.error"})


def parse_json_api(document: Document) -> Page:
    """Read an answer by the options of its source.

    Raises:
        ParseError: the answer is no JSON or holds something else than the options say, or the options cannot be meant.
    """
    words = Words(document.options)
    plan = json_plan(document.options, words)
    if plan is None:
        raise unusable(words)
    found = _rows(plan, read_json(document.body))
    maker = Maker(plan.plan, document.url)
    for row in found:
        maker.add(_Row(row).find)
    if found and not maker.items:
        raise ParseError(f"none of the {len(found):,} records has what `map:` looks for; the first is {shape(found[0])}")
    return Page(maker.items, declared=len(found), warnings=maker.warnings)


def _rows(plan: JsonPlan, answer: object) -> Sequence[Mapping[str, object]]:
    """Take the records out of an answer: the first expression that finds anything, be it an empty list."""
    for expression in plan.records:
        value = _searched(expression, answer)
        if value is None or value is False or (value is answer and _is_error(answer)):
            continue
        found = rows(value)
        if len(found) < len(listed(value)):
            raise ParseError(f"`records: {expression}` finds {shape(value)} where a list of objects was expected; {_told(answer)}")
        return found
    if answer in (None, [], {}):
        return ()
    raise ParseError(f"`records: {' || '.join(plan.records)}` finds nothing in this answer, which is {shape(answer)}; {_told(answer)}")


def _is_error(answer: object) -> bool:
    """Tell an answer that only says what went wrong: a single row may collapse to the answer itself, an error never is one."""
    return isinstance(answer, dict) and any(str(name).lower() in _ERRORS and value for name, value in answer.items())


def _told(answer: object) -> str:
    return f"it begins {json.dumps(answer, ensure_ascii=False)[:_EXCERPT]}"


def _searched(expression: str, value: object) -> object:
    """Evaluate an expression; one that asks a function for what its argument is not finds nothing."""
    try:
        found: object = compiled(expression).search(value)
    except (JMESPathError, ArithmeticError):
        return None
    return found


class _Row:
    """One record of an answer."""

    def __init__(self, row: Mapping[str, object]) -> None:
        self._row = row

    def find(self, expression: str) -> list[str]:
        """Give what an expression finds as texts; a list gives several, null none."""
        # Most fields are a bare name, which the row itself gives 30 times as fast as jmespath does.
        found = self._row.get(expression) if expression.isidentifier() else _searched(expression, self._row)
        return [text for each in listed(found) if (text := _text(each))]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""
