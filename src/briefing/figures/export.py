"""Figures for `briefing figures --json`: nested by the dots of their ids, the return always complete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefing.figures.figure import Figure, Figures
from briefing.figures.shown import as_json
from briefing.library.organisationsavings import SCENARIOS

RETURN = ("payback-month", "return-ratio", "net", "total-savings", "total-cost", "cost-of-waiting")


def as_object(figures: Figures, *, explain: bool = False) -> dict[str, Any]:
    """One JSON object: `currency`, the figures, and with `explain` formula and origin of each by its id.

    The keys of the return and of the break-even share are always there; they are null where there is no answer.
    """
    found: dict[str, Any] = {"currency": figures.currency}
    for figure in figures:
        _put(found, figure.id, as_json(figure))
    found["return"] = {name: _scenario(found.get("return", {}).get(name, {})) for name in SCENARIOS}
    found["break-even-share"] = found.pop("break-even-share", None)
    found["missing"] = {id: list(keys) for id, keys in figures.missing.items()}
    if explain:
        found["explain"] = {figure.id: explanation(figure) for figure in figures}
    return found


def explanation(figure: Figure) -> dict[str, Any]:
    """Name, unit, formula and origin of a figure."""
    inputs = [{"key": each.key, "file": each.file, "line": each.line} for each in figure.origins]
    about = {"name": figure.name, "unit": figure.unit, "currency": figure.currency, "formula": figure.formula}
    return {**about, "inputs": inputs, "no-answer": figure.no_answer}


def _scenario(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found.get(name) for name in RETURN}


def _put(into: dict[str, Any], id: str, value: object) -> None:
    *before, last = id.split(".")
    for each in before:
        into = into.setdefault(each, {})
    into[last] = value
