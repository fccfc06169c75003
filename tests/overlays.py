"""A small library to be extended by one of a user, for the tests of overlays."""

from __future__ import annotations

from pathlib import Path

from briefing.library.library import Library

CFO = """\
identifier: cfo
name: CFO
aliases: [finance chief, money]
primary-goal: Predict
objectives:
  - {id: predict, item: Predict spend}
  - {id: margin, item: Protect margin}
  - Grow
frustrations:
  - {id: bills, item: Bills surprise us}
  - {id: soft, item: Savings are soft}
finops-benefits:
  - {id: forecast, item: A forecast}
  - {id: proof, item: A proof}
answers:
  - {frustration: bills, benefits: [forecast, proof], kpis: [cost], change: Weekly}
  - {frustration: soft, benefits: [proof], change: Signed off}
key-messages: [One message, Another one]
objections: [{objection: It is soft, reply: It is not}]
ask: {decision: Fund it, why: It pays, by: June}
language: {use: [payback], avoid: [hype]}
"""
PITCH = """\
name: pitch
title: Base
keywords: [a, b]
slides:
  - {kind: title, title: T}
  - {kind: cards, title: First}
  - {kind: cards, title: Second}
  - {kind: ask, title: Ask, notes: [n]}
"""


def put(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def extended_library() -> Library:
    """In the current folder: `base`, and before it `mine`, which is still empty."""
    put("base/personas/cfo.yaml", CFO)
    put("base/personas/kpis.yaml", "- {id: cost, name: Cost, formula: a ÷ b}\n- {id: cogs, name: COGS}\n")
    put("base/personas/groups.yaml", "- {id: board, name: Board, members: [cfo]}\n")
    put("base/layouts/pitch/layout.yaml", PITCH)
    return Library((Path("mine"), Path("base")))
