"""Who may import whom: the table of rooms in docs/architecture.md, held against the source."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from briefing.compose.kinds import KINDS, Kind

SOURCE = Path(__file__).parents[1] / "src" / "briefing"
FILES = sorted(SOURCE.rglob("*.py"))
# Room → the rooms and packages that it may import, besides itself and the standard library. The longest name decides.
ROOMS: Mapping[str, tuple[str, ...]] = {
    "errors": (),
    "model": (),
    # What people write, from YAML to typed values.
    "documents": ("errors", "yaml"),
    "library": ("errors", "documents", "yaml", "platformdirs"),
    "bill": ("errors", "documents", "yaml"),
    "bill.sample": ("errors", "documents", "bill", "duckdb"),
    "bill.focus": (
        *("errors", "documents", "library", "bill.bill", "bill.records"),
        *("ibis", "duckdb", "pyarrow", "fsspec", "pyspark", "trino", "google", "databricks"),
    ),
    "organisation": ("errors", "documents", "library", "bill", "yaml"),
    "exchange": ("errors", "documents", "library", "files", "yaml"),
    "figures": ("errors", "documents", "library", "organisation", "bill"),
    "compose": ("errors", "documents", "library", "organisation", "bill", "figures", "model", "jinja2", "babel"),
    "starter": ("errors", "library", "files"),
    # The deck. What is placed knows no format and no XML; formats draw it; a theme knows no briefing.
    "page": ("model",),
    "ooxml": ("errors", "page", "lxml"),
    "rendering": ("model",),
    "theme": ("errors", "page", "ooxml", "rendering", "lxml"),
    "formats.pptx": ("model", "page", "theme", "ooxml", "rendering", "pptx", "xlsxwriter", "lxml"),
    # Pens that draw the page themselves, from what is placed and painted on it.
    "formats.pages": ("model", "page", "theme", "rendering"),
    "formats.svg": ("page", "theme", "formats.pages"),
    "formats.web": ("model", "page", "rendering", "formats.pages", "formats.svg"),
    "formats.typeset": (
        *("errors", "model", "page", "rendering", "theme.chosen", "formats.pages", "formats.svg", "typst"),
    ),
    "formats.pictures": ("model", "page", "rendering", "formats.pages", "formats.svg", "formats.typeset"),
    "formats": ("errors", "model", "rendering", "jinja2", "xlsxwriter", "formats.pptx.write"),
    "files": ("errors",),
    "targets": ("errors", "files", "formats.registry"),
    "themes": ("errors", "documents", "library", "rendering"),
    "bills": ("errors", "documents", "organisation", "bill", "files"),
    # What was chosen, and all that it names, opened: whoever makes briefings makes them here.
    "choices": ("errors", "documents", "library", "formats.registry", "themes", "bills"),
    "desk": (
        *("errors", "model", "library", "organisation", "bill", "figures", "compose", "rendering"),
        *("formats.registry", "themes", "bills", "choices"),
    ),
    "compare": ("errors", "model", "library", "desk"),
    "pipeline": (
        *("errors", "model", "library", "figures", "rendering", "page", "theme", "formats.registry"),
        *("files", "targets", "themes", "choices", "desk", "compare", "formats.pptx.base"),
    ),
    # An edited deck and a new one become one; the new one is made as any other, and never composed here.
    "refresh": (
        *(
            "errors",
            "model",
            "ooxml",
            "page",
            "formats.pptx.base",
            "check.deck",
            "files",
            "choices",
            "desk",
            "pipeline",
        ),
        *("lxml", "openpyxl"),
    ),
    "batch": (
        *("errors", "", "documents", "model", "library", "organisation", "bill", "figures", "rendering"),
        *("formats.registry", "files", "targets", "themes", "bills", "choices", "desk", "pipeline"),
        *("refresh", "filelock"),
    ),
    "batch.audiences": ("errors", "documents", "organisation", "yaml", "openpyxl"),
    # Makes every deck in memory, as far as to the placed boxes, and writes none.
    "check.library": (
        *("errors", "documents", "model", "library", "organisation", "bill", "figures", "compose", "targets", "themes"),
        *("desk", "page", "theme", "batch.audiences", "jinja2", "yaml"),
    ),
    # Looks at decks with the measures that decks are made with, and knows nothing of who made them.
    "check.deck": ("errors", "page", "theme", "ooxml", "lxml"),
    # PDF files and web pages, with the findings of decks.
    "check.pages": ("errors", "check.deck.view", "lxml", "pikepdf"),
    "check": (),
    "preview": (*("errors", "library.workspace", "choices", "desk", "pipeline", "targets", "watchfiles"),),
    # The page of `briefing open`: no logic of its own, and the only room that knows a server.
    "workbench": (
        *("errors", "documents", "model", "library", "organisation", "figures", "bills", "choices", "desk"),
        *(
            "targets",
            "themes",
            "formats.registry",
            "formats.web",
            "page.arrange.icons",
            "theme",
            "files",
            "refresh",
            "batch.audiences",
        ),
        *("starlette", "uvicorn", "ruamel", "filelock"),
    ),
    "cli": (
        *("errors", "", "documents", "library", "figures", "compare", "batch", "bill", "bills"),
        *("choices", "desk", "pipeline", "preview", "refresh", "workbench"),
        *("formats.registry", "theme", "starter", "check", "exchange", "typer", "tqdm"),
    ),
    "": ("choices", "pipeline", "model", "errors", "compare", "page", "rendering"),
    "__main__": ("cli",),
}
# Frozen values are msgspec's Structs, which cost a tenth of dataclasses to define; `--help` does without them.
VALUES = "msgspec"
WITHOUT_VALUES = ("errors", "cli", "__main__", "")
# What a module of the deck's first stage may not reach even through other modules of its room.
PURE = ("page",)
# Rooms of the deck, which know no persona.
DECK = ("page", "ooxml", "theme", "rendering", "formats")


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module that a file imports, wherever in it; ours without `briefing.`, as `library.kpi`."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            module = node.module or ""
            names = [f"{module}.{alias.name}" if is_ours(f"{module}.{alias.name}") else module for alias in node.names]
        yield from (ours(name) for name in names)


def is_ours(name: str) -> bool:
    path = SOURCE.parent.joinpath(*name.split("."))
    return name.startswith("briefing.") and (path.with_suffix(".py").is_file() or path.is_dir())


def ours(name: str) -> str:
    return name.removeprefix("briefing").removeprefix(".") if name.split(".")[0] == "briefing" else name


def within(name: str, room: str) -> bool:
    return name == room or (room != "" and name.startswith(f"{room}."))


def room_of(module: str) -> str:
    return max((room for room in ROOMS if within(module, room)), key=len)


def allowed(module: str, imported: str) -> bool:
    if imported.split(".")[0] in sys.stdlib_module_names:
        return True
    if within(imported, VALUES) and room_of(module).split(".")[0] not in WITHOUT_VALUES:
        return True
    return any(within(imported, room) for room in (room_of(module), *ROOMS[room_of(module)]))


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    module = module_of(path)
    wrong = sorted({each for each in imports(path) if not allowed(module, each)})
    assert wrong == [], f"{module} is in the room '{room_of(module)}', which may not import {', '.join(wrong)}"


def reached(module: str, seen: set[str]) -> set[str]:
    """Every module that importing a module may load, also in the end."""
    if module not in seen:
        seen.add(module)
        path = SOURCE.joinpath(*module.split("."))
        file = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
        if file.is_file():
            for each in imports(file):
                reached(each, seen)
    return seen


@pytest.mark.parametrize("module", [module_of(path) for path in FILES if module_of(path).startswith(PURE)])
def test_arranging_a_deck_needs_neither_python_pptx_nor_lxml(module: str) -> None:
    assert {each.split(".")[0] for each in reached(module, set())} & {"pptx", "lxml"} == set()


DRAWN = [module_of(path) for path in FILES if any(within(module_of(path), room) for room in DECK)]


@pytest.mark.parametrize("module", DRAWN)
def test_no_renderer_knows_a_persona(module: str) -> None:
    company = ("library", "compose", "organisation", "bill", "figures")
    assert not any(within(each, room) for each in reached(module, set()) for room in company)


def circles(arrows: Mapping[str, set[str]]) -> list[list[str]]:
    """Each set of names that lead to one another, sorted (strong components of more than one name, after Tarjan)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        path.append(name)
        for each in sorted(arrows.get(name, ())):
            if each not in order:
                visit(each)
            if each in path:
                low[name] = min(low[name], low[each])
        if low[name] == order[name]:
            circle = path[path.index(name) :]
            del path[path.index(name) :]
            found.extend([sorted(circle)] if len(circle) > 1 else [])

    for name in sorted(arrows):
        if name not in order:
            visit(name)
    return found


