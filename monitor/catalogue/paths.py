"""Paths to values in XML, for people who have a sample before them: names as they stand there, whatever their namespace.

`a/b` is b within a, `.//b` b anywhere below, `@id` an attribute, `.` the element itself, `/root/a` from the document's root.
`p[@class='x']`, `p[name='x']` and `p[1]` choose among several, `name()` is the element's own name; `a || b` is whichever is there. Nothing
looks back in the document: what stood earlier is carried by `context:`.
"""

from __future__ import annotations

import re

_NAME = r"(?:[\w-]+:)?(?P<{}>[^\W\d][\w.-]*)"
_SLASH = re.compile(r"//?")
_STEP = re.compile(
    rf"(?:(?P<as_is>\.\.|\.|\*|text\(\))|@(?P<any_attribute>\*)|@{_NAME.format('attribute')}|{_NAME.format('name')})(?![(:\w])"
)
_CHOICE = re.compile(
    rf"\[\s*(?:(?P<position>\d{{1,6}})|(?:(?P<at>@)?{_NAME.format('name')})(?:\s*=\s*(?P<value>'[^']*'|\"[^\"]*\"))?)\s*\]"
)


class PathError(ValueError):
    """A path that cannot be read; the text says where it stops making sense."""


def xpath(path: str) -> str:
    """Write a path as XPath 1.0 that goes by local names.

    Raises:
        PathError: it is none.
    """
    text, at, written = path.strip(), 0, ""
    if not text:
        raise PathError("the path is empty")
    if "||" in text:
        return " | ".join(xpath(each) for each in text.split("||"))
    if text == "name()":
        return "local-name()"
    while at < len(text):
        slash = _SLASH.match(text, at)
        if slash is None and at > 0:
            raise _stops(text, at)
        at = slash.end() if slash else at
        step = _STEP.match(text, at)
        if step is None:
            raise _stops(text, at)
        chosen, at = _choices(text, step.end())
        written += _joint(slash, step) + ("self::*" if step[0] == "." and chosen else _written(step)) + chosen
    return written


def _stops(text: str, at: int) -> PathError:
    return PathError(
        f"the path {text!r} cannot be read from {text[at : at + 30]!r} on" if text[at:] else f"the path {text!r} ends too early"
    )


def _joint(slash: re.Match[str] | None, step: re.Match[str]) -> str:
    """Write what stands before a step; `//p[1]` means the first p below, as who writes it expects, not every p that is a first child."""
    if slash is None:
        return ""
    return "/descendant::" if slash[0] == "//" and (step["name"] or step["as_is"] == "*") else slash[0]


def _written(step: re.Match[str]) -> str:
    if step["as_is"]:
        return step["as_is"]
    if step["any_attribute"]:
        return "@*"
    return f"@*[local-name()='{step['attribute']}']" if step["attribute"] else f"*[local-name()='{step['name']}']"


def _choices(text: str, at: int) -> tuple[str, int]:
    written = ""
    while (choice := _CHOICE.match(text, at)) is not None:
        at = choice.end()
        if choice["position"]:
            written += f"[{choice['position']}]"
            continue
        of = f"{'@' if choice['at'] else ''}*[local-name()='{choice['name']}']"
        written += f"[{of}={choice['value']}]" if choice["value"] else f"[{of}]"
    return written, at
