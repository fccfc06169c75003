"""Figures out of facts: which there are, which are not, what they carry, and what outsiders see."""

from __future__ import annotations

import decimal
import re
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from briefing.errors import FactError
from briefing.figures.company import RETURN, as_object, figures
from briefing.figures.drafting import builtin_texts, open_texts
from briefing.figures.figure import Figure, Unit, as_text, in_words, significant
from briefing.figures.redact import redacted
from briefing.library.library import Library
from briefing.organisation.organisation import OrganisationFile
from briefing.organisation.reader import key_problem
from figures.conftest import ISSUE, Facts
from read_alone import read_organisation

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_a_figure_carries_its_formula_and_the_facts_it_comes_from(facts: Facts) -> None:
    found = figures(facts(ISSUE))["savings.base.annual"]
    assert found.name == "Savings a year still open, base case"
    assert found.formula == (
        "sum of the opportunities of the base case that are not realised (estimated, verified), "
        "at the spend of today and full effect"
    )
    assert [str(each) for each in found.origins] == [
        "org.yaml: savings[1].base (line 5)",
        "org.yaml: savings[2].base (line 6)",
        "org.yaml: spend.current-monthly (line 3)",
    ]
    assert (found.value, found.unit, found.currency) == (Decimal(432000), "money", "EUR")


def test_a_figure_says_whether_somebody_stated_it(facts: Facts) -> None:
    stated = {each.id for each in figures(facts(ISSUE)) if each.stated}
    assert stated == {
        "spend.monthly",
        "spend.annual-growth",
        "function-cost.one-off",
        "function-cost.monthly",
        "terms.horizon-months",
        "terms.start-month",
        "terms.ramp-months",
        "terms.delay-months",
        *(f"opportunities.commitments.{case}" for case in ("low", "base", "high")),
    }
    reckoned = figures(facts("currency: EUR\nspend: {current-annual: 120000, ai: {current-annual: 12000}}\n"))
    assert [each.id for each in reckoned if each.stated] == []
    lines = "currency: EUR\nfunction-cost: {one-off: 10, people: 1000, tools: 100}\n"
    summed = figures(facts(lines))
    assert [each.id for each in summed if each.stated] == ["function-cost.one-off"]


RICH = (
    ISSUE
    + "fiscal-calendar: {first-month: 4}\ndate: 2026-02-01\n"
    + "ask: {decision: Fund it, amount: 5000, by-persona: {cfo: {amount: 70}}}\n"
    + "incidents: [{name: A test ran on, cost: 900}]\nexchange-rates: {USD: 0.9}\n"
).replace(
    "current-monthly: 400000,",
    "current-monthly: 400000, by-month: {2026-01: 390000, 2025-12: 380000}, ai: {current-annual: 1200, "
    "annual-growth: 60%}, saas: {current-monthly: 80}, "
    "commitments: {monthly: 1000, coverage: 40%, utilisation: 90%},",
)


def test_every_figure_has_a_unit_and_comes_from_facts_that_a_file_can_state(facts: Facts) -> None:
    found = figures(facts(RICH))
    assert {each.unit for each in found} == set(get_args(Unit))
    assert [each.id for each in found if (each.currency == "EUR") != (each.unit == "money")] == []
    told = (*found, *found.series.values())
    assert [(each.id, key) for each in told for key in each.inputs if key_problem(OrganisationFile, key)] == []
    assert all(each.inputs for each in told if not each.id.startswith("terms."))
    assert [each.id for each in found if each.stated and len(each.inputs) != 1] == []
    for scope, monthly, growth in (("ai", Decimal(100), Decimal("0.6")), ("saas", Decimal(80), None)):
        assert (found.value(f"spend.{scope}.monthly"), found.value(f"spend.{scope}.annual-growth")) == (monthly, growth)
    assert found.value("spend.commitments.monthly") == 1000
    assert found.series["spend.history"].labels == ("2025-12", "2026-01")


def test_statuses_are_kept_apart(facts: Facts) -> None:
    found = figures(facts(ISSUE))
    assert found.value("savings.by-status.verified.base") == 240000
    assert found.value("savings.by-status.estimated.base") == 192000
    assert "savings.by-status.realised.base" not in found


def test_series_agree_with_their_figures(facts: Facts) -> None:
    found = figures(facts(ISSUE))
    assert found.series["return.base.cumulative-net"].values[-1] == found.value("return.base.net")
    assert found.series["savings.waterfall"].values == tuple(map(Decimal, (4800000, -192000, -240000, 4368000)))
    assert found.series["savings.waterfall"].labels[1:3] == ("Idle test systems", "Commitments")


