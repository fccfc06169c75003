"""The examples of CONTRIBUTING.md, in a copy of the project: a persona, a KPI, a kind of slide and an output format."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"^```\w+\n# (?P<path>\S+?)(?:, after `(?P<after>[^`\n]+)`)?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
COPIED = ("src", "personas", "layouts", "examples", "docs", "CONTRIBUTING.md", "pyproject.toml")
TESTS = (
    *("conftest.py", "compose_desk.py", "samples.py", "drawn_pages.py", "written_deck.py", "compose/conftest.py"),
    *("library/test_builtin.py", "test_imports.py", "formats/test_registry.py"),
)
NEWCOMER = "internal-audit"
LAYOUT = "title: Mine\nslides:\n  - {kind: title, title: Costs}\n  - {kind: spend-now}\n"
pytestmark = pytest.mark.slow


def put(root: Path, path: str, after: str | None, text: str) -> None:
    """A block where its first line says: after a line, at the end of a file, or as a new one."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if after:
        (line,) = (each for each in before.splitlines() if each.strip() == after.strip())
        before = before.replace(f"{line}\n", f"{line}\n{text}", 1)
    file.write_text(before if after else f"{before}{before and chr(10) * 2}{text}", encoding="utf-8")


def enter(root: Path, metrics: list[str]) -> None:
    """The id of the newcomer in the group and the KPIs of its file, as the page tells to do it by hand."""
    groups, kpis = root / "personas" / "groups.yaml", root / "personas" / "kpis.yaml"
    groups.write_text(re.sub(r"(id: allied.*?members: \[)", rf"\1{NEWCOMER}, ", groups.read_text(), flags=re.DOTALL))
    text = kpis.read_text()
    for metric in metrics:
        there = rf"(id: {metric}\n(?:(?!\n\n).)*?personas: \[)(?!{NEWCOMER})"  # its own KPI names it already
        text = re.sub(there, rf"\1{NEWCOMER}, ", text, count=1, flags=re.DOTALL)
    kpis.write_text(text)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with every example done."""
    root = tmp_path_factory.mktemp("newcomer")
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    for name in TESTS:
        (root / "tests" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "tests" / name, root / "tests" / name)
    for found in BLOCK.finditer(PAGE):
        put(root, found["path"], found["after"], found["text"])
    persona = (root / "personas" / f"{NEWCOMER}.yaml").read_text(encoding="utf-8")
    enter(root, re.findall(r"[\w-]+", *re.findall(r"key-metrics: \[(.*)\]", persona)))
    (root / "layouts" / "mine").mkdir()
    (root / "layouts" / "mine" / "layout.yaml").write_text(LAYOUT)
    return root


def run(project: Path, *arguments: str) -> str:
    environ = {**os.environ, "PYTHONPATH": f"{project / 'src'}{os.pathsep}{project / 'tests'}"}
    ran = subprocess.run([sys.executable, *arguments], cwd=project, env=environ, capture_output=True, text=True)
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"
    return ran.stdout + ran.stderr


def paths() -> Iterator[str]:
    yield from (found["path"] for found in BLOCK.finditer(PAGE))


def test_the_page_has_a_persona_a_kpi_and_a_kind_and_a_format_with_their_tests() -> None:
    assert len([*paths()]) == PAGE.count("\n```") // 2 == 9


def test_a_deck_of_all_of_them_is_made(project: Path) -> None:
    org = ("--org", "examples/three-fields/org.yaml", "--date", "2026-01-15")
    run(project, *("-m", "briefing", "make", "--for", NEWCOMER, "--layout", "mine", "--format", "txt,md,pptx"), *org)
    text = (project / "output" / f"{NEWCOMER}-mine.txt").read_text(encoding="utf-8")
    assert "Technology costs us £52k a month\nSay the figure, and wait." in text
    assert {each.suffix for each in (project / "output").iterdir()} >= {".txt", ".md", ".pptx"}
    pitch = ("make", "--for", NEWCOMER, "--format", "pptx", "--out", "pitch.pptx")
    assert "notice" not in run(project, "-m", "briefing", *pitch)
    run(project, "-m", "briefing", "check", "--strict", "pitch.pptx", f"personas/{NEWCOMER}.yaml")


def test_without_the_facts_the_kind_is_left_out_with_a_notice(project: Path) -> None:
    run(project, *("-m", "briefing", "make", "--for", NEWCOMER, "--layout", "mine", "--out", "without.txt"))
    assert "Technology costs" not in (project / "without.txt").read_text(encoding="utf-8")


def test_no_test_of_the_project_has_to_change(project: Path) -> None:
    tests = [f"tests/{each}" for each in TESTS if "test_" in each]
    tests += [each for each in paths() if each.startswith("tests/")]
    assert "passed" in run(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
