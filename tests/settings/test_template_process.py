"""A user's template may do anything: it costs some seconds at most, and says what was wrong."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from monitor.alerts.notice import Notice
from monitor.alerts.render import load_templates, render
from monitor.alerts.samples import sample
from monitor.alerts.template_files import TemplateFault, TemplateLate
from monitor.settings import template_process
from monitor.settings.template_process import Job, fill_in, fill_in_all

if TYPE_CHECKING:
    from monitor.alerts.parts import Form

UTC = ZoneInfo("UTC")
PART = sample("alert").part
assert PART is not None
PLAIN = Job(PART, "plain", UTC)


def test_what_comes_out_is_what_rendering_here_gives() -> None:
    forms = ("email", "slack", "matrix", "plain")
    own = {"footer.txt": "Ask the night desk.\n"}
    found = fill_in_all([Job(PLAIN.told, form, UTC) for form in forms], own)  # type: ignore[arg-type]
    assert PART is not None
    assert found == [render(PART, form, UTC, load_templates(own)) for form in forms]  # type: ignore[arg-type]


def test_notices_are_filled_in_too() -> None:
    own = {"notice.txt": "{{ letter.opening }}!\n"}
    assert fill_in(Job(Notice("Disk full", ("Make room.",)), "plain", UTC), own).text == "Disk full!\n"


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("{% for i in range(10**9) %}x{% endfor %}", 1, "Range too big"),
        ("{{ 'x' * 10**10 }}", 0, "memory"),
        ("one\n{{ letter.nothing }}", 2, "nothing is called 'nothing' here"),
        ("{{ letter.subjct }}", 1, "nothing is called 'subjct' here; did you mean 'subject'?"),
        ("{{ lettr.subject }}", 1, "nothing is called 'lettr' here"),
        ('{% include "/etc/passwd" %}', 1, "it asks for '/etc/passwd': a template may include those of its own folder and ours"),
        ("\n\n{{ 1 // 0 }}", 3, "zero"),
        ("{{ letter.subject.__class__ }}", 1, "unsafe"),
        ("{% include 'other.txt' %}", 1, "other.txt"),
        ("{# nothing #}", 0, "it writes nothing"),
    ],
)
def test_a_template_that_fails_says_where_and_why(template: str, line: int, said: str) -> None:
    with pytest.raises(TemplateFault, match=said) as caught:
        fill_in(PLAIN, {"alert.txt": template})
    assert (caught.value.file, caught.value.line) == ("alert.txt", line)


def test_a_template_without_an_end_is_ended() -> None:
    endless = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(TemplateLate, match="not done after 1 s"):
        fill_in(PLAIN, {"alert.txt": endless}, deadline_s=1)


def test_what_was_done_before_one_that_does_not_end_is_kept() -> None:
    own = {"alert.txt": "{% if width %}{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}{% endif %}short\n"}
    first, second = fill_in_all([PLAIN, Job(PLAIN.told, "email", UTC)], own, deadline_s=1)
    assert not isinstance(first, TemplateFault)
    assert first.text == "short\n"
    assert isinstance(second, TemplateFault)


def test_html_beyond_what_the_form_holds_is_a_fault() -> None:
    own = {"alert.matrix.html": "<p>" + "x" * 45_000 + "</p>"}
    with pytest.raises(TemplateFault, match="more than a message by matrix can hold"):
        fill_in(Job(PLAIN.told, "matrix", UTC), own)


@pytest.mark.parametrize("form", ["email", "slack", "matrix", "plain"])
def test_a_text_beyond_what_the_form_holds_is_a_fault_and_not_cut(form: Form) -> None:
    own = {"alert.txt": "{% for i in range(20000) %}{{ letter.subject }}{% endfor %}\n"}
    with pytest.raises(TemplateFault, match=f"more than a message by {form} can hold"):
        fill_in(Job(PLAIN.told, form, UTC), own)


def test_a_notice_beyond_what_the_form_holds_is_a_fault_and_not_cut() -> None:
    with pytest.raises(TemplateFault, match="more than a message by plain can hold"):
        fill_in(Job(Notice("Disk full", ("Make room.",)), "plain", UTC), {"notice.txt": "{{ letter.opening * 1000 }}\n"})


@pytest.mark.parametrize(
    ("code", "error", "word"),
    [
        (-9, b"", "takes too much memory"),
        (1, b"Traceback\nMemoryError\n", "takes too much memory"),
        (1, b"Traceback\nOSError: no\n", "OSError: no"),
    ],
)
def test_a_mistake_of_ours_is_not_called_a_want_of_memory(code: int, error: bytes, word: str) -> None:
    assert word in template_process._ending(subprocess.CompletedProcess([], code, b"", error))
