"""What a briefing leaves out: slides for want of facts, in one notice with the missing keys, and facts that no
slide tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from briefing.compose.cast import Cast
from briefing.compose.scene import Scene
from briefing.compose.wording import Wording
from briefing.documents.amounts import Day, Origin
from briefing.errors import Where
from briefing.figures.doubts import Doubt, doubts, late
from briefing.figures.figure import is_billed
from briefing.library.catalogues import KPI
from briefing.library.library import Library
from briefing.library.words import Words
from briefing.model import Briefing, LeftOut, Notice, texts
from briefing.organisation.organisation import SCOPES, Organisation

if TYPE_CHECKING:
    from briefing.figures.company import Company


# Slides that are left out for want of the organisation's facts: one notice names them all, with the missing keys.


def left_out(scene: Scene, *keys: str) -> LeftOut:
    """That the slide of this scene needs facts under these keys of the organisation's file."""
    return LeftOut(((scene.spec.kind, keys),))


def folded(notices: Sequence[Notice], cast: Cast, wording: Wording) -> Iterator[Notice]:
    """The notices, those about missing facts as one, where the first of them stands.

    Without any facts at all there is nothing to tell: whoever gives none has not forgotten one.
    """
    wanting: dict[str, tuple[str, ...]] = {}
    for each in notices:
        for kind, keys in each.wanting if isinstance(each, LeftOut) else ():
            wanting[kind] = tuple(dict.fromkeys((*wanting.get(kind, ()), *keys)))
    first = next((each for each in notices if isinstance(each, LeftOut)), None)
    for each in notices:
        if not isinstance(each, LeftOut):
            yield each
        elif each is first and cast.company:
            yield LeftOut(tuple(wanting.items()), _sentence(wanting, cast.company.facts.file, cast, wording))


def _sentence(wanting: Mapping[str, tuple[str, ...]], file: str, cast: Cast, wording: Wording) -> str:
    facts, words = {**cast.facts, "wanting": wanting, "file": file}, cast.words
    return " ".join(wording.render(words.get("no-facts"), facts, words.where("no-facts"), "no-facts").split())


# Facts of a company that no slide of a run tells: somebody wrote them down, and nobody would hear of them.

