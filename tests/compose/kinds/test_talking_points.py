"""What the champion says, hears and leaves out."""

from __future__ import annotations

from briefing.model import Columns
from compose_desk import Desk

LOOP = "for-each: persona"


def cards(desk: Desk, kind: str, for_: str = "cfo") -> dict[str, tuple[str, ...]]:
    (block,) = desk.slide(f"- {{kind: {kind}, {LOOP}}}", for_).blocks
    assert isinstance(block, Columns)
    return {card.heading: card.items or (card.text,) for card in block.cards}


def test_messages_and_questions_come_from_the_persona(desk: Desk) -> None:
    desk.persona("boss", "key-messages: [Say it]\nquestions: [Why?]\nask: {decision: Decide.}\n")
    assert cards(desk, "talking-points", "boss") == {"Say": ("Say it",), "Expect to be asked": ("Why?",)}
    title = desk.slide(f"- {{kind: talking-points, {LOOP}}}", "boss").title
    assert title == "Lead the The boss to one decision: “Decide”"


def test_what_hurts_this_persona_here_is_told(desk: Desk) -> None:
    desk.facts("pain-points: [{text: Bills surprise us, who: [cfo]}, {text: Nights, who: [cto]}]")
    assert cards(desk, "talking-points")["What hurts here"] == ("Bills surprise us",)


def test_the_decision_is_the_one_that_the_company_asks_of_this_persona(desk: Desk) -> None:
    desk.facts("ask: {by-persona: {cfo: {decision: Release the budget}}}")
    title = desk.slide(f"- {{kind: talking-points, {LOOP}}}").title
    assert title == "Lead the CFO to one decision: “Release the budget”"


def test_a_persona_without_anything_to_say_is_left_out(desk: Desk) -> None:
    desk.persona("boss")
    slides = f"- {{kind: text, title: A}}\n- {{kind: talking-points, {LOOP}}}\n- {{kind: objections, {LOOP}}}\n"
    assert desk.notices(f"{slides}- {{kind: language, {LOOP}}}", "boss")[-3:] == [
        "The talking points for the The boss were left out: the persona has neither 'key-messages' nor 'questions'.",
        "The objections of the The boss were left out: the persona has no 'objections'.",
        "The words for the The boss were left out: the persona has no 'language'.",
    ]


def test_each_objection_has_its_reply(desk: Desk) -> None:
    desk.persona("boss", "objections: [{objection: It is soft., reply: It is not.}]\n")
    assert cards(desk, "objections", "boss") == {"“It is soft.”": ("It is not.",)}
    assert desk.slide(f"- {{kind: objections, {LOOP}}}", "boss").title == "The The boss may object; one reply is ready"


def test_numbers_of_others_are_left_to_them(desk: Desk) -> None:
    found = cards(desk, "language")
    assert "payback" in found["Words to use"]
    assert "up to" in found["Words to avoid"]
    own = {desk.library.kpis()[entry.id].name for entry in desk.library.persona("cfo").key_metrics}
    assert not own & set(found["Leave these numbers to others"])
    assert len(found["Leave these numbers to others"]) == 5
