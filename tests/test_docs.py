"""docs/cli.md says every command and option, and nothing that does not exist; links in the documents lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer.main

from briefing.cli.app import app
from briefing.cli.faults import INTERRUPTED, NO_READER, OURS
from briefing.errors import FactError, UsageError

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "cli.md").read_text()
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def commands(command: Any, name: str = "briefing") -> Iterator[tuple[str, Any]]:
    """Every command with its full name, groups included."""
    yield name, command
    for each, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{name} {each}")


def options(command: Any) -> set[str]:
    named = {option for parameter in command.params for option in parameter.opts if option.startswith("-")}
    return named | {"-h", "--help"}


def sections() -> Mapping[str, str]:
    """Each `## `briefing …`` with its text."""
    parts = re.split(r"^## `(briefing[^`]*)`\n", PAGE, flags=re.MULTILINE)
    return {
        name: re.split(r"^## ", text, flags=re.MULTILINE)[0]
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


COMMANDS = dict(commands(typer.main.get_command(app)))
# A group without options of its own is explained by its commands.
DOCUMENTED = {
    name: each for name, each in COMMANDS.items() if name == "briefing" or not getattr(each, "commands", None)
}


def test_every_command_has_its_section_and_no_other_has() -> None:
    assert set(sections()) == set(DOCUMENTED)


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_option_has_its_line_and_no_other_has(name: str) -> None:
    lines = re.findall(r"^\| (`-.*?) \|", sections()[name], flags=re.MULTILINE)
    assert {option for line in lines for option in re.findall(r"`(--?[\w-]+)", line)} == options(DOCUMENTED[name])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_says_what_it_is_for(name: str) -> None:
    assert COMMANDS[name].help
    assert all(getattr(parameter, "help", None) for parameter in COMMANDS[name].params)


def test_every_exit_status_is_explained() -> None:
    statuses = {0, FactError.exit_status, UsageError.exit_status, OURS, INTERRUPTED, NO_READER}
    assert {int(each) for each in re.findall(r"^\| (\d+) \|", PAGE, flags=re.MULTILINE)} == statuses


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_examples_call_commands_and_options_that_exist(path: Path) -> None:
    for line in re.findall(r"^(?:    |\$ )(briefing .*)$", path.read_text(), flags=re.MULTILINE):
        words = line.split("  ")[0].split()
        name = max((each for each in COMMANDS if line.startswith(each)), key=len)
        assert name in DOCUMENTED or words[1:] == [], line
        assert {word for word in words if word.startswith("-")} <= options(COMMANDS[name]), line


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_to_files_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text())
    assert [each for each in targets if not (path.parent / each).exists()] == []
