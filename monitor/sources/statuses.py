"""What a status other than success means, in words."""

from __future__ import annotations

from http import HTTPStatus

_WORDS = {
    304: "it says that nothing has changed, although it was not asked whether",
    401: "it wants a user name and password, or does not accept those given",
    402: "it wants to be paid",
    403: "it refuses us",
    404: "there is nothing at this address",
    410: "the feed is gone for good",
    429: "it says that we ask too often",
    451: "the law keeps it from answering",
    503: "it is overloaded or being repaired",
}


def describe(status: int) -> str:
    """Say what an answer with this status means: `the server answers 503: it is overloaded or being repaired`."""
    words = _WORDS.get(status)
    if words is None:
        try:
            words = HTTPStatus(status).phrase.lower()
        except ValueError:
            words = "a status that HTTP does not know"
    return f"the server answers {status}: {words}"
