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


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("spend: {current-monthly: 1, commitments: {next-renewal: 2026-03-30}}", "spend.commitments.next-renewal"),
        ("fiscal-calendar: {budget-due: 2026-03-30}", "fiscal-calendar.budget-due"),
        ("ask: {decision: D, date: 2026-03-30}", "ask.date"),
        ("ask: {decision: D, by-persona: {cto: {date: 2026-03-30}}}", "ask.by-persona.cto.date"),
        ("kpis: [{id: cogs, target: 2%}, {id: unit-cost, target: 2 EUR, date: 2026-03-30}]", "kpis[2].date"),
        (
            "kpis: [{id: unit-cost, by-persona: {cfo: {target: 2 EUR, date: 2026-03-30}}}]",
            "kpis[1].by-persona.cfo.date",
        ),
        ("quick-wins: [{name: A}, {name: B, date: 2026-03-30}]", "quick-wins[2].date"),
        (
            "roadmap: [{milestone: 1, date: 2026-03-30}, {milestone: 2, date: 2026-01}]",
            "roadmap[1].date, the last one,",
        ),
        ("incidents: [{name: A, date: 2026-03-01}, {name: B, date: 2026-04-01}]", "incidents[2].date"),
        ("kpis: [{id: unit-cost, baseline: 2 EUR, baseline-date: 2026-04-01}]", "kpis[1].baseline-date"),
    ],
)
def test_a_date_on_the_wrong_side_is_named_as_the_file_has_it(text: str, key: str) -> None:
    side = "before" if "2026-03-30" in text else "after"
    remedy = "where it is over" if side == "before" else "until then"
    (told,) = found(text)
    assert told.partition(": ")[2] == (
        f"{key} is {'2026-03-30' if side == 'before' else '2026-04-01'}, {side} the date of the briefing, 2026-03-31; "
        f"correct it, or take it out {remedy} (B117)"
    )


@pytest.mark.parametrize("text", ["roadmap: [{milestone: 1, date: 2026-01}, {milestone: 2}]", "roadmap: []"])
def test_a_milestone_without_a_date_may_still_be_to_come(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("unit", "baseline", "target"),
    [
        ("2 EUR per order", "2 EUR per order", "3 EUR per order"),
        ("2 EUR", "2 EUR", "3 EUR"),
        ("2 days", "2 days", "3 days"),
        ("2", "2", "3"),
    ],
)
def test_a_target_is_told_in_the_unit_that_it_is_stated_in(unit: str, baseline: str, target: str) -> None:
    (told,) = found(f"kpis: [{{id: unit-cost, baseline: {unit}, target: {unit.replace('2', '3')}}}]")
    assert f"the target {target} of unit-cost is above the baseline {baseline};" in told


def test_a_target_of_another_unit_is_on_no_side() -> None:
    assert found("kpis: [{id: unit-cost, baseline: 2 EUR per order, target: 3 EUR per call}]") == []


@pytest.mark.parametrize(("growth", "told"), [("10%", False), ("10.1%", True), ("0%", False), ("-0.1%", True)])
def test_a_growth_may_be_five_points_off(growth: str, told: bool) -> None:
    assert bool(found(f"spend: {{annual-growth: {growth}, by-month: {MONTHS}}}")) is told


@pytest.mark.parametrize(("last", "told"), [(285, False), (284, True), (315, False), (316, True)])
def test_the_last_month_may_be_five_percent_off(last: int, told: bool) -> None:
    assert bool(found(f"spend: {{current-monthly: 300, by-month: {{2026-02: 9, 2026-03: {last}}}}}")) is told


@pytest.mark.parametrize(("share", "told"), [("84.5%", False), ("84.6%", True), ("83.5%", False), ("83.4%", True)])
def test_a_share_stated_twice_may_be_rounded(share: str, told: bool) -> None:
    kpi = f"kpis: [{{id: commitment-utilisation, baseline: {share}}}]"
    assert bool(found(f"spend: {{commitments: {{utilisation: 84%}}}}\n{kpi}")) is told


@pytest.mark.parametrize(
    ("months", "growth"),
    [
        ("{2025-10: 100, 2026-03: 110}", "25.7%"),  # half a year at its pace is the least
        ("{2025-11: 100, 2026-03: 110}", ""),
        ("{2025-09: 0, 2026-03: 110}", ""),
        ("{2025-09: 110, 2026-03: 0}", ""),
        ("{2025-03: 100, 2026-03: 150}", "50%"),
        ("{2025-03: 0, 2026-03: 150}", ""),
        ("{2024-03: 10, 2025-02: 100, 2025-03: 100, 2026-02: 150, 2026-03: 150}", "90.5%"),
    ],
)
def test_months_show_a_growth_against_the_year_before_or_at_their_pace(months: str, growth: str) -> None:
    told = [each for each in found(f"spend: {{annual-growth: 900%, by-month: {months}}}") if "annual-growth" in each]
    assert [each.partition("grows by ")[2].partition(" a year")[0] for each in told] == ([growth] if growth else [])


@pytest.mark.parametrize(
    ("basis", "apart"),
    [
        ("SaaS is not in it", True),
        ("AI is part of it, SaaS is not", True),
        ("SaaS is part of it, AI is not", False),
        ("without SaaS, with AI", True),
        ("AI, SaaS and licences are apart", True),
        ("everything", False),
        ("", False),
    ],
)
def test_what_the_basis_says_is_apart_may_cost_more_than_the_rest(basis: str, apart: bool) -> None:
    text = f"spend: {{current-monthly: 300, saas: {{current-monthly: 400}}, basis: '{basis}'}}"
    assert (found(text) == []) is apart


@pytest.mark.parametrize(("share", "told"), [("100%", False), ("100.1%", True)])
@pytest.mark.parametrize("name", ["baseline", "target"])
def test_a_share_of_something_is_no_more_than_all_of_it(name: str, share: str, told: bool) -> None:
    where = "kpis[1].by-persona.cfo"
    line = f"{where}.{name} (commitment-coverage) is {share}, more than all of the compute cost; "
    text = found(f"kpis: [{{id: commitment-coverage, by-persona: {{cfo: {{{name}: {share}}}}}}}]")
    assert [each.partition(": ")[2] for each in text] == (
        [f"{line}write a share from 0% to 100% (B116)"] if told else []
    )


@pytest.mark.parametrize("name", ["start-month", "ramp-months", "delay-months"])
def test_what_lies_behind_the_horizon_is_never_counted(name: str) -> None:
    assert found(f"return: {{horizon-months: 12, {name}: 12}}") == []
    (told,) = found(f"return: {{horizon-months: 12, {name}: 13}}")
    assert told.partition(": ")[2] == (
        f"return.{name} is 13, above return.horizon-months, 12; correct one of them (B116)"
    )


@pytest.mark.parametrize(
    ("kpi", "by"),
    [
        ("commitment-coverage, baseline: 30%", "spend.commitments.coverage it is 50%"),
        ("commitment-utilisation, baseline: 30%", "spend.commitments.utilisation it is 84%"),
        ("commitment-waste, baseline: 30%", "spend.commitments.utilisation it is 16%"),
        ("untagged-cost, baseline: 30%", ""),
    ],
)
def test_a_kpi_is_held_against_the_fact_that_it_is_and_no_other(kpi: str, by: str) -> None:
    told = found(f"spend: {{commitments: {{coverage: 50%, utilisation: 84%}}}}\nkpis: [{{id: {kpi}}}]")
    assert [each.partition("but by ")[2].partition(";")[0] for each in told] == ([by] if by else [])
