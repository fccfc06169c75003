"""Kinds of the pitch itself: how it opens, what it asks, and slides that people add to layouts of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.compose.cast import Asked
from briefing.compose.charts import day
from briefing.compose.scene import Scene
from briefing.compose.wording import and_list
from briefing.model import (
    Block,
    Bullets,
    Card,
    Cell,
    Columns,
    Contents,
    Notice,
    Point,
    Points,
    Remark,
    Role,
    Slide,
    Table,
    Text,
    Tile,
    Tiles,
)

if TYPE_CHECKING:
    from briefing.documents.amounts import Day

# `title`: the opening slide: what it is, for whom, by whom and when.


MOST_NAMED = 3  # people on the opening slide


def title(scene: Scene) -> Slide:
    """`subtitle` may name the `room`, `details` are short lines at the foot, the label is the company."""
    facts = scene.cast.company.facts if scene.cast.company else None
    scene = scene.telling(room=_room(scene))
    presenter = facts.presenter if facts else ""
    details = scene.texts("details") or tuple(filter(None, (presenter, scene.cast.date_text)))
    slide = scene.slide(*(Text(line) for line in details), role="title")
    return replace(slide, subtitle=scene.text("subtitle"), label=slide.label or (facts.name if facts else ""))


def _room(scene: Scene) -> str:
    """Who is in the room, by name and role where the company names few people, else by role alone."""
    people = scene.cast.personas
    facts = scene.cast.company.facts if scene.cast.company else None
    names = [facts.audience_names.get(each.identifier, "") if facts else "" for each in people]
    if not any(names) or len(people) > MOST_NAMED:
        return scene.cast.audience
    said = (
        scene.word("room-named" if name else "room-unnamed", name=name, role=each.name)
        for name, each in zip(names, people, strict=True)
    )
    return and_list([*said], scene.cast.words)


# `ask`: the closing slide: one sentence, and who decides what by when; with the company's own facts for what money.

MOST_TILES = 4
MOST_STEPS = 3
MOST_BESIDE = 3  # decisions of single personas that leave no room for the first steps
MOST_CARDS = 5  # decisions that stand beside each other; more share a table
MOST_LETTERS = 120  # of a decision that leaves room for the first steps


def ask(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where nothing is asked of anybody in the room.

    One decision is the headline or stands under it, beside what it gives and takes and over the first steps; several
    stand together.
    """
    if not scene.cast.asks.single:
        return Remark(scene.word("no-ask"))
    asked = scene.cast.asked
    if not scene.cast.together:
        blocks = _of_all(scene, scene.cast.asks.common) or decision_blocks(scene)
        role: Role = "content" if is_crowd(scene) else "closing"  # a long table is read on the ground of all others
        return scene.slide(*blocks, role=role, notes="ask-notes")
    blocks = (*_stated(scene, asked), *_figures(scene, asked), *_follows(scene, asked.decision))
    return scene.slide(*blocks, role="closing", notes="ask-notes")


def _stated(scene: Scene, asked: Asked) -> tuple[Text, ...]:
    """The decision, where the title does not say it."""
    decision = asked.decision.removesuffix(".")
    is_apart = bool(decision) and decision.casefold() not in scene.text("title", word="").casefold()
    return (Text(decision, "statement"),) if is_apart else ()


def _of_all(scene: Scene, common: Asked) -> tuple[Block, ...]:
    """What is decided by all together, with what is asked of few single personas; empty where it is otherwise.

    Where the decision has figures of its own, each persona's part stands under it; and else beside it.
    """
    own = _own(scene)
    if not common.decision or len(own) >= MOST_TILES:
        return ()
    if common.amount or common.people:
        return (*_stated(scene, common), *_figures(scene, common), *_parts_and_steps(scene, own))
    shared = replace(_tile(scene, scene.word("ask-all"), common), value="")
    tiles = (*((shared,) if shared.note else ()), *(_tile(scene, name, each) for name, each in own))
    follows = _follows(scene, common.decision) if len(tiles) < MOST_BESIDE else ()
    return (*_stated(scene, common), Tiles(tiles), *follows)


