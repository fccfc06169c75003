"""Which theme is chosen: by name, by file, and what is said where there is none."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import briefing
from briefing.choices import Choices
from briefing.desk import open_library
from briefing.errors import BriefingError, FactError, UsageError
from briefing.library.library import Library, builtin_folder
from briefing.pipeline import make
from briefing.rendering import ThemeChoice
from briefing.theme import chosen
from briefing.theme.chosen import chosen_theme
from briefing.theme.reading import read_theme
from briefing.theme.theme import Theme
from briefing.themes import BUILT_IN, choose_theme, theme_names
from conftest import DAY
from logos import png

BUILT_IN_FOLDER = builtin_folder() / "layouts" / "theme"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def choose(name: str, map_file: str | None = None) -> ThemeChoice:
    return choose_theme(name, map_file, open_library())


def test_the_built_in_themes_are_found_by_name() -> None:
    assert theme_names(open_library()) == BUILT_IN
    assert choose("light") == ThemeChoice(BUILT_IN_FOLDER / "light.pptx")
    assert choose("Dark").path == BUILT_IN_FOLDER / "dark.pptx"


def test_a_theme_file_changes_a_built_in_theme() -> None:
    Path("acme").mkdir()
    Path("acme/logo.png").write_bytes(png(40, 10))
    Path("acme/theme.yaml").write_text("base: dark\ncolors: {accent: E8B931}\nlogo: logo.png\nlogo-alt: Acme\n")
    choice = choose("acme/theme.yaml")
    assert choice.path == BUILT_IN_FOLDER / "dark.pptx"
    assert choice.style is not None
    assert choice.style.logo is not None
    assert (choice.style.file, choice.style.colors) == ("acme/theme.yaml", (("accent", "E8B931"),))
    assert (choice.style.logo.width, choice.style.logo.height, choice.style.logo.alt) == (40, 10, "Acme")


def test_a_template_is_taken_from_where_it_is() -> None:
    shutil.copy(BUILT_IN_FOLDER / "light.pptx", "Company.POTX")
    assert choose("Company.POTX") == ThemeChoice(Path("Company.POTX"))
    assert choose("./Company.POTX").path == Path("Company.POTX")


def test_a_library_folder_may_bring_themes_and_its_own_light() -> None:
    folder = Path("mine/layouts/theme")
    folder.mkdir(parents=True)
    shutil.copy(BUILT_IN_FOLDER / "dark.pptx", folder / "light.pptx")
    (folder / "acme.yaml").write_text("base: light\nname: Acme\n")
    library = Library((Path("mine"), builtin_folder()))
    assert theme_names(library) == ("light", "acme", "dark")
    assert choose_theme("light", None, library).path == folder / "light.pptx"
    acme = choose_theme("acme", None, library)
    assert acme.path == BUILT_IN_FOLDER / "light.pptx"
    assert acme.style is not None
    assert acme.style.name == "Acme"


THERE_ARE = "There are: light, dark; or give a theme file (.yaml) or a template (.pptx, .potx)"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("drak", f"no theme is called 'drak'; did you mean 'dark'? {THERE_ARE}"),
        ("company", f"no theme is called 'company'; did you mean 'company.potx'? {THERE_ARE}"),
        ("", f"no theme is called ''; {THERE_ARE}"),
        (
            "talk.odp",
            "--theme is 'talk.odp', which is no theme that briefing can read; give a file that ends in "
            ".yaml, .pptx, .potx, .ppsx, .pptm, .potm or .ppsm; PowerPoint saves other presentations as .pptx",
        ),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_and_all_there_are(name: str, sentence: str) -> None:
    shutil.copy(BUILT_IN_FOLDER / "light.pptx", "company.potx")
    with pytest.raises(UsageError) as caught:
        choose(name)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("compnay.potx", "compnay.potx: there is no such theme file; did you mean 'company.potx'?"),
        (
            "elsewhere/x.yaml",
            "elsewhere/x.yaml: there is no such theme file; check its path, which starts at the current folder",
        ),
    ],
)
def test_a_file_that_is_not_there_is_named_with_its_neighbour(name: str, sentence: str) -> None:
    shutil.copy(BUILT_IN_FOLDER / "light.pptx", "company.potx")
    with pytest.raises(FactError) as caught:
        choose(name)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("name", ["light", "Dark", "my.yaml"])
def test_a_map_without_a_template_is_refused(name: str) -> None:
    Path("my.yaml").write_text("base: dark\n")
    with pytest.raises(UsageError) as caught:
        choose(name, "map.yaml")
    assert str(caught.value) == (
        f"--theme-map says how a PowerPoint template is read, and --theme '{name}' is none; "
        "leave it out, or give a template with --theme company.potx"
    )


def test_a_library_without_the_built_in_theme_says_so() -> None:
    with pytest.raises(FactError) as caught:
        choose_theme("light", None, Library((Path("empty"),)))
    assert str(caught.value) == (
        "there is no layouts/theme/light.pptx in the library; install briefing again, or put a theme there"
    )


def test_a_deck_in_a_theme_of_ones_own_tells_of_moved_colours_once() -> None:
    Path("my.yaml").write_text('colors: {accent: "#5CC8BE"}\n')
    choices = Choices(layout="one-pager", formats=("pptx", "md"), day=DAY, theme="my.yaml")
    told = [each.message for each in make(("cfo", "cto"), choices, separate=True).notices]
    assert [each for each in told if each.startswith("my.yaml: The colour 'accent' #5CC8BE has a contrast of only")]
    assert len(set(told)) == len(told)


def test_the_python_function_takes_a_theme_as_name_or_path() -> None:
    Path("my.yaml").write_text("base: dark\n")
    themes: tuple[str | Path, ...] = ("dark", "my.yaml", Path("my.yaml"))
    for number, theme in enumerate(themes):
        assert briefing.make("cfo", "one-pager", out=f"{number}.pptx", day=DAY, theme=theme).written
    assert Path("1.pptx").read_bytes() == Path("2.pptx").read_bytes()
    with pytest.raises(BriefingError, match=r"^--theme-map says"):
        briefing.make("cfo", "one-pager", theme="dark", theme_map=Path("map.yaml"))


def test_a_theme_is_read_once_and_again_after_its_file_was_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []

    def counted(path: Path) -> Theme:
        reads.append(path)
        return read_theme(path)

    monkeypatch.setattr(chosen, "read_theme", counted)
    shutil.copy(BUILT_IN_FOLDER / "light.pptx", "once.pptx")
    choice = ThemeChoice(Path("once.pptx").absolute())
    assert chosen_theme(choice) is chosen_theme(choice)
    assert len(reads) == 1
    os.utime("once.pptx", (0, 0))
    chosen_theme(choice)
    assert len(reads) == 2
