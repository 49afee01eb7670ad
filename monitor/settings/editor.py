"""JSON Schema of the settings, for editors: completion, hover texts and red underlines while writing YAML.

Draft 7, which yaml-language-server documents.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from monitor.settings.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from monitor.settings.kinds import FileKind

DRAFT = "http://json-schema.org/draft-07/schema#"


def schema(kind: FileKind) -> Mapping[str, object]:
    """Make the JSON Schema of one kind of file."""
    made = kind.model.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    definitions = made.pop("$defs", {})
    nameless: dict[str, Any] = _tidy({**made, "definitions": definitions})
    return {"$schema": DRAFT, "$id": f"tocsin-{kind.name}.json", **nameless, "title": f"Tocsin: {kind.name}"}


def write_schemas(folder: Path) -> None:
    """Write the schema of every kind into `schema/` of a settings folder, where the starter files point to."""
    target = folder / "schema"
    target.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        text = json.dumps(schema(kind), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        (target / f"{kind.name}.json").write_text(text, encoding="utf-8")


def _tidy(node: Any) -> Any:
    """Drop what only pydantic needs: the titles it makes of field names, and the discriminator of OpenAPI."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _tidy(value) if key != "properties" else {name: _tidy(each) for name, each in value.items()}
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str)) and key != "discriminator"
    }
