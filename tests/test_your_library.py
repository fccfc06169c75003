"""Somebody follows docs/your-library.md from top to bottom: commands run, blocks go into the files they name."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.exchange.reading import read_found
from briefing.library.workspace import read_workspace

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "your-library.md").read_text(encoding="utf-8")
IMPORT = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")


def run(line: str, folder: Path) -> str:
    arguments = shlex.split(line)[1:]
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "BRIEFING_LIBRARY": os.devnull}
    done = subprocess.run(
        [sys.executable, "-m", "briefing", *arguments],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The folder in which somebody followed the page, and what each command printed."""
    folder, printed = tmp_path_factory.mktemp("follow"), dict[str, str]()
    for kind, block in re.findall(r"^```(console|yaml)\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL):
        named = re.match(r"# (\S+\.yaml)\n", block)
        if kind == "yaml" and named:
            path = folder / named[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block, encoding="utf-8")
        for line in re.findall(r"^\$ (briefing .*)$", block, flags=re.MULTILINE) if kind == "console" else ():
            printed[line] = run(line, folder)
    return folder, printed


@pytest.mark.slow
def test_the_new_persona_is_listed_and_has_a_deck(followed: tuple[Path, dict[str, str]]) -> None:
    folder, printed = followed
    assert re.search(r"^chief-ai-officer +Chief AI Officer +library ", printed["briefing personas list"], re.MULTILINE)
    assert printed["briefing make --for caio,cfo"] == "output/chief-ai-officer-cfo-pitch.pptx\n"
    assert (folder / "output" / "chief-ai-officer-cfo-pitch.pptx").stat().st_size > 10_000


@pytest.mark.slow
def test_the_new_persona_lacks_nothing(followed: tuple[Path, dict[str, str]]) -> None:
    folder, _ = followed
    arguments = [sys.executable, "-m", "briefing", "make", "--for", "caio", "--format", "md", "--out", "x/"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "BRIEFING_LIBRARY": os.devnull}
    done = subprocess.run(arguments, cwd=folder, env=environ, capture_output=True, text=True, check=True)
    assert [line for line in done.stderr.splitlines() if "persona 'Chief AI Officer'" in line] == []
    assert "A cost per answer that teams can see" in (folder / "x" / "chief-ai-officer-pitch.md").read_text()


@pytest.mark.slow
def test_the_phrase_is_in_the_deck_and_has_its_origin(followed: tuple[Path, dict[str, str]]) -> None:
    folder, printed = followed
    shown = printed["briefing personas show cfo --origin"]
    assert re.search(r"^library/personas/cfo\.yaml:5 +item: Protect EBITDA as usage grows$", shown, re.MULTILINE)
    assert re.search(r"^library/personas/cfo\.yaml:7 +- Cash comes before growth$", shown, re.MULTILINE)
    run("briefing make --for cfo --format md --out y/", folder)
    deck = (folder / "y" / "cfo-pitch.md").read_text()
    assert "Protect EBITDA as usage grows" in deck
    assert "Protect gross margin as usage grows" not in deck


def test_the_example_of_a_workspace_is_sound(tmp_path: Path) -> None:
    (block,) = re.findall(r"^```yaml\n(layout: .*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    (tmp_path / "library").mkdir()
    (tmp_path / "briefing.yaml").write_text(block)
    workspace = read_workspace(tmp_path / "briefing.yaml")
    assert (workspace.layout, workspace.formats, workspace.libraries) == (
        "exec-brief",
        ("pptx", "pdf"),
        (tmp_path / "library",),
    )


@pytest.mark.parametrize(("kind", "name"), [("markdown", "a.md"), ("csv", "a.csv")])
def test_the_examples_of_the_import_are_read(kind: str, name: str) -> None:
    (block,) = re.findall(rf"^```{kind}\n(.*?)^```$", IMPORT, flags=re.MULTILINE | re.DOTALL)
    (found,) = read_found(block, name)
    assert [value.name.casefold() for value in found.values if value.name != "identifier"] == [
        "name",
        "objectives",
        "challenges",
    ]


@pytest.mark.slow
def test_the_change_of_a_layout_in_the_documents_works(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```yaml\n(# layouts/pitch/layout\.yaml.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    path = tmp_path / "mine" / "layouts" / "pitch" / "layout.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(block, encoding="utf-8")
    run("briefing make --for cfo --library mine --format md --out z/", tmp_path)
    deck = (tmp_path / "z" / "cfo-pitch.md").read_text()
    assert "Nobody loses a budget" in deck
    assert "Six principles keep" not in deck
