"""`make(request)`: the whole story, from the names of personas to files on disk.

Everything is composed and rendered before the first file is written, so that a fault leaves nothing behind.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.bills import SpendRequest, open_bill
from briefing.documents.yamlfile import shown
from briefing.errors import UsageError, listening
from briefing.files.output import File, Saved, save
from briefing.formats.registry import FORMATS, by_suffix
from briefing.library.index import key_of
from briefing.library.library import EVERYBODY, Library, builtin_folder
from briefing.library.persona import Persona
from briefing.library.workspace import find_workspace, own_folders
from briefing.model import Briefing, Notice, Remark
from briefing.rendering import Rendered
from briefing.targets import MOST_NAMED, Wanted, choose_formats, file_stem, place
from briefing.themes import DEFAULT_THEME, choose_theme, theme_names

if TYPE_CHECKING:  # figures are worked out only where a company's facts are given
    from briefing.bill.bill import Bill
    from briefing.compare import Comparison
    from briefing.figures.company import Company
    from briefing.library.workspace import Workspace
    from briefing.organisation.organisation import Organisation

DEFAULT_LAYOUT = "pitch"


class Request(Struct, frozen=True):
    """What a user asks for.

    `personas` are identifiers, aliases and group names, one or several with commas in each word. Without `formats` the
    suffix of `out` decides, and else it is PowerPoint. `day` is the date on the slides and in the file properties; None
    means that of the organisation, or `today()`. `libraries` are folders of the user's own personas and layouts,
    which go before all others.
    What is not said is what the workspace says, and else layout `pitch`, theme `light` and the folder `output`.
    `organisation` is the file of the company's own facts, `spend` its billing data; `redact` leaves out what is
    confidential, and names.
    `theme` is the name of a theme or the path of a theme file or template, `theme_map` the path of a template's map.
    """

    personas: tuple[str, ...]
    layout: str = ""
    formats: tuple[str, ...] = ()
    separate: bool = False
    out: str | None = None
    day: date | None = None
    force: bool = False
    libraries: tuple[Path, ...] = ()
    theme: str = ""
    theme_map: str | None = None
    organisation: str = ""
    redact: bool = False
    spend: SpendRequest | None = None


class Written(Struct, frozen=True):
    """A file that is in place."""

    path: Path
    format: str
    slides: int


class Result(Struct, frozen=True):
    """What a run wrote, and what the user should know of it."""

    written: tuple[Written, ...]
    notices: tuple[Notice, ...] = ()


def make(request: Request) -> Result:
    """Compose, render and write what the request asks for; raises `BriefingError` for what the user can mend."""
    with listening() as cautions:
        result = _made(request)
    return replace(result, notices=(*(Remark(str(each)) for each in cautions), *result.notices))


def _made(request: Request) -> Result:
    from briefing.compose.compose import compose  # lists, completion and a batch with nothing to do never need it

    workspace = find_workspace()
    request = with_defaults(request, workspace)
    library = open_library(request.libraries, workspace)
    formats = choose_formats(request.formats, request.out)
    layout = library.layout(request.layout)
    theme = choose_theme(request.theme, request.theme_map, library)
    company = open_company_of(request, library)
    day = _day(request, company)
    audiences = _audiences(library.select(request.personas), separate=request.separate)
    wanted = [Wanted(_stem(each, layout.name, request, library), form) for each in audiences for form in formats]
    paths = place(wanted, request.out)
    briefings = [compose(audience, layout, library, day, company) for audience in audiences]
    rendered = [form.load()(each, theme) for each in briefings for form in formats]
    saved = save([File(path, each.data) for path, each in zip(paths, rendered, strict=True)], force=request.force)
    known = _known(company, library, day, briefings, audiences, layout.name) if company else ()
    notices = [*map(Remark, known), *_notices(briefings, rendered, saved)]
    return Result(tuple(_written(saved, rendered, wanted)), tuple(dict.fromkeys(notices)))


def _known(
    company: Company,
    library: Library,
    day: date,
    briefings: Sequence[Briefing],
    audiences: Sequence[Sequence[Persona]],
    layout: str,
) -> tuple[str, ...]:
    """What the user should know of the company's facts, whoever is briefed."""
    from briefing.compose.untold import notices_about

    people = [persona.identifier for audience in audiences for persona in audience]
    return (*company.notices, *notices_about(company, library, day, briefings, people, layout))


