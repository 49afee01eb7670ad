"""Addresses are read without secrets, shown without secrets, and mended by what the errors say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.channels.address import Address, AddressError, Destination, read_address, resolve
from monitor.settings.records import EmailSender, MatrixSender, SenderSettings, SlackSender

MAIL = EmailSender("mail.example.org", from_="Tocsin <alerts@example.org>", password="${env:SMTP}")
SENDERS: dict[str, SenderSettings] = {
    "slack": SlackSender(token="${env:SLACK}"),
    "mail": MAIL,
    "other-mail": MAIL,
    "matrix": MatrixSender("https://chat.example.org", "tocsin", "${env:MATRIX}"),
    "hook": SlackSender(webhook="${env:HOOK}"),
}
VALUES = {
    "${env:PW}": "p@ss/w:rd",
    "${file:/run/secrets/pw}": "from file",
    "${env:WHO}": "desk@example.org",
    "${env:CHANNEL}": "arms-exports",
    "${env:URL}": "matrixs://u:pw@chat.example.org/!r:example.org",
    "${env:MAIL}": "slack/arms",
    "${env:LOOP}": "${env:LOOP}",
    "${env:TOKEN}": "xoxb-1-secret",
}


def expand(text: str) -> str:
    return VALUES[text]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("desk@example.org", Address("email", "mail", "desk@example.org", "desk@example.org")),
        (" other-mail/desk@example.org ", Address("email", "other-mail", "desk@example.org", "other-mail/desk@example.org")),
        ("slack/arms-exports", Address("slack", "slack", "arms-exports", "slack/arms-exports", has_threads=True)),
        ("slack/#arms-exports", Address("slack", "slack", "arms-exports", "slack/#arms-exports", has_threads=True)),
        ("hook", Address("slack", "hook", "", "hook")),
        ("matrix/!room:example.org", Address("matrix", "matrix", "!room:example.org", "matrix/!room:example.org", has_threads=True)),
        ("matrix/!v12-room", Address("matrix", "matrix", "!v12-room", "matrix/!v12-room", has_threads=True)),
        ("matrix/#arms:example.org", Address("matrix", "matrix", "#arms:example.org", "matrix/#arms:example.org", has_threads=True)),
        ("mail/${env:WHO}", Address("email", "mail", "${env:WHO}", "mail/${env:WHO}")),
        ("${env:URL}", Address("apprise", None, "${env:URL}", "${env:URL}")),
    ],
)
def test_an_address_is_read_as_it_is_written(written: str, read: Address) -> None:
    assert read_address(written, SENDERS) == read


@pytest.mark.parametrize(
    ("written", "channel", "shown"),
    [
        ("ntfys://ntfy.example.org/tocsin-secret-topic", "apprise", "ntfys://ntfy.example.org/"),
        ("tgram://123456789:abcdefg_hijklmnop/lead2gold", "apprise", "tgram://…"),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7Q/#arms", "slack", "slack://…"),
        ("mailtos://u:${env:PW}@mail.example.org/a@b.org", "email", "mailtos://mail.example.org/"),
        ("matrixs://u:${file:/run/secrets/pw}@chat.example.org/!r:example.org", "matrix", "matrixs://chat.example.org/"),
        ("slack://${env:TOKEN}/#arms", "slack", "slack://…"),
        ("tgram://${env:TOKEN}/12345", "apprise", "tgram://…"),
    ],
)
def test_a_url_is_labelled_without_its_secrets_and_the_same_each_time(written: str, channel: str, shown: str) -> None:
    address = read_address(written, SENDERS)
    assert (address.channel, address.sender, address.target) == (channel, None, written)
    assert address.label.startswith(shown)
    assert not any(
        secret in address.label for secret in ("secret-topic", "abcdefg", "TIiajk", "T1JJ3T3L2", "u:", "tocsinsecret", "123456789")
    )
    assert read_address(written, SENDERS) == address


def test_two_urls_of_one_host_have_different_labels() -> None:
    labels = {read_address(f"ntfys://ntfy.example.org/{topic}", SENDERS).label for topic in "abc"}
    assert len(labels) == 3


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "empty; write name@example.org"),
        ("slak/arms", r"no sender is called 'slak'; did you mean slack/...\?"),
        ("teams/arms", "there are: hook, mail, matrix, other-mail, slack"),
        ("desk", "no sender is called 'desk'"),
        ("mail/desk", "'desk' is no email address; write mail/name@example.org"),
        ("a@b@c", "no email address"),
        ("desk@exa mple.org", "no email address"),
        ("de\x00sk@example.org", "characters that nobody can see"),
        ("slack/arms\u202e", "characters that nobody can see"),
        ("slack", "nothing after the sender's name is no Slack channel; write slack/channel-name"),
        ("slack/a b", "no Slack channel"),
        ("matrix/", "write matrix/!room:example.org"),
        ("matrix/#arms", "no Matrix room"),
        ("matrix/@bob:example.org", "is a person; Tocsin opens no rooms"),
        ("ntf://example.org/x", r"did you mean ntfy://\?"),
        ("ntfy://u:${env:PW}@h.example.org/a/b", "names 2 targets"),
    ],
)
def test_what_is_no_address_is_refused_with_the_remedy(written: str, said: str) -> None:
    with pytest.raises(AddressError, match=said):
        read_address(written, SENDERS)


def test_an_email_address_needs_a_sender_of_email() -> None:
    with pytest.raises(AddressError, match="no sender sends email; add one under senders:"):
        read_address("desk@example.org", {"slack": SlackSender()})
    with pytest.raises(AddressError, match="there are: none yet"):
        read_address("slack/arms", {})


@pytest.mark.parametrize(
    ("written", "destination"),
    [
        ("mail/${env:WHO}", Destination("email", MAIL, "desk@example.org")),
        ("slack/${env:CHANNEL}", Destination("slack", SENDERS["slack"], "arms-exports")),
        ("${env:WHO}", Destination("email", MAIL, "desk@example.org")),
        ("${env:MAIL}", Destination("slack", SENDERS["slack"], "arms")),
        ("${env:URL}", Destination("matrix", MatrixSender("https://chat.example.org", "u", "pw"), "!r:example.org")),
        (
            "matrixs://u:${env:PW}@chat.example.org/!r:example.org",
            Destination("matrix", MatrixSender("https://chat.example.org", "u", "p@ss/w:rd"), "!r:example.org"),
        ),
        ("slack://${env:TOKEN}/#arms", Destination("slack", SlackSender(token="xoxb-1-secret"), "arms")),
        ("json://u:${file:/run/secrets/pw}@h.example.org/x", Destination("apprise", None, "json://u:from%20file@h.example.org/x")),
    ],
)
def test_secrets_are_expanded_when_a_message_leaves(written: str, destination: Destination) -> None:
    assert resolve(read_address(written, SENDERS), SENDERS, expand) == destination


def test_a_secret_that_names_another_secret_is_refused() -> None:
    with pytest.raises(AddressError, match="may not name another secret"):
        resolve(read_address("${env:LOOP}", SENDERS), SENDERS, expand)


def test_a_secret_that_is_no_target_is_refused_when_it_is_known() -> None:
    with pytest.raises(AddressError, match="no email address"):
        resolve(read_address("mail/${env:CHANNEL}", SENDERS), SENDERS, expand)


def test_an_address_whose_sender_was_removed_says_so() -> None:
    address = read_address("slack/arms", SENDERS)
    with pytest.raises(AddressError, match="slack/arms: no sender is called 'slack'"):
        resolve(address, {"mail": MAIL}, expand)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_an_error_of_ours(written: str) -> None:
    try:
        shown = read_address(written, SENDERS).label
    except AddressError as error:
        shown = str(error)
    assert len(shown.splitlines()) == 1


@pytest.mark.parametrize(
    ("written", "has_threads"),
    [
        ("matrixs://tocsin:pw@chat.example.org/!room:example.org", True),
        ("matrixs://tocsin:${env:PW}@chat.example.org/!room:example.org", True),
        ("slack://xoxb-1111111111-2222222222222-abcdefghijklmnopqrstuvwx/arms", True),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#arms", False),
        ("slack://${env:TOKEN}/arms", False),  # it may turn out to be a webhook
        ("ntfys://ntfy.example.org/tocsin", False),
        ("hook", False),
        ("desk@example.org", False),
    ],
)
def test_a_thread_is_where_a_room_or_a_bot_is(written: str, *, has_threads: bool) -> None:
    assert read_address(written, SENDERS).has_threads is has_threads
