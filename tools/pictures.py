"""Make the pictures of messages for the docs: each sample message, in each form, as Chromium shows it. Run: python tools/pictures.py.

The pages are those of `tocsin preview --html`. Nothing is fetched: the samples name nothing that a browser would load.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.alerts.pages import page
from monitor.alerts.render import load_templates, render_told
from monitor.alerts.samples import sample

if TYPE_CHECKING:
    from monitor.alerts.parts import Form
    from monitor.alerts.samples import SampleKind
    from monitor.model import Rendered

IMAGES = Path(__file__).parents[1] / "docs" / "images"
ZONE = ZoneInfo("America/Toronto")
WIDTH = 640
_MEASURE = "<script>document.body.dataset.height = document.documentElement.scrollHeight</script>"
_DARK = "--blink-settings=preferredColorScheme=0"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: of a sample, in a form, by day or by night."""

    kind: SampleKind
    form: Form
    is_dark: bool = False

    @property
    def name(self) -> str:
        """The file's name."""
        return f"message-{self.kind}-{self.form}{'-dark' if self.is_dark else ''}.png"


PICTURES = (
    Picture("alert", "email"),
    Picture("alert", "email", is_dark=True),
    Picture("digest", "email"),
    Picture("follow-up", "email"),
    Picture("notice", "email"),
    Picture("alert", "slack"),
    Picture("digest", "slack"),
    Picture("alert", "matrix"),
    Picture("alert", "plain"),
)


def rendered(kind: SampleKind, form: Form) -> Rendered:
    """Render a sample with our own templates."""
    made = sample(kind)
    told = made.part or made.notice
    assert told is not None  # noqa: S101 a sample is one or the other
    return render_told(told, form, ZONE, load_templates())


def take(picture: Picture, chromium: str, folder: Path) -> None:
    """Let Chromium show the page, as high as it is, and keep what it shows."""
    source, target = folder / "page.html", IMAGES / picture.name
    shown = page(rendered(picture.kind, picture.form), picture.form)
    source.write_text(shown.replace("</body>", f"{_MEASURE}</body>"), encoding="utf-8")
    look = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder / 'profile'}"]
    look += [_DARK] if picture.is_dark else []
    measured = _run([*look, f"--window-size={WIDTH},100", "--dump-dom", source.as_uri()])
    height = int(measured.rpartition('data-height="')[2].partition('"')[0])
    source.write_text(shown, encoding="utf-8")
    _run([*look, f"--window-size={WIDTH},{height}", f"--screenshot={target}", source.as_uri()])
    sys.stdout.write(f"{target.name}: {WIDTH} x {height}\n")


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, timeout=60, text=True).stdout  # noqa: S603 the browser that was found


def main() -> None:
    """Take every picture, or those whose name holds the word that is given."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("there is no chromium on the path; install it to take pictures")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for picture in PICTURES:
            if all(word in picture.name for word in sys.argv[1:]):
                take(picture, chromium, Path(folder))


if __name__ == "__main__":
    main()
