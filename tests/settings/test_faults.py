from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.settings import kinds, references
from monitor.settings.kinds import FileKind
from monitor.settings.names import names_of
from monitor.settings.reading import read_file
from monitor.settings.twice import Seen
from tests.settings.conftest import GOOD


def told(kind: FileKind, text: str) -> list[str]:
    read = read_file(kind, "f.yaml", text)
    assert (read.model is None) == any(not problem.is_warning for problem in read.problems)
    return [str(problem) for problem in read.problems]


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    text = """watchlist: A
watches:
  - entity: Baykar
    fuzzines: strict
  - entity: X
    priority: hgih
  - entity: Y
    only: {kinds: [speach]}
false_alarms: few
"""
    assert told(kinds.WATCHLIST, text) == [
        "f.yaml:4:5: unknown setting 'fuzzines'; did you mean 'spelling'? (write: spelling: tolerant)",
        "f.yaml:6:15: 'hgih' cannot stand here; write one of: low, normal, urgent",
        "f.yaml:8:20: 'speach' cannot stand here; did you mean 'speech'?",
        "f.yaml:9:15: 'few' is no budget; write 2 per week, or 5 per million words",
    ]


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("  - entity:Baykar", "f.yaml:3:5: there is no space after this colon; write entity: Baykar"),
        ("  - Baykar", "f.yaml:3:5: settings are needed here, not the text 'Baykar'; write entity: Baykar"),
        ("  - {entity: a, term: b}", "f.yaml:3:5: this entry has `entity` and `term`; make two entries of it"),
        ("  - {any: [drone*]}", "f.yaml:3:5: an entry with `any` needs a name, which heads its alerts; add name: drone"),
        (
            "  - {term: a, spelling: wide}",
            "f.yaml:3:5: `spelling` goes with `entity`, not with `term`; take `spelling` out, or watch an entity",
        ),
        (
            "  - {name: a}",
            "f.yaml:3:5: this entry watches nothing; write `- entity: Baykar`, `- term: ...`, or `- name: ...` with `any: [...]`",
        ),
        (
            "  - {entity: a, aliases: [b, Null]}",
            'f.yaml:3:30: this entry is empty; write a text, or delete it; if "Null" is meant, put it in quotes',
        ),
        ("  - {entity: a, aliases: {b: c}}", "f.yaml:3:26: a list is needed here, not settings (name: value); write [one, two]"),
        ("  - {entity: [a]}", "f.yaml:3:14: a text is needed here, not a list; write one text here"),
        ("  - {entity: ''}", "f.yaml:3:14: this text is empty"),
        ("  - {entity: a, near: {words: []}}", "f.yaml:3:31: this list is empty; write at least one entry"),
        ("  - {entity: a, near: {words: b, within: 0}}", "f.yaml:3:42: '0' cannot be meant here: it should be greater than 0"),
        ("  - {entity: a, near: {within: x, words: b}}", "f.yaml:3:32: a whole number is needed here, not 'x'; write digits only"),
        ("  - {entity: a, near: {}}", "f.yaml:3:23: `words` is missing; add words: [drone*, TB2]"),
        ("  - {entity: a, zzz: b}", "f.yaml:3:17: unknown setting 'zzz'; one of these may stand here: id, name, entity"),
    ],
)
def test_a_mistake_in_a_watch_says_what_to_write(line: str, remedy: str) -> None:
    (only,) = told(kinds.WATCHLIST, f"watchlist: A\nwatches:\n{line}\n")
    assert only.startswith(remedy)


def test_a_fault_in_a_query_is_pointed_at_inside_the_query() -> None:
    (plain, quoted, folded) = told(
        kinds.WATCHLIST, "watchlist: A\nwatches:\n  - term: (a b AND\n  - term: '\"c d\" AND (e OR'\n  - term: >\n      a AND\n"
    )
    assert plain.startswith("f.yaml:3:16: nothing follows AND")
    assert quoted.startswith("f.yaml:4:25: nothing follows OR")
    assert folded.startswith("f.yaml:6:9: nothing follows AND")