def test_three_facts_carry_two_figures_and_the_rest_is_named(facts: Facts) -> None:
    found = figures(facts("name: A\ncurrency: GBP\nspend: {current-monthly: 52000}\n"))
    assert [each.id for each in found] == ["spend.monthly", "spend.annual"]
    assert found.missing["return.base"] == (
        "spend.annual-growth",
        "function-cost.one-off",
        "function-cost.monthly",
        "savings",
    )
    none = dict.fromkeys(RETURN)
    assert as_object(found)["return"] == {"low": none, "base": none, "high": none}
    assert as_object(found)["break-even-share"] is None


@pytest.mark.parametrize(
    ("left_out", "key"),
    [
        ("annual-growth: 18%", "spend.annual-growth"),
        ("one-off: 120000,", "function-cost.one-off"),
        ("monthly: 38000}", "function-cost.monthly"),
        ("current-monthly: 400000,", "spend.current-monthly"),
    ],
)
def test_a_missing_fact_is_never_taken_for_zero_and_is_the_one_that_is_named(
    left_out: str, key: str, facts: Facts
) -> None:
    found = figures(facts(ISSUE.replace(left_out, "}" if left_out.endswith("}") else "")))
    assert not any(each.id.startswith("return.") for each in found)
    groups = ["return.low", "return.base", "return.high", "break-even-share"]
    if key == "spend.current-monthly":  # shares of it have no size either
        assert found.missing["savings.base"] == ("spend.current-monthly",)
        groups += ["savings.low", "savings.base", "savings.high"]
    assert found.missing == dict.fromkeys(groups, (key,))


@pytest.mark.parametrize(
    ("savings", "named"),
    [
        ("savings: [{name: A}]", "savings[1].{}"),
        ("savings: [{name: A, amount: 10 EUR, status: realised}, {name: B}]", "savings[2].{}"),
        (
            "savings: [{name: A, amount: 10 EUR}, {name: B, high: 9%, base: 9%, low: 9%}, {name: C, base: 1%}]",
            "savings[3].{}",
        ),
        ("savings: [{name: A, amount: 10 EUR, status: realised}]", "savings that are not realised"),
        ("savings: []", "savings"),
        ("", "savings"),
    ],
)
def test_what_savings_lack_is_named(savings: str, named: str, facts: Facts) -> None:
    text = "currency: EUR\nspend: {current-monthly: 400, annual-growth: 1%}\nfunction-cost: {one-off: 1, monthly: 3}\n"
    found = figures(facts(f"{text}{savings}\n")).missing
    for scenario in ("low", "high"):
        assert found[f"return.{scenario}"] == (named.format(scenario),)


def test_a_case_without_a_size_leaves_out_the_sums_of_that_case_only(facts: Facts) -> None:
    found = figures(facts(ISSUE.replace("low: 2%, ", "")))
    assert "return.low.net" not in found
    assert found.missing["savings.low"] == ("savings[1].low",)
    assert "return.base.net" in found


def test_an_opportunity_without_any_size_counts_nowhere(facts: Facts) -> None:
    more = figures(facts(ISSUE.replace("savings:\n", "savings:\n  - {name: Later}\n")))
    assert more.value("return.base.net") == figures(facts(ISSUE)).value("return.base.net")


def test_nothing_is_nothing_as_a_share_and_as_money(facts: Facts) -> None:
    found = figures(facts("currency: EUR\nsavings: [{name: A, low: 0, base: 500, high: 900}]\n"))
    assert [found.value(f"savings.{each}.annual") for each in ("low", "base", "high")] == [0, 500, 900]


def test_money_saved_on_no_spend_has_no_answer(facts: Facts) -> None:
    found = figures(facts(ISSUE.replace("400000", "0")))
    assert as_object(found)["return"]["base"] == {**dict.fromkeys(RETURN), "total-cost": "1488000.00"}
    assert found["return.base.net"].no_answer == "nothing-to-divide-by"


def test_no_cost_has_no_ratio_and_pays_back_at_once(facts: Facts) -> None:
    found = figures(facts(ISSUE.replace("120000", "0").replace("38000", "0")))
    assert found["return.base.return-ratio"].value is None
    assert found["return.base.payback-month"].value == 1
    assert found["break-even-share"].value == 0


