"""The appendix: every figure with its origin, what others report, and what the figures rest on."""

from __future__ import annotations

import re

import pytest

from briefing.compose.compose import compose
from briefing.compose.spelling import texts_in
from briefing.library.library import builtin_folder
from briefing.model import Rows, Slide, Table
from compose_desk import Desk

FACTS = """
name: Acme
currency: EUR
spend: {current-monthly: 100000, annual-growth: 10%, source: Bills}
savings: [{name: Contracts, amount: 24000, status: verified, source: Offer}, {name: Dreams}]
function-cost: {one-off: 0, monthly: 1000}
"""


def rows(slide: Slide) -> list[tuple[str, ...]]:
    (table,) = slide.blocks
    assert isinstance(table, Table)
    return [tuple(cell.text for cell in row) for row in table.rows]


def test_what_is_said_anywhere_is_traced_even_after_the_appendix(desk: Desk) -> None:
    desk.facts(FACTS)
    slides = desk.slides("- kind: assumptions\n- {kind: text, title: \"{{ figures['spend.annual'] }}\"}")
    assert [each.kind for each in slides] == ["assumptions", "text"]
    assert rows(slides[0]) == [("Spend a year, as it runs now", "€1.2m", "Mine", "Spend a month × 12")]


def test_a_fact_is_traced_to_its_line(desk: Desk) -> None:
    desk.facts(FACTS)
    slides = desk.slides("- {kind: text, title: \"{{ figures['spend.monthly'] }}\"}\n- kind: assumptions")
    assert rows(slides[1]) == [("Spend a month", "€100k", "Mine", "Bills")]
    assert "Spend a month: €100k (€100,000) = org.yaml, spend.current-monthly, line 3" in slides[1].notes


def test_figures_stand_in_the_order_of_the_story_with_the_slide_that_explains_them(desk: Desk) -> None:
    """The first slides sum up, and the last repeats."""
    desk.facts(FACTS)
    year, month = "{{ figures['spend.annual'] }}", "{{ figures['spend.monthly'] }}"
    first = f'- {{kind: text, section: In short, title: "{year}, {month}"}}\n'
    second = f'- {{kind: text, label: What it costs, title: "{month}"}}\n'
    last = f'- {{kind: ask, label: The ask, title: "{month}"}}\n'
    slides = desk.slides(f"- kind: assumptions\n{first}{second}{last}")
    assert [(row[0], row[2]) for row in rows(slides[0])[:3]] == [
        ("Spend a year, as it runs now", "In short"),
        ("Spend a month", "What it costs"),
        ("Net over 36 months, base case", "The ask"),
    ]


def test_each_saving_has_its_own_source(desk: Desk) -> None:
    """Keys of the file count from 1."""
    desk.facts(
        "currency: EUR\nspend: {current-monthly: 100000, annual-growth: 1%}\n"
        "function-cost: {one-off: 0, monthly: 1}\nsavings:\n"
        "- {name: First, amount: 1000, source: Ledger}\n- {name: Second, amount: 2000, source: Offer}\n"
    )
    said = "{{ figures['opportunities.first.base'] }} {{ figures['opportunities.second.base'] }}"
    slides = desk.slides(f'- {{kind: text, title: "{said}"}}\n- kind: assumptions')
    assert [row[-1] for row in rows(slides[1])] == ["Ledger", "Offer"]


def test_the_terms_of_the_return_are_there_where_it_is(desk: Desk) -> None:
    desk.facts(FACTS)
    slides = desk.slides("- {kind: text, title: \"{{ figures['return.base.net'] }}\"}\n- kind: assumptions")
    assert [row[0] for row in rows(slides[1])] == ["Net over 36 months, base case"]
    assert [note.split(":")[0] for note in slides[1].notes[-5:]] == [
        "Horizon of the return",
        "First month with savings",
        "Months to full effect",
        "Months of waiting",
        "Net over 36 months, base case",
    ]


def test_nothing_said_is_nothing_to_trace(desk: Desk) -> None:
    desk.facts(FACTS)
    assert [each.kind for each in desk.slides("- kind: assumptions\n- {kind: text, title: A}")] == ["text"]


def test_evidence_has_publisher_year_and_sample(desk: Desk) -> None:
    desk.write(
        "layouts/evidence.yaml",
        "- {id: a, fact: Waste, figure: 27%, publisher: P, title: T, year: '2025', sample: 9 people, basis: survey}\n",
    )
    desk.facts(FACTS)
    slide = desk.slide("- kind: evidence")
    assert rows(slide) == [("Waste", "27%", "P, T, 2025", "9 people")]
    assert slide.notes[-1] == "Waste: 27% (9 people; survey)."
    assert slide.title == "For comparison, what others report; none of it is counted in our figures"


@pytest.mark.parametrize(
    ("savings", "ours", "title"),
    [
        ("", (), "Others waste 27%; none of it is counted in our figures"),
        ("savings: [{name: A, amount: 5%}]\n", ("5% still to be saved",), "Others waste 27%; we count on 5% of ours"),
    ],
)
def test_a_comparison_is_the_headline_and_stands_beside_our_own_figure(
    desk: Desk, savings: str, ours: tuple[str, ...], title: str
) -> None:
    one = "- {id: a, fact: Other, figure: '1', publisher: P, year: '2025'}\n"
    claim = "claim: Others waste 27%, beside: [savings.base.share]"
    two = f"- {{id: b, fact: Waste, figure: 27%, publisher: P, year: '2025', {claim}}}\n"
    desk.write("layouts/evidence.yaml", one + two)
    desk.facts(f"currency: EUR\nspend: {{current-monthly: 1000}}\n{savings}")
    slide = desk.slide("- kind: evidence")
    assert slide.title == title
    assert rows(slide)[0][:3] == (("Waste", "27%", *ours) if ours else ("Other", "1", "P, 2025"))


