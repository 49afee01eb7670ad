"""A query that was probably meant otherwise is warned of at its character, and goes live."""

from __future__ import annotations

from monitor.settings import kinds
from monitor.settings.reading import read_file

LIST = """\
watchlist: x
watches:
  - term: 'arms or weapons'
  - name: y
    any: [Trinidad and Tobago, make or break OR x]
    near: {words: ["drone W/5 bomb"]}
    ignore: [a AND]
"""


def test_a_doubt_is_a_warning_that_points_into_the_query() -> None:
    read = read_file(kinds.WATCHLIST, "w.yaml", LIST.replace("    ignore: [a AND]\n", ""))
    assert read.model is not None
    told = [str(problem) for problem in read.problems]
    assert [line.partition(" ")[0] for line in told] == ["w.yaml:3:17:", "w.yaml:5:37:", "w.yaml:6:27:"]
    assert all(problem.is_warning for problem in read.problems)
    assert "write OR" in told[0]


def test_a_query_that_is_wrong_is_told_once() -> None:
    (fault,) = (problem for problem in read_file(kinds.WATCHLIST, "w.yaml", LIST).problems if not problem.is_warning)
    assert "nothing follows AND" in fault.what
