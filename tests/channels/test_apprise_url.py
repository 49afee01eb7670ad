"""URLs mean what Apprise says they mean, and what is ours goes by our senders."""

from __future__ import annotations

import pytest

from monitor.channels.apprise_url import open_plugin, read_url, without_parts
from monitor.channels.url_account import AddressError, UrlAccount
from monitor.settings.records import EmailSender, MatrixSender, SlackSender

HOOK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7Q"


def email(*account: object, to: str, **more: object) -> UrlAccount:
    return UrlAccount("email", EmailSender(*account, **more), to)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "means"),
    [
        (
            "mailtos://u:p%40w@mail.example.org/desk@example.org",
            email("mail.example.org", 587, "u", "p@w", "Tocsin <u@mail.example.org>", to="desk@example.org"),
        ),
        (
            "mailtos://u:pw@mail.example.org:465/desk@example.org?mode=ssl&from=Alerts <a@example.org>",
            email("mail.example.org", 465, "u", "pw", "Alerts <a@example.org>", "tls", to="desk@example.org"),
        ),
        ("mailtos://u:pw@gmail.com", email("smtp.gmail.com", 587, "u@gmail.com", "pw", "Tocsin <u@gmail.com>", to="u@gmail.com")),
        (
            "mailto://127.0.0.1:2525/desk@example.org?from=a@example.org",
            email("127.0.0.1", 2525, from_="Tocsin <a@example.org>", tls="none", to="desk@example.org"),
        ),
        ("slack://xoxb-1234-abc/#arms", UrlAccount("slack", SlackSender(token="xoxb-1234-abc"), "arms")),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7Q", UrlAccount("slack", SlackSender(webhook=HOOK), "")),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7Q/#arms", UrlAccount("slack", SlackSender(webhook=HOOK), "arms")),
        (
            "matrixs://u:pw@chat.example.org/!abc:example.org",
            UrlAccount("matrix", MatrixSender("https://chat.example.org", "u", "pw"), "!abc:example.org"),
        ),
        ("matrix://tok@127.0.0.1:8008/%21abc", UrlAccount("matrix", MatrixSender("http://127.0.0.1:8008", token="tok"), "!abc")),
        (
            "matrixs://u:pw@example.org/%23arms:else.org",
            UrlAccount("matrix", MatrixSender("https://example.org", "u", "pw"), "#arms:else.org"),
        ),
        ("matrixs://u:pw@example.org/arms", UrlAccount("matrix", MatrixSender("https://example.org", "u", "pw"), "#arms:example.org")),
    ],
)
def test_mail_slack_and_matrix_become_accounts_of_our_senders(url: str, means: UrlAccount) -> None:
    assert read_url(url) == means


@pytest.mark.parametrize(
    "url",
    [
        "ntfys://ntfy.example.org/tocsin",
        "matrixs://u:pw@example.org/?mode=slack",
        "slack://T0/Ft0/X0/Y0?mode=workflow",
        "tgram://123456789:abcdefg_hijklmnop/lead2gold",
    ],
)
def test_everything_else_stays_with_apprise(url: str) -> None:
    assert read_url(url) == UrlAccount("apprise", None, url)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ntf://x/y", r"no service ntf://; did you mean ntfy://\?"),
        ("qqqqqqqq://x", "write name@example.org, sender/target"),
        ("tgram://bad", "Apprise cannot read it"),
        ("slack://badtoken", "Apprise says: An invalid Slack"),
        ("mailtos://u:pw@h.example.org/a@b.org/c@d.org", "names 2 targets; write one address for each"),
        ("mailtos://u:pw@h.example.org/a@b.org?cc=x@y.org", "cc, bcc"),
        ("mailtos://u:pw@h.example.org/a@b.org?verify=no", "SSL_CERT_FILE"),
        ("mailtos://u:pw@h.example.org/not-an-address-", "names nobody|Apprise"),
        ("mailto://u:pw@h.example.org/a@b.org", "password unencrypted; write mailtos://"),
        ("matrixs://u:pw@h.example.org/@bob:example.org", "names no room"),
        ("matrixs://u:pw@h.example.org", "names no room"),
        ("ntfy://h.example.org/a/b", "names 2 targets"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_with_the_remedy(url: str, said: str) -> None:
    with pytest.raises(AddressError, match=said):
        read_url(url)


def test_an_object_of_apprise_sends_once_waits_for_the_answer_and_cuts_what_is_too_long() -> None:
    plugin = open_plugin("json://127.0.0.1/x?retry=5&overflow=split")
    assert (plugin.retry, plugin.overflow_mode.value) == (0, "truncate")
    assert plugin.socket_read_timeout >= 30


def test_what_apprise_says_is_shown_without_parts_of_the_address() -> None:
    said = without_parts("An invalid token (abc%40def) was given: abc@def at host", "tgram://abc%40def@host/chat")
    assert "abc" not in said
    assert said.startswith("An invalid token (…) was given")
