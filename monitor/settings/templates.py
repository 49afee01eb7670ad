"""Templates of recipients' own: `templates/NAME/` beside the settings, in each file one that stands in the place of ours of that name.

A file that is wrong keeps its last good version, as any settings file; one that is taken away gives way to ours.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, get_args
from zoneinfo import ZoneInfo

from monitor.alerts.parts import Form
from monitor.errors import Problem
from monitor.settings import kinds
from monitor.settings.names import EACH, texts
from monitor.settings.reading import read_body
from monitor.settings.records import SettingsFile
from monitor.settings.schema.recipients import names_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from monitor.alerts.template_files import TemplateFault
    from monitor.settings.reading import FileRead

FOLDER = "templates"
MOST_FILES = 200
LONGEST = 64_000  # characters of one template
ENDINGS = (".txt", ".html")
_FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(slots=True)
class OwnTemplates:
    """What was read: the files that are live, by path relative to the settings folder, what is wrong, and what was rejected."""

    live: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)

    @property
    def sets(self) -> Mapping[str, Mapping[str, str]]:
        """The texts of each folder, by file name."""
        found: dict[str, dict[str, str]] = {}
        for name, body in self.live.items():
            found.setdefault(PurePosixPath(name).parts[1], {})[PurePosixPath(name).name] = body
        return MappingProxyType(found)

    def records(self) -> list[SettingsFile]:
        """Make the records that the database keeps of live files."""
        return [SettingsFile(name, sha256(body.encode()).digest(), body) for name, body in self.live.items()]


def is_template(name: str) -> bool:
    """Tell whether a settings file is a template, by its path relative to the folder."""
    parts = PurePosixPath(name).parts
    return len(parts) == 3 and parts[0] == FOLDER and name.endswith(ENDINGS)  # noqa: PLR2004 templates/NAME/FILE


def files_of(folder: Path) -> Iterator[tuple[str, Path]]:
    """List the template files of a settings folder as (relative name, path), in order of name; hidden ones are passed over."""
    if not (folder / FOLDER).is_dir():
        return
    for path in sorted((folder / FOLDER).glob("*/*")):
        if path.suffix in ENDINGS and not path.name.startswith((".", "#")) and not path.parent.name.startswith(".") and path.is_file():
            yield path.relative_to(folder).as_posix(), path


def read(folder: Path, last_good: Mapping[str, str]) -> OwnTemplates:
    """Read the templates of a settings folder; in the place of a wrong one stands its last good version, or ours."""
    own = OwnTemplates()
    with kinds.in_words(folder):
        files = list(files_of(folder))
    if len(files) > MOST_FILES:
        own.problems.append(Problem(FOLDER, 0, 0, f"there are more than {MOST_FILES} templates, the last are not read", "remove some"))
    for name, path in files[:MOST_FILES]:
        body = read_body(path, name)
        problem = body if isinstance(body, Problem) else _fault(name, body)
        if not isinstance(body, Problem) and problem is None:
            own.live[name] = body
            continue
        own.problems += [problem] if problem is not None else []
        own.rejected.append(name)
        if (good := last_good.get(name)) is not None and _fault(name, good) is None:
            own.live[name] = good
    return own


def _fault(name: str, body: str) -> Problem | None:
    """Find what is wrong with a template by itself."""
    from monitor.alerts.template_files import names_to_override, syntax_fault  # few have templates: commands begin sooner without

    file, known = PurePosixPath(name).name, names_to_override()
    if file not in known:
        near = difflib.get_close_matches(file, known, 1)
        remedy = f"did you mean {near[0]!r}?" if near else f"the names are: {', '.join(known)}"
        return Problem(name, 0, 0, f"no template of Tocsin's is called {file!r}, so nothing would use it", remedy)
    if len(body) > LONGEST:
        return Problem(name, 0, 0, f"this template has more than {LONGEST:,} characters", "make it shorter")
    fault = syntax_fault(file, body)
    return _problem(name, fault) if fault is not None else None


def _problem(name: str, fault: TemplateFault, where: str = "") -> Problem:
    what, _, remedy = str(fault).partition("; ")
    return Problem(
        name,
        fault.line,
        1 if fault.line else 0,
        f"this template cannot be filled in{where}: {what}",
        remedy or "see docs/how-to/change-what-recipients-see.md",
    )


def sample_faults(own: OwnTemplates) -> list[Problem]:
    """Fill each folder's templates with a sample message of every kind, in every form; list what goes wrong, each place once."""
    if not own.live:
        return []
    from monitor.alerts.samples import SAMPLE_KINDS, sample
    from monitor.alerts.template_files import TemplateFault
    from monitor.settings.template_process import Job, fill_in_all

    utc = ZoneInfo("UTC")
    tries = [(kind, form) for kind in SAMPLE_KINDS for form in _FORMS]
    told = {kind: made.part or made.notice for kind in SAMPLE_KINDS for made in [sample(kind)]}
    jobs = [Job(part, form, utc) for kind, form in tries if (part := told[kind]) is not None]
    problems: dict[tuple[str, int], Problem] = {}
    for folder, texts_of in own.sets.items():
        for (kind, form), found in zip(tries, fill_in_all(jobs, texts_of), strict=True):
            if isinstance(found, TemplateFault):
                name = f"{FOLDER}/{folder}/{found.file}"
                problems.setdefault((name, found.line), _problem(name, found, f" with a sample {kind} for {form}"))
    return list(problems.values())


def unknown(recipients: FileRead, folder: Path) -> Iterator[Problem]:
    """List the folders of templates that recipients name and that are not there; one that holds none is only warned of: ours are used."""
    if recipients.kind is not kinds.RECIPIENTS or recipients.document.root is None:
        return
    named = [(place, name) for place, name in texts(recipients.document.value, EACH, "templates") if names_folder(name)]
    there = sorted({path.parent.name for _name, path in files_of(folder)}) if named else []
    for place, name in named:
        if name in there:
            continue
        if (folder / FOLDER / name).is_dir():
            what = f"no template is in {FOLDER}/{name}, so messages are by ours"
            yield recipients.problem_at(place, what, f"put templates into {FOLDER}/{name}/, or leave templates: out", is_warning=True)
            continue
        near = difflib.get_close_matches(name, there, 1)
        remedy = f"did you mean {near[0]!r}?" if near else f"put templates into {FOLDER}/{name}/"
        yield recipients.problem_at(place, f"no folder {FOLDER}/{name} is there", remedy)