def _parts_and_steps(scene: Scene, own: Sequence[tuple[str, Asked]]) -> tuple[Block, ...]:
    """Each persona's part and the first steps by their dates; the parts alone where one has no date."""
    from briefing.compose.kinds.summary import dated_steps

    facts = scene.cast.company.facts if scene.cast.company else None
    ask = facts.ask if facts else None
    stated = [ask.by_persona[id].date or ask.date if ask else None for id in scene.cast.asks.own]
    cards = [_part(scene, name, each, when) for (name, each), when in zip(own, stated, strict=True)]
    steps = [(when, _step(scene, each)) for when, each in dated_steps(scene)][: max(0, MOST_STEPS - len(own))]
    dated = [(when, card) for when, card in zip(stated, cards, strict=True) if when]
    if not steps or len(dated) < len(cards):
        return (Text(scene.word("ask-parts")), Columns(tuple(cards)))
    both = sorted((*dated, *steps), key=lambda each: each[0].last)
    return (Text(scene.word("ask-steps")), Columns(tuple(card for _, card in both)))


def _part(scene: Scene, name: str, asked: Asked, when: Day | None) -> Card:
    """One persona's part: who takes it by when, over what and how much it is."""
    said = day(scene, when) if when else asked.by
    heading = scene.word("ask-part", name=name, owner=asked.owner, when=said)
    return Card(heading, text=scene.word("ask-part-text", asked=asked, needs=_needs(scene, asked)))


def _follows(scene: Scene, decision: str) -> tuple[Block, ...]:
    """The first steps, where the decision leaves room for them."""
    steps = tuple(_first_steps(scene)) if len(decision) <= MOST_LETTERS else ()
    return (Text(scene.word("ask-steps")), Columns(steps)) if steps else ()


def _own(scene: Scene) -> list[tuple[str, Asked]]:
    names = {each.identifier: each.name for each in scene.cast.personas}
    return [(names[id], each) for id, each in scene.cast.asks.own.items()]


def _figures(scene: Scene, asked: Asked) -> tuple[Tiles, ...]:
    tiles = tuple(_parts(scene, asked))[:MOST_TILES]
    return (Tiles(tiles),) if tiles else ()


def _parts(scene: Scene, asked: Asked) -> Iterator[Tile]:
    """What the decision gains and costs, what is asked for, why, by when, and who decides."""
    for name in ("gain", "cost", "asked"):
        label, value, note = (scene.word(f"summary-{name}-{part}", asked=asked) for part in ("label", "value", "note"))
        if value:
            yield Tile(label, value, note)
    when = asked.by or asked.date
    parts = {"ask-why": (asked.why, "")}
    decides = scene.word("ask-decides", owner=asked.owner) if asked.owner else ""
    note = decides or ("" if asked.amount else scene.word("ask-sum"))
    parts |= {"ask-by": (when, note)} if when else {"asked-owner": (asked.owner, "")}
    yield from (Tile(scene.word(key), value, note) for key, (value, note) in parts.items() if value)


def _first_steps(scene: Scene) -> Iterator[Card]:
    """The first steps by their dates; without dates those that everybody begins with, by their stage."""
    from briefing.compose.kinds.summary import steps_of

    for each in islice(steps_of(scene), MOST_STEPS):
        yield _step(scene, each)


def _step(scene: Scene, step: Mapping[str, str]) -> Card:
    when = step["date"] or step["stage"]
    return Card(scene.word("ask-step", when=when, owner=step["owner"]), text=step["text"].removesuffix("."))


