"""CPU seconds to load a watchlist of 5,000 entries, beside what only parses YAML.

python benchmarks/settings_load.py [ENTRIES]
"""

from __future__ import annotations

import importlib.util
import io
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from monitor.settings.collector import collector_paused
from monitor.settings.load import load_watchlists

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRY = """\
  - entity: Example Company {n} Holdings
    aliases: [ECH {n}, "Example Holdings {n}", ExCo{n}]
    near: {{words: [drone*, missile*], within: 20}}
    ignore: [ECH {n} Cup]
"""


def cpu_seconds(act: Callable[[], object]) -> float:
    """Take the best of three runs, in CPU seconds of this process."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        act()
        taken.append(time.process_time() - begun)
    return min(taken)


def main() -> None:
    """Print a line for each way."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    text = "watchlist: Many\ntell: []\nwatches:\n" + "".join(ENTRY.format(n=n) for n in range(count))
    print(f"{count} entries, {len(text) / 1e6:.2f} MB of YAML, CPU seconds (best of three)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "many.yaml")
        path.write_text(text, encoding="utf-8")
        ours = cpu_seconds(lambda: load_watchlists([path]))
    print(f"{ours:8.2f}  tocsin: positions, schema, queries, raw lines, records")
    print(f"{cpu_seconds(lambda: yaml.load(text, yaml.CSafeLoader)):8.2f}  PyYAML, C: plain values only")
    with collector_paused():
        print(f"{cpu_seconds(lambda: yaml.load(text, yaml.CSafeLoader)):8.2f}  likewise, garbage collector paused as ours pauses it")
    print(f"{cpu_seconds(lambda: yaml.safe_load(text)):8.2f}  PyYAML, Python: plain values only")
    if importlib.util.find_spec("ruamel"):
        from ruamel.yaml import YAML

        print(f"{cpu_seconds(lambda: YAML(typ='rt').load(io.StringIO(text))):8.2f}  ruamel.yaml: plain values with positions")


if __name__ == "__main__":
    main()
