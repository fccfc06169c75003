"""`briefing preview`: the slides in the browser or as pictures, and with `--watch` again after every saved change."""

from __future__ import annotations

import gc
import sys
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import COMPANY, People, takes
from briefing.cli.terminal import say, tell

if TYPE_CHECKING:
    from briefing.choices import Choices
    from briefing.pipeline import Result
    from briefing.preview.serve import Screen
    from briefing.preview.watch import Shown


EXAMPLES = """Examples:

\b
  briefing preview --for cfo,cto
  briefing preview --for cfo,cto --org org.yaml --watch
  briefing preview --for cfo --theme company.potx --format png --width 1280 --watch
"""


@takes(
    *(*COMPANY, "layout", "minutes", "notes", "appendix", "pdf", "paper", "theme", "theme_map", "width", "day"),
    *("force", "libraries"),
    formats={"help": "html, png or any other format, also several.  [default: html]"},
    out={"help": "A file; a folder where it ends in /.  [default: output/preview/]"},
)
def preview(
    people: People = [],  # noqa: B006 - Typer copies it, and wants a list
    watch: Annotated[
        bool, typer.Option("--watch", help="Make it again after every saved change, until you press Ctrl-C.")
    ] = False,
    port: Annotated[
        int,
        typer.Option("--port", metavar="N", min=0, max=65535, help="Where --watch serves the page; 0 is any free one."),
    ] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
    *,
    choices: Choices,
) -> None:
    """Show the slides before PowerPoint is open.

    Makes the web page, or pictures, and opens the browser. With --watch the page changes whenever you save a file that
    it is made from.
    """
    from briefing.preview.watch import previewed

    choices = previewed(choices)
    if watch:
        with suppress(KeyboardInterrupt):  # which is how it ends
            _watch(people, choices, port, opens=not no_open)
        return
    from briefing.pipeline import make

    result = make(people, choices)
    _tell(result)
    for path in _pages(result)[:1] if not no_open else ():
        _open(path.absolute().as_uri())


def _watch(people: list[str], choices: Choices, port: int, *, opens: bool) -> None:
    from briefing.formats.registry import find_formats
    from briefing.preview.serve import Screen, serving
    from briefing.preview.watch import watched

    has_page = any(each.name == "html" for each in find_formats(choices.formats))
    screen = Screen()
    with serving(screen, port) if has_page else nullcontext("") as address:
        for number, shown in enumerate(watched(people, choices)):
            _show(shown, screen)
            gc.collect()  # else every turn would leave something: a run of one turn does without
            if not number and address:
                say(address)
                sys.stdout.flush()  # a script that started us waits for it
                if opens:
                    _open(address)


def _show(shown: Shown, screen: Screen) -> None:
    """Put up what was made, or say why nothing was."""
    pages = _pages(shown.result) if shown.result else ()
    screen.show(pages[0].read_bytes() if pages else None, shown.fault)
    if shown.result:
        _tell(shown.result, f" in {shown.seconds * 1000:.0f} ms")
    for line in shown.fault.splitlines():
        tell(f"error: {line}")


def _pages(result: Result) -> tuple[Path, ...]:
    return tuple(each.path for each in result.written if each.format == "html")


def _tell(result: Result, how: str = "") -> None:
    for each in result.written:
        tell(f"{each.path}: {each.slides} slide{'s' if each.slides != 1 else ''}{how}")
    for notice in result.notices:
        tell(f"notice: {notice.message}")


def _open(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        tell(f"open {address} in your browser")
