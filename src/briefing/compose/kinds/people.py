"""Kinds about the people in the room: what each wants, what hurts, what changes, and what may be said against it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from briefing.compose.audience import KpiTold, aim, is_aim
from briefing.compose.cast import Item
from briefing.compose.scene import Scene
from briefing.compose.wording import in_sentence, sentence_case, without_stop
from briefing.library.catalogues import KPI
from briefing.library.persona import Answer, Entry, Persona
from briefing.model import Block, Card, Cell, Columns, Mark, Notice, Pair, Pairs, Remark, Slide, Table, Text

# `answers`: each frustration, what FinOps changes about it, and the KPI that shows it.


def answers(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where the persona has no answers."""
    persona = scene.star()
    answered = [(each, found) for each in persona.frustrations if (found := _answer(scene, each))]
    rows = tuple(_answers_row(scene, *each) for each in answered)
    if not rows:
        return Remark(scene.word("no-answers"))
    headings = (scene.word("frustration"), scene.word("change"), scene.word("shown-by"))
    shown = sum(any(_aim(scene, kpi) for kpi in found.kpis) for _, found in answered)
    told = scene.telling(changes=len(rows), named=sum(bool(each.tag) for each in rows), shown=shown)
    return told.slide(Pairs(rows, headings), title="answers-title", label="answers-label", notes="answers-notes")


def _answers_row(scene: Scene, frustration: Entry, answer: Answer) -> Pair:
    """Of several KPIs the one that has an aim is shown; their names where none or more have."""
    benefits = {entry.id: entry.item for entry in scene.star().finops_benefits}
    change = answer.change or "; ".join(benefits[each] for each in answer.benefits)
    shown = [(scene.cast.metric(Entry(item=each, id=each)), _aim(scene, each)) for each in answer.kpis]
    aimed = [each for each in shown if each[1]]
    if len(shown) == 1 or len(aimed) == 1:
        return Pair(_to_you(frustration), change, *(aimed or shown)[0])
    return Pair(_to_you(frustration), change, ", ".join(" ".join(filter(None, each)) for each in shown))


def _to_you(frustration: Entry) -> str:
    """A frustration as it is said to the person in the room."""
    return getattr(frustration, "to_you", "") or frustration.item


def _aim(scene: Scene, kpi: str) -> str:
    """From where a KPI stands to where it is to be; empty where nobody says so."""
    told = aim(scene.cast, scene.star(), kpi)
    return scene.word("answers-aim", told=told) if told and told.baseline and told.target else ""


def _answer(scene: Scene, frustration: Entry) -> Answer | None:
    return next((each for each in scene.star().answers if each.frustration == frustration.id), None)


# `changes`: what FinOps changes for each persona, a card a persona.


MOST_CARDS = 8


def changes(scene: Scene) -> Slide:
    """The changes of the persona's answers, or the benefits where there are none; for a crowd a row each, of the first.

    What a row has no room for stands under the notes.
    """
    if len(scene.cast.personas) > MOST_CARDS:
        return _changes_in_rows(scene)
    cards = tuple(Card(each.name, _changes(each), icon=each.group or "finops-benefits") for each in scene.cast.personas)
    return scene.slide(Columns(cards), notes="changes-notes")


def _changes_in_rows(scene: Scene) -> Slide:
    told = [(each.name, _changes(each)) for each in scene.cast.personas]
    rows = tuple((Cell(name), Cell(next(iter(changes), ""))) for name, changes in told)
    heads = (scene.word("changes-who"), scene.word("change"))
    table = Table(heads, rows, (3.0, 9.0), summary=scene.word("changes-summary"))
    further = [(name, changes[1:]) for name, changes in told if changes[1:]]
    spill = tuple(scene.word("further", heading=name, items="; ".join(changes)) for name, changes in further)
    return replace(scene.slide(table, notes="changes-notes"), spill=spill)


def _changes(persona: Persona) -> tuple[str, ...]:
    changes = tuple(answer.change for answer in persona.answers if answer.change)
    return changes or tuple(entry.item for entry in persona.finops_benefits)


# `common-ground`: what the audience shares, a row an item and a column a persona, and what each has alone.

ROWS = 8
ALONE = 3
FEW = 2  # of three, whose cards stand under each other
MOST_BESIDE = 4
MOST_DOTTED = 8
SIDES = ("one", "other")  # of what two share


