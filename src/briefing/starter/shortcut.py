"""A file on the desktop that opens the page of a folder by a double click, as each system has them."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from briefing.errors import FactError
from briefing.files.atomic import as_sentence, write_whole


def write_shortcut(folder: Path, system: str = sys.platform, home: Path | None = None) -> Path:
    """Write it, and say where it is. Raises FactError where the folder is not there, or nothing can be written."""
    place = folder.absolute()
    if not place.is_dir():
        raise FactError(f"there is no folder {folder}", remedy="make it, or name another")
    desktop = _desktop(home or Path.home())
    path = desktop / f"briefing {place.name or 'slides'}{_ENDINGS.get(system, '.desktop')}"
    with as_sentence(path):
        write_whole(path, _text(system, place).encode())
        path.chmod(0o755)
    return path


_ENDINGS = {"win32": ".bat", "darwin": ".command"}


def _desktop(home: Path) -> Path:
    named = os.environ.get("XDG_DESKTOP_DIR", "")
    found = Path(named) if named else home / "Desktop"
    return found if found.is_dir() else home


def _text(system: str, folder: Path) -> str:
    if any(each in str(folder) for each in '"\n\r%'):
        raise FactError(f"{folder} has a character in its name that no shortcut takes", remedy="rename the folder")
    if system == "win32":
        return f'@echo off\r\n"{sys.executable}" -m briefing open "{folder}"\r\nif errorlevel 1 pause\r\n'
    command = shlex.join([sys.executable, "-m", "briefing", "open", str(folder)])
    if system == "darwin":
        return f"#!/bin/sh\nexec {command}\n"
    quoted = " ".join(f'"{_desktop_text(each)}"' for each in (sys.executable, "-m", "briefing", "open", str(folder)))
    lines = ("[Desktop Entry]", "Type=Application", "Name=briefing", f"Exec={quoted}", "Terminal=true", "")
    return "\n".join(lines)


def _desktop_text(text: str) -> str:
    """A text between quotes of a desktop entry, in which some characters have a meaning."""
    for each in ("\\", "`", "$"):
        text = text.replace(each, f"\\\\{each}")
    return text