def test_curly_quotes_are_quotes() -> None:
    read = read_file(
        kinds.WATCHLIST,
        "f.yaml",
        "watchlist: “A”\nwatches:\n  - entity: «Baykar»\n    name: d\u2019Oréal\n  - term: “arms embargo” NEAR/3 Libya\n",
    )
    assert isinstance(read.model, kinds.WATCHLIST.model)
    value = read.model.model_dump()
    assert value["watchlist"] == "A"
    assert (value["watches"][0]["entity"], value["watches"][0]["name"]) == ("Baykar", "d\u2019Oréal")
    assert value["watches"][1]["term"] == '"arms embargo" NEAR/3 Libya'


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (kinds.SOURCES, "feeds:\n  - {link: 'https://example.org'}", "f.yaml:2:6: unknown setting 'link'; did you mean 'url'?"),
        (
            kinds.SOURCES,
            "feeds:\n  - example.org/feed",
            "f.yaml:2:5: 'example.org/feed' is no web address; did you mean https://example.org/feed?",
        ),
        (
            kinds.SOURCES,
            "feeds:\n  - url:https://example.org",
            "f.yaml:2:5: there is no space after this colon; write url: https://example.org",
        ),
        (kinds.SOURCES, "feeds:\n  - ftp://example.org", "f.yaml:2:5: 'ftp://example.org' is no web address"),
        (kinds.SOURCES, "feeds:\n  - 'https://a b'", "f.yaml:2:5: 'https://a b' is no web address"),
        (kinds.SOURCES, "feeds:\n  - 'https://[::1'", "f.yaml:2:5: 'https://[::1' is no web address"),
        (
            kinds.SOURCES,
            "feeds:\n  - {url: 'https://example.org', poll: 15}",
            "f.yaml:2:40: '15' is no duration; write a unit: 15s, 15m, 15h or 15d",
        ),
        (
            kinds.SOURCES,
            "feeds:\n  - {url: 'https://example.org', enabled: perhaps}",
            "f.yaml:2:43: true or false is needed here, not 'perhaps'",
        ),
        (kinds.SOURCES, "feeds:\n  - {url: 'https://example.org', headers: {A B: x}}", "f.yaml:2:44: 'A B' cannot be the name of a header"),
        (
            kinds.SOURCES,
            'feeds:\n  - {url: "https://example.org", headers: {A: "x\\ny\\u0007"}}',
            "f.yaml:2:47: a header's value is one line",
        ),
        (kinds.RECIPIENTS, "bad key:\n  to: [a@b.c]", "f.yaml:1:1: 'bad key' cannot name a recipient"),
        (kinds.RECIPIENTS, "a:\n  to: []", "f.yaml:2:7: this list is empty; write at least one entry"),
        (kinds.RECIPIENTS, "a:\n  to: [nobody]", "f.yaml:2:8: 'nobody' is no address; write name@example.org"),
        (kinds.RECIPIENTS, "a: {to: b@c.d, send: at noon}", "f.yaml:1:22: 'at noon' is no time of sending; write at once, hourly"),
        (kinds.RECIPIENTS, "a: {to: b@c.d, send: {low: [x]}}", "f.yaml:1:28: this is no time of sending"),
        (
            kinds.RECIPIENTS,
            "a: {to: b@c.d, send: cron 0 7 31 2 *}",
            "f.yaml:1:22: 'cron 0 7 31 2 *' never comes: none of its months",
        ),
        (kinds.RECIPIENTS, "a: {to: b@c.d, send: {low: cron 0 25 * * *}}", "f.yaml:1:28: '25' is no hour; write 0-23"),
        (
            kinds.RECIPIENTS,
            "a: {to: b@c.d, send: [hourly, at once]}",
            "f.yaml:1:22: this list is no time of sending; write one time",
        ),
        (kinds.RECIPIENTS, "a: {to: b@c.d, min_score: high}", "f.yaml:1:27: a number is needed here, not 'high'; write one such as 0.5"),
        (kinds.RECIPIENTS, "a: {to: b@c.d, min_score: [1]}", "f.yaml:1:27: a number is needed here, not a list; write one such as 0.5"),
        (kinds.RECIPIENTS, "a: {to: b@c.d, min_score: 1.2}", "f.yaml:1:27: "),
        (kinds.RECIPIENTS, "a: {to: b@c.d, kinds: [speach]}", "f.yaml:1:24: 'speach' cannot stand here; did you mean 'speech'?"),
        (kinds.RECIPIENTS, "a: {to: b@c.d, languages: [en, french]}", "f.yaml:1:32: 'french' is no language tag; write fr"),
        (
            kinds.WATCHLIST,
            "watchlist: A\nwatches:\n  - {entity: B, only: {languages: english}}",
            "f.yaml:3:35: 'english' is no language tag; write en",
        ),
        (kinds.RECIPIENTS, "a: {to: b@c.d, lang: en}", "f.yaml:1:16: unknown setting 'lang'; one of these may stand here: to, send"),
        (
            kinds.WATCHLIST,
            "watchlist: A\nsend: cron 0 7 * *\nwatches:\n  - entity: B",
            "f.yaml:2:7: 'cron 0 7 * *' has not the five fields of cron (minute, hour, day, month, day of the week); write cron 30 7 * *",
        ),
        (kinds.WATCHLIST, "watchlist: A\nwatches:\n  - {entity: B, send: {low: nightly}}", "f.yaml:3:29: 'nightly' is no time of sending"),
        (kinds.WATCHLIST, "watchlist: A\nflood: 20\nwatches:\n  - entity: B", "f.yaml:2:8: '20' is not so many an hour; write 20 per hour"),
        (kinds.GENERAL, "flood: none", "f.yaml:1:8: 'none' is not so many an hour; write 20 per hour"),
        (kinds.GENERAL, "flood: 60 per day", "f.yaml:1:8: '60 per day' is not so many an hour; write 20 per hour"),
        (kinds.RECIPIENTS, "a: {to: b@c.d, quiet: [mon-sun]}", "f.yaml:1:23: these quiet times cover the whole week"),
        (kinds.RECIPIENTS, "a: {to: b@c.d, quiet: [[x]]}", "f.yaml:1:24: this is no quiet time"),
        (kinds.GENERAL, "databse: x", "f.yaml:1:1: unknown setting 'databse'; did you mean 'database'?"),
        (kinds.GENERAL, "database: mysql://x", "f.yaml:1:11: 'mysql://x' is no database that Tocsin uses; write sqlite:///"),
        (kinds.GENERAL, "database: 'sqlite://'", "f.yaml:1:11: a database in memory forgets what was told"),
        (kinds.GENERAL, "timezone: America/Torronto", "f.yaml:1:11: 'America/Torronto' is no time zone; did you mean America/Toronto?"),
        (kinds.GENERAL, "timezone: [x]", "f.yaml:1:11: "),
        (kinds.GENERAL, "console: {listen: 8787}", "f.yaml:1:19: '8787' is no place to listen; write host:port"),
        (kinds.GENERAL, "heartbeat: u:secret@example.org", "f.yaml:1:12: this is no web address; begin it with https://"),
        (kinds.GENERAL, "polling: {fastest: 7h}", "f.yaml:1:10: `fastest` must be more than nothing, and no longer than `slowest`"),
        (kinds.GENERAL, "fetch: {timeout: [1]}", "f.yaml:1:18: a duration is needed here, not a list"),
        (kinds.GENERAL, "senders: {mail: {smtp: x}}", "f.yaml:1:17: `from` is missing; add from: Tocsin <alerts@example.org>"),
        (
            kinds.GENERAL,
            "senders: {mail: {host: x, from: a@b.org}}",
            "f.yaml:1:18: unknown setting 'host'; did you mean 'smtp'? (write: smtp: mail.example.org)",
        ),
        (kinds.GENERAL, "senders: {m: {smtp: x, from: x}}", "f.yaml:1:30: 'x' is not one email address; write Tocsin <alerts@example.org>"),
        (kinds.GENERAL, "senders: {m: {smtp: x, from: 'T <a@b.org>, c@d.org'}}", "f.yaml:1:30: 'T <a@b.org>, c@d.org' is not one"),
        (kinds.GENERAL, "senders: {m: {smtp: 'https://m.org/', from: a@b.c}}", "f.yaml:1:21: 'https://m.org/' is more than the name"),
        (
            kinds.GENERAL,
            "senders: {m: {smtp: 'host:25', from: a@b.c}}",
            "f.yaml:1:21: 'host:25' is more than the name of a mail server; write smtp: host and port: 25",
        ),
        (kinds.GENERAL, "senders: {m: {smtp: 'a b', from: a@b.c}}", "f.yaml:1:21: 'a b' is no mail server; write its name alone"),
        (kinds.GENERAL, "senders: {slack: {}}", "f.yaml:1:18: this sender has no settings; write smtp: and from: for email, token:"),
        (kinds.GENERAL, "senders:\n  slack:", "f.yaml:2:9: this sender has no settings; write smtp: and from: for email, token:"),
        (
            kinds.GENERAL,
            "senders: {mail: {smpt: x, from: a@b.org}}",
            "f.yaml:1:18: unknown setting 'smpt'; did you mean 'smtp'? (write: smtp: mail.example.org)",
        ),
        (kinds.GENERAL, "senders: {s: {tokn: a}}", "f.yaml:1:15: unknown setting 'tokn'; did you mean 'token'?"),
        (kinds.GENERAL, "heartbeat: 'https://'", "f.yaml:1:12: 'https://' is no web address; write it as in https://example.org/"),
        (
            kinds.GENERAL,
            "console: {public_url: 'https://t.org/x?a=b'}",
            "f.yaml:1:23: links begin with this address, so nothing can stand behind a ? or #; write https://t.org/x",
        ),
        (
            kinds.GENERAL,
            "senders: {s: {token: '${env:A}', webhook: '${env:B}'}}",
            "f.yaml:1:14: a Slack sender has either a `token` or a `webhook`",
        ),
        (kinds.GENERAL, "senders: {m: {homeserver: 'https://x', user: y}}", "f.yaml:1:14: a Matrix sender needs a `password` or a `token`"),
        (kinds.GENERAL, "contact: ${CONTACT}", "f.yaml:1:10: ${CONTACT} is no reference to a secret; write ${env:NAME} or ${file:/path}"),
    ],
)
def test_a_mistake_in_any_file_says_what_to_write(kind: FileKind, text: str, expected: str) -> None:
    found = told(kind, text + "\n")
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_a_password_in_an_address_is_not_repeated() -> None:
    (only,) = told(kinds.SOURCES, "feeds:\n  - https://user:hunter2@example.org/feed\n")
    assert "hunter2" not in only
    assert "password:" in only


