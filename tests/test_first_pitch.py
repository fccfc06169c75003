"""docs/first-pitch.md walks from an empty folder to a deck with own figures: its commands run, its blocks are read."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefing.cli.app import app

PAGE = (Path(__file__).parents[1] / "docs" / "first-pitch.md").read_text(encoding="utf-8")


def steps() -> Iterator[tuple[str, str]]:
    """Blocks of YAML, of output, and commands, in the order of the page."""
    block: list[str] | None = None
    kind = ""
    for line in PAGE.splitlines():
        if line.startswith("```") and block is None:
            kind, block = line.removeprefix("```"), []
        elif line.startswith("```") and block is not None:
            yield kind, "\n".join(block) + "\n"
            block = None
        elif block is not None:
            block.append(line)
        elif line.startswith("    "):
            yield "command", line.strip()


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.slow
def test_the_page_leads_to_a_deck_with_own_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    said = ""
    for kind, text in steps():
        if kind == "yaml":
            with Path("org.yaml").open("a", encoding="utf-8") as file:
                file.write(text)
        elif kind == "text":
            assert [line for line in text.splitlines() if plain(line) not in said] == []
        elif text.startswith("cd "):
            monkeypatch.chdir(text.removeprefix("cd "))
        else:
            ran = CliRunner().invoke(app, shlex.split(text)[1:], catch_exceptions=False)
            assert ran.exit_code == 0, (text, ran.output)
            said = plain(ran.output)
    made = sorted(str(path) for path in Path().rglob("*.*") if path.suffix in (".pptx", ".md"))
    named = re.findall(r"^\| `(output/\S+)` \|", PAGE, flags=re.MULTILINE)
    assert set(named) <= set(made)
    assert "outside/cfo-pitch.pptx" in made


def test_the_page_has_a_command_for_every_layout_that_it_praises() -> None:
    commands = [text for kind, text in steps() if kind == "command"]
    assert commands[:2] == ["briefing init pitch", "cd pitch"]
    assert len(commands) >= 9