def test_the_spend_of_a_year_or_of_the_last_month_is_the_spend_of_today(facts: Facts) -> None:
    year = figures(facts("currency: EUR\nspend: {current-annual: 1200}\n"))["spend.monthly"]
    last = figures(facts("currency: EUR\nspend: {by-month: {2026-02: 7, 2026-01: 9}}\n"))["spend.monthly"]
    assert (year.value, year.formula) == (Decimal(100), "spend a year ÷ 12")
    assert (last.value, last.formula, last.inputs) == (
        Decimal(7),
        "the last month that is known",
        ("spend.by-month.2026-02",),
    )


def test_the_context_of_the_caller_changes_nothing(facts: Facts) -> None:
    expected = as_object(figures(facts(ISSUE)))
    with decimal.localcontext(decimal.Context(prec=5, rounding=decimal.ROUND_DOWN)):
        assert as_object(figures(facts(ISSUE))) == expected


def test_without_names_without_secrets_and_with_rounded_money() -> None:
    found = redacted(read_organisation(EXAMPLES / "fictional-freight" / "org.yaml"))
    text = repr(found)
    for name in ("Fictional", "Sampleton", "Fictive", "Lookalike", "Madeup", "Pretend", "Notional", "Otherwise"):
        assert name not in text.replace(found.file, "")
    assert found.name == "The company"
    assert found.spend
    assert found.spend.ai is None
    assert found.incidents == ()
    assert {each.owner for each in found.savings} == {""}
    assert found.pain_points[0].who == ("cfo", "itfm")
    assert redacted(found) is found


def test_a_secret_part_does_not_make_the_function_cheaper() -> None:
    whole = read_organisation(EXAMPLES / "fictional-freight" / "org.yaml")
    hidden = redacted(whole)
    assert hidden.function_cost
    assert hidden.function_cost.people is None
    assert figures(hidden).value("function-cost.monthly") == figures(whole).value("function-cost.monthly") == 33000


def test_a_secret_sum_cannot_be_added_up_from_its_parts(facts: Facts) -> None:
    text = "currency: EUR\nfunction-cost: {people: 5, tools: 4}\nconfidential: [function-cost.monthly]\n"
    assert "function-cost.monthly" not in figures(redacted(facts(text)))


SPEND = "currency: EUR\nspend: {current-monthly: 100, current-annual: 1200, by-month: {2026-01: 90, 2026-02: 100}}\n"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (SPEND, "spend.current-monthly"),
        (SPEND, "spend.current-annual"),
        (SPEND.replace("current-annual: 1200, ", ""), "spend.current-monthly"),
        (SPEND.replace("current-monthly: 100, ", ""), "spend.current-annual"),
        (SPEND.replace("current-monthly: 100, current-annual: 1200, ", ""), "spend.current-annual"),
        (SPEND.replace(", by-month: {2026-01: 90, 2026-02: 100}", ""), "spend.current-annual"),
        (SPEND.replace(", by-month: {2026-01: 90, 2026-02: 100}", ""), " spend.current-monthly "),
    ],
)
def test_no_other_fact_tells_a_secret_spend(text: str, secret: str, facts: Facts) -> None:
    found = figures(redacted(facts(f"{text}confidential: ['{secret}']\n")))
    assert [each.id for each in found] == []
    assert [*found.series] == []


@pytest.mark.parametrize(
    ("cost", "secret", "gone", "left"),
    [
        ("people: 5, tools: 4", "function-cost.monthly", "function-cost.monthly", ()),
        ("lines: [{name: A, monthly: 9, one-off: 7}]", "function-cost.monthly", "function-cost.monthly", ("one-off",)),
        ("lines: [{name: A, monthly: 9, one-off: 7}]", "function-cost.one-off", "function-cost.one-off", ("monthly",)),
    ],
)
def test_a_secret_cost_is_not_told_by_its_lines(
    cost: str, secret: str, gone: str, left: tuple[str, ...], facts: Facts
) -> None:
    text = f"currency: EUR\nfunction-cost: {{{cost}}}\n"
    assert gone in figures(facts(text)), "without the secret it is there"
    found = redacted(facts(f"{text}confidential: [{secret}]\n"))
    assert gone not in figures(found)
    assert [name for name in ("one-off", "monthly") if f"function-cost.{name}" in figures(found)] == [*left]


def test_redacted_figures_have_two_significant_figures(facts: Facts) -> None:
    found = as_object(figures(redacted(facts(ISSUE))))
    assert found["return"]["base"]["net"] == "33000.00"
    assert found["return"]["base"]["total-savings"] == "1500000.00"
    assert found["return"]["base"]["return-ratio"] == "1.0221"


@pytest.mark.parametrize(
    ("value", "shown"), [("0.125", "0.13"), ("-0.125", "-0.13"), ("-0.001", "0.00"), ("1e20", "1" + "0" * 20 + ".00")]
)
def test_money_is_rounded_half_away_from_zero(value: str, shown: str) -> None:
    assert as_text(Decimal(value), "money") == shown


