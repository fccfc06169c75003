"""Which theme a briefing is made in: the name of one in the library, a theme file, or a PowerPoint template."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.documents.text import did_you_mean
from briefing.documents.yamlfile import shown
from briefing.errors import FactError, UsageError, Where, check_ordinary
from briefing.library.library import Library, builtin_folder
from briefing.rendering import Logo, Style, ThemeChoice

if TYPE_CHECKING:
    from briefing.library.themefile import ThemeStyle

DEFAULT_THEME = "light"
BUILT_IN = ("light", "dark")
FOLDER = "layouts/theme"
FILES = (".yaml", ".yml")
TEMPLATES = (".pptx", ".potx", ".ppsx", ".pptm", ".potm", ".ppsm")


def choose_theme(name: str, map_file: str | None, library: Library, width: int = 0) -> ThemeChoice:
    """The theme that a name or path stands for, for pictures so wide; paths are relative to the current folder.

    Raises UsageError for an unknown name and for a map without a template, FactError for a file that is not there, and
    ContentError for a theme file or map that is wrong.
    """
    path = _path(name, library)
    if map_file is not None:
        _expect_template(name, path)
    if path.suffix.lower() in FILES:
        from briefing.library.themefile import read_theme_file

        return replace(_styled(read_theme_file(path)), width=width)
    return ThemeChoice(path, _mapping(map_file) if map_file is not None else (), width=width)


def theme_names(library: Library) -> tuple[str, ...]:
    """The names of the themes in the library, the default first."""
    found = dict.fromkeys(path.stem for folder in library.folders for path in _themes_in(folder))
    return tuple(sorted(found, key=lambda each: (each != DEFAULT_THEME, each)))


def _path(name: str, library: Library) -> Path:
    if is_file_name(name):
        return _existing(Path(name))
    path = _in_library(name.strip().lower(), library)
    if path is None:
        raise _unknown(name, library)
    return path


def is_file_name(name: str) -> bool:
    """Whether a theme is named by its file, and not by what it is called in the library."""
    return "/" in name or "\\" in name or Path(name).suffix != ""


def _existing(path: Path) -> Path:
    if path.suffix.lower() not in (*FILES, *TEMPLATES):
        kinds = f"{', '.join((*FILES[:1], *TEMPLATES[:-1]))} or {TEMPLATES[-1]}"
        remedy = f"give a file that ends in {kinds}; PowerPoint saves other presentations as .pptx"
        raise UsageError(f"--theme is '{path}', which is no theme that briefing can read", remedy=remedy)
    if path.exists():
        check_ordinary(path, "name a theme file", shown=shown(path))
    else:
        near = did_you_mean(path.name, _neighbours(path.parent), "check its path, which starts at the current folder")
        raise FactError("there is no such theme file", Where(shown(path)), near)
    return path


def _neighbours(folder: Path) -> list[str]:
    """The theme files in a folder, to guess which one was meant."""
    try:
        return sorted(each.name for each in folder.iterdir() if each.suffix.lower() in (*FILES, *TEMPLATES))
    except OSError:
        return []


def _in_library(name: str, library: Library) -> Path | None:
    found = (path for folder in library.folders for path in _themes_in(folder) if path.stem.lower() == name)
    path = next(found, None)
    if path is None and name in BUILT_IN:
        message = f"there is no {FOLDER}/{name}.pptx in the library"
        raise FactError(message, remedy="install briefing again, or put a theme there")
    return path


def _themes_in(folder: Path) -> Iterator[Path]:
    place = folder / FOLDER
    if place.is_dir():
        yield from (each for each in sorted(place.iterdir()) if each.suffix.lower() in (*FILES, *TEMPLATES))


def _unknown(name: str, library: Library) -> UsageError:
    names = theme_names(library)
    near = did_you_mean(name, (*names, *_neighbours(Path())))
    there_are = f"There are: {', '.join(names)}; or give a theme file (.yaml) or a template (.pptx, .potx)"
    return UsageError(f"no theme is called '{name}'", remedy=f"{near} {there_are}".strip())


def _expect_template(name: str, path: Path) -> None:
    if path.suffix.lower() in FILES or name.strip().lower() in BUILT_IN:
        message = f"--theme-map says how a PowerPoint template is read, and --theme '{name}' is none"
        raise UsageError(message, remedy="leave it out, or give a template with --theme company.potx")


def _mapping(map_file: str) -> tuple[tuple[str, str], ...]:
    from briefing.library.themefile import read_theme_map

    return tuple(read_theme_map(map_file).items())


def _styled(style: ThemeStyle) -> ThemeChoice:
    """The built-in theme in that style; a `light` of the user's own is a template, which has colours of its own."""
    return ThemeChoice(builtin_folder() / FOLDER / f"{style.base}.pptx", style=_style(style))


def _style(style: ThemeStyle) -> Style:
    logo = style.logo
    drawn = Logo(logo.data, logo.format, logo.width, logo.height, style.logo_alt) if logo else None
    return Style(style.file, style.name, tuple(style.colors.items()), style.heading, style.body, drawn)
