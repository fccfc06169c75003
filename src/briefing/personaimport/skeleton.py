"""The commented skeleton of a persona, for people who write one of their own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefing.errors import FactError, UsageError
from briefing.library.persona import LONGEST_IDENTIFIER
from briefing.library.schemas import modeline
from briefing.library.text import file_name, is_identifier, slug
from briefing.library.yamlfile import shown
from briefing.personaimport.importing import put_files, put_schema
from briefing.personaimport.writing import scalar


@dataclass(frozen=True, slots=True)
class Essentials:
    """What a new persona needs; with `extends` it takes the rest from another one."""

    identifier: str
    name: str = ""
    goal: str = ""
    extends: str = ""


def check_identifier(identifier: str) -> None:
    """Raise UsageError for an identifier that cannot be one."""
    better = slug(identifier)[:LONGEST_IDENTIFIER].strip("-")
    if not is_identifier(identifier) or len(identifier) > LONGEST_IDENTIFIER:
        message = f"'{identifier}' is no identifier: it should be lower-case letters, digits and hyphens"
        remedy = f"write '{better}'" if is_identifier(better) else "write for example 'chief-ai-officer'"
        raise UsageError(message, remedy=remedy)


def new_persona(asked: Essentials, folder: Path) -> Path:
    """Write the skeleton into a library. Raises UsageError for a bad identifier, FactError where a file is there."""
    check_identifier(asked.identifier)
    path = folder / "personas" / file_name(asked.identifier)
    if path.exists():
        raise FactError(f"{shown(path)} is there already", remedy="edit it, or choose another identifier")
    put_files({path: _overlay(asked) if asked.extends else _whole(asked)})
    put_schema(folder)
    return path


def _whole(asked: Essentials) -> str:
    return _WHOLE.format(
        modeline=modeline("persona"),
        identifier=asked.identifier,
        name=scalar(asked.name),
        goal=scalar(asked.goal) if asked.goal else "",
    )


def _overlay(asked: Essentials) -> str:
    lines = [modeline("persona"), f"# Changes the persona '{asked.extends}'; what is not named here stays as it is."]
    lines += [f"extends: {asked.extends}"]
    lines += [f"identifier: {asked.identifier}"] if asked.identifier != asked.extends else []
    lines += [f"name: {scalar(asked.name)}"] if asked.name else []
    lines += [f"primary-goal: {scalar(asked.goal)}"] if asked.goal else []
    return "\n".join([*lines, _CHANGES])


_CHANGES = """
# A field is replaced by what stands here. A list can be changed entry by entry:
# objectives:
#   add:
#     - {id: green-computing, item: Report the carbon of our computing}
#   remove: [protect-margin]
#   replace:
#     - {id: ai-value, item: Fund only the AI work that pays off}
# key-messages:
#   add: [A sentence that your company always says]
# `briefing personas show ID` shows what comes out, and with --origin from which file.
"""

_WHOLE = """\
{modeline}
identifier: {identifier}
name: {name}
primary-goal: {goal}
# titles: [Job titles of people in this role]
# aliases: [other-names]

# Three to five entries each. An id lets other lists, and other files, point at an entry.
objectives: []
#  - {{id: short-name, item: What this person works towards}}

frustrations: []
#  - {{id: what-hurts, item: What stands in the way today}}

# Ids of the KPI catalogue, or texts of your own.
key-metrics: []
#  - unit-cost

finops-benefits: []
#  - {{id: what-helps, item: What FinOps gives this person}}

# Which benefit answers which frustration, and which KPI shows it.
answers: []
#  - frustration: what-hurts
#    benefits: [what-helps]
#    kpis: [unit-cost]
#    change: What changes, in one sentence

# The one decision that the briefing asks of this person.
# ask:
#   decision: Fund a three-month pilot
#   why: Why it is this person's to take
#   by: Within 30 days

# The sentences that should stay in mind.
key-messages: []

# What this person will ask, and may say against it.
questions: []
objections: []
#  - {{objection: We tried that, reply: What is different this time}}
"""
