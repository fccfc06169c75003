"""The desk: all that a briefing is made from, opened once; `make`, a batch, `compare` and the checks compose on it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.bills import open_bill
from briefing.choices import Choices, with_defaults
from briefing.errors import UsageError
from briefing.formats.registry import WORKBOOK, Format
from briefing.library.layout import Layout
from briefing.library.library import Library, builtin_folder
from briefing.library.persona import Persona
from briefing.library.workspace import find_workspace, own_folders
from briefing.model import Briefing, Outlined, Printed, Remark, Request, Spoken
from briefing.rendering import Rendered, ThemeChoice
from briefing.themes import choose_theme

if TYPE_CHECKING:  # figures are worked out only where a company's facts are given
    from pathlib import Path

    from briefing.bill.bill import Bill
    from briefing.figures.company import Company
    from briefing.library.workspace import Workspace
    from briefing.organisation.organisation import Organisation


class Desk(Struct, frozen=True):
    """A library, a layout, a company, and how it is drawn, for any audience.

    `today` is the date of briefings where the company states none; `minutes`, `notes`, and what is `printed` how, are
    those of the choices. Who only composes needs neither theme nor formats. `stated` says that the day was given, `own`
    that some of what it is made from is of this deck alone, as in a row of a batch; what is drawn remembers both.
    """

    library: Library
    layout: Layout
    today: date
    company: Company | None = None
    theme: ThemeChoice | None = None
    formats: tuple[Format, ...] = ()
    minutes: int = 0
    notes: str = ""
    printed: Printed = Printed()
    redact: bool = False
    stated: bool = False
    own: bool = False

    @property
    def day(self) -> date:
        """The date of its briefings."""
        return self.company.day(self.today) if self.company else self.today

    def compose(self, audience: Sequence[Persona]) -> Briefing:
        """The briefing of an audience, with the notices of its slides. Raises BriefingError."""
        from briefing.compose.compose import (  # lists, completion and a batch with nothing to do never need it
            compose,
        )

        made = compose(audience, self.layout, self.library, self.day, self.company, self.minutes, self.notes)
        made = replace(made, printed=replace(self.printed, pages=self.printed.pages or self.layout.pdf))
        if self.theme:
            made = replace(made, request=self.request(audience))
        if WORKBOOK not in self.formats or not self.company:
            return made
        from briefing.compose.workbook import sheets  # most briefings are made without one

        return replace(made, sheets=sheets(self.company, self.library, self.layout.language))

    def request(self, audience: Sequence[Persona]) -> Request:
        """What is asked for, as a deck may tell it to whoever it is sent to: names, and no paths."""
        version = sys.modules["briefing"].__version__  # loaded before any module of it; to import it were a circle
        return Request(
            tuple(each.identifier for each in audience),
            self.layout.name,
            named_theme(self.theme) if self.theme else "",
            self.minutes,
            self.notes,
            self.redact,
            self.today,
            self.stated,
            facts_digest(self.company),
            self.own,
            version,
        )

    def figures(self) -> Iterator[Spoken]:
        """Every figure of the company as its briefings write it."""
        if self.company:
            from briefing.compose.compose import every_figure

            yield from every_figure(self.company, self.layout, self.library)

    def outline(self, audience: Sequence[Persona]) -> tuple[Outlined, ...]:
        """The plan of that briefing: its slides, and why each is told or not. Raises BriefingError."""
        from briefing.compose.compose import outline

        return outline(audience, self.layout, self.library, self.day, self.company, self.minutes)

    def words_told(self, briefing: Briefing) -> int:
        """How many words stand on the slides of a briefing that are told."""
        from briefing.compose.spelling import words_told

        return words_told(briefing)

    def doubts(self, briefings: Sequence[Briefing], people: Sequence[str]) -> tuple[str, ...]:
        """What does not fit together in the company's facts, and what these briefings tell none of these people."""
        if not self.company:
            return ()
        from briefing.compose.untold import notices_about

        return notices_about(self.company, self.library, self.day, briefings, people, self.layout.name)

    def known(self, briefings: Sequence[Briefing], people: Sequence[str]) -> tuple[str, ...]:
        """What the user should know of the company when these are all the briefings, for people of these ids."""
        return (*(self.company.notices if self.company else ()), *self.doubts(briefings, people))

    def briefing(self, audience: Sequence[Persona]) -> Briefing:
        """The one briefing of an audience, with all that the user should know of it. Raises BriefingError."""
        made = self.compose(audience)
        known = self.known((made,), [each.identifier for each in audience])
        return replace(made, notices=(*map(Remark, known), *made.notices))

    def render(self, briefing: Briefing) -> Iterator[Rendered]:
        """The briefing in each format. Raises BriefingError."""
        assert self.theme is not None
        for each in self.formats:
            yield each.load()(briefing, self.theme)


