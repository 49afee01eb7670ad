"""Messages filled into a user's templates, in a process of its own: a template that loops or swells is ended, and nothing else is.

The process is started for a batch, is told of no secret, and has limits of time and memory. What it gets is a pickle from us; what it
answers is a line of JSON for each message, so that whatever a template does, nothing of it runs here.
"""

from __future__ import annotations

import json
import pickle
import resource
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from jinja2 import TemplateError

from monitor.alerts.notice import Notice
from monitor.alerts.parts import Form, MessagePart
from monitor.alerts.render import fits, load_templates, render_told
from monitor.alerts.template_files import TemplateFault, TemplateLate, in_words, place_of
from monitor.confined import environment, limit
from monitor.model import Rendered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from monitor.alerts.render import Templates

DEADLINE_S = 10.0
_START_S = 60.0  # a busy machine may take long to start Python; that is no template's fault
MEMORY = 400 * 1024 * 1024  # bytes of address space for data
# Ctrl-C and a stop are our parent's to answer, from the first moment on: what they cut off would look like a template's fault.
_DEAF = "import signal as s; s.signal(s.SIGINT, s.SIG_IGN); s.signal(s.SIGTERM, s.SIG_IGN); "
# Not -m, under which the pickled classes would have other names.
_RUN = f"{_DEAF}from monitor.settings.template_process import main; main()"
_LATE = frozenset({-signal.SIGALRM, -signal.SIGXCPU})
_SWELLED = frozenset({-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT})
# What a template can bring about by what is written in it; anything else is our mistake, and ends the process with its traceback.
_OF_TEMPLATES = (
    TemplateError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    RecursionError,
    NotImplementedError,
    AssertionError,
)


@dataclass(frozen=True, slots=True)
class Job:
    """One message to fill in: `told` of what was found, or about the monitoring itself."""

    told: MessagePart | Notice
    form: Form
    zone: ZoneInfo


def fill_in(job: Job, own: Mapping[str, str], *, deadline_s: float = DEADLINE_S) -> Rendered:
    """Fill one message into a user's `own` templates, by file name; those that they do not have are ours. Blocks.

    Raises:
        TemplateFault: they cannot be filled in, take too long or too much memory, or yield what the form cannot hold.
    """
    (found,) = fill_in_all([job], own, deadline_s=deadline_s)
    if isinstance(found, TemplateFault):
        raise found
    return found


def fill_in_all(jobs: Sequence[Job], own: Mapping[str, str], *, deadline_s: float = DEADLINE_S) -> list[Rendered | TemplateFault]:
    """Fill several messages in, within one time limit; each comes out, or the fault that kept it from that."""
    task, fault = pickle.dumps((tuple(jobs), dict(own), deadline_s)), TemplateFault
    late = f"it is not done after {deadline_s:.0f} s: let its loops be shorter"
    try:
        ended = subprocess.run(  # noqa: S603 our own program
            [sys.executable, "-P", "-c", _RUN],
            input=task,
            capture_output=True,
            timeout=deadline_s + _START_S,
            env=environment(),
            check=False,
        )
        output, is_late = ended.stdout, ended.returncode in _LATE
        fault, why = (TemplateLate, late) if is_late else (TemplateFault, _ending(ended))
    except subprocess.TimeoutExpired as error:
        output, why = error.stdout or b"", late
    except OSError as error:
        output, why = b"", f"no process could be started to fill it in: {error.strerror}"
    found = [_read(line, own) for line in output.splitlines(keepends=True) if line.endswith(b"\n")]
    return [*found, *(fault(min(own, default=""), 0, why) for _ in jobs[len(found) :])]


def _ending(ended: subprocess.CompletedProcess[bytes]) -> str:
    """Say what became of a process that left something undone: a want of memory is the template's doing, the rest is ours."""
    if ended.returncode in _SWELLED or b"MemoryError" in ended.stderr:
        return f"the process that fills it in ended with {ended.returncode}: it takes too much memory"
    last = ended.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
    return f"the process that fills it in broke, please report it: {last or ended.returncode}"


def _read(line: bytes, own: Mapping[str, str]) -> Rendered | TemplateFault:
    answer = json.loads(line)
    if "what" in answer:
        return TemplateFault(answer["file"] if answer["file"] in own else min(own, default=""), answer["line"], answer["what"])
    return Rendered(answer["subject"], answer["text"], answer["html"], tuple(answer["blocks"]))


def main() -> None:
    """Serve the one task that stands on standard input."""
    jobs, own, deadline_s = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 from our own parent process
    templates = load_templates(own)
    _limit(deadline_s)
    for job in jobs:
        sys.stdout.write(json.dumps(_answer(job, templates)) + "\n")
        sys.stdout.flush()


def _limit(deadline_s: float) -> None:
    """Limit what this process takes; the limits of time hold when the parent is gone, too."""
    signal.setitimer(signal.ITIMER_REAL, deadline_s)  # ends the process, whatever a template is at
    limit({resource.RLIMIT_AS: MEMORY * 2, resource.RLIMIT_DATA: MEMORY, resource.RLIMIT_CPU: int(deadline_s) + 2})


def _answer(job: Job, templates: Templates) -> dict[str, object]:
    try:
        rendered = render_told(job.told, job.form, job.zone, templates)
    except MemoryError:
        return _complaint("", 0, "it takes too much memory: let it write less")
    except _OF_TEMPLATES as error:
        return _complaint(*place_of(error, templates.own), in_words(error))
    if not fits(rendered, job.form):
        return _complaint("", 0, f"what it writes is more than a message by {job.form} can hold")
    if not rendered.text.strip() and job.form != "email":
        return _complaint("", 0, "it writes nothing")
    return {**asdict(rendered), "blocks": list(rendered.blocks)}


def _complaint(file: str, line: int, what: str) -> dict[str, object]:
    return {"file": file, "line": line, "what": what[:400]}
