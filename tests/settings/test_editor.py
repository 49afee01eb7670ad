from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from monitor.settings import kinds
from monitor.settings.editor import DRAFT, schema, write_schemas
from monitor.settings.kinds import FileKind
from monitor.shipped import shipped
from tests.settings.test_load import EVERYTHING

if TYPE_CHECKING:
    from pathlib import Path

STARTER = shipped("config")


def complaints(kind: FileKind, text: str) -> list[str]:
    value = yaml.load(text, yaml.CSafeLoader)
    return [error.message for error in Draft7Validator(schema(kind)).iter_errors(value)]


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.name)
def test_every_schema_is_valid_itself(kind: FileKind) -> None:
    Draft7Validator.check_schema(schema(kind))
    assert schema(kind)["$schema"] == DRAFT
    assert "$defs" not in json.dumps(schema(kind))


@pytest.mark.parametrize("name", EVERYTHING)
def test_what_is_good_settings_is_good_to_an_editor(name: str) -> None:
    kind = kinds.kind_of(name)
    assert kind is not None
    text = EVERYTHING[name].replace("2024-01-02", "x")  # a date is one to YAML 1.1, which this test reads with
    assert complaints(kind, text) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kinds.WATCHLIST, "watchlist: A\nwatches: [{entity: B, fuzzines: x}]"),
        (kinds.WATCHLIST, "watchlist: A\nwatches: [{entity: B, spelling: loose}]"),
        (kinds.WATCHLIST, "watches: []"),
        (kinds.SOURCES, "feeds: [{name: A}]"),
        (kinds.RECIPIENTS, "a: {send: at once}"),
        (kinds.GENERAL, "senders: {mail: {smtp: x}}"),
        (kinds.GENERAL, "databse: x"),
    ],
)
def test_an_editor_finds_the_mistakes_too(kind: FileKind, text: str) -> None:
    assert complaints(kind, text)


def test_each_starter_file_points_to_a_schema_that_init_writes(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    for name, path in kinds.files_of(STARTER):
        line = path.read_text(encoding="utf-8").splitlines()[0]
        assert line.startswith("# yaml-language-server: $schema=")
        target = (tmp_path / name).parent / line.partition("=")[2]
        kind = kinds.kind_of(name)
        assert kind is not None
        assert json.loads(target.resolve().read_text(encoding="utf-8"))["$id"] == f"tocsin-{kind.name}.json"
