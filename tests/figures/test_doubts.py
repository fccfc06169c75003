"""Facts that do not fit together are told with code and line, and those that do are left in peace."""

from __future__ import annotations

from datetime import date

import pytest

from bill_samples import whole_bill
from briefing.documents.yamlfile import parse_yaml
from briefing.figures.doubts import doubts, late
from briefing.library.library import Library, builtin_folder
from briefing.organisation.reading import organisation_of

LIBRARY = Library((builtin_folder(),))
DAY = date(2026, 3, 31)
MONTHS = "{2025-02: 100, 2025-03: 100, 2026-02: 105, 2026-03: 105}"


def found(text: str) -> list[str]:
    document = parse_yaml(f"currency: EUR\n{text}\n", "org.yaml", fold=True)
    facts = organisation_of(document, persona_ids=LIBRARY.persona_ids(), kpi_ids=tuple(LIBRARY.kpis()))
    return [str(each) for each in doubts(facts, LIBRARY.kpis(), DAY)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("spend: {current-monthly: 300, ai: {current-monthly: 400}}", "spend.ai is EUR 400 a month, above the whole"),
        ("spend: {current-monthly: 300, ai: {current-annual: 4800}}", "spend.ai is EUR 400 a month, above the whole"),
        ("spend: {current-monthly: 300, saas: {current-monthly: 400}}", "spend.saas is EUR 400 a month"),
        ("spend: {current-annual: 3600, commitments: {monthly: 400}}", "spend.commitments.monthly is EUR 400 a month"),
        ("spend: {current-annual: 3600, by-month: {2026-02: 4000}}", "spend.by-month.2026-02 is EUR 4,000, above"),
        ("spend: {current-monthly: 300}\nfunction-cost: {monthly: 500}", "function-cost is EUR 500 a month, above"),
        ("spend: {current-monthly: 10}\nquick-wins: [{name: A, amount: 200}]", "the quick wins save EUR 200 a year"),
        ("team: {size: 2, members: [{name: A, positions: 2.5}]}", "the members of the team have 2.5 positions"),
        ("return: {horizon-months: 12, start-month: 24}", "return.start-month is 24, above return.horizon-months, 12"),
        ("kpis: [{id: commitment-coverage, baseline: 120%}]", "is 120%, more than all of the compute cost"),
    ],
)
def test_parts_above_their_totals(text: str, sentence: str) -> None:
    assert [sentence in each and each.endswith("(B116)") and each.startswith("org.yaml:") for each in found(text)] == [
        True
    ]


def test_what_the_basis_leaves_out_is_no_part() -> None:
    assert not found("spend: {current-monthly: 300, saas: {current-monthly: 400}, basis: 'AI is in it, SaaS is not'}")


@pytest.mark.parametrize(
    "text",
    [
        "spend: {current-monthly: 1, commitments: {next-renewal: 2026-03-30}}",
        "fiscal-calendar: {budget-due: 2026-02}",
        "ask: {decision: D, date: 2026-01-01}",
        "ask: {decision: D, by-persona: {cfo: {date: 2026-01-01}}}",
        "kpis: [{id: unit-cost, target: 2 EUR, date: 2025-12}]",
        "kpis: [{id: unit-cost, by-persona: {cfo: {target: 2 EUR, date: 2025-12}}}]",
        "quick-wins: [{name: A, date: 2026-03-01}]",
        "roadmap: [{milestone: 1, date: 2026-01}, {milestone: 2, date: 2026-02}]",
        "incidents: [{name: A, date: 2026-05-01}]",
        "kpis: [{id: unit-cost, baseline: 2 EUR, baseline-date: 2026-05}]",
        "spend: {by-month: {2026-05: 3}}",
    ],
)
def test_dates_on_the_wrong_side(text: str) -> None:
    (sentence,) = found(text)
    assert sentence.endswith("(B117)")
    assert "the date of the briefing, 2026-03-31" in sentence


@pytest.mark.parametrize(
    "text",
    [
        "ask: {decision: D, date: 2026-03-31}",
        "ask: {decision: D, date: 2026-03}",
        "roadmap: [{milestone: 1, date: 2026-01}, {milestone: 2, date: 2026-06}]",
        "incidents: [{name: A, date: 2026-03-31}]",
    ],
)
def test_dates_on_the_right_side(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            f"spend: {{annual-growth: 18%, by-month: {MONTHS}}}",
            "org.yaml:2:24: spend.annual-growth is 18%, but spend.by-month grows by 5% a year; correct one of them, "
            "or leave one out (B118)",
        ),
        (
            "spend: {current-monthly: 300, by-month: {2026-03: 250}}",
            "org.yaml:2:26: spend.current-monthly is EUR 300, but the last month, spend.by-month.2026-03, EUR 250; "
            "correct one of them, or leave one out (B118)",
        ),
        (
            "spend: {commitments: {utilisation: 84%}}\nkpis: [{id: commitment-waste, baseline: 10%}]",
            "org.yaml:3:41: kpis[1].baseline (commitment-waste) is 10%, but by spend.commitments.utilisation it is "
            "16%; correct one of them, or leave one out (B118)",
        ),
    ],
)
def test_facts_that_contradict_each_other(text: str, sentence: str) -> None:
    assert found(text) == [sentence]


