"""Figures for `briefing figures --json`: nested by the dots of their ids, the return always complete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefing.figures.figure import Figure, Figures, Series
from briefing.figures.shown import as_json, as_text
from briefing.library.organisationsavings import SCENARIOS

RETURN = ("payback-month", "return-ratio", "net", "total-savings", "total-cost", "cost-of-waiting")


def as_object(figures: Figures, *, explain: bool = False) -> dict[str, Any]:
    """One JSON object: `currency`, the figures, and with `explain` formula and origin of each by its id.

    The keys of the return and of the break-even share are always there; they are null where there is no answer. A
    figure above others, such as `bill.growth` above `bill.growth.amount`, is `value` beside them.
    """
    found: dict[str, Any] = {"currency": figures.currency}
    above = {id.rpartition(".")[0] for id in figures.all}
    for figure in figures:
        # `bill.growth` is a figure, and `bill.growth.amount` is another.
        _put(found, f"{figure.id}.value" if figure.id in above else figure.id, as_json(figure))
    found["return"] = {name: _scenario(found.get("return", {}).get(name, {})) for name in SCENARIOS}
    found["break-even-share"] = found.pop("break-even-share", None)
    found["missing"] = {id: list(keys) for id, keys in figures.missing.items()}
    found |= _of_bill(figures)
    if explain:
        found["explain"] = {figure.id: explanation(figure) for figure in figures}
    return found


def _of_bill(figures: Figures) -> dict[str, Any]:
    """What only figures out of billing data have: what each counts, series, and why others do not exist."""
    series = [each for each in figures.series.values() if each.id.startswith("bill.")]
    based = {each.id: each.basis for each in figures if each.basis}
    parts = {"basis": based, "series": {each.id: _drawn(each) for each in series}, "absent": dict(figures.absent)}
    return {name: part for name, part in parts.items() if part}


def _drawn(series: Series) -> dict[str, Any]:
    values = [as_text(each, series.unit) for each in series.values]
    about = {"name": series.name, "unit": series.unit, "currency": series.currency, "basis": series.basis}
    return {**about, "labels": list(series.labels), "values": values}


def explanation(figure: Figure) -> dict[str, Any]:
    """Name, unit, formula and origin of a figure."""
    inputs = [{"key": each.key, "file": each.file, "line": each.line} for each in figure.origins]
    about = {"name": figure.name, "unit": figure.unit, "currency": figure.currency, "formula": figure.formula}
    basis = {"basis": figure.basis} if figure.basis else {}
    return {**about, **basis, "inputs": inputs, "no-answer": figure.no_answer}


def _scenario(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found.get(name) for name in RETURN}


def _put(into: dict[str, Any], id: str, value: object) -> None:
    *before, last = id.split(".")
    for each in before:
        into = into.setdefault(each, {})
    into[last] = value
