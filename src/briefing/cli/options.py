"""What several commands share: the one list of options, and what to do without a command."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import date
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, get_type_hints

import typer

from briefing.cli import completion
from briefing.cli.terminal import tell
from briefing.documents.text import listing
from briefing.errors import UsageError
from briefing.formats.registry import FORMATS

if TYPE_CHECKING:
    from briefing.choices import Choices


def _check_folders(folders: Sequence[Path]) -> Sequence[Path]:
    """Raise UsageError where a library is no folder: its personas would be missing without a word."""
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"--library is '{folder}', and there is no such folder", remedy="correct its path")
    return folders


Folders: TypeAlias = Annotated[
    list[Path],
    typer.Option(
        "--library",
        callback=_check_folders,
        metavar="FOLDER",
        help="A folder with your own personas/ and layouts/, searched before the built-in ones; may be repeated.",
    ),
]
People: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--for",
        metavar="NAMES",
        help="Personas, aliases or groups, comma-separated or repeated; 'all' for everybody.",
        autocompletion=completion.people,
    ),
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of lines.")]
Org: TypeAlias = Annotated[
    str,
    typer.Option(
        "--org",
        metavar="FILE",
        help="The facts of your organisation.  [default: what the workspace says, or none]",
        show_default=False,
    ),
]
Spend: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--spend",
        metavar="DATA",
        help="Billing data in the FOCUS format: files, folders, globs, or a file of facts; may be repeated.",
        show_default=False,
    ),
]


def _said(context: typer.Context, parameter: typer.CallbackParam, value: str | list[str]) -> str | list[str]:
    """Refuse an option that is given and empty: it would count as not given, and all of the bill be told."""
    source = context.get_parameter_source(parameter.name or "")
    texts = [value] if isinstance(value, str) else value or []
    if source and source.name == "COMMANDLINE" and not all(text.strip() for text in texts):
        raise UsageError(f"{parameter.opts[0]} is empty", remedy="say something with it, or leave it out")
    return value


SpendTable: TypeAlias = Annotated[
    str,
    typer.Option(
        "--spend-table",
        callback=_said,
        metavar="NAME",
        help="The table with the billing data, where a connection URL is given instead of files.",
        show_default=False,
    ),
]
ByTag: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--by-tag",
        callback=_said,
        metavar="KEY",
        help="Split the bill by the values of this tag as well; may be repeated.",
        show_default=False,
    ),
]
Where: TypeAlias = Annotated[
    str,
    typer.Option(
        "--where",
        callback=_said,
        metavar="CONDITION",
        help="The part of the bill that counts, as in 'SubAccountName = Retail'.",
        show_default=False,
    ),
]
Currency: TypeAlias = Annotated[
    str,
    typer.Option(
        "--currency",
        callback=_said,
        metavar="CODE",
        help="The currency of the figures, where the billing data have several.",
        show_default=False,
    ),
]
BrokenRows: TypeAlias = Annotated[
    int,
    typer.Option(
        "--broken-rows", metavar="N", min=0, help="How many rows of the billing data may be left out as unreadable."
    ),
]
# What the shell makes of `--spend bills/*.csv`: one value of the option, and the rest after it.
More: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="[DATA]...", help="More billing data for --spend, as a shell's * gives them."),
]
Redact: TypeAlias = Annotated[
    bool, typer.Option("--redact", help="Without what is confidential, without names, with rounded money.")
]
Force: TypeAlias = Annotated[
    bool, typer.Option("--force", help="Replace files that have been edited, and keep them as backups.")
]
Told: TypeAlias = Annotated[
    str,
    typer.Option(
        "--layout",
        metavar="NAME",
        help="What is told.  [default: pitch]",
        autocompletion=completion.layouts,
        show_default=False,
    ),
]


Theme: TypeAlias = Annotated[
    str,
    typer.Option(
        "--theme",
        metavar="THEME",
        help="light, dark, a theme file (.yaml), or your company's template (.pptx, .potx).  [default: light]",
        autocompletion=completion.themes,
        show_default=False,
    ),
]
ThemeMap: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--theme-map",
        metavar="FILE",
        help="Which slide layouts of the template serve which roles.",
        autocompletion=completion.theme_maps,
    ),
]
Formats: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--format",
        metavar="NAMES",
        help=f"{listing(FORMATS)}, also several with commas, or all.  [default: as --out ends, or pptx]",
        autocompletion=completion.formats,
    ),
]
Width: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--width",
        metavar="PIXELS",
        help="How wide each picture is, with --format png.  [default: 1920]",
        show_default=False,
    ),
]
Out: TypeAlias = Annotated[
    str | None,
    typer.Option("--out", metavar="PLACE", help="A file; a folder where it ends in /.  [default: output/]"),
]
Day: TypeAlias = Annotated[
    str, typer.Option("--date", metavar="YYYY-MM-DD", help="The date of the briefing.  [default: today]")
]
Minutes: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--minutes",
        metavar="N",
        help="How long you have: the story fits the time, the rest is backup.  [default: what the layout says]",
        show_default=False,
    ),
]
Notes: TypeAlias = Annotated[
    str,
    typer.Option(
        "--notes",
        metavar="HOW",
        help="Speaker notes: full, short, or none, for a file that you send.  [default: full]",
        show_default=False,
    ),
]
Appendix: TypeAlias = Annotated[
    str,
    typer.Option(
        "--appendix",
        metavar="WHERE",
        help="Every figure: on a slide, or also as a workbook (file) beside the deck.  [default: slide]",
        show_default=False,
    ),
]
Pdf: TypeAlias = Annotated[
    str,
    typer.Option(
        "--pdf",
        metavar="HOW",
        help="How a PDF is paged: slides, notes, handout or memo.  [default: what the layout says, or slides]",
        show_default=False,
    ),
]
Paper: TypeAlias = Annotated[
    str,
    typer.Option(
        "--paper",
        metavar="SIZE",
        help="The paper of notes, handout and memo: a4 or letter.  [default: that of the layout's language]",
        show_default=False,
    ),
]
Data: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="DATA...",
        help="Files, folders or globs of CSV, CSV.gz or Parquet; or a connection URL with --spend-table.",
        show_default=False,
    ),
]
# Everything that a user may choose, in the order of `--help`: field of `Choices` → how the command line says it, and
# its default. `more` and `data` are other ways to say `spend`.
OPTIONS: Mapping[str, tuple[Any, Any]] = {
    "data": (Data, Parameter.empty),
    "layout": (Told, ""),
    "organisation": (Org, ""),
    "spend": (Spend, []),
    "spend_table": (SpendTable, ""),
    "where": (Where, ""),
    "currency": (Currency, ""),
    "broken_rows": (BrokenRows, 0),
    "by_tag": (ByTag, []),
    "redact": (Redact, False),
    "minutes": (Minutes, None),
    "notes": (Notes, ""),
    "appendix": (Appendix, ""),
    "pdf": (Pdf, ""),
    "paper": (Paper, ""),
    "theme": (Theme, ""),
    "theme_map": (ThemeMap, None),
    "formats": (Formats, []),
    "width": (Width, None),
    "out": (Out, None),
    "day": (Day, ""),
    "force": (Force, False),
    "libraries": (Folders, []),
    "more": (More, None),
}
# What may be said with options that take one of a few words.
WORDS = {
    "notes": ("full", "short", "none"),
    "appendix": ("slide", "file"),
    "pdf": ("slides", "notes", "handout", "memo"),
    "paper": ("a4", "letter"),
}
OF_FORMAT = {"pdf": "pdf", "paper": "pdf", "width": "png"}  # options that go with one format only
BILL = ("organisation", "spend_table", "where", "currency", "broken_rows", "by_tag")
COMPANY = ("spend", *BILL, "redact")


def takes(*names: str, **other: Mapping[str, str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A command that takes these options of the list, and hears of them as one value, its parameter `choices`.

    `other` are options of which this command says something else, such as its `help`.
    """

    def taking(command: Callable[..., None]) -> Callable[..., None]:
        shared = [_option(name, other.get(name, {})) for name in OPTIONS if name in (*names, *other)]
        hints = get_type_hints(command, localns={"Choices": object}, include_extras=True)
        own = [each.replace(annotation=hints[each.name]) for each in signature(command).parameters.values()]
        place = next(index for index, each in enumerate(own) if each.name == "choices")

        def called(**given: Any) -> None:
            chosen = {each.name: given.pop(each.name) for each in shared}
            command(**given, choices=_choices(command.__name__, **chosen))

        called.__name__, called.__doc__, called.__module__ = command.__name__, command.__doc__, command.__module__
        parameters = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in (*own[:place], *shared, *own[place + 1 :])]
        called.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {}
        return called

    return taking


