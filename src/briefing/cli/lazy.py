"""A group whose commands are imported when they are asked for: a run needs one, and Typer takes its time for each.

Help, completion and the guess after a misspelt name work as in any group; help imports all of them.
"""

from __future__ import annotations

from collections import UserDict
from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

import typer
import typer.main
from typer.core import TyperGroup


class LazyGroup(TyperGroup):
    """The commands of `modules`, in that order: name → the module that has the command, as `loaded` reads it."""

    modules: ClassVar[Mapping[str, str]] = {}

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = _Commands(self.modules)

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # Typer's own name is private
        """Their names, without importing any."""
        return list(self.commands)


class _Commands(UserDict[str, Any]):
    """Commands by name, and in place of those that nobody has asked for yet the names of their modules."""

    def __getitem__(self, name: str) -> Any:
        found = super().__getitem__(name)
        if isinstance(found, str):
            found = self.data[name] = loaded(name, found)
        return found


def loaded(name: str, module: str) -> Any:
    """The command of a module: its group `app`, or else its function of that name, with `EXAMPLES` after the help."""
    there, only = import_module(module), typer.Typer(rich_markup_mode=None)
    if group := getattr(there, "app", None):
        only.add_typer(group, name=name)
    else:
        only.command(name, epilog=getattr(there, "EXAMPLES", None))(getattr(there, name))
    return typer.main.get_group(only).commands[name]
