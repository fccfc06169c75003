"""What a user chooses of a briefing, whichever command or function makes it: one value, its defaults filled in once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

from msgspec import Struct, ValidationError, convert
from msgspec.structs import replace

from briefing.bills import SpendRequest
from briefing.documents.yamlfile import shown
from briefing.errors import UsageError
from briefing.formats.registry import by_suffix, find_formats
from briefing.themes import DEFAULT_THEME

if TYPE_CHECKING:
    from briefing.library.workspace import Workspace

DEFAULT_LAYOUT = "pitch"


class Choices(Struct, frozen=True, forbid_unknown_fields=True):
    """How briefings are made, whoever they are for. What is left open is what the workspace says, and else our own.

    Without `formats` the suffix of `out` decides, and else it is PowerPoint. `theme` is the name of a theme or the path
    of a theme file or template, `theme_map` the path of a template's map. `organisation` is the file of the company's
    own facts; `redact` leaves out what is confidential, and names. `spend` names billing data, and the five after it
    say how they are read, as in `SpendRequest`. `minutes` is how long the briefing may take, 0 what its layout says;
    `notes` how much the speaker finds under the slides; with `appendix` "file" a workbook beside the deck has every
    figure; `pdf` is how a PDF is paged, and `paper` on what it is printed where that is not slides; `width` is that of
    pictures in pixels, 0 the usual one. `day` is the date on the slides and in the file properties;
    None means that of the organisation, or today's. `force` replaces files that have been edited. `libraries` are
    folders of the user's own personas and layouts, which go before all others.
    """

    layout: str = ""
    theme: str = ""
    theme_map: str | None = None
    formats: tuple[str, ...] = ()
    out: str | None = None
    organisation: str = ""
    redact: bool = False
    spend: tuple[str, ...] = ()
    spend_table: str = ""
    where: str = ""
    currency: str = ""
    broken_rows: int = 0
    by_tag: tuple[str, ...] = ()
    minutes: int = 0
    notes: Literal["", "full", "short", "none"] = ""
    appendix: Literal["", "slide", "file"] = ""
    pdf: Literal["", "slides", "notes", "handout", "memo"] = ""
    paper: Literal["", "a4", "letter"] = ""
    day: date | None = None
    width: int = 0
    force: bool = False
    libraries: tuple[Path, ...] = ()

    def but(self, **other: Any) -> Choices:
        """The same, with other choices of these names."""
        return replace(self, **other)

    @property
    def has_workbook(self) -> bool:
        """Whether a workbook stands beside each deck: there are figures, and it is asked for."""
        return self.appendix == "file" and bool(self.organisation or self.bill)

    @property
    def bill(self) -> SpendRequest | None:
        """What is said of billing data; None where nothing is."""
        asked = SpendRequest(self.spend, self.spend_table, self.where, self.currency, self.broken_rows, self.by_tag)
        return None if asked == SpendRequest(()) else asked


# The same as a caller of the Python API writes it: one text or several, a path or its name.

Name: TypeAlias = "str | PathLike[str]"
Names: TypeAlias = "Name | Iterable[Name]"


class Told(TypedDict, total=False):
    """What decides what a briefing tells, besides people and layout."""

    organisation: Name
    redact: bool
    spend: Names
    spend_table: str
    where: str
    currency: str
    broken_rows: int
    by_tag: str | Iterable[str]
    minutes: int
    notes: str
    appendix: str
    day: date | str | None
    libraries: Names


class Styled(TypedDict, total=False):
    """What decides how a briefing looks."""

    theme: Name
    theme_map: Name | None
    pdf: str
    paper: str
    width: int
    libraries: Names


class Drawn(Told, total=False):
    """All of it, and what decides how files are written."""

    theme: Name
    theme_map: Name | None
    pdf: str
    paper: str
    width: int
    force: bool


_SEVERAL = frozenset({"formats", "spend", "by_tag", "libraries"})


def named(names: Names) -> tuple[str, ...]:
    """Names one by one; one text may hold several with commas, which is for its reader to see."""
    return tuple(fspath(each) for each in ((names,) if isinstance(names, str | PathLike) else names))


def choices_of(**given: Any) -> Choices:
    """The choices of these names. Raises TypeError for what no choice is or takes, UsageError for a missing library."""
    try:
        choices = convert({name: _plain(name, value) for name, value in given.items()}, Choices)
    except ValidationError as error:
        raise TypeError(str(error).replace("$.", "")) from None
    for folder in choices.libraries:
        if not folder.is_dir():  # its personas would be missing without a word
            raise UsageError(f"the library is '{folder}', and there is no such folder", remedy="correct its path")
    return choices


def with_format(form: str, option: str, formats: Sequence[str], out: str | None) -> Sequence[str]:
    """The formats, this one where none is said. Raises UsageError where an option of it goes with others only."""
    named = out and by_suffix(Path(out).suffix)
    asked = find_formats(formats) if formats else (named,) if named else ()
    if asked and not any(each.name == form for each in asked):
        raise UsageError(f"{option} is given, but no {form.upper()} is asked for", remedy=f"add {form} to --format")
    return formats or (() if named else (form,))


def _plain(name: str, value: Any) -> Any:
    if name in _SEVERAL:
        return tuple(map(Path, named(value))) if name == "libraries" else named(value)
    return fspath(value) if isinstance(value, PathLike) else value


def with_defaults(choices: Choices, workspace: Workspace | None) -> Choices:
    """The choices, with what they leave open filled in from the workspace and from our own defaults."""
    layout, theme = choices.layout or DEFAULT_LAYOUT, choices.theme or DEFAULT_THEME
    if not workspace:
        return replace(choices, layout=layout, theme=theme)
    named = choices.out is not None and by_suffix(Path(choices.out).suffix)
    return replace(
        choices,
        layout=choices.layout or workspace.layout or DEFAULT_LAYOUT,
        theme=choices.theme or workspace.theme or DEFAULT_THEME,
        theme_map=choices.theme_map or (None if choices.theme else workspace.theme_map or None),
        formats=choices.formats or (() if named else workspace.formats),
        out=choices.out if choices.out or not workspace.output else f"{shown(workspace.output)}/",
        organisation=choices.organisation or (shown(workspace.organisation) if workspace.organisation else ""),
        # Options such as `--where` hold for the data of the workspace too.
        minutes=choices.minutes or workspace.minutes,
        notes=choices.notes or workspace.notes,
        appendix=choices.appendix or workspace.appendix,
        pdf=choices.pdf or workspace.pdf,
        paper=choices.paper or workspace.paper,
        width=choices.width or workspace.width,
        spend=choices.spend or tuple(each if isinstance(each, str) else shown(each) for each in workspace.spend),
    )