def decision_blocks(scene: Scene) -> tuple[Block, ...]:
    """What is asked of all first, and then what is asked of single personas."""
    common, own = scene.cast.asks.common, _own(scene)
    named = [(scene.word("ask-decision"), common), *own] if common else own
    if len(named) <= MOST_TILES:
        return (Tiles(tuple(_tile(scene, name, each) for name, each in named)),)
    lead = (Text(_tile(scene, "", common).value, "lead"),) if common else ()
    both = [(scene.word("ask-all"), common)] if common else []
    if is_crowd(scene):
        rows = tuple((Cell(name), Cell(_tile(scene, "", each).value)) for name, each in (*both, *own))
        return (
            Table(
                (scene.word("changes-who"), scene.word("ask-decision")),
                rows,
                (3.0, 9.0),
                summary=scene.word("ask-summary"),
            ),
        )
    return (*lead, Columns(tuple(Card(name, text=_tile(scene, "", each).value) for name, each in own)))


def is_crowd(scene: Scene) -> bool:
    """Whether more are asked, each for something else, than stand beside each other."""
    return len(scene.cast.asks.own) > MOST_CARDS


def _tile(scene: Scene, name: str, asked: Asked) -> Tile:
    """A decision over what it takes, who takes it, and by when."""
    needs, when = _needs(scene, asked), scene.word("by-day", date=asked.date) if asked.date else asked.by
    value = asked.decision or needs or when or asked.owner
    return Tile(name, value, ", ".join(each for each in (needs, asked.owner, when) if each and each != value))


def _needs(scene: Scene, asked: Asked) -> str:
    """What a decision takes in money and people; empty where nobody says."""
    if not (asked.amount or asked.people):
        return ""
    return scene.word("ask-needs", amount=asked.amount, people=asked.people)


# `decision`: what is asked of the audience, in one sentence, with its value, its cost and its date.

LEAST_ALONE = 2  # tiles that tell something without a decision over them
TILE = ("label", "value", "note")


def decision(scene: Scene) -> Slide | Notice:
    """The title is the decision; `tiles` is a list of `label`, `value` and optionally `note`.

    Their texts may say what the sum is made of (`made_of`). A tile whose value comes out empty is left out. Where
    several decisions are asked for and none of all, the slide shows them instead. Where nothing is asked of anybody in
    the room, the tiles stand for themselves, or are left out.
    """
    asks = scene.cast.asks
    if not scene.cast.asked and len(asks.single) > 1:
        return scene.slide(*decision_blocks(scene), role="statement", flow="beside")
    made_of = scene.word("summary-asked-note", asked=scene.cast.asked)
    tiles = tuple(_tiles(scene.telling(made_of=made_of)))
    if not asks.single and len(tiles) < LEAST_ALONE:
        return Remark(scene.word("no-decision"))
    return scene.slide(*((Tiles(tiles),) if tiles else ()), role="statement", flow="beside")


def _tiles(scene: Scene) -> Iterator[Tile]:
    for index in scene.entries("tiles", TILE):
        label, value, note = (scene.text("tiles", index, key) for key in TILE)
        if value:
            yield Tile(label, value, note)


# `backup`: what stands behind the story, as a list; the plan fills it in, and leaves it out where nothing does.


def backup(scene: Scene) -> Slide:
    """The first slide of the backup."""
    return scene.slide(Contents(()), title="backup-title", notes="backup-notes")


# `memo`: a few short paragraphs that are read and not spoken: the first carries the point.


def memo(scene: Scene) -> Slide | Notice:
    """`paragraphs` is a list of texts; those that come out empty are left out."""
    first, *others = scene.texts("paragraphs") or ("",)
    if not first:
        return Remark(scene.word("no-paragraphs"))
    if not others:
        return scene.slide(Text(first, "lead"))
    points = Points(tuple(Point("", "", each) for each in others))
    return scene.slide(Text(first, "statement"), points, flow="beside")


# `statement`: one sentence that stands alone, with a line of support under it.


def statement(scene: Scene) -> Slide:
    """The title is the statement; `text` supports it."""
    support = scene.text("text")
    blocks = (Text(support, "lead"),) if support else ()
    return scene.slide(*blocks, role="statement")


