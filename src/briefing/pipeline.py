"""`make(request)`: the whole story, from the names of personas to files on disk.

Everything is composed and rendered before the first file is written, so that a fault leaves nothing behind.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from briefing.compose.compose import compose
from briefing.errors import FactError, UsageError
from briefing.library.index import key_of
from briefing.library.library import EVERYBODY, Library, builtin_folder
from briefing.library.persona import Persona
from briefing.model import Briefing, Notice
from briefing.output import File, Saved, save
from briefing.render.registry import FORMATS
from briefing.render.rendered import Rendered
from briefing.targets import MOST_NAMED, Wanted, choose_formats, file_stem, place

DEFAULT_LAYOUT = "pitch"
THEME = "layouts/theme/light.pptx"


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks for.

    `personas` are identifiers, aliases and group names, one or several with commas in each word. Without `formats` the
    suffix of `out` decides, and else it is PowerPoint. `day` is the date on the slides and in the file properties; None
    means `today()`. `libraries` are folders of the user's own personas and layouts, which go before the built-in ones.
    """

    personas: tuple[str, ...]
    layout: str = DEFAULT_LAYOUT
    formats: tuple[str, ...] = ()
    separate: bool = False
    out: str | None = None
    day: date | None = None
    force: bool = False
    libraries: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is in place."""

    path: Path
    format: str
    slides: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a run wrote, and what the user should know of it."""

    written: tuple[Written, ...]
    notices: tuple[Notice, ...] = ()


def make(request: Request) -> Result:
    """Compose, render and write what the request asks for; raises `BriefingError` for what the user can mend."""
    library = open_library(request.libraries)
    formats = choose_formats(request.formats, request.out)
    layout, theme = library.layout(request.layout), find_theme(library)
    day = request.day or today()
    audiences = _audiences(library.select(request.personas), separate=request.separate)
    wanted = [Wanted(_stem(each, layout.name, request, library), form) for each in audiences for form in formats]
    paths = place(wanted, request.out)
    briefings = [compose(audience, layout, library, day) for audience in audiences]
    rendered = [form.load()(each, theme) for each in briefings for form in formats]
    saved = save([File(path, each.data) for path, each in zip(paths, rendered, strict=True)], force=request.force)
    return Result(tuple(_written(saved, rendered, wanted)), tuple(_notices(briefings, rendered, saved)))


def open_library(folders: Sequence[Path] = ()) -> Library:
    """The library that is searched in the user's folders first and then in the built-in one."""
    return Library((*folders, builtin_folder()))


def find_theme(library: Library) -> Path:
    """The theme that decks are made with: of two in the library the first found."""
    found = (folder / THEME for folder in library.folders if (folder / THEME).is_file())
    path = next(found, None)
    if path is None:
        raise FactError(f"there is no {THEME} in the library", remedy="install briefing again, or put a theme there")
    return path


def today(environ: Mapping[str, str] = os.environ) -> date:
    """The date of SOURCE_DATE_EPOCH (UTC) where it is set, as reproducible builds do it, and else the local date."""
    seconds = environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not seconds:
        return date.today()
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date()
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is '{seconds}', which is not a number of seconds since 1970"
        raise UsageError(message, remedy="correct it, unset it, or give --date") from None


def _audiences(personas: tuple[Persona, ...], *, separate: bool) -> list[tuple[Persona, ...]]:
    return [(persona,) for persona in personas] if separate else [personas]


def _stem(audience: Sequence[Persona], layout: str, request: Request, library: Library) -> str:
    ids = [persona.identifier for persona in audience]
    group = _group_of(library, request.personas) if len(ids) > MOST_NAMED else ""
    return file_stem(ids, layout, group)


def _group_of(library: Library, words: Sequence[str]) -> str:
    """The id of the group that was asked for, where it was asked for alone; it names the file of many personas."""
    asked = {key_of(word) for entry in words for word in entry.split(",")} - {""}
    if asked == {EVERYBODY}:
        return EVERYBODY
    for group in library.groups():
        if asked <= {key_of(name) for name in (group.id, group.name, *group.aliases)}:
            return group.id
    return ""


def _written(saved: Sequence[Saved], rendered: Sequence[Rendered], wanted: Sequence[Wanted]) -> Iterator[Written]:
    for each, made, asked in zip(saved, rendered, wanted, strict=True):
        yield Written(each.path, asked.format.name, made.pages)


def _notices(briefings: Sequence[Briefing], rendered: Sequence[Rendered], saved: Sequence[Saved]) -> Iterator[Notice]:
    """Every notice once: two formats of one briefing often have the same to say."""
    composed = [notice for each in briefings for notice in each.notices]
    drawn = [notice for each in rendered for notice in each.notices]
    kept = [Notice(f"The earlier {each.path} is kept as {each.backup}.") for each in saved if each.backup]
    yield from dict.fromkeys((*composed, *drawn, *kept))


def format_names() -> tuple[str, ...]:
    """The output formats by name."""
    return tuple(FORMATS)