def test_no_circle_of_files() -> None:
    names = {module_of(path) for path in FILES}
    assert circles({module_of(path): {*imports(path)} & names - {module_of(path)} for path in FILES}) == []


def test_no_circle_of_rooms() -> None:
    """Of rooms as the table has them; `bill` with the readers in it, `check` with both its halves."""
    arrows: dict[str, set[str]] = {}
    for path in FILES:
        room = room_of(module_of(path))
        known = {room_of(each) for each in imports(path) if is_ours(f"briefing.{each}") or each == ""}
        arrows.setdefault(room, set()).update(known - {room})
    assert circles(arrows) == []


# Folders of tests that are of no single room: whole decks, other people's templates, accepted texts, measured times.
OF_NO_ROOM = ("decks", "templates", "golden", "benchmarks")


def test_tests_stand_in_the_rooms_that_they_are_of() -> None:
    tests = Path(__file__).parent
    folders = {path.parent.relative_to(tests) for path in tests.rglob("test_*.py")}
    lost = [each.as_posix() for each in folders if each.parts and each.parts[0] not in OF_NO_ROOM]
    assert sorted(each for each in lost if not (SOURCE / each).exists() and not (SOURCE / f"{each}.py").exists()) == []


def test_circles_are_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}) == [["b", "c"]]
    assert circles({"a": {"b"}, "b": {"a"}, "c": {"d"}, "d": {"c"}}) == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_is_a_function_of_its_own_name(kind: Kind) -> None:
    assert callable(getattr(import_module(f"briefing.compose.kinds.{kind.subject}"), kind.function))


def test_the_test_sees_a_wrong_import() -> None:
    assert not allowed("model", "errors")
    assert not allowed("formats.markdowntext", "yaml")
    assert not allowed("library.catalogues", "model")
    assert not allowed("page.fit", "lxml")
    assert allowed("library.catalogues", "documents.schema")
    assert allowed("cli.make", "pipeline")
    assert not allowed("cli.make", "output")
