"""How DuckDB reads cloud storage: an fsspec file system that hands every URL to the file system of its provider."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from briefing.errors import FactError
from briefing.spend.clouds import CLOUDS, open_untold

try:
    from fsspec import AbstractFileSystem
except ModuleNotFoundError:
    AbstractFileSystem = object

_UNCHANGED = datetime(2000, 1, 1, tzinfo=UTC)  # a run reads each file once: no cache has to tell versions apart


def door(schemes: Iterable[str]) -> Any:
    """A file system for these schemes. Raises FactError where fsspec is not installed."""
    names = tuple(schemes)
    if AbstractFileSystem is object:
        message = f"reading {names[0]}:// needs fsspec, which is not installed"
        raise FactError(message, remedy=f"install finops-briefing[{CLOUDS[names[0]].extra}]")
    return type("CloudDoor", (_Door,), {"protocol": names})(skip_instance_cache=True)


class _Door(AbstractFileSystem):  # type: ignore[misc]  # fsspec carries no types
    """Just what DuckDB asks of a file system. Its URLs are exact, and no patterns."""

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return path

    def glob(self, path: str, **_: Any) -> list[str]:
        """The path itself: patterns are resolved before."""
        return [path]

    def open(self, path: str, mode: str = "rb", **_: Any) -> Any:
        """The file, for reading only."""
        return open_untold(path)

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Its size in bytes."""
        with open_untold(path) as file:
            return {"name": path, "size": file.size(), "type": "file"}

    def modified(self, path: str) -> datetime:
        """A fixed time."""
        return _UNCHANGED
