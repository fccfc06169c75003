"""The slide kinds: what a layout may ask for under `kind:`, and who builds it.

A kind is a function of its own name in the module of its subject, `-` written as `_`. It takes a scene and gives the
slide, a notice that says why there is none, or None where nobody need hear of it. A module is imported when a layout
asks for one of its kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from keyword import iskeyword
from typing import Literal, cast

from msgspec import Struct

from briefing.compose.scene import Scene
from briefing.compose.untold import left_out
from briefing.model import Notice, Slide

# What is for the speaker alone, and in no file that is sent.
COACHING = frozenset({"talking-points", "objections", "language"})
COMMON_KEYS = frozenset({"title", "label", "notes", "source"})
# Made after all others, wherever they stand: they tell of what the others show.
LOOKING_BACK = frozenset({"assumptions", "backup"})


class Kind(Struct, frozen=True):
    """A kind: its name in layouts, the module of its subject, the keys of a specification that it reads, what it needs.

    One that needs the company's `facts` says what is missing where there are none; one of the `bill` is left out, and
    nobody hears of it.
    """

    name: str
    subject: str
    takes: frozenset[str] = frozenset()
    needs: Literal["nothing", "facts", "bill"] = "nothing"

    @property
    def function(self) -> str:
        """What builds it in the module of its subject."""
        name = self.name.replace("-", "_")
        return f"{name}_" if iskeyword(name) else name

    def build(self, scene: Scene) -> Slide | Notice | None:
        """The slide of a scene, or why it is left out; None where whoever gives no bill has not forgotten one."""
        company = scene.cast.company
        if self.needs == "facts" and not company:
            return left_out(scene, "--org")
        if self.needs == "bill" and not (company and company.bill):
            return None
        module = import_module(f"briefing.compose.kinds.{self.subject}")
        return cast("Slide | Notice | None", getattr(module, self.function)(scene))


def _kinds() -> Iterator[Kind]:
    for subject, (needs, kinds) in _SUBJECTS.items():
        for name, takes in kinds.items():
            yield Kind(name, subject, frozenset(takes.split()), needs)


# Subject → what its kinds need, and each of them with the keys that it takes.
_SUBJECTS: Mapping[str, tuple[Literal["nothing", "facts", "bill"], Mapping[str, str]]] = {
    "pitch": (
        "nothing",
        {
            "title": "subtitle details",
            "statement": "text",
            "text": "lead bullets",
            "cards": "lead cards",
            "decision": "tiles",
            "talking-points": "",
            "questions": "questions",
            "memo": "paragraphs",
            "ask": "",
            "backup": "",
        },
    ),
    "summary": ("nothing", {"executive-summary": "", "one-page": "", "start": ""}),
    "charts": (
        "nothing",
        {
            "chart": "style unit currency categories series low high steps better finding",
            "tiles": "lead tiles bullets",
        },
    ),
    "people": (
        "nothing",
        {
            "common-ground": "",
            "persona-profile": "",
            "answers": "",
            "kpis": "",
            "changes": "",
            "objections": "",
            "language": "",
        },
    ),
    "framework": (
        "nothing",
        {
            "finops-overview": "",
            "phases": "definition",
            "principles": "",
            "roadmap": "",
            "structure": "",
            "raci": "",
            "sources": "",
        },
    ),
    "strategy": ("nothing", {"strategy-alignment": "page"}),
    "today": (
        "facts",
        {
            "why-now": "",
            "pain-points": "",
            "further-pains": "",
            "maturity": "",
            "team": "",
            "risks": "",
            "current-state": "",
            "kpi-targets": "",
        },
    ),
    "money": (
        "facts",
        {"quick-wins": "", "opportunities": "", "waiting": "", "return": "", "fiscal-years": "", "net-by-month": ""},
    ),
    "scopes": ("facts", {"spend-scopes": ""}),
    "appendix": ("facts", {"assumptions": "", "evidence": "", "data-quality": ""}),
    "billtrend": ("bill", {"spend-trend": "", "spend-movers": ""}),
    "billsplit": ("bill", {"spend-split": "by", "spend-bridge": "", "ai-models": ""}),
    "billcommitments": ("bill", {"commitment-health": "", "commitment-terms": ""}),
    "billbaseline": ("bill", {"bill-kpis": ""}),
    "billhealth": ("bill", {"allocation-health": "", "bill-quality": ""}),
}
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _kinds()}
