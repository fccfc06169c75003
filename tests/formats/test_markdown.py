"""The Markdown renderer: every word of the briefing, in Markdown that means what it says."""

from __future__ import annotations

import re
from typing import get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from briefing.formats import markdown as writer
from briefing.formats.markdown import block_parts, render
from briefing.formats.markdowntext import front_matter, heading, inline, label, one_line, paragraph
from briefing.model import (
    BLOCKS,
    Block,
    Bullets,
    Card,
    Cell,
    Columns,
    Contents,
    Diagram,
    Entry,
    Jump,
    Link,
    Milestone,
    Node,
    Pair,
    Pairs,
    Slide,
    Stage,
    Table,
    Text,
    Tile,
    Tiles,
    Timeline,
)
from briefing.model.blocks import Mark
from markdown_reading import plain, without_drawings
from samples import NASTY, briefing, texts

# Characters that mean something come up often enough for each to meet each.
written = st.text(st.one_of(st.sampled_from('*_`[]()<>#-+=.1 |&;!~$\\\n:/"a'), st.characters()), max_size=40)


def shown(block: Block) -> str:
    return "\n\n".join(block_parts(block))


def rendered(text: str = "", *slides: Slide) -> str:
    return render(briefing(text, *slides)).data.decode()


def seen(markdown: str) -> str:
    """What a reader of the rendered page sees, by an independent Markdown reader."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inside = [child for token in tokens for child in token.children or ()]
    return "".join(child.content for child in inside)


def test_a_whole_briefing_reads_as_expected() -> None:
    slide = Slide(
        "profile",
        "The CFO wants a plan.",
        (Text("Why it matters."),),
        label="CFO",
        notes=("Say it.",),
        source="A source",
    )
    assert rendered("", slide) == (
        "---\n"
        'title: "FinOps for the CFO"\n'
        'date: "2026-03-31"\n'
        'language: "en-GB"\n'
        'author: "FinOps team"\n'
        'subject: "A decision"\n'
        'keywords: ["FinOps", "CFO"]\n'
        "---\n\n"
        "# FinOps for the CFO\n\n"
        "*31 March 2026*\n\n"
        "A briefing\n\n"
        "<details>\n<summary>Speaker notes</summary>\n\nSay thanks.\n\n</details>\n\n"
        "## The case\n\n"
        "### The CFO wants a plan.\n\n"
        "*CFO*\n\n"
        "Why it matters.\n\n"
        "*A source*\n\n"
        "<details>\n<summary>Speaker notes</summary>\n\nSay it.\n\n</details>\n"
    )


def test_every_block_has_its_function() -> None:
    assert set(writer.BLOCKS) == set(BLOCKS)


def test_every_mark_is_shown_in_a_cell_without_words() -> None:
    marks = {mark for part in get_args(Mark) for mark in get_args(part)}
    assert set(writer.MARKS) == marks
    signs = marks - {"", "now", "goal", "figure", "turned"}  # those always have words
    assert len({writer.MARKS[mark] for mark in signs}) == len(signs)


@pytest.mark.parametrize("text", ["", NASTY])
def test_every_text_of_the_briefing_stands_in_the_markdown(text: str) -> None:
    made = plain(without_drawings(rendered(text)))
    missing = [each for each in texts(briefing(text)) if one_line(each) not in made]
    # The title of a section that holds nothing but the title slide is not shown anywhere.
    assert missing == ([] if text else ["Opening"])


def test_the_same_briefing_gives_the_same_bytes() -> None:
    assert render(briefing(NASTY)) == render(briefing(NASTY))


def test_pages_are_the_slides() -> None:
    assert render(briefing()).pages == 2


def test_the_file_ends_in_one_newline() -> None:
    data = render(briefing()).data
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")


def test_a_date_on_the_title_slide_is_not_told_twice() -> None:
    made = rendered("", Slide("title", "A headline.", (Text("31 March 2026"),), role="title"))
    assert made.count("31 March 2026") == 1


def test_a_title_slide_with_a_title_of_its_own_gets_a_heading() -> None:
    slide = Slide("title", "A different headline.", role="title")
    made = rendered("", slide)
    assert "## A different headline." in made
    assert "## The case" not in made


def test_a_statement_is_a_quotation_and_a_lead_a_paragraph() -> None:
    assert shown(Text("One owner.", "statement")) == "> One owner."
    assert shown(Text("One owner.", "lead")) == "One owner."


def test_each_way_leads_to_an_anchor_of_the_document_and_only_to_one() -> None:
    listing = Contents((Entry("Money", (Jump("Two", "two"), Jump("Three", "three"))),))
    told = rendered(
        "",
        Slide("a", "The same title", id="one", jumps=(Jump("How this is worked out", "two"),)),
        Slide("b", "The same title", id="two"),
        Slide("b", "Größe: 5 %, €", id="three"),
        Slide("c", "Nobody is led here.", id="four", blocks=(listing,)),
    )
    anchors, ways = re.findall(r'<a id="(.+?)"></a>', told), re.findall(r"\]\(#(.+?)\)", told)
    assert sorted(ways) == ["three", "two", "two"]
    assert set(ways) <= set(anchors)
    assert anchors == ["one", "two", "three"]


def test_a_list_stands_under_its_heading() -> None:
    assert shown(Bullets(("a", "b"), "What")) == "#### What\n\n- a\n- b"


def test_cards_with_lists_are_headed_lists() -> None:
    block = Columns((Card("Now", ("a", "b")), Card("Then", text="c")))
    assert shown(block) == "#### Now\n\n- a\n- b\n\n#### Then\n\nc"


def test_cards_with_only_a_text_are_one_list() -> None:
    assert shown(Columns((Card("Inform", text="See it"), Card("Act")))) == "- **Inform:** See it\n- **Act**"


def test_pairs_are_a_table_with_their_headings() -> None:
    block = Pairs((Pair("surprise", "alert", "days"),), ("Now", "Then", "Shown by"))
    assert shown(block) == "| Now | Then | Shown by |\n| --- | --- | --- |\n| surprise | alert | days |"


def test_pairs_without_tags_have_two_columns() -> None:
    assert shown(Pairs((Pair("a", "b"),), ("Now", "Then", "Shown by"))) == "| Now | Then |\n| --- | --- |\n| a | b |"


def test_a_table_shows_words_and_where_there_are_none_a_symbol() -> None:
    block = Table(
        ("Step", "CFO", "CTO"),
        (
            (Cell("Pay"), Cell("A, R", "accountable"), Cell("", "no")),
            (Cell("Go"), Cell("yes", "yes"), Cell("")),
        ),
        key="○ is no",
        summary="Who",
    )
    assert (
        shown(block) == "| Step | CFO | CTO |\n| --- | --- | --- |\n| Pay | A, R | ○ |\n| Go | ● yes |  |\n\n*○ is no*"
    )


def test_tiles_start_with_the_value() -> None:
    assert (
        shown(Tiles((Tile("Ask", "A sponsor", "for a year"), Tile("", "6"))))
        == "- **A sponsor** – Ask – for a year\n- **6**"
    )


def test_a_timeline_is_drawn_and_told() -> None:
    block = Timeline((Stage("Prepare", (Milestone(1, "Start", "May", "CFO"), Milestone(2, "Go on"))),), "Two steps.")
    assert shown(block) == (
        "```mermaid\ntimeline\n    section Prepare\n        1 : Start\n        2 : Go on\n```\n\n"
        "*Two steps.*\n\n**Prepare**\n\n1. Start (May, CFO)\n2. Go on"
    )


def test_a_diagram_is_drawn_and_its_flows_are_told() -> None:
    block = Diagram(
        "hub", (Node("a-b", "Hub", "In the middle"), Node("end", "IT")), (Link("a-b", "end", "prices"),), "A hub."
    )
    assert shown(block) == (
        '```mermaid\nflowchart LR\n    n0["Hub"]\n    n1["IT"]\n    n0 -->|"prices"| n1\n```\n\n'
        "*A hub.*\n\n- **Hub:** In the middle\n- Hub → IT: prices"
    )


def test_a_box_that_no_flow_names_is_listed() -> None:
    assert shown(Diagram("hub", (Node("a", "Hub"), Node("b", "IT")))).endswith("\n\n- **Hub**\n- **IT**")


@pytest.mark.parametrize(
    ("style", "arrows"), [("hub", ["n0 --> n1", "n0 --> n2"]), ("cycle", ["n0 --> n1", "n1 --> n2", "n2 --> n0"])]
)
def test_a_diagram_without_links_shows_those_that_its_style_means(style: str, arrows: list[str]) -> None:
    block = Diagram(style, tuple(Node(each, each) for each in "abc"))  # type: ignore[arg-type]
    assert re.findall(r"n\d -->.*", shown(block)) == arrows


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# not a heading", r"\# not a heading"),
        ("- not a list", r"\- not a list"),
        ("1. not a number", r"1\. not a number"),
        ("> no quotation", r"\> no quotation"),
        ("--- no rule", r"\--- no rule"),
        ("2026 plan", "2026 plan"),
        ("-5 % spend", "-5 % spend"),
        ("snake_case stays, _this_ not", r"snake_case stays, \_this\_ not"),
        ("R&D, AT&amp;T", "R&D, AT&amp;amp;T"),
        ("a | b", r"a \| b"),
        ("$5 and $6", r"\$5 and \$6"),
        ("two\nlines\tand\x00 \x1b[31mcontrol", r"two lines and \[31mcontrol"),
        ("see https://a.org/x_y_z/~me.", "see https://a.org/x_y_z/~me."),
        ("<script>", "&lt;script>"),
    ],
)
def test_characters_that_mean_something_are_escaped(text: str, escaped: str) -> None:
    assert paragraph(text) == escaped


def test_a_heading_keeps_number_signs_at_its_end() -> None:
    assert seen(heading(2, "Use C# or #")) == "Use C# or #"


@given(written)
def test_a_markdown_reader_sees_the_text_as_it_was_written(text: str) -> None:
    for markdown in (
        paragraph(text),
        f"- {paragraph(text)}",
        f"### {inline(text)}",
        f"| a |\n| - |\n| {inline(text)} |",
    ):
        expected = one_line(text)
        found = seen(markdown)
        assert found.removeprefix("a") == expected if markdown.startswith("|") else found == expected


@given(written)
def test_escaping_can_be_undone(text: str) -> None:
    assert plain(paragraph(text)) == one_line(text)


@given(written, st.lists(written))
def test_front_matter_is_yaml_that_gives_back_its_values(title: str, keywords: list[str]) -> None:
    made = front_matter((("title", title), ("keywords", keywords)))
    read = yaml.safe_load(made.strip("-")) or {}
    assert read.get("title", "") == one_line(title) or not title
    assert read.get("keywords", []) == [one_line(each) for each in keywords]


def test_text_cannot_leave_a_mermaid_label() -> None:
    assert label('a"]; click b `x` #1 | <b> {c}') == "a#34;#93;#59; click b #96;x#96; #35;1 #124; #60;b#62; #123;c#125;"


def test_text_cannot_close_the_folded_notes() -> None:
    made = rendered("", Slide("x", "A headline.", notes=("</details><b>bold</b>",)))
    assert made.count("</details>") == 2
    assert "&lt;/details>&lt;b>bold&lt;/b>" in made


def test_an_empty_cell_of_figures_is_empty() -> None:
    rows = ((Cell("Jan", ""), Cell("", "figure")),)
    assert "| Jan |  |" in "\n".join(writer.table(Table(("Month", "Paid back"), rows)))
