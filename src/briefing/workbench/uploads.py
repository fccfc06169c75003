"""Files that were dropped on the page: kept in the hidden folder, clean by name, and only of the sorts we read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex
from typing import Any

from starlette.requests import Request

from briefing.errors import UsageError
from briefing.library.library import Library
from briefing.targets import clean_name
from briefing.themes import TEMPLATES, theme_names
from briefing.workbench.room import HIDDEN

BILLS = (".csv", ".gz", ".parquet", ".yaml", ".yml")
TABLES = (".csv", ".xlsx", ".yaml", ".yml")
# Sort of file → where it is kept, how its name may end, and how many bytes it may have.
KINDS: Mapping[str, tuple[str, tuple[str, ...], int]] = {
    "template": ("templates", TEMPLATES, 100_000_000),
    "bill": ("bill", BILLS, 4_000_000_000),
    "table": ("tables", TABLES, 20_000_000),
    "deck": ("decks", (".pptx",), 200_000_000),
}
LIMITS: Mapping[str, int] = {f"/files/{kind}/": most for kind, (_, _, most) in KINDS.items()}


async def receive(request: Request) -> dict[str, Any]:
    """Take a file in: whole, or not at all. Raises UsageError for a sort that nobody reads, OSError without room."""
    kind, name = request.path_params["kind"], request.path_params["name"]
    if kind not in KINDS:
        raise UsageError(f"the page takes no '{kind}'", remedy="load the page again")
    folder, endings, _ = KINDS[kind]
    ending = Path(name).suffix.lower()
    if ending not in endings:
        remedy = f"drop a file that ends in {', '.join(endings[:-1])} or {endings[-1]}"
        raise UsageError(f"'{clean_name(name)}' is no file that is read here", remedy=remedy)
    target = HIDDEN / folder / f"{clean_name(name[: -len(ending)])}{ending}"
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".briefing-{token_hex(8)}.tmp")
    try:
        size = 0
        with beside.open("xb") as stream:
            async for piece in request.stream():
                stream.write(piece)
                size += len(piece)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    return {"name": target.name, "path": target.as_posix(), "bytes": size}


def kept_file(kind: str, name: str) -> Path:
    """A file of a sort that was dropped before, by its name alone. Raises UsageError."""
    folder = HIDDEN / KINDS[kind][0]
    found = [each for each in folder.iterdir() if each.name == name and each.is_file()] if folder.is_dir() else []
    if not found:
        raise UsageError(f"there is no '{clean_name(name)}' here", remedy="drop it on the page again")
    return found[0]


def clear(kind: str) -> None:
    """Forget the files of a sort that were dropped before."""
    folder = HIDDEN / KINDS[kind][0]
    for path in folder.iterdir() if folder.is_dir() else ():
        path.unlink()


def templates() -> list[Path]:
    """The company templates of this workspace: those that were dropped, and those in its folder."""
    folders = (HIDDEN / KINDS["template"][0], Path())
    found = [each for folder in folders if folder.is_dir() for each in sorted(folder.iterdir())]
    return [each for each in found if each.suffix.lower() in TEMPLATES and not each.name.startswith((".", "~"))]


def themes(library: Library) -> list[dict[str, str]]:
    """Every theme that may be chosen, by what is said for it and by what it is called."""
    named = [{"theme": name, "name": name.capitalize()} for name in theme_names(library)]
    return named + [{"theme": f"./{each.as_posix()}", "name": each.name} for each in templates()]


def report(name: str) -> dict[str, Any]:
    """What is made of a template: in a sentence each. Raises BriefingError where it cannot be used."""
    from briefing.theme.inspection import inspect_theme

    found = inspect_theme(_known(name))
    fonts = sorted({each.family for each in found.fonts})
    guessed = sorted({each.family for each in found.fonts if not each.exact})
    said = [
        f"Slides of {found.width:g} × {found.height:g} inches, with {len(found.layouts)} slide layouts.",
        f"Fonts: {', '.join(fonts)}.",
        *(f"The widths of {each} are not known here; look through the deck once in PowerPoint." for each in guessed),
        *(f"{each.role.capitalize()} slides stand on '{each.layout}': {each.reason}." for each in found.roles),
    ]
    return {
        "name": found.name,
        "theme": f"./{_known(name).as_posix()}",
        "said": said,
        "corrections": found.corrections,
        "notices": found.notices,
        "colors": [{"role": each.role, "value": f"#{each.value}"} for each in found.colors],
    }


def _known(name: str) -> Path:
    """A template of the workspace by its name; never a path that somebody else thought of."""
    found = next((each for each in templates() if each.name == name), None)
    if found is None:
        raise UsageError(f"there is no template '{clean_name(name)}' in this workspace", remedy="drop it on the page")
    return found
