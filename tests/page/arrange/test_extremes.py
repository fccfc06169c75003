"""Texts that no slide can hold: they go on over several slides, whole, and every slide of them reads well."""

from __future__ import annotations

from collections import Counter

import pytest
from msgspec.structs import replace

from briefing.model import (
    Block,
    Bullets,
    Card,
    Cell,
    Columns,
    Diagram,
    Flow,
    Link,
    Milestone,
    Node,
    Pair,
    Pairs,
    Role,
    Slide,
    Stage,
    Table,
    Text,
    Tile,
    Tiles,
    Timeline,
)
from briefing.page.arrange.arrange import arrange
from briefing.page.boxes import PlacedSlide
from briefing.page.look import Look
from placed import faults, letters, slides, words_of, words_on
from samples import briefing

pytestmark = pytest.mark.sampled

WORD = "x" * 500
EMOJI = "👩🏽‍💻🇬🇧" * 60
ARABIC = "الميزانية السحابية تحت السيطرة " * 40
CONTROL = "first\x00 line\x0b second\tline\r\nthird\u2028fourth " * 30


def words(count: int, stem: str = "word") -> str:
    """So many different words, so that each can be looked for."""
    return " ".join(f"{stem}{number}" for number in range(count))


def one_of_each(text: str) -> dict[str, Block]:
    """Each block with this text in every place that can hold one."""
    return {
        "lead": Text(text, "lead"),
        "body": Text(text),
        "statement": Text(text, "statement"),
        "bullets": Bullets((text, "short", text), text),
        "card items": Columns(tuple(Card(text, (text, "short", text), icon="objectives") for _ in range(3))),
        "card texts": Columns((Card(text, text=text), Card("short", text="short"))),
        "pairs": Pairs((Pair(text, text, text), Pair("short", "short", "")), (text, text, text)),
        "table": Table((text, text, text), ((Cell(text), Cell(text, "up"), Cell(text, "accountable")),), key=text),
        "tiles": Tiles((Tile(text, text, text), Tile("short", "short"), Tile("short", text))),
        "timeline": Timeline(
            (Stage(text, (Milestone(1, text, text, text), Milestone(2, "short"))), Stage("short", ()))
        ),
        "hub": Diagram("hub", (Node("a", text, text), Node("b", text)), (Link("a", "b", text),)),
        "cycle": Diagram("cycle", (Node("a", text, text), Node("b", text), Node("c", "short", text))),
    }


KINDS = tuple(one_of_each(""))
TEXTS = {
    "a 500-character word": WORD,
    "emoji": EMOJI,
    "Arabic": ARABIC,
    "control characters": CONTROL,
    "300 words": words(300),
}


def placed(
    look: Look, *blocks: Block, title: str = "Title", role: Role = "content", flow: Flow = "down"
) -> list[PlacedSlide]:
    return slides(arrange(briefing("", Slide("text", title, blocks, role, flow)), look)[0])[1:]


def lost(found: list[PlacedSlide], look: Look, *blocks: Block) -> Counter[str]:
    return letters(words_of(Slide("text", "Title", blocks))) - letters(words_on(found, look))


def wrong(found: list[PlacedSlide], look: Look) -> list[str]:
    return [fault for slide in found for fault in faults(slide, look)]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_block_takes_every_text(kind: str, text: str, look: Look) -> None:
    block = one_of_each(text)[kind]
    found = placed(look, block)
    assert wrong(found, look) == []
    assert lost(found, look, block) == Counter()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_block_takes_every_text_beside_another_and_under_a_lead(kind: str, text: str, look: Look) -> None:
    block, lead = one_of_each(text)[kind], Text(words(45, "lead"), "lead")
    for flow, blocks in (("down", (lead, block)), ("beside", (lead, block)), ("beside", (block, lead))):
        found = placed(look, *blocks, flow=flow)  # type: ignore[arg-type]
        assert wrong(found, look) == []
        assert lost(found, look, *blocks) == Counter()


@pytest.mark.parametrize("text", [words(70), WORD, words(400)], ids=["70 words", "a 500-character word", "400 words"])
@pytest.mark.parametrize("role", ["title", "section", "statement", "content", "closing"])
def test_a_title_of_any_length_stands_on_one_slide_or_in_full_in_its_notes(role: Role, text: str, look: Look) -> None:
    found = placed(look, Text("Body text"), title=text, role=role)
    assert wrong(found, look) == []
    noted = Counter(word for slide in found for note in slide.notes for word in note.split())
    assert letters(Counter([*text.split(), "Body", "text"])) - letters(words_on(found, look) + noted) == Counter()
    assert len(found) == 1


