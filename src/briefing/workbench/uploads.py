"""Files that were dropped on the page: kept in the hidden folder, clean by name, and only of the sorts we read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from filecmp import cmp
from pathlib import Path
from threading import Lock
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from briefing.documents.text import listing
from briefing.errors import BriefingError, UsageError
from briefing.files.atomic import staging_place
from briefing.library.library import Library
from briefing.targets import clean_name
from briefing.themes import TEMPLATES, theme_names
from briefing.workbench.places import HIDDEN, NotOursError, inside, refused

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


_PLACING = Lock()  # two windows may drop files of one name at the same time


async def receive(request: Request) -> dict[str, Any]:
    """Take a file in: whole, or not at all. Raises UsageError for a sort that nobody reads, RefusedError without room.

    What has its name already stays; the new one gets a name that is free, unless it is the same to the byte.
    """
    kind, name = request.path_params["kind"], request.path_params["name"]
    if kind not in KINDS:
        raise NotOursError(f"the page takes no '{kind}'", remedy="load the page again")
    folder, endings, _ = KINDS[kind]
    ending = Path(name).suffix.lower()
    if ending not in endings:
        remedy = f"drop a file that ends in {listing(endings)}"
        raise UsageError(f"'{clean_name(name)}' is no file that is read here", remedy=remedy)
    inside(HIDDEN / folder)
    wanted = HIDDEN / folder / f"{clean_name(name[: -len(ending)].lstrip('~$.'))}{ending}"
    beside = staging_place(wanted)
    try:
        wanted.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as stream:
            async for piece in request.stream():
                stream.write(piece)
            size = stream.tell()
        if not size:
            raise UsageError(f"'{wanted.name}' is empty", remedy="look at the file where it comes from")
        target = await run_in_threadpool(_placed, beside, wanted)
    except OSError as error:
        raise refused(error, wanted.name) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return {"name": target.name, "path": target.as_posix(), "bytes": size, "renamed": target.name != wanted.name}


def _placed(beside: Path, wanted: Path) -> Path:
    """Put a file where nothing of another content is, whatever the case of its name."""
    with _PLACING:
        there = {each.name.casefold(): each for each in wanted.parent.iterdir()}
        target, number = wanted, 1
        while found := there.get(target.name.casefold()):
            if found.is_file() and not found.is_symlink() and cmp(found, beside, shallow=False):
                return found
            number += 1
            target = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        os.replace(beside, target)
        return target


def kept_file(kind: str, name: str) -> Path:
    """A file of a sort that was dropped before, by its name alone. Raises UsageError."""
    found = [each for each in _kept(kind) if each.name == name]
    if not found:
        raise UsageError(f"there is no '{clean_name(name)}' here", remedy="drop it on the page again")
    return found[0]


def dropped() -> list[str]:
    """The names of the billing data that were dropped."""
    return [each.name for each in _kept("bill")]


def _kept(kind: str) -> list[Path]:
    folder = HIDDEN / KINDS[kind][0]
    inside(folder)
    return [each for each in sorted(folder.iterdir()) if _is_own(each)] if folder.is_dir() else []


def _is_own(path: Path) -> bool:
    """Whether a file is one of the workspace, and no link that leads out."""
    try:
        inside(path)
    except UsageError:
        return False
    return path.is_file() and not path.name.startswith(".briefing-")


def clear(kind: str) -> None:
    """Forget the files of a sort that were dropped before."""
    for path in _kept(kind):
        path.unlink()


def templates() -> list[Path]:
    """The company templates of this workspace: those that were dropped, and those in its folder."""
    beside = [each for each in sorted(Path().iterdir()) if _is_own(each)]
    found = [*_kept("template"), *beside]
    return [each for each in found if each.suffix.lower() in TEMPLATES and not each.name.startswith((".", "~"))]


def themes(library: Library) -> list[dict[str, str]]:
    """Every theme that may be chosen, by what is said for it and by what it is called."""
    named = [{"theme": name, "name": name.capitalize()} for name in theme_names(library)]
    return named + [{"theme": f"./{each.as_posix()}", "name": each.name} for each in templates()]


def report(name: str) -> dict[str, Any]:
    """What is made of a template: in a sentence each. Raises BriefingError where it cannot be used."""
    from briefing.theme.inspection import inspect_theme

    path = _known(name)
    try:
        found = inspect_theme(path)
    except BriefingError:
        if path.parent == HIDDEN / KINDS["template"][0]:  # nobody is to choose it
            path.unlink()
        raise
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
        "theme": f"./{path.as_posix()}",
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