def doubts_of(company: Company, request: Request, library: Library) -> tuple[str, ...]:
    """What does not fit together in the facts of a company, and what the layout of the workspace tells nobody of."""
    from briefing.compose.compose import compose
    from briefing.compose.untold import notices_about

    layout = library.layout(with_defaults(request, find_workspace()).layout)
    everybody, day = library.select([EVERYBODY]), _day(request, company)
    briefings = [compose((each,), layout, library, day, company) for each in everybody if company.facts.file]
    return notices_about(company, library, day, briefings, library.persona_ids(), layout.name)


def compare_audiences(request: Request) -> Comparison:
    """What each persona of a request is told alone; raises `BriefingError` for what the user can mend."""
    from briefing.compare import compare

    workspace = find_workspace()
    request = with_defaults(request, workspace)
    library = open_library(request.libraries, workspace)
    company = open_company_of(request, library)
    layout = library.layout(request.layout)
    return compare(library.select(request.personas), layout, library, _day(request, company), company)


def _day(request: Request, company: Company | None) -> date:
    """The date of the briefing: as asked for, else that of the organisation's file, else today."""
    return company.day(today()) if company and not request.day else request.day or today()


def open_company_of(request: Request, library: Library) -> Company | None:
    """The company of a request: its facts and its bill; None where it names neither. Raises BriefingError."""
    if not (request.organisation or request.spend):
        return None
    from briefing.figures.company import company_of

    facts = _facts(request, library)
    bill = open_bill(request.spend, facts) if request.spend else None
    return company_of(library, facts, bill, redact=request.redact, day=request.day)


def bill_of(request: Request, library: Library) -> Bill:
    """The bill that a request names, read with the facts of its organisation. Raises BriefingError."""
    if not request.spend:
        raise UsageError("no billing data are given", remedy="name files, folders, or a file of facts")
    return open_bill(request.spend, _facts(request, library))


def notices_of_bill(request: Request, library: Library, bill: Bill) -> tuple[str, ...]:
    """What a run that makes decks from this bill would tell of it. Raises BriefingError."""
    from briefing.figures.company import company_of

    return company_of(library, _facts(request, library), bill).notices


def _facts(request: Request, library: Library) -> Organisation | None:
    if not request.organisation:
        return None
    from briefing.figures.drafting import open_organisation

    return open_organisation(library, request.organisation)


def open_library(folders: Sequence[Path] = (), workspace: Workspace | None = None) -> Library:
    """The library: these folders, then those of the workspace, of the user, and the built-in one.

    Without a workspace the one of the current folder is meant, if there is one.
    """
    return Library((*folders, *own_folders(workspace or find_workspace()), builtin_folder()))


def with_defaults(request: Request, workspace: Workspace | None) -> Request:
    """The request, with what it leaves open filled in from the workspace and from our own defaults."""
    layout, theme = request.layout or DEFAULT_LAYOUT, request.theme or DEFAULT_THEME
    if not workspace:
        return replace(request, layout=layout, theme=theme)
    named = request.out is not None and by_suffix(Path(request.out).suffix)
    return replace(
        request,
        layout=request.layout or workspace.layout or DEFAULT_LAYOUT,
        organisation=request.organisation or (shown(workspace.organisation) if workspace.organisation else ""),
        spend=_spend(request.spend, workspace),
        theme=request.theme or workspace.theme or DEFAULT_THEME,
        theme_map=request.theme_map or (None if request.theme else workspace.theme_map or None),
        formats=request.formats or (() if named else workspace.formats),
        out=request.out if request.out or not workspace.output else f"{shown(workspace.output)}/",
    )


def _spend(asked: SpendRequest | None, workspace: Workspace) -> SpendRequest | None:
    """Billing data of the workspace where none are given; options such as `--where` hold for them too."""
    if not workspace.spend or (asked and asked.places):
        return asked
    return replace(
        asked or SpendRequest(()),
        places=tuple(each if isinstance(each, str) else shown(each) for each in workspace.spend),
    )


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
    group = group_of(library, request.personas) if len(ids) > MOST_NAMED else ""
    return file_stem(ids, layout, group)


def group_of(library: Library, words: Sequence[str]) -> str:
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
    kept = [Remark(f"The earlier {each.path} is kept as {each.backup}.") for each in saved if each.backup]
    yield from dict.fromkeys((*composed, *drawn, *kept))


def format_names() -> tuple[str, ...]:
    """The output formats by name."""
    return tuple(FORMATS)


def themes() -> tuple[str, ...]:
    """The built-in themes by name."""
    return theme_names(open_library())
