"""Every check by its code.

Codes are stable: B0 are errors, B1 is advice. `docs/checks.md` explains each with an example.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from briefing.librarycheck.findings import Check
from briefing.librarycheck.rules import catalogue, facts, personas, reading, slides

_TOLD: Final = "{problem}"
_REMEDY: Final = "{remedy}"

CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "B001": Check("error", "file that cannot be read", _TOLD, _REMEDY, reading.told("B001")),
        "B002": Check("error", "no sound YAML", _TOLD, _REMEDY, reading.told("B002")),
        "B003": Check("error", "wrong or missing value", _TOLD, _REMEDY, reading.told("B003")),
        "B004": Check("error", "unknown field", _TOLD, _REMEDY, reading.told("B004")),
        "B005": Check("error", "name used twice", _TOLD, _REMEDY, reading.told("B005")),
        "B006": Check("error", "name that leads nowhere", _TOLD, _REMEDY, reading.dangling),
        "B007": Check("error", "unknown kind of slide", _TOLD, _REMEDY, reading.told("B007")),
        "B008": Check("error", "key that the kind does not take", _TOLD, _REMEDY, reading.told("B008")),
        "B009": Check("error", "overlay that cannot be applied", _TOLD, _REMEDY, reading.told("B009")),
        "B010": Check("error", "RACI row out of order", _TOLD, _REMEDY, reading.told("B010")),
        "B011": Check("error", "Jinja2 that cannot be compiled", _TOLD, _REMEDY, reading.not_compiled),
        "B012": Check(
            "error",
            "slide that cannot be made",
            "{problem} (in the layout {layout}, for the {persona})",
            _REMEDY,
            reading.not_made,
        ),
        "B101": Check(
            "advice",
            "frustration without an answer",
            "the frustration '{frustration}' of the persona '{persona}' has {lacking}",
            "{remedy} to {file}",
            personas.unanswered,
        ),
        "B102": Check(
            "advice",
            "persona without a goal",
            "the persona '{persona}' has no primary goal",
            "add 'primary-goal: …' to {file}",
            personas.no_goal,
        ),
        "B103": Check(
            "advice",
            "persona without an ask",
            "the persona '{persona}' has no ask of its own; its briefing ends with what is asked of all",
            "add 'ask: …' to {file}",
            personas.no_ask,
        ),
        "B104": Check(
            "advice",
            "ask without a date",
            "{whose} does not say by when",
            "add '{field}: …' to it",
            personas.ask_without_date,
        ),
        "B105": Check(
            "advice",
            "metric that is not in the catalogue",
            "{metric} of the persona '{persona}' is not in the KPI catalogue; slides show no formula for it",
            "add a KPI with 'id: {id}' to personas/kpis.yaml, or correct it",
            personas.not_catalogued,
        ),
        "B106": Check(
            "advice",
            "two personas with the same list",
            "the personas '{persona}' and '{other}' have the same '{list}'",
            "say in each what moves this person alone",
            personas.same_lists,
        ),
        "B107": Check(
            "advice",
            "metric without a formula",
            "the KPI '{kpi}' has no formula",
            "add 'formula: …', in words",
            catalogue.no_formula,
        ),
        "B108": Check(
            "advice",
            "metric that nobody has",
            "no persona names the KPI '{kpi}', neither as a key metric nor in an answer",
            "name it where it belongs, or take it out",
            catalogue.orphan,
        ),
        "B109": Check(
            "advice",
            "text too long for its box",
            "'{text}' has {length} characters and is too long for its box: "
            "the slide '{slide}' continues on another one (layout {layout}, for the {persona})",
            "shorten it",
            slides.entry_too_long,
        ),
        "B110": Check(
            "advice",
            "slide that continues",
            "the slide '{slide}' holds more than fits and continues on another one "
            "(layout {layout}, for the {persona})",
            "say less on it, or make two slides of it",
            slides.slide_too_full,
        ),
        "B111": Check(
            "advice",
            "word to avoid",
            "'{word}' stands on the slide '{slide}', and is to be avoided before the {persona} (layout {layout})",
            "say it in another word, or take it out of 'avoid'",
            slides.jargon,
        ),
        "B112": Check(
            "advice",
            "title used twice",
            "two slides are called '{title}' (layout {layout}, for the {persona})",
            "say in each title what is told on that slide alone",
            slides.title_twice,
        ),
        "B113": Check(
            "advice",
            "layout with nothing to say",
            "no slide of the layout {layout} is left for the {persona}",
            "look at its 'when' conditions, and at what the persona lacks",
            slides.nothing_left,
        ),
        "B114": Check(
            "advice",
            "notice",
            "{notice} (layout {layout}, for the {persona})",
            "see docs/layouts.md for what this kind of slide needs",
            slides.notice,
        ),
        "B115": Check("advice", "text that YAML leaves out", _TOLD, _REMEDY, facts.cautions),
        "B116": Check("advice", "part above its total", _TOLD, _REMEDY, facts.doubtful("B116")),
        "B117": Check("advice", "date on the wrong side", _TOLD, _REMEDY, facts.doubtful("B117")),
        "B118": Check("advice", "facts that contradict each other", _TOLD, _REMEDY, facts.doubtful("B118")),
        "B119": Check("advice", "target on the wrong side", _TOLD, _REMEDY, facts.doubtful("B119")),
        "B120": Check("advice", "fact that no slide tells", _TOLD, _REMEDY, facts.untold),
    }
)