# `text`: a lead sentence and bullets, for slides that people add to a layout of their own.


def text(scene: Scene) -> Slide:
    """`lead` is a sentence, `bullets` a list."""
    lead, bullets = scene.text("lead"), scene.texts("bullets")
    blocks: list[Block] = [Text(lead, "lead")] if lead else []
    if bullets:
        blocks.append(Bullets(bullets))
    return scene.slide(*blocks)


# `cards`: headed cards of equal rank, for slides that people add to a layout of their own.

CARD = ("heading", "items", "text", "icon")


def cards(scene: Scene) -> Slide:
    """`cards` is a list of `heading` with `text` or `items`, and optionally `icon`."""
    lead = scene.text("lead")
    blocks: list[Block] = [Text(lead, "lead")] if lead else []
    blocks.append(Columns(tuple(_card(scene, index) for index in scene.entries("cards", CARD))))
    return scene.slide(*blocks)


def _card(scene: Scene, index: int) -> Card:
    at = ("cards", index)
    return Card(
        heading=scene.text(*at, "heading"),
        items=scene.texts(*at, "items"),
        text=scene.text(*at, "text"),
        icon=scene.text(*at, "icon"),
    )


# `questions`: an interview guide: questions by topic, with room for the answers.

QUESTION = ("topic", "text")


def questions(scene: Scene) -> Slide:
    """`questions` is a list of `topic` and `text`; a question that comes out empty is left out."""
    asked = [(scene.text("questions", n, "topic"), n) for n in scene.entries("questions", QUESTION)]
    rows = tuple(
        (Cell(topic), Cell(text), Cell("")) for topic, n in asked if (text := scene.text("questions", n, "text"))
    )
    header = tuple(scene.word(key) for key in ("topic", "question", "answer"))
    table = Table(header, rows, (1.8, 5.0, 5.2), summary=scene.word("questions-summary"))
    return scene.slide(table, label="persona-label", notes="questions-notes")


# `talking-points`: what to say to one persona, what hurts here, and what to expect.

PAINS = 2
FIGURES = 3
ICONS: Mapping[str, str] = {
    "points-say": "finops-benefits",
    "points-pain": "frustrations",
    "points-frustrations": "frustrations",
    "points-bill": "key-metrics",
    "points-expect": "objectives",
}


def talking_points(scene: Scene) -> Slide | Notice:
    """Key messages, the persona's own pain points, and questions; left out, with a notice, where there are none.

    A persona that nobody has written messages for yet is spoken to with its benefits and frustrations.
    """
    persona = scene.star()
    plain = not persona.key_messages
    lists = {
        "points-say": persona.key_messages or tuple(each.item for each in persona.finops_benefits),
        "points-pain": (pains := _pains(scene, persona.identifier)),
        "points-frustrations": tuple(each.item for each in persona.frustrations if plain and not pains),
        "points-bill": _billed(scene),
        "points-expect": persona.questions,
    }
    cards = tuple(Card(scene.word(name), items, icon=ICONS[name]) for name, items in lists.items() if items)
    if not cards:
        return Remark(scene.word("no-points"))
    return scene.slide(Columns(cards), title="points-title", label="persona-label", notes="points-notes")


def _billed(scene: Scene) -> tuple[str, ...]:
    """The first figures of the bill that the persona's key metrics name."""
    if not scene.cast.bill:
        return ()
    from briefing.compose.kinds.billbaseline import baseline_tiles  # nothing of it is needed without a bill

    tiles = baseline_tiles(scene)[:FIGURES]
    return tuple(scene.word("points-figure", label=each.label, value=each.value) for each in tiles)


def _pains(scene: Scene, identifier: str) -> tuple[str, ...]:
    facts = scene.cast.company.facts if scene.cast.company else None
    return tuple(each.text for each in (facts.pain_points if facts else ()) if identifier in each.who)[:PAINS]