def test_a_growth_within_five_points_is_no_contradiction() -> None:
    assert found(f"spend: {{annual-growth: 9%, by-month: {MONTHS}}}") == []
    assert found("spend: {annual-growth: 90%, by-month: {2026-01: 1, 2026-03: 2}}") == []


@pytest.mark.parametrize(
    ("kpi", "fits"),
    [
        ("{id: unallocated-cost, baseline: 20%, target: 35%}", False),
        ("{id: unallocated-cost, baseline: 35%, target: 20%}", True),
        ("{id: effective-savings-rate, baseline: 24%, target: 20%}", False),
        ("{id: effective-savings-rate, baseline: 20%, by-persona: {cfo: {target: 10%}}}", False),
        ("{id: effective-savings-rate, target: 20%, by-persona: {cfo: {baseline: 30%}}}", False),
        ("{id: forecast-accuracy, baseline: -19%, target: -8%}", True),
        ("{id: unit-cost, baseline: 2 EUR, target: 3 EUR}", False),
    ],
)
def test_targets_on_the_wrong_side(kpi: str, fits: bool) -> None:
    assert [each.endswith("(B119)") for each in found(f"kpis: [{kpi}]")] == ([] if fits else [True])


@pytest.mark.parametrize(
    ("whole", "above", "sentence"),
    [
        (
            "spend: {current-monthly: 300, ai: {current-monthly: 300}}",
            "spend: {current-monthly: 300, ai: {current-monthly: 301}}",
            "org.yaml:2:53: spend.ai is EUR 301 a month, above the whole spend of EUR 300; correct one of them, "
            "or say in spend.basis what is apart (B116)",
        ),
        (
            "spend: {current-annual: 3600, by-month: {2026-02: 3600}}",
            "spend: {current-annual: 3600, by-month: {2026-02: 3601}}",
            "org.yaml:2:51: spend.by-month.2026-02 is EUR 3,601, above the EUR 3,600 of a year; "
            "correct one of them (B116)",
        ),
        (
            "spend: {current-monthly: 10}\nquick-wins: [{name: A, amount: 60}, {name: B, amount: 60}]",
            "spend: {current-monthly: 10}\nquick-wins: [{name: A, amount: 60}, {name: B, amount: 61}]",
            "org.yaml:3:55: the quick wins save EUR 121 a year, above the whole spend of EUR 120; correct one of them "
            "(B116)",
        ),
        (
            "team: {size: 2, members: [{name: A, positions: 1}, {name: B, positions: 1}]}",
            "team: {size: 2, members: [{name: A, positions: 1}, {name: B, positions: 1.1}]}",
            "org.yaml:2:14: the members of the team have 2.1 positions, above team.size of 2; "
            "correct one of them (B116)",
        ),
        (
            "spend: {current-monthly: 300}\nfunction-cost: {monthly: 300}",
            "spend: {current-monthly: 300}\nfunction-cost: {monthly: 301}",
            "org.yaml:3:26: function-cost is EUR 301 a month, above the whole spend of EUR 300; "
            "correct one of them (B116)",
        ),
    ],
)
def test_a_part_may_be_all_of_its_whole_and_no_more(whole: str, above: str, sentence: str) -> None:
    assert found(whole) == []
    assert found(above) == [sentence]


@pytest.mark.parametrize(
    ("kpi", "sentence"),
    [
        (
            "{id: unallocated-cost, baseline: 20%, target: 21%}",
            "kpis[1]: the target 21% of unallocated-cost is above the baseline 20%; lower is better for this KPI: "
            "exchange them, or correct one (B119)",
        ),
        (
            "{id: effective-savings-rate, baseline: 20%, target: 19%}",
            "kpis[1]: the target 19% of effective-savings-rate is below the baseline 20%; higher is better for this "
            "KPI: exchange them, or correct one (B119)",
        ),
        ("{id: unallocated-cost, baseline: 20%, target: 20%}", ""),
        ("{id: effective-savings-rate, baseline: 20%, target: 20%}", ""),
    ],
)
def test_a_target_on_the_wrong_side_says_which_side_is_right(kpi: str, sentence: str) -> None:
    told = [each.partition(": ")[2] for each in found(f"kpis: [{kpi}]")]
    assert told == ([sentence] if sentence else [])


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 31), []),
        (
            date(2026, 3, 30),
            [
                "the bill has 2026-03 as a complete month, which ends after the date of the briefing, 2026-03-30; "
                "give a later date with --date or in the facts, or a bill up to then (B117)"
            ],
        ),
    ],
)
def test_a_bill_that_knows_more_than_the_day_of_the_briefing_is_told(day: date, said: list[str]) -> None:
    """Months that are not complete are in no figure, and cannot be too new."""
    assert [str(each) for each in late(whole_bill(), day)] == said
