"""The desk: all that a briefing is made from, opened once; `make`, a batch, `compare` and the checks compose on it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
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
from briefing.model import Briefing, Outlined, Printed, Remark
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
    those of the choices. Who only composes needs neither theme nor formats.
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
        if WORKBOOK not in self.formats or not self.company:
            return made
        from briefing.compose.workbook import sheets  # most briefings are made without one

        return replace(made, sheets=sheets(self.company, self.library, self.layout.language))

    def outline(self, audience: Sequence[Persona]) -> tuple[Outlined, ...]:
        """The plan of that briefing: its slides, and why each is told or not. Raises BriefingError."""
        from briefing.compose.compose import outline

        return outline(audience, self.layout, self.library, self.day, self.company, self.minutes)

    def words_told(self, briefing: Briefing) -> int:
        """How many words stand on the slides of a briefing that are told."""
        from briefing.compose.compose import words_told

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


def settled(choices: Choices) -> tuple[Choices, Library]:
    """The choices with the defaults of the workspace that we are in, and the library that they name."""
    workspace = find_workspace()
    return with_defaults(choices, workspace), open_library(choices.libraries, workspace)


def open_desk(choices: Choices, library: Library, formats: tuple[Format, ...] = ()) -> Desk:
    """The desk of settled choices; without formats nothing is drawn, and no theme looked for. Raises BriefingError."""
    layout = library.layout(choices.layout)
    theme = choose_theme(choices.theme, choices.theme_map, library, choices.width) if formats else None
    company = open_company_of(choices, library)
    day = choices.day or today()
    how = (choices.minutes, choices.notes, printed(choices))
    return Desk(library, layout, day, company, theme, formats, *how)


def printed(choices: Choices) -> Printed:
    """How a PDF is paged, as far as the choices say it."""
    return Printed(choices.pdf, choices.paper)


def open_company_of(choices: Choices, library: Library) -> Company | None:
    """The company of these choices: its facts and its bill; None where they name neither. Raises BriefingError."""
    if not (choices.organisation or choices.bill):
        return None
    from briefing.figures.company import company_of

    facts = facts_of(choices, library)
    bill = open_bill(choices.bill, facts) if choices.bill else None
    return company_of(library, facts, bill, redact=choices.redact, day=choices.day)


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