def common_ground(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where there is one persona only or nothing is shared.

    Of two, three fields: what one has alone, what both have, what the other has alone. Beside columns for more than
    four personas nothing else fits: what each has alone is in the notes then.
    """
    common = scene.cast.common
    if len(scene.cast.personas) < 2 or not common.shared:
        return Remark(scene.word("no-common-ground"))
    if len(scene.cast.personas) == len(SIDES):
        slide = scene.slide(_fields(scene), title="common-title", notes="common-notes")
        return replace(slide, notes=(*slide.notes, *_unshown(scene, common.shared[ROWS:])))
    apart = _apart(scene)
    wide = len(scene.cast.personas) > MOST_BESIDE
    blocks: tuple[Block, ...] = (_table(scene, common.shared[:ROWS]), *(() if wide else apart))
    slide = scene.slide(*blocks, title="common-title", notes="common-notes", flow="down" if wide else "beside")
    alone = [line for block in apart for card in block.cards for line in card.items] if wide else _further(scene)
    return replace(slide, notes=(*slide.notes, *_unshown(scene, common.shared[ROWS:]), *alone))


def _fields(scene: Scene) -> Columns:
    """Three cards, of which the middle one stands out: it is what both have."""
    alone = scene.cast.common.alone
    one, other = (
        Card(scene.word("alone", name=each.name), _first(alone[each.identifier]), icon=each.group or "objectives")
        for each in scene.cast.personas
    )
    shared = tuple(_named(scene, each) for each in scene.cast.common.shared[:ROWS])
    cards = (one, Card(scene.word("common-both"), shared, icon="finops-benefits"), other)
    return Columns(tuple(card for card in cards if card.items))


def _table(scene: Scene, items: tuple[Item, ...]) -> Table:
    personas = scene.cast.personas
    if len(personas) > MOST_DOTTED:
        return _listed(scene, items)
    header = (scene.word("shared"), *(persona.name for persona in personas))
    rows = tuple((Cell(_named(scene, item)), *(_dot(scene, item, each) for each in personas)) for item in items)
    weights = (4.0, *(6 / (2 + len(personas)) for _ in personas))
    is_told = any(len(item.holders) < len(personas) for item in items)  # by a hollow dot, which else nobody sees
    return Table(header, rows, weights, scene.word("common-key") if is_told else "", scene.word("common-summary"))


def _listed(scene: Scene, items: tuple[Item, ...]) -> Table:
    """A row an item, with the names of those who have it: a column for each would be too narrow."""
    names = {each.identifier: each.name for each in scene.cast.personas}
    rows = tuple(
        (Cell(_named(scene, each)), Cell(", ".join(names[holder] for holder in each.holders))) for each in items
    )
    return Table((scene.word("shared"), scene.word("shared-by")), rows, (5, 7), summary=scene.word("common-summary"))


def _named(scene: Scene, item: Item) -> str:
    return scene.word("common-item", list=scene.word(f"one-{item.list.replace('_', '-')}"), item=item.text)


def _dot(scene: Scene, item: Item, persona: Persona) -> Cell:
    has = persona.identifier in item.holders
    return Cell(scene.word("yes" if has else "no"), "yes" if has else "no")


def _apart(scene: Scene) -> tuple[Columns, ...]:
    alone, personas = scene.cast.common.alone, scene.cast.personas
    if len(personas) > 3:
        items = tuple(f"{each.name}: {alone[each.identifier][0].text}" for each in personas if alone[each.identifier])
        return (Columns((Card(scene.word("apart"), items),)),) if items else ()
    cards = (Card(scene.word("alone", name=each.name), _first(alone[each.identifier])[:FEW]) for each in personas)
    kept = tuple(card for card in cards if card.items)
    return (Columns(kept),) if kept else ()


def _further(scene: Scene) -> list[str]:
    """For the notes: what the cards of three have no room for."""
    alone = scene.cast.common.alone
    few = [each for each in scene.cast.personas if len(scene.cast.personas) == FEW + 1]
    items = ((each, alone[each.identifier][FEW:ALONE]) for each in few)
    return [
        scene.word("further", heading=scene.word("alone", name=each.name), items="; ".join(item.text for item in rest))
        for each, rest in items
        if rest
    ]


def _first(items: tuple[Item, ...]) -> tuple[str, ...]:
    return tuple(item.text for item in items[:ALONE])


def _unshown(scene: Scene, items: tuple[Item, ...]) -> tuple[str, ...]:
    return (scene.word("also-shared", items="; ".join(item.text for item in items)),) if items else ()


# `kpis`: a persona's key metrics: what each tells, how it is worked out, and which way is better.

DIRECTIONS: dict[str, Mark] = {"higher": "up", "lower": "down", "target": "target"}


def kpis(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where the persona has no metric of the catalogue.

    Nobody is taught his own trade: those that are it stand in one row, without a definition, but for those that have a
    target. Where the facts have a target, it stands beside with where the KPI is today.
    """
    persona = scene.star()
    known = [scene.cast.kpis[entry.id] for entry in persona.key_metrics if entry.id in scene.cast.kpis]
    if not known:
        return Remark(scene.word("no-kpis"))
    found = ((each.id, aim(scene.cast, persona, each.id)) for each in known)
    aims = {id: told for id, told in found if told}
    stated = [id for id, told in aims.items() if is_aim(told)]
    own = [each.name for each in known if persona.identifier in each.trade_of and each.id not in stated]
    explained = [each for each in known if each.name not in own]
    trade = (scene.word("kpis-own"), ", ".join(map(in_sentence, own)), scene.word("kpis-as-is"))
    rows = [_kpis_row(scene, each, aims) for each in explained]
    rows += [(*(Cell(sentence_case(text)) for text in trade), Cell("–", "none"), Cell(""))] if own else []
    header = tuple(scene.word(key) for key in ("kpi", "kpi-explains", "kpi-formula", "kpi-better", "kpi-aim"))
    kept = len(header) - (not aims)
    table = Table(
        header[:kept], tuple(row[:kept] for row in rows), KPI_WEIGHTS[:kept], summary=scene.word("kpis-summary")
    )
    told = scene.telling(explained=len(explained), own=len(own))
    return told.slide(table, title="kpis-title", label="persona-label", notes="kpis-notes")


KPI_WEIGHTS = (2.3, 4.2, 3.8, 1.6, 2.2)


def _kpis_row(scene: Scene, kpi: KPI, aims: Mapping[str, KpiTold]) -> tuple[Cell, ...]:
    better = Cell(scene.word(f"better-{kpi.better}"), DIRECTIONS[kpi.better])
    told = aims.get(kpi.id)
    texts = (kpi.name, without_stop(kpi.explains), sentence_case(kpi.formula))
    return (*map(Cell, texts), better, Cell(scene.word("kpi-aim-cell", told=told) if told else ""))


# `language`: the words that one persona uses, those to avoid, and the numbers that belong to others.

MOST_WORDS = 5


def language(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where the persona has neither words to use nor words to avoid."""
    persona = scene.star()
    if not (persona.language.use or persona.language.avoid):
        return Remark(scene.word("no-language"))
    lists = {
        "language-use": persona.language.use,
        "language-avoid": persona.language.avoid,
        "language-leave-out": _of_others(scene, persona),
    }
    icons = {"language-use": "finops-benefits", "language-avoid": "frustrations", "language-leave-out": "key-metrics"}
    cards = tuple(Card(scene.word(name), items, icon=icons[name]) for name, items in lists.items() if items)
    return scene.slide(Columns(cards), title="language-title", label="persona-label", notes="language-notes")


def _of_others(scene: Scene, persona: Persona) -> tuple[str, ...]:
    """KPIs of the catalogue that others answer for: they only cost this persona's attention."""
    own = {entry.id for entry in persona.key_metrics}
    others = (kpi for kpi in scene.cast.kpis.values() if kpi.personas and persona.identifier not in kpi.personas)
    return tuple(kpi.name for kpi in others if kpi.id not in own)[:MOST_WORDS]


# `objections`: what one persona may say against it, and the reply.


def objections(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where the persona has no objections."""
    persona = scene.star()
    if not persona.objections:
        return Remark(scene.word("no-objections"))
    cards = tuple(Card(scene.word("objection", text=each.objection), text=each.reply) for each in persona.objections)
    return scene.slide(Columns(cards), title="objections-title", label="persona-label", notes="objections-notes")


# `persona-profile`: one persona's goal over objectives, frustrations, key metrics and FinOps benefits.


def persona_profile(scene: Scene) -> Slide:
    """The title falls back on the persona's first key message."""
    persona = scene.star()
    goal, cards = persona.primary_goal, quadrants(scene)
    if goal and persona.challenges:  # a sixth card, so that two rows are even
        cards, goal = (Card(scene.word("goal"), text=goal, icon="goal"), *cards), ""
    blocks = (*((Text(goal, "lead"),) if goal else ()), Columns(cards))
    return scene.slide(*blocks, title="profile-title", label="persona-label", notes="profile-notes")


def quadrants(scene: Scene) -> tuple[Card, ...]:
    """The four lists of a persona as cards; a list that is empty gives none."""
    persona = scene.star()
    lists = {
        "objectives": tuple(entry.item for entry in persona.objectives),
        "frustrations": tuple(entry.item for entry in persona.frustrations),
        "challenges": tuple(entry.item for entry in persona.challenges),
        "key-metrics": tuple(scene.cast.metric(entry) for entry in persona.key_metrics),
        "finops-benefits": tuple(entry.item for entry in persona.finops_benefits),
    }
    return tuple(Card(scene.word(name), items, icon=name) for name, items in lists.items() if items)