def test_data_quality_says_what_is_sure_and_what_is_missing(desk: Desk) -> None:
    desk.facts(FACTS)
    slide = desk.slide("- kind: data-quality")
    assert slide.title == "All of the €24k of savings a year still open is verified"
    assert rows(slide) == [
        ("Contracts", "€24k", "verified", "Offer"),
        ("Dreams", "", "idea", "no source yet"),
        ("Spend", "€100k", "stated", "Bills"),
        ("Cost of the FinOps team", "€12k", "stated", "no source yet"),
        (
            "Terms of the return",
            "",
            "assumed",
            "Horizon of the return: 36\N{NO-BREAK SPACE}months; First month with savings: month\N{NO-BREAK SPACE}1; "
            "Months to full effect: 6\N{NO-BREAK SPACE}months; "
            "Months of waiting: 3\N{NO-BREAK SPACE}months",
        ),
    ]


FEW = "currency: EUR\nspend: {current-monthly: 1000}\n"
RETURN = "Four more figures would give the return: growth of spend, cost to begin, running cost and savings"


def test_data_quality_says_who_can_supply_what_is_missing(desk: Desk) -> None:
    desk.facts(FEW)
    slide = desk.slide("- kind: data-quality")
    assert slide.title == RETURN
    assert rows(slide)[1:3] == [
        (
            "Growth of spend",
            "",
            "missing",
            "Finance can supply it: the last month against the same month a year before",
        ),
        (
            "Cost to begin",
            "",
            "missing",
            "Whoever plans FinOps can supply it: what FinOps takes once, in tools, training and help",
        ),
    ]


def test_under_few_figures_stand_those_that_are_missing(desk: Desk) -> None:
    desk.facts(FEW)
    slides = desk.slides("- {kind: text, title: \"{{ figures['spend.monthly'] }}\"}\n- kind: assumptions")
    (block,) = slides[1].blocks
    assert slides[1].title == RETURN
    assert isinstance(block, Rows)
    assert [(row.hero, row.text.partition(":")[0], row.tag, row.quiet) for row in block.rows] == [
        ("€1k", "Spend a month", "Our own facts", False),
        ("not known yet", "Growth of spend", "Finance", True),
        ("not known yet", "Cost to begin", "Whoever plans FinOps", True),
        ("not known yet", "Running cost", "Whoever plans FinOps", True),
        ("not known yet", "Savings", "Engineering and procurement", True),
    ]


@pytest.mark.parametrize(
    ("savings", "lacks", "said"),
    [
        ("{name: Dreams, owner: Lena}", "the size of ‘Dreams’", "Lena can supply it: what it saves a year, low, base"),
        (
            "{name: Done, amount: 9 EUR, status: realised}",
            "savings still open",
            "Engineering and procurement can supply it",
        ),
    ],
)
def test_a_saving_that_lacks_its_size_is_named_as_its_owner_names_it(
    desk: Desk, savings: str, lacks: str, said: str
) -> None:
    cost = "function-cost: {one-off: 0, monthly: 10}\n"
    desk.facts(f"currency: EUR\nspend: {{current-monthly: 1000, annual-growth: 1%}}\n{cost}savings: [{savings}]\n")
    slide = desk.slide("- {kind: data-quality, title: '{{ lacks | and_list }}'}")
    assert slide.title == lacks
    assert rows(slide)[-1][-1].startswith(said)


# A field's name as the file has it: two words or more of small letters, joined by dots.
FIELD = re.compile(r"\b[a-z]+(?:-[a-z]+)*(?:\[\d+\])?(?:\.[a-z]+(?:-[a-z]+)*)+\b")


@pytest.mark.parametrize(
    "facts",
    [
        "",
        FEW,
        "currency: EUR\nsavings: [{name: A, owner: B}, {name: C, low: 1%, base: 2%, high: 3%}]\n",
        "kpis: []\n",
        FACTS,
    ],
)
def test_no_slide_shows_the_name_of_a_field(desk: Desk, facts: str) -> None:
    desk.facts(f"name: Acme\n{facts.removeprefix(chr(10)).replace('name: Acme' + chr(10), '')}")
    library = desk.library
    made = compose(library.select(["cfo"]), library.layout("pitch"), library, desk.day, desk.company)
    shown = [(each.title, each.subtitle, each.label, each.takeaway, each.blocks) for each in made.slides()]
    found = [name for slide in shown for text in texts_in(slide) for name in FIELD.findall(text)]
    assert found == []


def test_other_words_for_a_stated_figure_change_no_origin(desk: Desk) -> None:
    """The place of a fact follows from the figure, not from the words `as stated` of its formula."""
    desk.facts(FACTS)
    slides = "- {kind: text, title: \"Up {{ figures['spend.annual-growth'] }}\"}\n- kind: assumptions"
    before = rows(desk.slides(slides)[1])
    assert before[0][-1] == "Bills"
    words = (builtin_folder() / "layouts" / "figures.yaml").read_text(encoding="utf-8")
    stated = "name: Growth of the spend a year, formula: "
    assert f"{stated}as stated" in words
    desk.write("layouts/figures.yaml", words.replace(f"{stated}as stated", f"{stated}out of our own books"))
    assert rows(desk.slides(slides)[1]) == before
