"""The records that are data alone say nothing that cannot be meant, as an entry chooses them."""

from __future__ import annotations

import pytest

from monitor.catalogue.chosen import chosen
from monitor.catalogue.entry_faults import settings_of
from monitor.catalogue.known import DECLARED, KNOWN
from monitor.catalogue.plans import json_plan, xml_plan
from monitor.catalogue.words import Words

NAMES = tuple(name for name, record in KNOWN.items() if record.format in DECLARED)


@pytest.mark.parametrize("name", NAMES)
def test_a_record_that_is_data_can_be_read_by_what_it_says(name: str) -> None:
    record = chosen(name, "", {})
    words = Words(record.options)
    plan = json_plan(record.options, words) if record.format == "json-api" else xml_plan(record.options, words)
    assert words.faults == []
    assert plan is not None
    assert {"key", "native_id"} & set(plan.plan.fields) or name == "no-referat"  # whose record has no ids


@pytest.mark.parametrize("name", NAMES)
def test_a_record_that_is_data_has_the_clock_and_house_of_its_place(name: str) -> None:
    record = KNOWN[name]
    assert record.options["zone"] == record.zone
    assert record.options.get("house", "") == record.house


@pytest.mark.parametrize("name", NAMES)
def test_no_setting_of_a_record_is_taken_for_a_word_of_its_format(name: str) -> None:
    record = KNOWN[name]
    assert not {"records", "map", "root", "context", "fields", "key", "zone", "house", "licence", "lang"} & set(settings_of(record))


@pytest.mark.parametrize("name", NAMES)
def test_a_key_stands_in_no_record(name: str) -> None:
    setting = settings_of(KNOWN[name]).get("api_key")
    assert setting is None or str(setting.default).startswith("${env:")
