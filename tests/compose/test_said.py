"""How a figure is said: once rounded, in the language of the layout, and false where its facts are missing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from briefing.compose.said import Said, Voice
from briefing.errors import ContentError
from briefing.figures.figure import Figure, NoAnswer, Unit
from briefing.library.library import Library, builtin_folder
from compose_desk import Desk

WORDS = Library((builtin_folder(),)).sentences()
REASONS = {"not-within-horizon": "not within 36 months", "nothing-to-divide-by": "none"}


def said(value: str | None, unit: Unit, id: str = "a", language: str = "en-GB", why: NoAnswer = "") -> Said:
    currency = "EUR" if unit == "money" else ""
    figure = Figure(id, "A", None if value is None else Decimal(value), unit, currency, no_answer=why)
    return Said(figure, Voice(WORDS, language, REASONS))


@pytest.mark.parametrize(
    ("value", "unit", "short", "full"),
    [
        ("413098.5234567", "money", "€413k", "€413,098.52"),
        ("1215784.57", "money", "€1.22m", "€1,215,784.57"),
        ("-586738.48", "money", "−€587k", "−€586,738.48"),
        ("43973.23", "money", "€44k", "€43,973.23"),
        ("400000", "money", "€400k", "€400,000"),
        ("999.5", "money", "€999.50", "€999.50"),
        ("999.99", "money", "€999.99", "€999.99"),
        ("999.995", "money", "€1k", "€1,000"),
        ("999999", "money", "€1m", "€999,999"),
        ("-999600", "money", "−€1m", "−€999,600"),
        ("999400", "money", "€999k", "€999,400"),
        ("1000", "money", "€1k", "€1,000"),
        ("1001", "money", "€1k", "€1,001"),
        ("-1000", "money", "−€1k", "−€1,000"),
        ("-999.99", "money", "−€999.99", "−€999.99"),
        ("0.42", "money", "€0.42", "€0.42"),
        ("0", "money", "€0", "€0"),
        ("-0.001", "money", "€0", "€0"),
        ("0.18", "percent", "18%", "18%"),
        ("0.088074", "percent", "8.8%", "8.81%"),
        ("0.8504", "percent", "85%", "85.04%"),
        ("-0.05", "percent", "−5%", "−5%"),
        ("1.27762", "ratio", "1.28\N{NO-BREAK SPACE}×", "1.2776\N{NO-BREAK SPACE}×"),
        ("12.34", "ratio", "12.3\N{NO-BREAK SPACE}×", "12.3400\N{NO-BREAK SPACE}×"),
        ("9.99", "ratio", "9.99\N{NO-BREAK SPACE}×", "9.9900\N{NO-BREAK SPACE}×"),
        ("10", "ratio", "10.0\N{NO-BREAK SPACE}×", "10.0000\N{NO-BREAK SPACE}×"),
        ("10.14", "ratio", "10.1\N{NO-BREAK SPACE}×", "10.1400\N{NO-BREAK SPACE}×"),
        ("-10.14", "ratio", "−10.1\N{NO-BREAK SPACE}×", "−10.1400\N{NO-BREAK SPACE}×"),
        ("2.5", "number", "2.5", "2.5"),
        ("36", "months", "36\N{NO-BREAK SPACE}months", "36\N{NO-BREAK SPACE}months"),
        ("1", "months", "1\N{NO-BREAK SPACE}month", "1\N{NO-BREAK SPACE}month"),
    ],
)
def test_a_figure_has_one_short_and_one_full_text(value: str, unit: Unit, short: str, full: str) -> None:
    figure = said(value, unit)
    assert (figure.short, str(figure), figure.full) == (short, short, full)


def test_a_point_in_time_is_a_month_and_no_count() -> None:
    assert said("23", "months", "return.base.payback-month").short == "month\N{NO-BREAK SPACE}23"


def test_no_answer_is_said_in_words() -> None:
    figure = said(None, "months", "return.low.payback-month", why="not-within-horizon")
    assert (figure.short, figure.full, figure.known, figure.sign) == ("not within 36 months",) * 2 + (False, 0)


@pytest.mark.parametrize(("value", "sign"), [("0.004", 0), ("-0.004", 0), ("0.006", 1), ("-33", -1)])
def test_the_sign_is_that_of_what_is_shown(value: str, sign: int) -> None:
    assert said(value, "money").sign == sign


def test_the_size_has_no_sign() -> None:
    assert said("-33712.71", "money").size == "€33.7k"


def test_other_languages_write_figures_their_own_way() -> None:
    assert said("1215784.57", "money", language="de-DE").short.replace("\u00a0", " ") == "1,22 Mio. €"


def test_what_has_been_said_is_remembered_and_what_was_only_asked_for_is_not() -> None:
    figure = said("1", "money", "spend.monthly")
    assert figure.sign == 1
    assert figure.voice.log == {}
    assert figure.short
    assert [*figure.voice.log] == ["spend.monthly"]


ONE = "currency: EUR\nspend: {current-monthly: 52_000}\n"


def test_texts_may_say_figures(desk: Desk) -> None:
    desk.facts(ONE)
    slide = desk.slide(
        "- {kind: text, title: \"{{ figures['spend.monthly'] }} or {{ figures['spend.annual'].full }}\"}"
    )
    assert slide.title == "€52k or €624,000"


@pytest.mark.parametrize("facts", [ONE, ""])
def test_a_figure_whose_facts_are_missing_is_false(desk: Desk, facts: str) -> None:
    if facts:
        desk.facts(facts)
    text = "{% if figures['return.base.net'] %}yes{% else %}no{% endif %}"
    assert desk.slide(f'- {{kind: text, title: "{text}"}}').title == "no"
    kept = "- {kind: text, title: A}\n- {kind: text, title: B, when: \"figures['return.base.net']\"}"
    assert [each.title for each in desk.slides(kept)] == ["A"]


@pytest.mark.parametrize("text", ["figures['return.base.net']", "figures['return.base.net'].full"])
def test_a_figure_whose_facts_are_missing_cannot_be_shown(desk: Desk, text: str) -> None:
    desk.facts(ONE)
    with pytest.raises(ContentError) as caught:
        desk.slide(f'- {{kind: text, title: "{{{{ {text} }}}}"}}')
    assert str(caught.value) == (
        "layouts/mine/layout.yaml:3:25: slide 1 (text), title: there is no figure 'return.base.net', for it needs "
        "spend.annual-growth, function-cost.one-off, function-cost.monthly, savings; ask for it first with "
        "'if figures[…]'; mend the Jinja2 text there"
    )


@pytest.mark.parametrize("asked", ["figures['spend.montly']", "'spend.montly' in figures"])
def test_a_figure_that_nobody_knows_is_an_error(desk: Desk, asked: str) -> None:
    desk.facts(ONE)
    with pytest.raises(ContentError) as caught:
        desk.slide(f'- {{kind: text, title: "{{% if {asked} %}}A{{% endif %}}"}}')
    assert str(caught.value) == (
        "layouts/mine/layout.yaml:3:25: slide 1 (text), title: no figure has the id 'spend.montly'; "
        "did you mean 'spend.monthly'? 'briefing list figures' shows those there are; mend the Jinja2 text there"
    )


@pytest.mark.parametrize(
    ("facts", "id", "near"),
    [
        (ONE, "bill.forcast.quarter", "bill.forecast.quarter"),  # which there is, but only with a bill
        ("", "spend.anual", "spend.annual"),
    ],
)
def test_the_figure_that_was_meant_is_named_also_where_nothing_is_known_of_it(
    desk: Desk, facts: str, id: str, near: str
) -> None:
    if facts:
        desk.facts(facts)
    with pytest.raises(ContentError) as caught:
        desk.slide(f"- {{kind: text, title: \"{{{{ figures['{id}'] }}}}\"}}")
    assert str(caught.value) == (
        f"layouts/mine/layout.yaml:3:25: slide 1 (text), title: no figure has the id '{id}'; "
        f"did you mean '{near}'? 'briefing list figures' shows those there are; mend the Jinja2 text there"
    )


def test_a_kpi_that_is_no_figure_is_refused_where_it_says_so(desk: Desk) -> None:
    desk.facts(ONE)
    desk.write("personas/kpis.yaml", "kpis:\n- {id: mine, name: Mine, figures: [spend.annual, spend.anual]}\n")
    with pytest.raises(ContentError) as caught:
        desk.slide("- {kind: text, title: A}")
    assert str(caught.value) == (
        "personas/kpis.yaml:2:50: the KPI 'mine' names the figure 'spend.anual', which does not exist; "
        "did you mean 'spend.annual'? 'briefing list figures' shows those there are"
    )


def growth(value: str, before: str, after: str) -> Said:
    ends = (said(before, "money", "before"), said(after, "money", "after"))
    return replace(said(value, "percent", "bill.growth"), ends=ends)


@pytest.mark.parametrize(
    ("value", "by", "short"),
    [
        ("0.18", "by 18%", "18%"),
        ("-0.6", "by 60%", "−60%"),
        ("9.5", "by 950%", "950%"),
        ("2499999", "from €10 to €25m", "from €10 to €25m"),
        ("-109.17", "from €10 to €25m", "from €10 to €25m"),
        ("-1.5", "from €10 to €25m", "from €10 to €25m"),  # to less than nothing
    ],
)
def test_a_growth_beyond_tenfold_is_said_by_its_ends(value: str, by: str, short: str) -> None:
    figure = growth(value, "10", "25000000")
    assert (figure.by, figure.short) == (by, short)


def test_without_its_ends_no_percentage_over_a_thousand_is_said() -> None:
    assert (said("13", "percent").short, said("13", "percent").by) == ("over 1,000%", "more than tenfold")
    assert (said("-109.17", "percent").short, said("-109.17", "percent").full) == ("under −1,000%",) * 2


def test_what_somebody_stated_of_a_kpi_is_said_as_stated() -> None:
    assert said("13", "percent", "kpis.unit-cost.target").short == "1,300%"


def test_the_same_amount_reads_the_same_under_every_name() -> None:
    amounts = {said("3260", "money", id).short for id in ("bill.effective.period", "bill.effective.monthly", "a")}
    assert amounts == {"€3.26k"}


@pytest.mark.parametrize("word", ["days", "releases a week"])
def test_a_number_keeps_to_its_unit_at_the_end_of_a_line(word: str) -> None:
    found = Said(
        Figure("kpis.time-to-market.baseline", "Time", Decimal(12), "number"), Voice(WORDS, "en-GB", REASONS), word
    )
    assert found.short == found.full == f"12\N{NO-BREAK SPACE}{word}"
