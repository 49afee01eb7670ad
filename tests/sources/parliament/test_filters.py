"""A filter makes of a value what its field needs, and leaves alone what it cannot read."""

from __future__ import annotations

import pytest

from monitor.sources.parliament.filters import filtered


@pytest.mark.parametrize(
    ("text", "name", "argument", "made"),
    [
        ("<p>One &amp; two</p><p>three</p>", "html", "", "One & two\nthree"),
        ("DE", "lower", "", "de"),
        ("/Date(763084800000)/", "dotnet_date", "", "1994-03-08T00:00:00"),
        ("/Date(1787305500000+0200)/", "dotnet_date", "", "2026-08-21T09:45:00+00:00"),
        ("\\/Date(0+0060)\\/", "dotnet_date", "", "1970-01-01T00:00:00+00:00"),
        ("/Date(-62135596800000)/", "dotnet_date", "", "0001-01-01T00:00:00"),
        ("/Date(999999999999999)/", "dotnet_date", "", "/Date(999999999999999)/"),
        ("2026-03-04", "dotnet_date", "", "2026-03-04"),
        ("04.03.2026", "date", "%d.%m.%Y", "2026-03-04T00:00:00"),
        ("20260304140500000", "date", "%Y%m%d%H%M%S%f", "2026-03-04T14:05:00"),
        ("03/04/2026", "date", "%d.%m.%Y", "03/04/2026"),
        ("den 4. mars 2026", "date", "", "2026-03-04"),
        ("4. mars 2026", "date", "", "2026-03-04"),
        ("someday", "date", "", "someday"),
        ("No 17 of Monday", "match", "No ([0-9]+)", "17"),
        ("No 17 of Monday", "match", "[0-9]+", "17"),
        ("No number", "match", "([0-9]+)", ""),
        ("No x", "match", "No (?:([0-9]+)|x)", ""),
    ],
)
def test_a_filter_makes_of_a_value_what_its_field_needs(text: str, name: str, argument: str, made: str) -> None:
    assert filtered(text, name, argument, "no") == made