def test_two_significant_figures() -> None:
    assert [format(significant(Decimal(each)), "f") for each in ("1250", "99.5", "-0.0149", "0")] == [
        "1300",
        "100",
        "-0.015",
        "0",
    ]


def test_a_kpi_in_money_is_rounded_and_another_is_not(facts: Facts) -> None:
    text = (
        "currency: EUR\nkpis: [{id: unit-cost, baseline: 1234 EUR, target: 987 EUR}, {id: mine, baseline: 123 days}]\n"
    )
    money, days = redacted(facts(text)).kpis
    assert money.baseline
    assert money.target
    assert days.baseline
    assert [each.value for each in (money.baseline, money.target, days.baseline)] == [1200, 990, 123]


def test_terms_that_nobody_states_are_three_years_from_the_next_month_on(facts: Facts) -> None:
    found = figures(facts(ISSUE.partition("return:")[0]))
    names = ("horizon-months", "start-month", "ramp-months", "delay-months")
    assert [found.value(f"terms.{name}") for name in names] == [36, 1, 6, 3]


@pytest.mark.parametrize(
    ("value", "unit", "currency", "shown"),
    [
        ("1234.5", "money", "EUR", ("1,234.50", "EUR")),
        ("0.12345", "percent", "", ("12.35", "%")),
        ("1.5", "ratio", "", ("1.5000", "")),
        ("3.50", "number", "", ("3.5", "")),
        ("1200", "number", "", ("1200", "")),
        ("23", "months", "", ("23", "months")),
    ],
)
def test_a_terminal_shows_digits_and_their_unit(value: str, unit: Unit, currency: str, shown: tuple[str, str]) -> None:
    assert in_words(Figure("a", "A", Decimal(value), unit, currency), {}) == shown


def test_a_figure_without_an_answer_is_shown_in_words() -> None:
    none = Figure("a", "A", None, "months", no_answer="not-within-horizon")
    assert in_words(none, {"not-within-horizon": "never"}) == ("never", "")


def test_a_library_without_words_for_figures_is_told(tmp_path: Path) -> None:
    with pytest.raises(FactError) as caught:
        open_texts(Library((tmp_path,)))
    assert str(caught.value) == (
        "there is no layouts/figures.yaml in the library; install briefing again, or put one there"
    )


def test_an_explanation_has_everything_that_a_figure_is_made_of(facts: Facts) -> None:
    found = as_object(figures(facts("currency: GBP\nspend: {current-monthly: 52000}\n")), explain=True)
    assert found["explain"]["spend.annual"] == {
        "name": "Spend a year, as it runs now",
        "unit": "money",
        "currency": "GBP",
        "formula": "spend a month × 12",
        "inputs": [{"key": "spend.current-monthly", "file": "org.yaml", "line": 2}],
        "no-answer": "",
    }


def test_every_figure_names_all_the_facts_that_it_comes_from(facts: Facts) -> None:
    found = figures(facts(ISSUE))
    cost = ["function-cost.one-off", "function-cost.monthly", "return.horizon-months"]
    spend = ["spend.current-monthly", "spend.annual-growth"]
    terms = ["return.start-month", "return.ramp-months"]
    break_even = {each.key for each in found["break-even-share"].origins}
    assert break_even == {*cost, *spend, *terms}
    assert [each.key for each in found["spend.over-horizon"].origins] == [*spend, "return.horizon-months"]
    assert [each.key for each in found["spend.in-12-months"].origins] == spend
    assert {each.key for each in found["return.base.net"].origins} >= {*cost, *spend, *terms, "savings[1].base"}


def test_every_figure_has_the_unit_of_what_it_is(facts: Facts) -> None:
    found = figures(facts(ISSUE.replace("delay-months: 3}", "delay-months: 3, discount-rate: 8%}")))
    units = {each.id: each.unit for each in found if each.id.startswith(("terms.", "spend.", "break-even"))}
    assert units == {
        "terms.horizon-months": "months",
        "terms.start-month": "months",
        "terms.ramp-months": "months",
        "terms.delay-months": "months",
        "terms.discount-rate": "percent",
        "spend.monthly": "money",
        "spend.annual": "money",
        "spend.annual-growth": "percent",
        "spend.in-12-months": "money",
        "spend.rise-in-12-months": "money",
        "spend.over-horizon": "money",
        "break-even-share": "percent",
    }
    assert found.series["spend"].labels == tuple(str(month) for month in range(1, 37))


