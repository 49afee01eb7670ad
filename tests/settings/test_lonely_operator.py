"""The operator must hear of it when the account fails that everybody is told by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.settings.load import check_files

if TYPE_CHECKING:
    from pathlib import Path

GENERAL = """\
database: sqlite:///x.db
timezone: UTC
contact: desk@example.org
operator: ops
senders:
  mail: {smtp: mail.example.org, from: a@example.org}
  second: {smtp: mail.example.net, from: a@example.net}
  chat: {homeserver: https://chat.example.org, user: tocsin, password: x}
"""


def warnings(folder: Path, operator: str) -> list[str]:
    (folder / "tocsin.yaml").write_text(GENERAL, encoding="utf-8")
    people = f"desk: {{to: [desk@example.org, 'chat/!room:example.org']}}\nops: {{to: {operator}}}\n"
    (folder / "recipients.yaml").write_text(people, encoding="utf-8")
    return [str(problem) for problem in check_files(folder) if "operator" in problem.what]


@pytest.mark.parametrize("operator", ["[ops@example.org]", "[mail/ops@example.org, boss@example.org]", "['chat/!ops:example.org']"])
def test_an_operator_who_hears_by_an_account_that_others_depend_on_is_warned_of_at_its_line(tmp_path: Path, operator: str) -> None:
    (warning,) = warnings(tmp_path, operator)
    assert "tocsin.yaml:4:11" in warning
    assert "nobody hears of that; give ops a second address" in warning


@pytest.mark.parametrize(
    "operator",
    ["['ntfys://ntfy.example.org/x']", "[second/ops@example.org]", "[ops@example.org, 'chat/!ops:example.org']", "['${env:OPS}']"],
)
def test_an_operator_with_a_way_of_their_own_is_fine(tmp_path: Path, operator: str) -> None:
    assert warnings(tmp_path, operator) == []
