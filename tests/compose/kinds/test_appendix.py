"""The appendix: every figure with its origin, what others report, and what the figures rest on."""

from __future__ import annotations

from briefing.library.library import builtin_folder
from briefing.model import Slide, Table
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
    assert rows(slides[0]) == [("Spend a year, as it runs now", "€1.2m", "€1,200,000", "spend a month × 12")]


def test_a_fact_is_traced_to_its_line(desk: Desk) -> None:
    desk.facts(FACTS)
    slides = desk.slides("- {kind: text, title: \"{{ figures['spend.monthly'] }}\"}\n- kind: assumptions")
    assert rows(slides[1]) == [("Spend a month", "€100k", "€100,000", "Bills")]
    assert "Spend a month: €100k (€100,000) = org.yaml, spend.current-monthly, line 3" in slides[1].notes


def test_each_saving_has_its_own_source(desk: Desk) -> None:
    """Keys of the file count from 1."""
    desk.facts(
        "currency: EUR\nspend: {current-monthly: 100000}\nsavings:\n"
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
    assert rows(desk.slide("- kind: evidence")) == [("Waste", "27%", "P, T, 2025", "9 people; survey")]


def test_data_quality_says_what_is_sure_and_what_is_missing(desk: Desk) -> None:
    desk.facts(FACTS)
    slide = desk.slide("- kind: data-quality")
    assert slide.title == "All of the €24k of savings a year still open is verified"
    assert rows(slide) == [
        ("Spend", "stated", "Bills"),
        ("Cost of the FinOps team", "stated", "source not stated"),
        ("Contracts", "verified", "Offer"),
        ("Dreams", "idea", "source not stated"),
        (
            "Terms of the return",
            "assumed",
            "Horizon of the return: 36\N{NO-BREAK SPACE}months; First month with savings: month\N{NO-BREAK SPACE}1; "
            "Months to full effect: 6\N{NO-BREAK SPACE}months; "
            "Months of waiting: 3\N{NO-BREAK SPACE}months",
        ),
    ]


def test_data_quality_names_the_missing_keys(desk: Desk) -> None:
    desk.facts("currency: EUR\nspend: {current-monthly: 1000}\n")
    slide = desk.slide("- kind: data-quality")
    assert slide.title == "These figures rest on few facts, and this is what is missing"
    assert rows(slide)[-1] == (
        "Return",
        "missing",
        "needs spend.annual-growth, function-cost.one-off, function-cost.monthly, savings",
    )


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
