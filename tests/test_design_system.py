"""docs/design-system.md and docs/themes.md say what the code does: their tables and their example are held to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.desk import open_library
from briefing.library.library import builtin_folder
from briefing.library.themefile import read_theme_file
from briefing.page.boxes import EMU_PER_INCH, inches
from briefing.page.look import LAYOUT_ROLES, PALETTE_ROLES, TypeScale
from briefing.page.palette import PAIRS
from briefing.theme.chosen import chosen_theme
from briefing.theme.reading import read_theme
from briefing.theme.theme import Theme
from briefing.themes import choose_theme
from logos import png

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "design-system.md").read_text()
THEMES = {name: read_theme(builtin_folder() / "layouts" / "theme" / f"{name}.pptx") for name in ("light", "dark")}
FLOORS = {"lead": TypeScale().body_floor, "label": TypeScale().label}  # which have none of their own


def table(first: str) -> list[list[str]]:
    """The rows of the table whose first heading is this word."""
    found = re.search(rf"^\| {first} \|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, flags=re.MULTILINE)
    assert found, f"no table begins with '{first}'"
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in found[1].splitlines()]


def roles(cell: str) -> list[str]:
    return re.findall(r"`([\w-]+)`", cell)


def test_the_palette_is_that_of_the_themes() -> None:
    rows = table("role")
    assert [[cell.strip("`") for cell in row[:4]] for row in rows] == [
        [role, THEMES["light"].values[role], THEMES["dark"].values[role], THEMES["light"].palette[role]]
        for role in PALETTE_ROLES
    ]


def test_the_type_scale_is_that_of_the_arranger() -> None:
    scale = TypeScale()
    said = {row[0]: (float(row[1]), float(row[2])) for row in table("type")}
    names = [name for name in TypeScale.__struct_fields__ if not name.endswith("_floor")]
    assert said == {name: (getattr(scale, name), FLOORS.get(name) or getattr(scale, f"{name}_floor")) for name in names}


def test_every_pair_that_must_read_is_named() -> None:
    named = {
        (text, ground, float(row[2].removesuffix(":1")))
        for row in table("text")
        for text in roles(row[0])
        for ground in roles(row[1])
    }
    assert named == set(PAIRS)


def test_the_slide_layouts_are_those_of_the_themes() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| ([\w ]+) \| [^|]+ \|$", PAGE.split("## Slide layouts")[1], flags=re.MULTILINE)
    for theme in THEMES.values():
        assert rows == [(role, theme.look.layouts[role].name) for role in LAYOUT_ROLES]


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_the_grid_is_that_of_the_themes(theme: Theme) -> None:
    said = {
        row[0]: [float(each) for each in re.findall(r"\d+\.?\d*", row[1].partition("(")[0])] for row in table("what")
    }
    content = theme.look.layouts["content"]
    title, footer = content.placeholder("title"), content.placeholder("ftr")
    assert title is not None
    assert footer is not None
    assert said["slide"] == [
        pytest.approx(theme.look.width / EMU_PER_INCH, abs=0.001),
        theme.look.height / EMU_PER_INCH,
    ]
    assert [inches(each) for each in said["margins left and right"]] == [content.region.x]
    assert theme.look.width - content.region.right == content.region.x
    assert [inches(each) for each in said["headline"]] == [title.box.y, title.box.h]
    assert [inches(each) for each in said["content"]] == [content.region.y, content.region.bottom]
    assert inches(said["footer line"][0] + 0.01) == footer.box.y


def test_the_example_of_a_theme_file_is_sound_complete_and_needs_no_correction(tmp_path: Path) -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "themes.md").read_text(), flags=re.DOTALL)
    (tmp_path / "acme.yaml").write_text(example)
    (tmp_path / "logo.png").write_bytes(png(80, 20))
    style = read_theme_file(tmp_path / "acme.yaml")
    assert tuple(style.colors) == PALETTE_ROLES
    assert (style.name, style.heading, style.body, style.logo_alt) == ("Acme", "Georgia", "Verdana", "Acme Ltd")
    theme = chosen_theme(choose_theme(str(tmp_path / "acme.yaml"), None, open_library()))
    assert theme.notices == ()
    assert dict(theme.values) == style.colors
    assert theme.look.heading_font == "Georgia"


def test_two_lines_are_enough_for_a_theme_file(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "themes.md").read_text()
    found = re.search(r"^    (colors:\n)    (  accent: .*\n)", page, flags=re.MULTILINE)
    assert found
    (tmp_path / "acme.yaml").write_text(found[1] + found[2])
    theme = chosen_theme(choose_theme(str(tmp_path / "acme.yaml"), None, open_library()))
    assert (theme.values["accent"], theme.notices) == ("7A1FA2", ())