def _option(name: str, other: Mapping[str, str]) -> Parameter:
    annotation, default = OPTIONS[name]
    if other:
        info = copy(annotation.__metadata__[0])
        vars(info).update(other)
        annotation = Annotated[annotation.__origin__, info]
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _choices(
    command: str, spend: Sequence[str] = (), data: Sequence[str] = (), more: Sequence[str] | None = None, **chosen: Any
) -> Choices:
    """What the options say. `more` are the files that a shell puts after the first one of a glob."""
    if more and not spend:
        raise UsageError(f"unexpected extra argument ({more[0]})", remedy=f"see briefing {command} --help")
    from briefing.choices import choices_of, with_format
    from briefing.library.story import MOST_MINUTES
    from briefing.library.workspace import WIDTHS

    minutes = chosen.get("minutes")
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        raise UsageError(f"--minutes is {minutes}", remedy=f"give whole minutes from 1 to {MOST_MINUTES}")
    for name, (*words, last) in WORDS.items():
        if chosen.get(name, "") not in ("", *words, last):
            raise UsageError(f"--{name} is '{chosen[name]}'", remedy=f"give {', '.join(words)} or {last}")
    width = chosen.get("width")
    if width is not None and not WIDTHS[0] <= width <= WIDTHS[1]:
        raise UsageError(f"--width is {width}", remedy=f"give whole pixels from {WIDTHS[0]} to {WIDTHS[1]}")
    file = None if command == "batch" else chosen.get("out")
    for name, form in OF_FORMAT.items():
        if chosen.get(name):
            chosen["formats"] = with_format(form, f"--{name}", chosen["formats"], file)
    chosen["minutes"], chosen["width"] = minutes or 0, width or 0
    if "day" in chosen:
        chosen["day"] = _day(chosen["day"])
    return choices_of(spend=(*spend, *data, *(more or ())), **chosen)


def _day(text: str) -> date | None:
    """The date of `--date`, or None where it is not given."""
    if not text:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--date is '{text}', which is no date", remedy="write it like 2026-03-31") from None


def help_without_command(context: typer.Context) -> None:
    """A group of commands that is called without one shows its help on standard error, and that is a usage error."""
    if context.invoked_subcommand is None:
        tell(context.get_help())
        raise typer.Exit(UsageError.exit_status)
