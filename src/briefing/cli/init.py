"""`briefing init`: a folder of work, with files in which everything is explained and nothing is filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.terminal import say, tell


def init(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where to begin.", show_default=False)] = Path("."),
) -> None:
    """Begin a folder of work: briefing.yaml, org.yaml, audiences.yaml, and a library with a change of a persona.

    All are explained and change nothing until you fill them in. Files that exist stay as they are.

    Example: briefing init pitch
    """
    from briefing.starter import write_starter

    written, kept = write_starter(folder)
    for path in written:
        say(str(path))
    for path in kept:
        tell(f"notice: {path} exists and stays as it is")
