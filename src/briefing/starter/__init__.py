"""The files that `briefing init` begins a folder of work with: those beside this module, and schemas for editors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from briefing.errors import FactError
from briefing.files.atomic import staging_place
from briefing.library.schemas import modeline, schema_text

SCHEMAS: Final = "library/schemas"
_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Starter:
    """A file of the starter; `schema` is what editors check it with, and `to_schemas` how they find it."""

    source: str
    schema: str = ""
    to_schemas: str = SCHEMAS

    def text(self) -> str:
        """The whole file."""
        own = (_HERE / self.source).read_text(encoding="utf-8")
        return f"{modeline(self.schema, self.to_schemas)}\n{own}" if self.schema else own


FILES: Final[Mapping[str, Starter]] = {
    "briefing.yaml": Starter("briefing.yaml", "workspace"),
    "org.yaml": Starter("org.yaml", "organisation"),
    "audiences.yaml": Starter("audiences.yaml"),
    "library/personas/cfo.yaml": Starter("cfo.yaml", "persona", "../schemas"),
    ".gitignore": Starter("gitignore.txt"),
}


def write_starter(folder: Path) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Write the files that are not there yet; what was written, and what was there and stays as it is.

    Raises FactError where a file cannot be written.
    """
    texts = {name: each.text() for name, each in FILES.items()}
    texts |= {f"{SCHEMAS}/{each.schema}.json": schema_text(each.schema) for each in FILES.values() if each.schema}
    written: list[Path] = []
    kept: list[Path] = []
    for name, text in texts.items():
        path = folder / name
        (written if _write(text, path) else kept).append(path)
    return tuple(written), tuple(kept)


def _write(text: str, target: Path) -> bool:
    """Whether the file was written: whole, and never over anything, a dangling link included."""
    if target.is_symlink() or target.exists():
        return False
    temporary = staging_place(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.rename(target)
    except OSError as error:
        raise _refused(target, error) from error
    finally:
        if target.parent.is_dir():
            temporary.unlink(missing_ok=True)
    return True


def _refused(target: Path, error: OSError) -> FactError:
    if isinstance(error, FileExistsError | NotADirectoryError):
        file = next(each for each in target.parents if each.exists() and not each.is_dir())
        return FactError(f"{file} is a file, so no folder can stand there", remedy="name another folder")
    reason = (error.strerror or type(error).__name__).lower()
    return FactError(f"{target} cannot be written: {reason}", remedy="name another folder")
