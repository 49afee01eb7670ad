"""Web addresses in the settings."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from monitor.settings.schema.entry import Complaint, Text


def is_web_address(text: str) -> bool:
    """Tell whether a text is an address of the web, with a host and nothing that no address holds."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(each.isspace() for each in text)


def _web_address(text: str) -> str:
    if "${" in text or is_web_address(text):  # of a secret, what it stands for is seen when it is used
        return text
    shown = "this" if "@" in text else repr(text)  # what stands before an @ may be a password
    remedy = "write it as in https://example.org/" if text.startswith(("http://", "https://")) else "begin it with https://"
    raise Complaint(f"{shown} is no web address", remedy)


WebAddress = Annotated[Text, AfterValidator(_web_address)]
