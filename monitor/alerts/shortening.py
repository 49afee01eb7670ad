"""Plain text that is too long even with one story in it, cut so that its link stays: a reader who sees little can still read on."""

from __future__ import annotations

from monitor.alerts.inert import ELLIPSIS

LONGEST_LINE = 400  # bytes: who, what and where, and there is room for the link
CUT = f"{ELLIPSIS} This message is too long for this channel."


def shortened(text: str, most_bytes: int) -> str:
    """Cut a text to `most_bytes` of UTF-8: its first lines, that it was cut, and its first link, whole if that fits at all."""
    if len(text.encode()) <= most_bytes:
        return text
    lines = text.splitlines()
    link = next((line.strip() for line in lines if "http://" in line or "https://" in line), "")
    link = link[max(link.find("http"), 0) :]
    end = [line for line in (CUT, link) if line]
    room = most_bytes - sum(len(line.encode()) + 1 for line in end)
    if room < 0:  # a text message on a phone: the link says most
        return link if link and len(link.encode()) <= most_bytes else _to_bytes(text, most_bytes)
    kept = []
    for line in lines:
        short = line if line.strip().startswith("http") else _to_bytes(line, LONGEST_LINE)
        room -= len(short.encode()) + 1
        if room < 0:
            break
        kept.append(short)
    return "\n".join([*kept, *end]) + "\n"


def _to_bytes(text: str, most: int) -> str:
    """Cut a line to so many bytes, between two code points."""
    if len(text.encode()) <= most:
        return text
    if most < len(ELLIPSIS.encode()):
        return ""
    return text.encode()[: most - len(ELLIPSIS.encode())].decode("utf-8", "ignore").rstrip() + ELLIPSIS
