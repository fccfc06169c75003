"""`briefing theme inspect`: what it prints and writes, and that a map that it wrote is read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from typer.testing import CliRunner

from briefing.cli.app import app
from briefing.errors import BriefingError, ContentError, FactError
from briefing.library.themefile import read_theme_map
from briefing.theme.reading import read_theme
from templates.made import template

RUN = CliRunner()


def inspected(*arguments: str) -> str:
    result = RUN.invoke(app, ["theme", "inspect", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_it_prints_roles_with_reasons_fonts_and_colours() -> None:
    shown = inspected(str(template("german")))
    for word in (
        "Titel und Inhalt",
        "a title and one body",
        "Segoe UI",
        "as the widest font that may be drawn instead",
        "accent",
        "tx2",
        "13.33 × 7.5",
    ):
        assert word in shown


def test_as_json_it_is_one_object() -> None:
    found = json.loads(inspected(str(template("default")), "--json"))
    assert [each["role"] for each in found["roles"]][:2] == ["title", "section"]
    assert found["fonts"][0] == {"use": "headings", "family": "Calibri", "exact": True}
    assert (found["width"], found["height"]) == (10.0, 7.5)


def test_the_map_that_it_writes_is_read_back_and_can_be_edited(tmp_path: Path) -> None:
    path = tmp_path / "theme-map.yaml"
    inspected(str(template("japanese")), "--write", str(path))
    mapping = read_theme_map(path)
    theme = read_theme(template("japanese"), mapping)
    assert {role: layout.name for role, layout in theme.look.layouts.items()} == mapping
    path.write_text("layouts:\n  closing: タイトルと縦書きテキスト\n  section:\n", encoding="utf-8")
    assert (
        read_theme(template("japanese"), read_theme_map(path)).look.layouts["closing"].name
        == "タイトルと縦書きテキスト"
    )


def test_it_never_writes_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "theme-map.yaml"
    path.write_text("mine")
    with pytest.raises(
        BriefingError, match=r"theme-map.yaml: the file is there already; name another, or take it away"
    ):
        inspected(str(template("default")), "--write", str(path))
    assert path.read_text() == "mine"


def test_a_map_with_an_unknown_role_says_where(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("layouts:\n  closng: Danke\n")
    with pytest.raises(ContentError) as caught:
        read_theme_map(path)
    assert str(caught.value) == f"{path}:2:3: 'closng' is no role of a slide layout; did you mean 'closing'?"


def test_a_map_that_names_a_layout_that_is_not_there_says_which_there_are() -> None:
    with pytest.raises(FactError) as caught:
        read_theme(template("no-body"), {"closing": "Danke"})
    sentence = "the theme has no slide layout with the name or number 'Danke'; "
    sentence += "it has 1 'Title Slide', 2 'Title Only', 3 'Blank'"
    assert str(caught.value) == f"{template('no-body')}: {sentence}"


def one_name(tmp_path: Path, name: str = "Content") -> Path:
    """A template whose layouts all have one name."""
    deck = Presentation(str(template("default")))
    for layout in deck.slide_layouts:
        layout.element.find(qn("p:cSld")).set("name", name)
    path = tmp_path / "company.pptx"
    deck.save(str(path))
    return path


def test_layouts_of_one_name_are_written_by_the_number_of_the_one_that_serves(tmp_path: Path) -> None:
    company, path = one_name(tmp_path), tmp_path / "theme-map.yaml"
    inspected(str(company), "--write", str(path))
    mapping = read_theme_map(path)
    chosen, mapped = (read_theme(company, each).look.layouts for each in ({}, mapping))
    assert len({layout.part for layout in chosen.values()}) > 3
    assert {role: layout.part for role, layout in mapped.items()} == {
        role: layout.part for role, layout in chosen.items()
    }


def test_names_over_several_lines_leave_the_written_map_whole(tmp_path: Path) -> None:
    path = tmp_path / "theme-map.yaml"
    inspected(str(one_name(tmp_path, "Content\nof two lines")), "--write", str(path))
    assert read_theme_map(path)["content"].isdigit()


def test_a_name_that_several_layouts_have_is_told(tmp_path: Path) -> None:
    assert read_theme(one_name(tmp_path), {"closing": "Content"}).notices[0] == (
        "company.pptx has 11 slide layouts with the name 'Content', of which the first is used; "
        "say which in the theme map by its number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 or 11."
    )


def test_numbers_count_the_layouts_of_all_slide_masters() -> None:
    theme = read_theme(template("two-masters"))
    assert theme.layout_names[theme.choices[0].number - 1] == theme.choices[0].layout
    assert len(theme.layout_names) > 11


def test_a_role_of_a_map_is_named_in_any_case(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("layouts: {Title: Cover, Two content: 4, CLOSING: ''}\n")
    assert read_theme_map(path) == {"title": "Cover", "two-content": "4"}
