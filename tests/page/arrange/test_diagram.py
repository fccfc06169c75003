"""Diagrams: glued connectors, and cards where a drawing would be too small to read."""

from __future__ import annotations

from briefing.model import Diagram, Link, Node
from briefing.page.arrange.canvas import Canvas, Piece, said
from briefing.page.arrange.diagram import place_diagram
from briefing.page.boxes import Box, LineBox, ShapeBox, inches

WIDE = Box(inches(0.6), inches(1.8), inches(12.1), inches(4.9))
CENTRE = Node("c", "Centre", "What it does")
PARTNERS = tuple(Node(f"p{n}", f"Partner {n}") for n in range(4))
LINKS = tuple(
    link
    for node in PARTNERS
    for link in (Link(node.id, "c", f"gives {node.id}"), Link("c", node.id, f"gets {node.id}"))
)
HUB = Diagram("hub", (CENTRE, *PARTNERS), LINKS, "The centre and its partners.")
CYCLE = Diagram("cycle", tuple(Node(name, name, "Do it") for name in "abc"), summary="Round and round.")


def shapes(piece: Piece) -> dict[str, ShapeBox]:
    return {box.name: box for box in piece.boxes if isinstance(box, ShapeBox)}


def lines(piece: Piece) -> list[LineBox]:
    return [box for box in piece.boxes if isinstance(box, LineBox)]


def is_glued(line: LineBox, piece: Piece) -> bool:
    """Whether both ends lie on the connection sites that they are glued to."""
    places = shapes(piece)
    ends = ((line.start, (line.x1, line.y1)), (line.end, (line.x2, line.y2)))
    return all(glue is not None and site(places[glue[0]].box, glue[1]) == point for glue, point in ends)


def site(box: Box, number: int) -> tuple[int, int]:
    middle, centre = box.y + box.h // 2, box.x + box.w // 2
    return ((centre, box.y), (box.x, middle), (centre, box.bottom), (box.right, middle))[number]


def test_partners_stand_at_both_sides_of_the_centre(canvas: Canvas) -> None:
    found = shapes(place_diagram(HUB, WIDE, canvas))
    centre = found["Centre: Centre"].box
    lefts = [found[f"Partner: Partner {n}"].box.right < centre.x for n in range(4)]
    assert lefts == [True, True, False, False]


def test_every_connector_of_a_hub_is_glued_at_both_ends_and_has_an_alternative_text(canvas: Canvas) -> None:
    piece = place_diagram(HUB, WIDE, canvas)
    assert len(lines(piece)) == 4
    assert all(is_glued(line, piece) for line in lines(piece))
    assert lines(piece)[0].alt == "Partner 0 to Centre: gives p0; Centre to Partner 0: gets p0"


def test_what_flows_stands_over_and_under_its_line_with_an_arrow_that_says_which_way(canvas: Canvas) -> None:
    found = shapes(place_diagram(HUB, WIDE, canvas))
    said_of = {name: said(box.frame) for name, box in found.items() if name.endswith((" gives", " gets"))}
    assert said_of["Partner 0 gives"] == "gives p0 →"
    assert said_of["Partner 0 gets"] == "← gets p0"
    assert said_of["Partner 3 gives"] == "← gives p3"
    assert said_of["Partner 3 gets"] == "gets p3 →"
    assert found["Partner 0 gives"].box.bottom <= found["Partner 0 gets"].box.y


def test_the_three_of_a_cycle_follow_each_other_round(canvas: Canvas) -> None:
    piece = place_diagram(CYCLE, WIDE, canvas)
    assert [line.start and line.start[0] for line in lines(piece)] == ["Phase: a", "Phase: b", "Phase: c"]
    assert [line.end and line.end[0] for line in lines(piece)] == ["Phase: b", "Phase: c", "Phase: a"]
    assert all(is_glued(line, piece) and line.arrows == "end" for line in lines(piece))


def test_what_cannot_be_drawn_legibly_becomes_cards_with_the_same_words(canvas: Canvas) -> None:
    crowded = Diagram(
        "hub", (CENTRE, *(Node(f"n{n}", f"Node {n}") for n in range(9))), (Link("n0", "c", "prices"), Link("c", "n1"))
    )
    found = shapes(place_diagram(crowded, WIDE, canvas))
    assert "Card: Centre" in found
    assert said(found["Card: Node 0"].frame) == "Node 0 prices → Centre"
    assert said(found["Card: Centre"].frame) == "Centre What it does → Node 1"


def test_a_cycle_of_another_number_than_three_becomes_cards(canvas: Canvas) -> None:
    piece = place_diagram(Diagram("cycle", CYCLE.nodes[:2]), WIDE, canvas)
    assert lines(piece) == []
    assert set(shapes(piece)) == {"Card: a", "Card: b"}


def test_links_that_a_hub_has_no_place_for_become_cards(canvas: Canvas) -> None:
    across = Diagram("hub", HUB.nodes, (Link("p0", "p1", "past the centre"),))
    twice = Diagram("hub", HUB.nodes, (Link("p0", "c", "one"), Link("p0", "c", "two")))
    for block in (across, twice):
        assert lines(place_diagram(block, WIDE, canvas)) == []