LONG: dict[str, Block] = {
    "a list of 3,000 words": Bullets(tuple(words(20, f"item{n}-") for n in range(150)), "Heading"),
    "one paragraph of 3,000 words": Text(words(3000)),
    "a table of 60 rows": Table(("Row", "Text"), tuple((Cell(f"r{n}"), Cell(f"t{n} and more")) for n in range(60))),
    "a row higher than a slide": Table(
        ("A", "B"), ((Cell(words(900, "a")), Cell(words(400, "b"))), (Cell("c"), Cell("d")))
    ),
    "a table of 14 columns": Table(
        tuple(f"Responsible{n}" for n in range(14)), (tuple(Cell(f"Engineering{n}") for n in range(14)),)
    ),
    "12 tiles": Tiles(tuple(Tile(f"Label{n}", f"Value{n}", f"Note{n}") for n in range(12))),
    "20 cards": Columns(tuple(Card(f"Card{n}", tuple(words(8, f"c{n}i{i}-") for i in range(4))) for n in range(20))),
    "20 short cards": Columns(tuple(Card(f"Card{n}", text=f"text{n}") for n in range(20))),
    "a card of 500 words": Columns(
        (Card("Heading", tuple(words(20, f"i{n}-") for n in range(25))), Card("Other", ("one",)))
    ),
    "40 pairs": Pairs(
        tuple(Pair(words(12, f"l{n}-"), words(12, f"r{n}-"), f"tag{n}") for n in range(40)), ("A", "B", "C")
    ),
    "a pair higher than a slide": Pairs((Pair(words(300, "l"), words(500, "r"), words(60, "t")),), ("A", "B", "C")),
    "20 milestones in a stage": Timeline(
        (Stage("S", tuple(Milestone(n, words(9, f"m{n}-")) for n in range(20))), Stage("T", ()))
    ),
    "15 stages": Timeline(tuple(Stage(f"Stage{n}", (Milestone(n, words(5, f"m{n}-")),)) for n in range(15))),
    "a hub with 12 partners": Diagram(
        "hub",
        tuple(Node(f"n{n}", f"Node{n}") for n in range(13)),
        tuple(Link("n0", f"n{n}", f"flow{n}") for n in range(1, 13)),
    ),
    "a cycle of 7": Diagram("cycle", tuple(Node(f"n{n}", f"Node{n}", words(6, f"t{n}-")) for n in range(7))),
}


@pytest.mark.parametrize("name", LONG)
def test_what_is_too_much_for_one_slide_loses_no_word_and_repeats_none_but_headings(name: str, look: Look) -> None:
    block = LONG[name]
    found = placed(look, block)
    said = Counter({word.removesuffix(":"): times for word, times in words_on(found, look).items()})
    assert wrong(found, look) == []
    wanted = words_of(Slide("text", "", (block,)))
    assert wanted - said == Counter()
    repeated = {word for word, times in said.items() if times > wanted[word] and any(c.isdigit() for c in word)}
    own = {f"({n}/{len(found)})" for n in range(1, len(found) + 1)}
    assert repeated - own <= headings(block)


def headings(block: Block) -> set[str]:
    """What may stand on more than one slide."""
    match block:
        case Table():
            return {word for text in block.header for word in text.split()}
        case Columns():
            return {word for card in block.cards for word in card.heading.split()}
        case Timeline():
            return {word for stage in block.stages for word in stage.name.split()} | set(map(str, range(20)))
        case Diagram():
            return {node.label for node in block.nodes}
    return set()


@pytest.mark.parametrize("name", ["a list of 3,000 words", "a table of 60 rows", "12 tiles", "20 cards", "40 pairs"])
def test_titles_of_slides_that_go_on_are_numbered(name: str, look: Look) -> None:
    found = placed(look, LONG[name])
    count = len(found)
    assert count > 1
    assert [slide.title for slide in found] == [f"Title ({n}/{count})" for n in range(1, count + 1)]


@pytest.mark.parametrize("count", range(24, 30))
def test_a_number_that_takes_a_line_and_so_a_slide_more_is_counted(count: int, look: Look) -> None:
    items = Bullets(tuple("item " * 18 for _ in range(count)))
    found = placed(look, items, title=" ".join(["word"] * 26))
    assert len(found) > 1
    assert found[-1].title.endswith(f"({len(found)}/{len(found)})")


EMPTY: dict[str, Block] = {
    "bullets": Bullets(()),
    "columns": Columns(()),
    "pairs": Pairs((), ("A", "B", "C")),
    "table": Table(("A", "B"), ()),
    "table without columns": Table((), ()),
    "tiles": Tiles(()),
    "timeline": Timeline(()),
    "stages without milestones": Timeline((Stage("Plan", ()), Stage("Run", ()))),
    "hub": Diagram("hub", ()),
    "cycle": Diagram("cycle", ()),
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_block_with_nothing_in_it_gives_one_sound_slide(name: str, look: Look) -> None:
    found = placed(look, EMPTY[name])
    assert len(found) == 1
    assert wrong(found, look) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_of_empty_texts_gives_one_sound_slide(kind: str, look: Look) -> None:
    found = placed(look, one_of_each("")[kind])
    assert len(found) == 1
    assert wrong(found, look) == []


@pytest.mark.parametrize(("label", "source"), [(90, 0), (0, 60), (0, 400)])
def test_label_and_source_of_any_length_are_kept_whole(label: int, source: int, look: Look) -> None:
    slide = Slide("text", "Title", (Text("Body"),), label=words(label), source=words(source))
    found = slides(arrange(briefing("", slide), look)[0])[1:]
    assert wrong(found, look) == []
    assert words_of(slide) - words_on(found, look) == Counter()


def test_a_small_slide_such_as_4_to_3_holds_every_block_too(look: Look) -> None:
    narrow = _narrowed(look)
    for kind, block in one_of_each(words(25)).items():
        found = placed(narrow, block)
        assert wrong(found, narrow) == [], kind
        assert lost(found, narrow, block) == Counter(), kind


def _narrowed(look: Look) -> Look:
    """The look on a slide of three quarters of its width."""

    def narrow(value: int) -> int:
        return value * 3 // 4

    layouts = {
        role: replace(
            layout,
            region=replace(layout.region, x=narrow(layout.region.x), w=narrow(layout.region.w)),
            placeholders=tuple(
                replace(each, box=replace(each.box, x=narrow(each.box.x), w=narrow(each.box.w)))
                for each in layout.placeholders
            ),
        )
        for role, layout in look.layouts.items()
    }
    return replace(look, width=narrow(look.width), layouts=layouts)