UNTOLD: Final = "B120"
MOST_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact that is told by one of these texts, by a figure of one of these groups, or by a slide of this kind."""

    key: str
    origin: Origin
    texts: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


def notices_about(
    company: Company, library: Library, day: date, briefings: Sequence[Briefing], audience: Collection[str], layout: str
) -> tuple[str, ...]:
    """What does not fit together in the facts of a company, and what these briefings tell nobody of, as sentences."""
    found = [*doubts(company.facts, library.kpis(), day), *late(company.bill, day)]
    kpis, words = library.kpis(), library.words()
    unsaid = untold(company.facts, briefings, audience, layout, words, kpis) if company.facts.file else None
    return tuple(map(str, (*found, *((unsaid,) if unsaid else ()))))


def untold(
    facts: Organisation,
    briefings: Sequence[Briefing],
    audience: Collection[str],
    layout: str,
    words: Words,
    catalogue: Mapping[str, KPI],
) -> Doubt | None:
    """One doubt that names them all; None where every fact is told.

    What a pain point tells other personas than the `audience` is no fault of the layout.
    """
    said = "\n".join(text for each in briefings for slide in each.slides() for text in texts(slide)).casefold()
    figures = {figure.id for each in briefings for figure in each.figures}
    left = [each for each in _facts(facts, audience, words, catalogue) if not _is_told(each, said, figures)]
    if not left or not briefings:
        return None
    named = [f"{each.key} (line {each.origin.line})" if each.origin.line else each.key for each in left[:MOST_NAMED]]
    more = f" and {len(left) - MOST_NAMED} more" if len(left) > MOST_NAMED else ""
    first = left[0].origin
    message = f"no slide of the layout {layout} tells {', '.join(named)}{more}"
    where = Where(first.file or facts.file, first.line, first.column)
    return Doubt(UNTOLD, where, message, "choose a layout or an audience that is told it, or leave it out")


def _is_told(fact: _Fact, said: str, figures: Iterable[str]) -> bool:
    return any(text.casefold() in said for text in fact.texts if text) or any(
        each.startswith(group) for each in figures for group in fact.figures
    )


def _facts(
    facts: Organisation, audience: Collection[str], words: Words, catalogue: Mapping[str, KPI]
) -> Iterator[_Fact]:
    for each in (*_spend(facts, catalogue), *_dates(facts, words), *_lists(facts, audience, words)):
        if not is_billed(each.origin):
            yield each


def _spend(facts: Organisation, catalogue: Mapping[str, KPI]) -> Iterator[_Fact]:
    """Amounts and shares, which are figures."""
    spend = facts.spend
    for name, field in SCOPES.items():
        if part := getattr(spend, field, None):
            found = next(filter(None, (part.current_monthly, part.current_annual, part.annual_growth)), None)
            if found:
                yield _Fact(f"spend.{name}", found.origin, figures=(f"spend.{name}.", f"bill.{name}."))
    commitments = spend.commitments if spend else None
    for name in ("monthly", "coverage", "utilisation"):
        if found := getattr(commitments, name, None):
            key = f"spend.commitments.{name}"
            kpis = (f"kpis.{each.id}." for each in catalogue.values() if each.is_shown_by(key))
            yield _Fact(key, found.origin, figures=(key, f"bill.commitments.{name}", *kpis))
    for index, kpi in enumerate(facts.kpis, 1):
        own = next((value for aim in kpi.by_persona.values() for value in (aim.target, aim.baseline) if value), None)
        if stated := kpi.target or kpi.baseline or own:
            yield _Fact(f"kpis[{index}] {kpi.id}", stated.origin, figures=(f"kpis.{kpi.id}.",))


def _dates(facts: Organisation, words: Words) -> Iterator[_Fact]:
    dated: Mapping[str, Day | None] = {
        "fiscal-calendar.budget-due": facts.fiscal_calendar.budget_due if facts.fiscal_calendar else None,
        "spend.commitments.next-renewal": (
            facts.spend.commitments.next_renewal if facts.spend and facts.spend.commitments else None
        ),
    }
    for key, found in dated.items():
        if found:
            yield _Fact(key, found.origin, _written(found, words))


def _written(found: Day, words: Words) -> tuple[str, ...]:
    """A date as slides write it, with the year or the day beside the month."""
    lists = (words.list(name) for name in ("months", "short-months"))
    names = [each[found.first.month - 1] for each in lists if len(each) == 12]
    first, year = found.first.day, found.first.year
    ends = (f"{first} {{}}", f"{{}} {first}", f"{first}. {{}}") if found.exact else (f"{{}} {year}",)
    return tuple(end.format(name) for end in ends for name in names)


def _lists(facts: Organisation, audience: Collection[str], words: Words) -> Iterator[_Fact]:
    """What is told in the words that it was written in."""
    for index, pain in enumerate(facts.pain_points, 1):
        if not pain.who or set(pain.who) & set(audience):
            yield _Fact(f"pain-points[{index}]", pain.cost.origin if pain.cost else Origin(), (_bare(pain.text),))
    for index, incident in enumerate(facts.incidents, 1):
        dated = incident.cost or incident.date
        yield _Fact(f"incidents[{index}]", dated.origin if dated else Origin(), (incident.name, _bare(incident.text)))
    for index, win in enumerate(facts.quick_wins, 1):
        amount = win.amount or win.date
        yield _Fact(f"quick-wins[{index}]", amount.origin if amount else Origin(), (win.name,))
    for index, risk in enumerate(facts.risks, 1):
        yield _Fact(f"risks[{index}]", Origin(), (risk.name,))
    for index, stance in enumerate(facts.trade_offs, 1):
        said = (stance.question, _bare(stance.follows), stance.owner)
        if any(said):
            yield _Fact(f"trade-offs[{index}]", stance.date.origin if stance.date else Origin(), said)
    for index, step in enumerate(facts.roadmap, 1):
        when = _written(step.date, words) if step.date else ()
        own = () if step.milestone.isdecimal() else (step.milestone,)
        if own or when:
            yield _Fact(f"roadmap[{index}]", step.date.origin if step.date else Origin(), own or when)
    for index, saving in enumerate(facts.savings, 1):
        sized = saving.base or saving.amount or saving.low or saving.high
        if sized:
            told = ("savings.by-status.realised.",) if saving.status == "realised" else ()  # which are told as one
            yield _Fact(f"savings[{index}]", sized.origin, (saving.name,), told)
    if facts.team and (facts.team.home or facts.team.reporting_line):
        origin = facts.team.size.origin if facts.team.size else Origin()
        yield _Fact("team", origin, (facts.team.home, facts.team.reporting_line))


def _bare(text: str) -> str:
    return text.rstrip(".")