def test_a_file_of_another_shape_is_told_so() -> None:
    assert told(kinds.WATCHLIST, "just text\n")[0].startswith("f.yaml:1:1: settings are needed here, not the text 'just text'")
    assert told(kinds.WATCHLIST, "- a\n- b\n")[0].startswith("f.yaml:1:1: name: value settings are needed here, not a list")
    assert told(kinds.WATCHLIST, "")[0] == "f.yaml: `watchlist` is missing; add watchlist: Arms exports"
    assert told(kinds.WATCHLIST, "watchlist:\n")[0].startswith("f.yaml:1:1: `watchlist` is missing")


SCRAPS = [
    "",
    "[",
    "]",
    "{",
    "}",
    ": ",
    "- ",
    "\n",
    "null",
    "~",
    '"',
    "'",
    "#",
    "[[x]]",
    "{a: b}",
    "1",
    "true",
    "${",
    "*",
    "&a ",
    "\t",
    "!x ",
    "|",
    "\x00",
    "“",
]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(GOOD)), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 6), st.sampled_from(SCRAPS)), min_size=1, max_size=3)
)
def test_no_damage_to_a_file_makes_reading_fail(name: str, damage: list[tuple[float, int, str]]) -> None:
    text = GOOD[name]
    for place, length, scrap in damage:
        at = int(place * len(text))
        text = text[:at] + scrap + text[at + length :]
    kind = kinds.kind_of(name)
    assert kind is not None
    read = read_file(kind, name, text)
    told = [*read.problems, *references.faults(read, names_of([read])), *Seen().faults(read)]
    assert all(problem.what and problem.line <= text.count("\n") + 2 for problem in told)
    assert (read.model is None) == any(not problem.is_warning for problem in read.problems)
