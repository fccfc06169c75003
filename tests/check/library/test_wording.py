"""What a check means hangs on no sentence: whatever faults and notices are worded like, codes and places stay."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefing import errors, model
from briefing.check.library import check_library
from briefing.errors import Code
from briefing.library import persona

pytestmark = pytest.mark.slow

BULLETS = ", ".join(f"Reason number {each}" for each in range(30))
# One workspace with several members of each sort of fault, and what else is read out of values.
FILES = {
    "briefing.yaml": "libraries: [library]\norganisation: org.yaml\naudiences: audiences.yaml\nlayout: pithc\n",
    "org.yaml": "currency: EUR\nrisks: [{name: A}]\n"
    "kpis: [{id: no-such-kpi, target: 3 %}, {id: no-such-kpi}]\nmaturity: {reporting-and-analytic: {current: crawl}}\n"
    "raci:\n  rows:\n    - {task: Set the budget, finops: Q, finance: A, nobody: R}\n",
    "audiences.yaml": "- {for: cfo, layuot: pitch}\n- {for: cfo, layout: pithc}\n",
    "library/personas/folder.yaml/in.yaml": "identifier: folder\n",
    "library/personas/broken.yaml": "name: [\n",
    "library/personas/anchor.yaml": "identifier: anchor\nname: &a A\nimg: &a B\n",
    "library/personas/twice.yaml": "identifier: twice\nname: A\nname: B\n",
    "library/personas/wrong.yaml": "identifier: wrong\nname: Wrong\ntitles: One\nobjectivs: [x]\n",
    "library/personas/orphan.yaml": "extends: nobody-at-all\nidentifier: orphan\n",
    "library/personas/cfo.yaml": "extends: cfo\nobjectives: {remove: [nothing]}\n",
    "library/personas/boss.yaml": "identifier: boss\nname: Boss\nfrustrations: [a, b, c]\nfinops-benefits: [x]\n"
    "key-metrics: [luck]\nanswers:\n"
    "  - {frustration: a, benefits: [x], kpis: [fortune]}\n  - {frustration: b, benefits: [x]}\n",
    "library/layouts/wrong/layout.yaml": "slides:\n  - {kind: nonsense}\n  - {kind: title, titel: T}\n",
    # An opening slide that says what another one is called, one that continues, and two that cannot be made.
    "library/layouts/list/layout.yaml": "slides:\n  - {kind: title, title: Short, subtitle: Fine}\n"
    f"  - {{kind: text, title: At once, bullets: [{BULLETS}]}}\n"
    "  - {kind: statement, title: Fine, text: Fine}\n"
    "  - {kind: statement, title: '{{ one }}'}\n  - {kind: statement, title: Fine too, text: '{{ two }}'}\n",
}
TOLD = [
    ("audiences.yaml:1:22", "B004"),
    ("audiences.yaml:2:22", "B006"),
    ("briefing.yaml:4:9", "B006"),
    ("library/layouts/list/layout.yaml:3:5", "B110"),
    ("library/layouts/list/layout.yaml:5:30", "B012"),
    ("library/layouts/list/layout.yaml:6:46", "B012"),
    ("library/layouts/wrong/layout.yaml:2:12", "B007"),
    ("library/layouts/wrong/layout.yaml:3:19", "B008"),
    ("library/personas/anchor.yaml:3:6", "B005"),
    ("library/personas/boss.yaml:1:1", "B102"),
    ("library/personas/boss.yaml:1:1", "B103"),
    ("library/personas/boss.yaml:1:1", "B114"),
    ("library/personas/boss.yaml:3:19", "B101"),
    ("library/personas/boss.yaml:3:22", "B101"),
    ("library/personas/boss.yaml:5:15", "B105"),
    ("library/personas/boss.yaml:7:43", "B105"),
    ("library/personas/broken.yaml:2:1", "B002"),
    ("library/personas/cfo.yaml:2:23", "B009"),
    ("library/personas/folder.yaml", "B001"),
    ("library/personas/orphan.yaml:1:10", "B009"),
    ("library/personas/twice.yaml:3:1", "B005"),
    ("library/personas/wrong.yaml:3:9", "B003"),
    ("library/personas/wrong.yaml:4:1", "B004"),
    ("org.yaml:3:13", "B006"),
    ("org.yaml:3:45", "B005"),
    ("org.yaml:3:45", "B006"),
    ("org.yaml:4:12", "B006"),
    ("org.yaml:7:38", "B010"),
    ("org.yaml:7:53", "B006"),
    ("org.yaml:7:7", "B010"),
]


@pytest.fixture
def reworded(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From the call on every fault and every notice says something else."""
    of_content, of_all = errors.ContentError.__init__, errors.BriefingError.__init__

    def content(self: errors.ContentError, *problems: errors.Problem) -> None:
        of_content(self, *(replace(each, message="Es klemmt", remedy="") for each in problems))

    def other(self: errors.BriefingError, message: str, where: errors.Where | None = None, remedy: str = "") -> None:
        of_all(self, "Es klemmt", where)

    def change() -> None:
        monkeypatch.setattr(errors.ContentError, "__init__", content)
        monkeypatch.setattr(errors.BriefingError, "__init__", other)
        for kind in (model.Continued, model.Cut, persona.Gap):
            monkeypatch.setattr(kind, "message", property(lambda self: "Etwas fehlt."))

    return change


def found() -> list[tuple[str, str]]:
    report = check_library([], [Path()], day=date(2026, 1, 15))
    return sorted({(str(each.where), str(each.code)) for each in report.findings})


def test_other_words_leave_codes_and_places_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reworded: Callable[[], None]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFING_LIBRARY", os.devnull)
    for path, text in FILES.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")
    assert found() == TOLD
    assert set(Code) <= {code for _, code in TOLD}
    reworded()
    assert found() == TOLD