def named_theme(theme: ThemeChoice) -> str:
    """What a deck remembers of its theme: a name, and no path."""
    return theme.style.name if theme.style else theme.path.stem


def settled(choices: Choices) -> tuple[Choices, Library]:
    """The choices with the defaults of the workspace that we are in, and the library that they name."""
    workspace = find_workspace()
    return with_defaults(choices, workspace), open_library(choices.libraries, workspace)


class Sources(Struct, frozen=True):
    """What a company is worked out from, read once: the facts of its file, and its bill."""

    facts: Organisation | None = None
    bill: Bill | None = None


def open_desk(
    choices: Choices,
    library: Library,
    formats: tuple[Format, ...] = (),
    *,
    sources: Sources | None = None,
    again: Request | None = None,
) -> Desk:
    """The desk of settled choices; without formats nothing is drawn, and no theme looked for. Raises BriefingError.

    `sources` are the facts where somebody has read them already. A deck that is made `again` from the same facts has
    the day that it had, where none is chosen.
    """
    layout = library.layout(choices.layout)
    theme = choose_theme(choices.theme, choices.theme_map, library, choices.width) if formats else None
    read = sources or open_sources(choices, library)
    company, day = _company_of(read, choices, library), choices.day or today()
    if again and again.day and not choices.day and facts_digest(company) == again.facts:
        choices, day = choices.but(day=again.day if again.stated else None), again.day
        company = _company_of(read, choices, library)
    about = choices.minutes, choices.notes, printed(choices), choices.redact, choices.day is not None
    return Desk(library, layout, day, company, theme, formats, *about)


def printed(choices: Choices) -> Printed:
    """How a PDF is paged, as far as the choices say it."""
    return Printed(choices.pdf, choices.paper)


def open_sources(choices: Choices, library: Library) -> Sources:
    """The facts and the bill of these choices. Raises BriefingError."""
    facts = facts_of(choices, library)
    return Sources(facts, open_bill(choices.bill, facts) if choices.bill else None)


def _company_of(read: Sources, choices: Choices, library: Library) -> Company | None:
    """The company of these choices: its facts and its bill; None where they name neither. Raises BriefingError."""
    if not (choices.organisation or choices.bill):
        return None
    from briefing.figures.company import company_of

    return company_of(library, read.facts, read.bill, redact=choices.redact, day=choices.day)


def open_company_of(choices: Choices, library: Library) -> Company | None:
    """The company of these choices; None where they name neither facts nor a bill. Raises BriefingError."""
    return _company_of(open_sources(choices, library), choices, library)


def facts_digest(company: Company | None) -> str:
    """Tells whether two companies have the same facts and the same bill, and nothing of them; empty for none."""
    if not company:
        return ""
    from msgspec import json, to_builtins

    found = _without_origins(to_builtins((replace(company.facts, file="", date=None), company.bill)))
    return sha256(json.encode(found, order="sorted")).hexdigest()[:24]


def _without_origins(value: object) -> object:
    """The value without the places of its facts: a file may be moved, and lines are written above others."""
    if isinstance(value, dict):
        return {name: _without_origins(each) for name, each in value.items() if name != "origin"}
    return [*map(_without_origins, value)] if isinstance(value, list | tuple) else value


def bill_of(choices: Choices, library: Library) -> Bill:
    """The bill that the choices name, read with the facts of their organisation. Raises BriefingError."""
    if not choices.bill:
        raise UsageError("no billing data are given", remedy="name files, folders, or a file of facts")
    return open_bill(choices.bill, facts_of(choices, library))


def notices_of_bill(choices: Choices, library: Library, bill: Bill) -> tuple[str, ...]:
    """What a run that makes decks from this bill would tell of it. Raises BriefingError."""
    from briefing.figures.company import company_of

    return company_of(library, facts_of(choices, library), bill).notices


def facts_of(choices: Choices, library: Library) -> Organisation | None:
    """What the organisation's file says; None where there is none. Raises BriefingError."""
    if not choices.organisation:
        return None
    from briefing.figures.drafting import open_organisation

    return open_organisation(library, choices.organisation)


def open_library(folders: Sequence[Path] = (), workspace: Workspace | None = None) -> Library:
    """The library: these folders, then those of the workspace, of the user, and the built-in one.

    Without a workspace the one of the current folder is meant, if there is one.
    """
    return Library((*folders, *own_folders(workspace or find_workspace()), builtin_folder()))


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
