"""Who may import whom: the table of rooms in docs/architecture.md, held against the source."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "briefing"
FILES = sorted(SOURCE.rglob("*.py"))
RENDER = ("render.registry", "render.rendered")

# Room → the rooms and packages that it may import, besides itself and the standard library. The longest name decides.
ROOMS: Mapping[str, tuple[str, ...]] = {
    "errors": (),
    "model": (),
    "library": ("errors", "yaml", "platformdirs", "openpyxl"),
    "personaimport": ("errors", "library", "yaml"),
    "compose": ("errors", "library", "model", "figures", "jinja2", "babel"),
    "output": ("errors",),
    "targets": ("errors", "output", *RENDER),
    "themes": ("errors", "library", "render.theme_choice"),
    "render.theme_choice": (),
    "render.rendered": ("model", "render.theme_choice"),
    "render.registry": ("errors", "render.rendered", "render.markdown", "render.pptx.renderer"),
    "render.markdown": ("model", "jinja2", "render.rendered", "render.markdown_blocks", "render.markdown_text"),
    "render.markdown_blocks": ("model", "render.markdown_text", "render.mermaid"),
    "render.markdown_text": (),
    "render.mermaid": ("model", "render.markdown_text"),
    # Stages of the deck: arrange and what it measures with know no XML; write and theme know no briefing.
    "render.pptx": ("errors", "model", "render.rendered", "render.theme_choice", "pptx", "xlsxwriter", "lxml"),
    "render.pptx.arrange": ("model", "render.pptx"),
    "render.pptx.fit": ("model", "render.pptx"),
    "render.pptx.breaks": ("model", "render.pptx"),
    "render.pptx.fonts": ("render.pptx",),
    "render.pptx.boxes": ("model",),
    "render.pptx.look": ("render.pptx.boxes",),
    "inspection": ("errors", "render"),
    "figures": ("errors", "library"),
    "bills": ("errors", "library", "spend", "output"),
    "spend.sample": ("errors", "library", "duckdb"),
    "spend": ("errors", "library", "ibis", "duckdb", "pyarrow", "fsspec", "pyspark", "trino", "google", "databricks"),
    "compare": ("errors", "model", "library", "compose", "figures"),
    "starter": ("errors", "library"),
    "pipeline": (
        "errors",
        "model",
        "library",
        "compose",
        "output",
        "targets",
        "themes",
        "render",
        "figures",
        "compare",
        "bills",
    ),
    "batch": (
        *("errors", "", "model", "library", "figures", "compose", "render.registry", "render.theme_choice"),
        *("output", "targets", "themes", "pipeline", "bills", "filelock"),
    ),
    # Makes every deck in memory, as far as to the placed boxes, and writes none.
    "librarycheck": (
        *("errors", "model", "library", "figures", "compose", "targets", "themes"),
        *("render.pptx.arrange", "render.pptx.look", "render.pptx.renderer", "jinja2", "yaml"),
    ),
    # Looks at decks with measures and colour arithmetic of the first stage, and knows nothing of who made them.
    "deckcheck": ("errors", "render.pptx", "lxml"),
    "cli": (
        "errors",
        "compare",
        "batch",
        "pipeline",
        "bills",
        "inspection",
        "library",
        "figures",
        "starter",
        "librarycheck",
        "deckcheck",
        "personaimport",
        "",
        "typer",
        "tqdm",
    ),
    "": ("pipeline", "bills", "model"),
    "__main__": ("cli",),
}
# Frozen values are msgspec's Structs, which cost a tenth of dataclasses to define; `--help` does without them.
VALUES = "msgspec"
WITHOUT_VALUES = ("errors", "cli", "__main__", "")
# What a module of the deck's first stage may not reach even through other modules of its room.
PURE = ("render.pptx.arrange", "render.pptx.fit", "render.pptx.fonts", "render.pptx.boxes", "render.pptx.look")


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it; ours without `briefing.`, as `library.kpi`."""
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


@pytest.mark.parametrize("module", [module_of(path) for path in FILES if module_of(path).startswith("render")])
def test_no_renderer_knows_a_persona(module: str) -> None:
    assert not any(within(each, room) for each in reached(module, set()) for room in ("library", "compose"))


def test_the_test_sees_a_wrong_import() -> None:
    assert not allowed("model", "errors")
    assert not allowed("render.markdown_text", "yaml")
    assert not allowed("library.kpi", "model")
    assert allowed("library.kpi", "library.schema")
    assert allowed("cli.make", "pipeline")
    assert not allowed("cli.make", "output")
