"""`briefing schema`: JSON Schema of the files that people write, for editors."""

from __future__ import annotations

from typing import Annotated

import typer

from briefing.cli import completion
from briefing.cli.terminal import say_data


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="persona, group, kpi, layout, organisation, framework, theme or workspace.",
            autocompletion=completion.schemas,
        ),
    ],
) -> None:
    """Print the JSON Schema of a sort of file, with a description of every field.

    Example: briefing schema persona > persona.json
    """
    from briefing.library.schemas import schema_text

    say_data(schema_text(name))
