"""`make(people, choices)`: the whole story, from the names of personas to files on disk; and its stages one by one.

Everything is composed and rendered before the first file is written, so that a fault leaves nothing behind.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from briefing.choices import Choices, with_defaults
from briefing.desk import Desk, Sources, named_theme, open_desk, open_library, open_sources, settled, today
from briefing.errors import BriefingError, FactError, check_ordinary, listening
from briefing.files.atomic import beside, write_whole
from briefing.files.output import File, Saved, save
from briefing.formats.registry import FORMATS, WORKBOOK, find_formats
from briefing.library.index import key_of
from briefing.library.library import EVERYBODY, Library
from briefing.library.persona import Persona
from briefing.library.workspace import find_workspace
from briefing.model import Briefing, Notice, Outlined, Printed, Remark, Request
from briefing.rendering import Rendered
from briefing.targets import DEFAULT_FORMAT, MOST_NAMED, Wanted, choose_formats, file_stem, place
from briefing.themes import choose_theme, theme_names

if TYPE_CHECKING:  # figures are worked out only where a company's facts are given
    from briefing.compare import Comparison
    from briefing.figures.company import Company
    from briefing.page.boxes import Deck


NO_WORKBOOK = (
    "There is no workbook without figures: give the facts of your organisation with --org, or a bill with --spend."
)


class Written(Struct, frozen=True):
    """A file that is in place: its slides, and how many are told, with how many words, in how many minutes.

    `minutes` is 0 where a briefing is read, and not told.
    """

    path: Path
    format: str
    slides: int
    told: int = 0
    words: int = 0
    minutes: int = 0


class Result(Struct, frozen=True):
    """What a run wrote, and what the user should know of it."""

    written: tuple[Written, ...]
    notices: tuple[Notice, ...] = ()


def make(people: Sequence[str], choices: Choices, *, separate: bool = False) -> Result:
    """Compose, render and write what is asked for; raises `BriefingError` for what the user can mend.

    `people` are identifiers, aliases and group names, one or several with commas in each word.
    """
    with listening() as cautions:
        result = _made(people, choices, separate)
    return replace(result, notices=(*(Remark(str(each)) for each in cautions), *result.notices))


def _made(people: Sequence[str], choices: Choices, separate: bool) -> Result:
    choices, library = settled(choices)
    formats = choose_formats(choices.formats, choices.out)
    formats = (*formats, *([WORKBOOK] if choices.has_workbook else []))
    desk = open_desk(choices, library, formats)
    personas = library.select(people)
    audiences = [(each,) for each in personas] if separate else [personas]
    wanted = [Wanted(_stem(each, desk.layout.name, people, library), form) for each in audiences for form in formats]
    paths = place(wanted, choices.out)
    briefings = [desk.compose(audience) for audience in audiences]
    rendered = [made for each in briefings for made in desk.render(each)]
    saved = save([File(path, each.content) for path, each in zip(paths, rendered, strict=True)], force=choices.force)
    keep_beside({path: each.data for path, each in zip(paths, rendered, strict=True)}, choices)
    known = desk.known(briefings, [each.identifier for each in personas])
    notices = [*map(Remark, known), *_notices(briefings, rendered, saved)]
    if choices.appendix == "file" and not choices.has_workbook:
        notices.append(Remark(NO_WORKBOOK))
    told = [_told(each, desk) if form is not WORKBOOK else (0, 0, 0) for each in briefings for form in formats]
    return Result(tuple(_written(saved, rendered, wanted, told)), tuple(dict.fromkeys(notices)))


def keep_beside(decks: Mapping[Path, bytes], choices: Choices) -> None:
    """What a refresh asks of each deck, for one that loses the base in it: that base, and where the facts came from.

    The decks are in their places, so that one beside which nothing can be kept is no fault.
    """
    from briefing.formats.pptx.base import base_in, decoded

    for path, data in decks.items():
        if path.suffix == FORMATS[DEFAULT_FORMAT].suffix and (base := base_in(data)):
            request = decoded(base).request
            kept = Kept(msgspec.Raw(base), request, choices.but(out=None, force=False, formats=()), os.getcwd())
            with suppress(FactError):
                keep(path, kept)


class Kept(Struct, frozen=True):
    """What is kept beside a deck and never travels with it: its base, what it was made for, and with which choices.

    Paths in the choices start at `folder`.
    """

    base: msgspec.Raw
    request: Request
    choices: Choices
    folder: str


def keep(path: Path, kept: Kept) -> None:
    """Keep this beside a deck. Raises FactError."""
    write_whole(beside(path), msgspec.json.encode(kept, enc_hook=str, order="deterministic"))


def kept_beside(path: Path) -> Kept | None:
    """What is kept beside a deck; None where there is nothing that can be read."""
    try:
        check_ordinary(beside(path))
        return msgspec.json.decode(beside(path).read_bytes(), type=Kept, dec_hook=lambda type_, value: type_(value))
    except (FactError, OSError, msgspec.MsgspecError, ValueError, RecursionError):
        return None


class Remade(Struct, frozen=True):
    """A deck, and how every figure of its facts is written, also of those that it does not tell."""

    data: bytes
    figures: Mapping[str, tuple[str, ...]]


class Remaker:
    """Makes decks again from what they remember, from facts that are read once for all of them."""

    def __init__(self) -> None:
        self._read: dict[Choices, Sources] = {}

    def make(self, request: Request, choices: Choices, template: str) -> Remade:
        """The deck of a request from the facts of these choices; `template` is drawn on where its theme is not there.

        Raises BriefingError.
        """
        choices, library = settled(choices.but(layout=request.layout, minutes=request.minutes, notes=request.notes))
        choices = choices.but(redact=choices.redact or request.redact)
        choices = choices.but(theme=_theme_again(choices, request, library, template))
        key = choices.but(layout="", theme="", minutes=0, notes="", redact=False, day=None)
        if key not in self._read:
            self._read[key] = open_sources(choices, library)
        forms = (FORMATS[DEFAULT_FORMAT],)
        desk = open_desk(choices, library, forms, sources=self._read[key], again=request)
        (rendered,) = desk.render(desk.compose(library.select(request.people)))
        return Remade(rendered.data, {each.id: (*each.forms, each.text) for each in desk.figures()})


def _theme_again(choices: Choices, request: Request, library: Library, template: str) -> str:
    """The theme that was chosen, or of the name that a deck remembers; the deck itself where neither is there."""
    for name in (choices.theme, request.theme):
        with suppress(BriefingError):
            if name and (name == request.theme or Path(name).suffix):
                choose_theme(name, choices.theme_map, library)
                return name
    return template


def compose_for(people: Sequence[str], choices: Choices) -> Briefing:
    """The one briefing for these people, with all that the user should know of it. Raises BriefingError."""
    with listening() as cautions:
        choices, library = settled(choices)
        desk, audience = open_desk(choices, library), library.select(people)
        made = replace(desk.briefing(audience), request=desk.request(audience))
    return replace(made, notices=(*(Remark(str(each)) for each in cautions), *made.notices))


def arrange_briefing(briefing: Briefing, choices: Choices) -> tuple[Deck, tuple[Notice, ...]]:
    """A briefing placed on the slides of a theme, and what does not fit as it is. Raises BriefingError."""
    from briefing.page.arrange.arrange import arrange
    from briefing.theme.chosen import chosen_theme

    choices, library = settled(choices)
    return arrange(briefing, chosen_theme(choose_theme(choices.theme, choices.theme_map, library)).look)


def render_briefing(briefing: Briefing, choices: Choices) -> Rendered:
    """The bytes of a briefing in the one format that is chosen. Raises BriefingError."""
    form, *_ = find_formats(choices.formats)
    choices, library = settled(choices)
    own = briefing.printed
    how = Printed(choices.pdf or own.pages, choices.paper or own.paper)
    theme = choose_theme(choices.theme, choices.theme_map, library, choices.width)
    request = replace(briefing.request, theme=named_theme(theme)) if briefing.request else None
    return form.load()(replace(briefing, printed=how, request=request), theme)


def outline_for(people: Sequence[str], choices: Choices) -> tuple[Outlined, ...]:
    """Every slide of the one briefing for these people, and why it is told or not. Raises BriefingError."""
    choices, library = settled(choices)
    return open_desk(choices, library).outline(library.select(people))


def compare_audiences(people: Sequence[str], choices: Choices) -> Comparison:
    """What each persona is told alone; raises `BriefingError` for what the user can mend."""
    from briefing.compare import compare

    choices, library = settled(choices)
    return compare(library.select(people), open_desk(choices, library))


def doubts_of(company: Company, library: Library) -> tuple[str, ...]:
    """What does not fit together in the facts of a company, and what the layout of the workspace tells nobody of."""
    layout = library.layout(with_defaults(Choices(), find_workspace()).layout)
    desk = Desk(library, layout, today(), company)
    everybody = library.select([EVERYBODY])
    briefings = [desk.compose((each,)) for each in everybody if company.facts.file]
    return desk.doubts(briefings, library.persona_ids())


def _stem(audience: Sequence[Persona], layout: str, people: Sequence[str], library: Library) -> str:
    ids = [persona.identifier for persona in audience]
    group = group_of(library, people) if len(ids) > MOST_NAMED else ""
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


def _written(
    saved: Sequence[Saved], rendered: Sequence[Rendered], wanted: Sequence[Wanted], told: Sequence[tuple[int, int, int]]
) -> Iterator[Written]:
    for each, made, asked, of_story in zip(saved, rendered, wanted, told, strict=True):
        yield Written(each.path, asked.format.name, made.pages, *of_story)


def _told(briefing: Briefing, desk: Desk) -> tuple[int, int, int]:
    """How many slides are told, with how many words, in how many minutes."""
    main = [slide for slide in briefing.slides() if slide.part == "main"]
    return len(main), desk.words_told(briefing), sum(slide.seconds for slide in main) // 60


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