def test_the_id_of_a_persona_stays_where_somebody_is_called_like_it(facts: Facts) -> None:
    text = "presenter: cfo\npain-points:\n  - {text: The cfo waits, who: [cfo]}\n"
    found = redacted(facts(text))
    assert [each.who for each in found.pain_points] == [("cfo",)]
    assert "cfo" not in found.pain_points[0].text


def test_every_figure_of_a_case_says_which_case_saving_and_status_it_is_of(facts: Facts) -> None:
    """Three cases of the same figure that are called alike would be one figure with three values."""
    calendar = "date: 2026-03-02\nfiscal-calendar: {first-month: 4, current-year: FY 2025/26}\n"
    found, texts = figures(facts(ISSUE + calendar)), builtin_texts()
    assert len({each.name for each in found}) == len({(each.name, each.value) for each in found})
    for each in found:
        told = f"{each.name} {each.formula}"
        assert not re.search(r"[{}]", told), each.id
        for case, word in texts.scenarios.items():
            assert case not in each.id.split(".") or word in told or each.id.endswith(".total-cost"), each.id
        for status, word in texts.statuses.items():
            assert f"by-status.{status}." not in each.id or word in told, each.id
        if each.id.startswith("opportunities."):
            assert ("Idle test systems" in told) is (".idle-test-systems." in each.id)
        if year := re.match(r"fiscal\.(20(\d\d))\.", each.id):
            assert f"FY {year[1]}/{int(year[2]) + 1}" in told, each.id


SPENDS, COSTS = "spend: {current-monthly: 100, annual-growth: 5%}\n", "function-cost: {one-off: 9, monthly: 1}\n"
SAVES = "savings: [{name: A, amount: 5%}]\n"


@pytest.mark.parametrize(
    ("text", "told"), [(SPENDS, False), (SAVES, True), (SPENDS + COSTS, True), (SPENDS + COSTS + SAVES, True)]
)
def test_the_terms_of_a_return_are_told_as_soon_as_there_is_something_to_return(
    text: str, told: bool, facts: Facts
) -> None:
    found = figures(facts(f"currency: EUR\nreturn: {{horizon-months: 24}}\n{text}"))
    assert ("terms.horizon-months" in found) is told


@pytest.mark.parametrize(
    ("id", "value", "unit"),
    [
        ("spend.annual", 4_800_000, "money"),
        ("spend.in-12-months", 472_000, "money"),
        ("spend.rise-in-12-months", 72_000, "money"),
        ("function-cost.annual", 456_000, "money"),
        ("function-cost.first-year", 576_000, "money"),
        ("savings.base.annual", 432_000, "money"),
        ("savings.base.share", "0.09", "percent"),
        ("opportunities.idle-test-systems.base", 192_000, "money"),
        ("savings.by-status.verified.high", 300_000, "money"),
        ("return.base.total-cost", 1_488_000, "money"),
        ("ask.amount", 5_000, "money"),
        ("ask.people", "1.5", "number"),
    ],
)
def test_a_figure_comes_to_what_a_pencil_finds(id: str, value: int | str, unit: str, facts: Facts) -> None:
    found = figures(facts(f"{ISSUE}ask: {{decision: D, amount: 5_000, people: 1.5}}\n"))[id]
    assert (found.value, found.unit) == (Decimal(value), unit)


def test_a_name_that_is_a_word_of_the_framework_too_is_hidden_in_texts_and_nowhere_else(facts: Facts) -> None:
    """A company called Run still runs at the stage that it states."""
    stages = "maturity: {reporting-and-analytics: {current: run, target: run}}\n"
    pain = "pain-points: [{text: At Run nobody knows, who: [cfo]}]\n"
    hidden = redacted(facts(f"name: Run\ncurrency: EUR\n{stages}{pain}"))
    (stage,) = hidden.maturity.values()
    assert (stage.current, stage.target) == ("run", "run")
    assert hidden.name != "Run"
    assert hidden.pain_points[0].text == f"At {hidden.name} nobody knows"


@pytest.mark.parametrize(
    ("cost", "key"),
    [
        ("monthly: 9", "function-cost.monthly"),
        ("people: 9, tools: 1", "function-cost"),
    ],
)
def test_a_sum_that_is_written_out_for_outsiders_still_says_where_it_comes_from(
    cost: str, key: str, facts: Facts
) -> None:
    found = redacted(facts(f"currency: EUR\nfunction-cost: {{{cost}}}\n")).function_cost
    assert found
    assert found.monthly
    assert found.monthly.origin.key == key
