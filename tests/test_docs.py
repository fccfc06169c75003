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
from briefing.compose.kinds import KINDS
from briefing.errors import FactError, UsageError
from briefing.formats.registry import FORMATS
from conftest import PEOPLE
from test_imports import ROOMS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "cli.md").read_text()
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
HOUSE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MOST_WORDS = 30  # of the glossary: more are not learnt


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


def test_every_kind_and_every_format_is_listed_once_and_every_persona_in_the_readme() -> None:
    layouts, readme = ((ROOT / each).read_text(encoding="utf-8") for each in ("docs/layouts.md", "README.md"))
    assert {each for each in KINDS if not re.search(rf"^\| `{each}` \|", layouts, flags=re.MULTILINE)} == set()
    listed = [
        re.findall(r"`(\w+)`", line) for line in PAGE.splitlines() if all(f"`{each}`" in line for each in FORMATS)
    ]
    assert [each[: len(FORMATS)] for each in listed] == [[*FORMATS]]
    assert {each for each in PEOPLE if f"`{each}`" not in readme} == set()


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


@pytest.mark.parametrize("path", [each for each in DOCUMENTS if "`" in each.read_text()], ids=lambda path: path.stem)
def test_files_and_functions_of_ours_that_a_page_names_are_there(path: Path) -> None:
    source = ROOT / "src" / "briefing"
    for file, name in re.findall(r"`([a-z_/]+\.py)(?::(\w+))?`", path.read_text(encoding="utf-8")):
        found = next((each for each in (source / file, ROOT / file) if each.is_file()), None)
        assert found or not (name or "/" in file), f"{path.name} names {file}"
        there = name and found and re.search(rf"^\s*(?:def|class) {name}\b", found.read_text(), re.MULTILINE)
        assert there or not name, f"{path.name} names {name} of {file}"


def test_the_page_of_the_house_has_every_room() -> None:
    rooms = HOUSE.partition("## The rooms")[2].partition("## Compose")[0]
    named = {each.strip("/").replace("/", ".") for each in re.findall(r"`([\w/]+)`", rooms)}
    assert {room for room in ROOMS if room.strip("_") not in ("", "main")} - named == set()


def test_a_persona_and_a_figure_are_walked_in_ten_stops_each() -> None:
    assert re.findall(r"^\| (\d+) \|", HOUSE, re.MULTILINE) == [
        str(number) for number in (*range(1, 11), *range(1, 11))
    ]


def test_the_glossary_is_short_enough_to_be_learnt() -> None:
    words = re.findall(r"^\| ([a-z]+) \|", HOUSE.partition("## Glossary")[2].partition("## ")[0], re.MULTILINE)[1:]
    assert len(words) == len(set(words)) <= MOST_WORDS
