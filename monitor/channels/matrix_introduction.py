"""Make a Matrix device known to its server, so that others believe what it encrypts; and notice when it is known as another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from monitor.channels.matrix_keys import ANEW
from monitor.errors import Rejected, Retry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nio.crypto import Olm

    from monitor.channels.matrix_account import MatrixAccount

UPLOAD = "/_matrix/client/v3/keys/upload"


async def introduce(account: MatrixAccount, olm: Olm, path: Path) -> None:
    """See that the server holds this device's keys; bring them where it has none.

    Raises:
        Rejected: it holds others under the device's name: the key file was lost, or is of another time.
        Retry: it does not answer as it should.
    """
    known = await _known_keys(account, olm)
    mine = {f"{kind}:{olm.device_id}": key for kind, key in olm.account.identity_keys.items()}
    if known is not None and dict(known) != mine:
        raise Rejected(
            f"{account.name}: the keys of this Matrix device were lost: the server knows {olm.device_id} by others than those in {path};"
            f" put the file back from a backup, {account.another_device or ANEW}; then send it again: tocsin retry"
        )
    olm.account.shared = known is not None
    if known is None:
        await _upload(account, olm, olm.share_keys())
        return
    answer = await account.call("POST", UPLOAD, {})  # asks how many one-time keys of ours are left
    counts = answer.body.get("one_time_key_counts")
    left = counts.get("signed_curve25519", 0) if answer.is_good and isinstance(counts, dict) else None
    if isinstance(left, int) and left < olm.account.max_one_time_keys // 2:
        olm.uploaded_key_count = left
        await _upload(account, olm, olm.share_keys())


def take(olm: Olm, kind: Literal["query", "claim"], body: Mapping[str, Any]) -> None:
    """Let the Olm machine read an answer about one person's or one device's keys; what they made wrong is left out.

    Whoever is in a room can publish nonsense as keys. It must cost nobody but themselves the message.
    """
    from nio.responses import KeysClaimResponse, KeysQueryResponse

    reader = {"query": KeysQueryResponse, "claim": KeysClaimResponse}[kind]
    try:
        answer = reader.from_dict(body)
        if isinstance(answer, reader):
            olm.handle_response(answer)
    except (AttributeError, LookupError, StopIteration, TypeError, ValueError):  # vodozemac's errors are ValueErrors
        return


async def _known_keys(account: MatrixAccount, olm: Olm) -> Mapping[str, Any] | None:
    """Ask which keys the server holds for our own device; None when it holds none."""
    answer = await account.call("POST", "/_matrix/client/v3/keys/query", {"device_keys": {olm.user_id: [olm.device_id]}})
    found = answer.body.get("device_keys")
    if not answer.is_good or not isinstance(found, dict):
        raise Retry(f"the homeserver did not say which keys it knows of {account.name}: {answer.said}")
    ours = found.get(olm.user_id, {}).get(olm.device_id)
    if ours is None:
        return None
    keys: Mapping[str, Any] = ours["keys"]
    return keys


async def _upload(account: MatrixAccount, olm: Olm, keys: dict[str, Any]) -> None:
    is_first = "device_keys" in keys
    answer = await account.call("POST", UPLOAD, keys)
    if is_first and not (answer.is_good and "one_time_key_counts" in answer.body):
        raise Retry(f"the homeserver did not take the keys of {account.name}: {answer.said}")
    # One-time keys that it does not take were taken before, as after a restore. They only serve who writes to us, which nobody need do.
    olm.account.shared = True
    olm.mark_keys_as_published()
    olm.save_account()
