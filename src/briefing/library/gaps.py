"""What a persona lacks without being wrong: the sentences that `check` and a run show as notices."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from briefing.library.text import nearest_id

if TYPE_CHECKING:  # persona.py offers `gaps` as its own
    from briefing.library.persona import Answer, Entry, Persona


def gaps(persona: Persona, kpi_ids: Collection[str], *, asks: bool = True) -> tuple[str, ...]:
    """What is missing in a persona, given the ids of the KPI catalogue: a sentence each, with what to add where.

    Where its briefing takes no ask from it (`asks`), it lacks none.
    """
    return (*_missing(persona, asks=asks), *_unanswered(persona), *_uncatalogued(persona, kpi_ids))


def _missing(persona: Persona, *, asks: bool) -> Iterator[str]:
    if not persona.primary_goal:
        yield (
            f"The persona '{persona.name}' has no primary goal; its profile slide goes without one. "
            f"Add 'primary-goal' to {persona.file}."
        )
    if asks and not persona.ask:
        yield (
            f"The persona '{persona.name}' has no ask of its own; its briefing ends with what is asked of all. "
            f"Add 'ask' to {persona.file}."
        )


def _unanswered(persona: Persona) -> Iterator[str]:
    for entry in persona.frustrations:
        answers = [answer for answer in persona.answers if answer.frustration == entry.id]
        lacking = _lacking(answers)
        if lacking:
            yield (
                f"The frustration '{entry.item}' of the persona '{persona.name}' has {lacking}. "
                f"{_remedy(entry, answers, persona)}."
            )


def _lacking(answers: list[Answer]) -> str:
    if not answers:
        return "no answer"
    if not any(answer.benefits for answer in answers):
        return "an answer without a benefit"
    return "" if any(answer.kpis for answer in answers) else "an answer without a KPI"


def _remedy(entry: Entry, answers: list[Answer], persona: Persona) -> str:
    if not answers:
        return f"Add an answer with 'frustration: {entry.id}' to {persona.file}"
    field = "kpis" if any(answer.benefits for answer in answers) else "benefits"
    return f"Add '{field}' to the answer with 'frustration: {entry.id}' in {persona.file}"


def _uncatalogued(persona: Persona, kpi_ids: Collection[str]) -> Iterator[str]:
    for metric in persona.key_metrics:
        if metric.id not in kpi_ids:
            yield (
                f"The key metric '{metric.item}' of the persona '{persona.name}' is not in the KPI catalogue; "
                f"its slides show no formula for it. Add a KPI with 'id: {metric.id}' to kpis.yaml, "
                f"or correct it in {persona.file}; {nearest_id(metric.id, kpi_ids, 'kpis')}."
            )
    for answer in persona.answers:
        for kpi in answer.kpis:
            if kpi not in kpi_ids:
                yield (
                    f"The KPI '{kpi}' in an answer of the persona '{persona.name}' is not in the KPI catalogue. "
                    f"Add a KPI with 'id: {kpi}' to kpis.yaml, or correct it in {persona.file}; "
                    f"{nearest_id(kpi, kpi_ids, 'kpis')}."
                )
