"""Which services and providers count as AI: `layouts/ai-services.yaml` of the built-in library."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from briefing.library.bill import AiServices
from briefing.library.library import builtin_folder
from briefing.library.schema import convert
from briefing.library.yamlfile import read_yaml


@cache
def ai_services() -> AiServices:
    """The built-in list."""
    return read_ai_services(builtin_folder() / "layouts" / "ai-services.yaml")


def read_ai_services(path: str | Path) -> AiServices:
    """Read a list. Raises ContentError with every problem."""
    return convert(read_yaml(path), AiServices)
