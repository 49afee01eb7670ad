"""A rendered message as a page to look at in a browser: as near to what its channel shows as a page can be, and no nearer.

Slack's and Matrix's own programs differ in fonts and margins; what is bold, quoted, linked and left out is as it is there.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.alerts.parts import Form
    from monitor.model import Rendered

_PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0; background: #fff; color: #1d1c1d; font: 15px/1.46 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }}
main {{ max-width: 600px; margin: 0 auto; padding: 16px; }}
.by {{ margin: 0 0 8px; font-weight: 700; }}
.section {{ margin: 8px 0; }}
.context, .note {{ margin: 8px 0 0; color: #616061; font-size: 12px; }}
blockquote {{ margin: 2px 0; padding-left: 10px; border-left: 4px solid #ddd; }}
pre {{ font: 14px/1.45 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }}
code {{ font: 13px ui-monospace, Menlo, Consolas, monospace; }}
a {{ color: #1264a3; }} p {{ margin: 6px 0; }} h4 {{ margin: 6px 0; }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #1a1d21; color: #d1d2d3; }} .context, .note {{ color: #ababad; }}
  a {{ color: #1d9bd1; }} blockquote {{ border-color: #4a4d52; }}
}}
</style></head><body><main>
{body}
</main></body></html>
"""
_LINK = re.compile(r"<(https?://[^|<>\s]+)\|([^<>]*)>")
# Marks of mrkdwn: at the edge of a word, around text without a space at either end (api.slack.com/reference/surfaces/formatting).
_MARKS = (("*", "strong"), ("_", "em"), ("`", "code"))
_INVISIBLE = "\u200b"


def page(rendered: Rendered, form: Form) -> str:
    """Make the page; a mail is a page already."""
    if form == "email":
        return rendered.html
    if form == "slack":
        body = f'<p class="by">Tocsin</p>{"".join(map(_block, rendered.blocks))}'
    elif form == "matrix":
        body = f'<p class="by">Tocsin</p>{rendered.html}'
    else:
        body = f'<p class="by">{escape(rendered.subject)}</p><pre>{escape(rendered.text)}</pre>'
    return _PAGE.format(title=escape(rendered.subject), body=body)


def _block(block: Mapping[str, object]) -> str:
    elements = block.get("elements", [block.get("text")])
    texts = [str(each["text"]) for each in elements if isinstance(each, dict)] if isinstance(elements, list) else []
    is_context = block.get("type") == "context"  # whose elements stand beside each other
    shown = " &nbsp; ".join(map(mrkdwn, texts)) if is_context else "".join(map(mrkdwn, texts))
    return f'<div class="{"context" if is_context else "section"}">{shown}</div>'


def mrkdwn(text: str) -> str:
    """Turn Slack's markup, which is escaped as HTML is, into HTML."""
    lines = []
    for line in text.split("\n"):
        quoted = line.removeprefix("&gt; ").removeprefix("> ")
        shown = _marked(
            _LINK.sub(lambda found: f'<a href="{found[1]}">{found[2]}</a>', quoted.replace("> ", "&gt; ") if quoted != line else line)
        )
        lines.append(f"<blockquote>{shown}</blockquote>" if quoted != line and line.startswith("> ") else f"{shown}<br>")
    return "".join(lines).removesuffix("<br>")


def _marked(line: str) -> str:
    """Set what stands between marks; addresses of links are passed over."""
    pieces = re.split(r"(<[^>]*>)", line)
    joined = "".join(piece if piece.startswith("<") else f"\0{piece}\0" for piece in pieces)
    for mark, tag in _MARKS:
        sign = re.escape(mark)
        joined = re.sub(rf"(?<![\w{sign}]){sign}(?=\S)(.+?)(?<=\S){sign}(?![\w{sign}])", rf"<{tag}>\1</{tag}>", joined)
    return joined.replace("\0", "").replace(_INVISIBLE, "")
