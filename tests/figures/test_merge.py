"""Facts of a bill in the places that the file leaves open, contradictions, and what outsiders see of both."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from pathlib import Path

import pytest

from briefing.bill.bill import Bill, Bridge, Model
from briefing.documents.amounts import Money
from briefing.figures.company import Company, company_of
from briefing.figures.merge import FACTS
from briefing.library.library import Library, builtin_folder
from figures.bills import bill, months, part
from read_alone import read_organisation

LIBRARY = Library((builtin_folder(),))
Open = Callable[..., Company]


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.chdir(tmp_path)

    def made(text: str, billed: Bill | None = None, *, redact: bool = False) -> Company:
        Path("org.yaml").write_text(text, encoding="utf-8")
        return company_of(LIBRARY, read_organisation("org.yaml"), billed or bill(), redact=redact)

    return made


def test_a_bill_alone_is_a_company_in_its_currency() -> None:
    found = company_of(LIBRARY, None, bill())
    assert found.facts.currency == "EUR"
    assert found.figures["spend.monthly"].value == 1170
    assert found.figures["spend.annual"].value == 14040
    assert found.bill == bill()


FILLED = {  # the fact that is filled in, in the file's words: its value, and the figure of the bill that it is
    "spend.current-monthly": ("1170", "bill.effective.monthly"),
    "spend.annual-growth": ("0.115385", "bill.growth"),
    "spend.commitments.monthly": ("100", "bill.commitments.monthly"),
    "spend.commitments.coverage": ("0.25", "bill.commitments.coverage"),
    "spend.commitments.utilisation": ("0.75", "bill.commitments.utilisation"),
    "spend.ai.current-monthly": ("100", "bill.ai.monthly"),
    "spend.ai.annual-growth": ("0.818182", "bill.ai.growth"),
    "spend.saas.current-monthly": ("50", "bill.saas.monthly"),
    "spend.saas.annual-growth": ("0", "bill.saas.growth"),
}


@pytest.mark.parametrize("first", ["organisation", "bill"])
def test_what_the_file_leaves_open_comes_from_the_bill(first: str, company: Open) -> None:
    spend = company(f"currency: EUR\nfigures-from: {first}\n").facts.spend
    assert spend
    found = {fact.key: fact.found(spend) for fact in FACTS}
    values = {key: each.amount if isinstance(each, Money) else each.value for key, each in found.items()}
    assert {key: (round(values[key], 6), each.origin.key) for key, each in found.items()} == {
        key: (D(value), figure) for key, (value, figure) in FILLED.items()
    }
    assert all(fact.figure == FILLED[fact.key][1] for fact in FACTS)
    assert [spend.by_month[month].amount for month in ("2024-10", "2026-03")] == [1000, 1170]
    assert {each.origin.key for each in spend.by_month.values()} == {"bill.effective"}
    assert len(spend.by_month) == 18
    assert spend.source == "Billing data: effective cost of usage and purchases, Mar 2026, 3 providers"


@pytest.mark.parametrize(
    ("stated", "key"),
    [
        ("current-annual: 12", "spend.current-monthly"),
        ("by-month: {2026-03: 9}", "spend.current-monthly"),
        ("ai: {current-annual: 12}", "spend.ai.current-monthly"),
        ("saas: {current-annual: 12}", "spend.saas.current-monthly"),
    ],
)
def test_a_fact_that_is_stated_in_another_way_is_not_filled_in_unless_the_bill_goes_first(
    stated: str, key: str, company: Open
) -> None:
    (fact,) = (each for each in FACTS if each.key == key)
    spend = company(f"currency: EUR\nspend: {{{stated}}}\n").facts.spend
    assert fact.found(spend) is None
    part = fact.part(company(f"currency: EUR\nfigures-from: bill\nspend: {{{stated}}}\n").facts.spend)
    assert getattr(part, fact.path[-1]).origin.key == fact.figure
    assert part.current_annual is None
    assert all(each.origin.key == "bill.effective" for each in getattr(part, "by_month", {}).values())


@pytest.mark.parametrize("cents", ["0.01", "1"])
def test_any_cost_of_a_bill_above_nothing_is_filled_in(cents: str, company: Open) -> None:
    spend = company("currency: EUR\n", bill(months=months([cents] * 18))).facts.spend
    assert spend
    assert spend.current_monthly
    assert (str(spend.current_monthly.amount), len(spend.by_month)) == (cents, 18)
    refunded = company("currency: EUR\n", bill(months=months([*[cents] * 17, "0"]))).facts.spend
    assert refunded is None or (refunded.current_monthly is None and refunded.by_month == {})


def test_a_source_that_is_stated_stays_beside_that_of_the_bill(company: Open) -> None:
    spend = company("currency: EUR\nspend: {annual-growth: 12%, source: Controlling}\n").facts.spend
    assert spend
    assert spend.source == ("Controlling; Billing data: effective cost of usage and purchases, Mar 2026, 3 providers")


def test_a_figure_of_a_filled_fact_says_its_origin_basis_and_formula(company: Open) -> None:
    figures = company("currency: EUR\n").figures
    monthly = figures["spend.monthly"]
    assert [str(each) for each in monthly.origins] == ["bills/*.csv: bill.effective.monthly"]
    assert monthly.basis == "effective cost of usage and purchases, Mar 2026, 3 providers"
    assert monthly.formula == "effective cost of the last complete month"
    assert figures["spend.in-12-months"].basis == (
        "effective cost of usage and purchases, Mar 2026, 3 providers; effective cost of usage and purchases, Jan to "
        "Mar 2026 against Jan to Mar 2025, 3 providers"
    )
    assert figures.series["spend.history"].basis == (
        "effective cost of usage and purchases, Oct 2024 to Mar 2026, 3 providers"
    )


def test_the_return_of_a_bill_says_that_it_is_of_the_bill(company: Open) -> None:
    text = "currency: EUR\nsavings: [{name: A, amount: 10%}]\nfunction-cost: {one-off: 100, monthly: 10}\n"
    found = company(text).figures["return.base.net"]
    assert "bill.effective.monthly" in found.inputs
    assert found.basis.startswith("effective cost of usage and purchases, Mar 2026, 3 providers")


def test_a_fact_that_is_stated_has_no_basis(company: Open) -> None:
    found = company("currency: EUR\nspend: {current-monthly: 1180}\n")
    assert found.figures["spend.monthly"].value == 1180
    assert found.figures["spend.monthly"].basis == ""
    assert found.figures["spend.monthly"].formula == "as stated"


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        (
            "spend: {current-monthly: 400000}",
            "org.yaml says spend.current-monthly is EUR 400,000; the bill says EUR 1,170 (effective cost, Mar 2026); "
            "org.yaml is shown",
        ),
        (
            "spend: {current-annual: 12000}",
            "org.yaml says spend.current-annual is EUR 12,000; the bill says EUR 14,040 (twelve times effective cost, "
            "Mar 2026); org.yaml is shown",
        ),
        (
            "spend: {by-month: {2026-03: 500, 2026-01: 9}}",
            "org.yaml says spend.by-month.2026-03 is EUR 500.00; the bill says EUR 1,170 (effective cost, Mar 2026); "
            "org.yaml is shown",
        ),
        (
            "spend: {annual-growth: 18%}",
            "org.yaml says spend.annual-growth is 18%; the bill says 11.5% (effective cost, Jan to Mar 2026 against "
            "Jan to Mar 2025); org.yaml is shown",
        ),
        (
            "spend: {commitments: {coverage: 41%}}",
            "org.yaml says spend.commitments.coverage is 41%; the bill says 25% (effective cost of compute, Apr 2025 "
            "to Mar 2026); org.yaml is shown",
        ),
        (
            "kpis: [{id: time-to-market, baseline: 12 days}, {id: unallocated-cost, baseline: 42%}]",
            "org.yaml says kpis[2].baseline is 42%; the bill says 20% (effective cost, Apr 2025 to Mar 2026); "
            "org.yaml is shown",
        ),
    ],
)
def test_the_file_wins_and_a_contradiction_is_told(text: str, notice: str, company: Open) -> None:
    assert notice in company(f"currency: EUR\n{text}\n").notices


@pytest.mark.parametrize("amount", ["1114.30", "1231.50"])
def test_five_percent_is_no_contradiction(amount: str, company: Open) -> None:
    notices = company(f"currency: EUR\nspend: {{current-monthly: {amount}}}\n").notices
    assert not [each for each in notices if "spend.current-monthly" in each]


@pytest.mark.parametrize(("last", "told"), [(949, True), (950, False), (1000, False), (1050, False), (1051, True)])
def test_a_contradiction_is_more_than_five_percent_of_what_is_stated(last: int, told: bool, company: Open) -> None:
    found = company("currency: EUR\nspend: {current-monthly: 1000}\n", bill(months=months([last] * 18)))
    assert [each for each in found.notices if "spend.current-monthly is EUR 1,000" in each] == (
        [
            f"org.yaml says spend.current-monthly is EUR 1,000; the bill says EUR {last:,}"
            f"{'' if last >= 1000 else '.00'} (effective cost, Mar 2026); org.yaml is shown"
        ]
        if told
        else []
    )


def test_the_months_of_the_bill_stand_in_no_deck_beside_another_spend(company: Open) -> None:
    assert "spend.history" not in company("currency: EUR\nspend: {current-monthly: 400000}\n").figures.series
    assert "spend.history" in company("currency: EUR\nspend: {current-monthly: 1180}\n").figures.series


def test_stated_months_are_the_spend_of_today(company: Open) -> None:
    found = company("currency: EUR\nspend: {by-month: {2026-03: 1200}}\n")
    assert found.figures["spend.monthly"].value == 1200
    assert found.figures.series["spend.history"].values == (D(1200),)


def test_growth_of_a_quarter_is_no_growth_of_a_year(company: Open) -> None:
    from briefing.bill.bill import Comparison
    from figures.bills import span

    quarter = Comparison(span="quarter", recent=span("2026-01", "2026-03"), earlier=span("2025-10", "2025-12"))
    assert "spend.annual-growth" not in company("currency: EUR\n", bill(comparison=quarter)).figures


def test_kpis_get_baselines_where_none_is_stated(company: Open) -> None:
    text = "currency: EUR\nkpis: [{id: commitment-waste, target: 10%}, {id: unallocated-cost, baseline: 20%}]\n"
    found = {each.id: each for each in company(text).facts.kpis}
    assert [*found] == [
        "commitment-waste",
        "unallocated-cost",
        "untagged-cost",
        "effective-savings-rate",
        "commitment-coverage",
        "commitment-utilisation",
    ]
    waste = found["commitment-waste"]
    assert waste.baseline
    assert waste.target
    assert str(waste.baseline_date) == "2026-03"
    assert (waste.baseline.value, waste.baseline.unit, waste.target.value) == (D("0.25"), "percent", D("0.1"))
    assert str(waste.baseline.origin) == "bills/*.csv: bill.commitments.waste"
    assert waste.source.startswith("Billing data: effective cost of usage that a commitment pays for")
    assert found["unallocated-cost"].baseline
    assert found["unallocated-cost"].baseline.origin.file == "org.yaml"
    assert found["unallocated-cost"].source == ""


def test_a_kpi_never_says_otherwise_than_the_commitments_of_the_file(company: Open) -> None:
    found = company("currency: EUR\nspend: {commitments: {coverage: 41%, utilisation: 88%}}\n").facts.kpis
    assert not [each.id for each in found if each.id.startswith("commitment-")]


UNITS = "billing: {units: [{name: order, by-month: {2026-02: 100, 2026-03: 133}}]}\n"


def test_the_cost_of_a_unit_is_a_baseline_in_the_unit_of_its_target(company: Open) -> None:
    found = company(f"currency: EUR\n{UNITS}kpis: [{{id: unit-cost, target: 9 EUR per order}}]\n").facts.kpis[0]
    assert found.baseline
    assert (found.baseline.value, found.baseline.per, found.baseline.currency) == (D(10), "per order", "EUR")


def test_the_cost_of_a_unit_comes_from_the_bill_and_from_the_file(company: Open) -> None:
    found = company(f"currency: EUR\n{UNITS}").figures["bill.unit-cost.order"]
    assert [str(each) for each in found.origins] == [
        "bills/*.csv: months.effective",
        "org.yaml: billing.units[1].by-month (line 2)",
    ]


def test_a_small_amount_is_told_with_its_digits(company: Open) -> None:
    units = UNITS.replace("100,", "1000000,").replace("133", "1330000")
    notices = company(f"currency: EUR\n{units}kpis: [{{id: unit-cost, baseline: 0.42 EUR per order}}]\n").notices
    assert notices[0] == (
        "org.yaml says kpis[1].baseline is EUR 0.4200; the bill says EUR 0.0010 (effective cost of one order, Feb to "
        "Mar 2026); org.yaml is shown"
    )


def test_a_target_in_another_unit_gets_no_baseline(company: Open) -> None:
    found = company(f"currency: EUR\n{UNITS}kpis: [{{id: unit-cost, target: 9 EUR per parcel}}]\n").facts.kpis[0]
    assert found.baseline is None


def test_a_bill_in_another_currency_fills_nothing(company: Open) -> None:
    found = company("currency: USD\nspend: {annual-growth: 18%}\n")
    assert "spend.monthly" not in found.figures
    assert found.figures["bill.effective.monthly"].currency == "EUR"
    assert found.figures.currency == "USD"
    assert found.facts.kpis == ()
    assert found.notices[0] == (
        "The bill is in EUR and org.yaml in USD; the figures of the bill stay in EUR, and none of them fills a fact of "
        "org.yaml"
    )


def test_savings_of_more_than_the_bill_are_told(company: Open) -> None:
    found = company("currency: EUR\nsavings: [{name: A, amount: 28080}]\n")
    assert (
        "The base case of all savings adds up to 200% of the spend on the bill; correct the savings in org.yaml"
        in found.notices
    )


def test_what_the_data_do_not_carry_is_told_once_a_reason(company: Open) -> None:
    from briefing.bill.records import Quality

    found = company("currency: EUR\n", bill(allocation=None, quality=Quality(missing_columns=("Tags",))))
    assert "Not shown: bill.untagged, bill.unallocated; the data have no column Tags" in found.notices


def test_a_part_of_the_bill_contradicts_nothing(company: Open) -> None:
    slice_ = bill(where="SubAccountName = Retail")
    found = company("currency: EUR\nspend: {current-monthly: 400000, annual-growth: 18%}\n", slice_)
    assert not [each for each in found.notices if "org.yaml says" in each]


def test_redacted_figures_have_two_digits_and_exact_shares(company: Open) -> None:
    found = company("currency: EUR\n", redact=True)
    assert found.figures["bill.effective.period"].value == 13000
    assert found.figures["spend.monthly"].value == 1200
    assert round(found.figures["bill.growth"].value or 0, 6) == D("0.115385")
    assert found.figures.series["bill.effective"].values[-1] == 1200
    assert found.bill
    assert found.bill.total
    assert found.bill.total.effective == 13000
    assert found.bill.rates
    assert found.bill.rates.known == D("0.9")


def test_redacted_bills_name_no_sub_account_and_no_commitment(company: Open) -> None:
    found = company("currency: EUR\n", bill(where="SubAccountName = retail"), redact=True)
    assert found.figures.series["bill.by.sub-account"].labels == ("Unit 1", "Unit 2")
    assert found.bill
    assert found.bill.where == "SubAccountName = Unit 1"
    assert found.figures["bill.growth"].basis.endswith("3 providers, only SubAccountName = Unit 1")
    everything = repr((found.facts, found.figures, found.bill, found.notices)).casefold()
    assert "retail" not in everything
    assert "ri-0815" not in everything
    assert "commitment 1" in everything


@pytest.mark.parametrize(
    "key",
    [
        *("spend", "spend.current-monthly", "spend.current-annual", "spend.by-month", "spend.by-month.2026-01"),
        *("spend.annual-growth", " spend.current-annual ", "spend.by-month[1]"),
    ],
)
def test_a_secret_size_or_growth_of_the_spend_leaves_nothing_of_the_bill(key: str, company: Open) -> None:
    found = company(f"currency: EUR\nconfidential: ['{key}']\n", redact=True)
    assert found.bill is None
    assert [each.id for each in found.figures if each.id.startswith(("bill.", "spend."))] == []
    assert [*found.figures.series] == []


@pytest.mark.parametrize(
    ("name", "dimensions"),
    [("ai", ("service-category", "service")), ("saas", ("provider", "service-category", "service"))],
)
@pytest.mark.parametrize("below", ["", ".current-monthly", ".annual-growth"])
def test_a_secret_part_of_the_spend_is_in_nothing_that_would_tell_it(
    name: str, below: str, dimensions: tuple[str, ...], company: Open
) -> None:
    tagged = {**bill().by, "service-category": (part("AI", 9),), "tag:team": (part("Red", 9),)}
    whole = bill(by=tagged, models=(Model(name="a-1", provider="Nimbus Example Cloud", effective=D(9)),))
    found = company(f"currency: EUR\nconfidential: [spend.{name}{below}]\n", whole, redact=True).bill
    assert found
    assert getattr(found, name) is None
    assert {getattr(each, name) for each in found.months} == {0}
    assert {*found.by} == {"provider", "sub-account", "service", "service-category"} - {*dimensions}
    assert (found.movers, found.tag_movers, found.anomalies) == ((), {}, ())
    other = {"ai": "saas", "saas": "ai"}[name]
    assert getattr(found, other) is not None
    assert {getattr(each, other) for each in found.months} != {0}
    assert bool(found.models) is (name != "ai")


def test_secret_commitments_are_in_nothing_that_would_tell_them(company: Open) -> None:
    whole = bill(bridge=Bridge(billed=D(9), effective=D(8), prepaid=D(-1)))
    found = company("currency: EUR\nconfidential: [spend.commitments]\n", whole, redact=True).bill
    assert found
    assert (found.commitments, found.contracts, found.bridge) == (None, (), None)
    assert found.ai


@pytest.mark.parametrize(("recent", "told"), [(0, False), (-5, False), (1, True), (1100, True), (1101, False)], ids=str)
def test_a_growth_beyond_tenfold_or_down_to_nothing_is_no_growth_of_the_spend(
    recent: int, told: bool, company: Open
) -> None:
    found = company("currency: EUR\n", bill(total=part("", 13380, recent, 100)))
    assert ("spend.annual-growth" in found.figures) is told


@pytest.mark.parametrize("kpi", ["commitment-utilisation", "commitment-waste", "commitment-coverage"])
def test_a_kpi_that_is_stated_keeps_the_bill_from_its_fact(kpi: str, company: Open) -> None:
    spend = company(f"currency: EUR\nkpis: [{{id: {kpi}, baseline: 3%}}]\n").facts.spend
    assert spend
    assert spend.commitments
    name = "coverage" if kpi == "commitment-coverage" else "utilisation"
    assert getattr(spend.commitments, name) is None
    assert [each for each in ("coverage", "utilisation") if getattr(spend.commitments, each)] == [
        *{"coverage", "utilisation"} - {name}
    ]


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("SubAccountName = retail", "SubAccountName = Unit 1"),
        ("sub-account = 'Wholesale'", "sub-account = Unit 2"),
        (' Sub-Account-Name="RETAIL"', " Sub-Account-Name= Unit 1"),
        ("SubAccountName = nobody knows it", ""),
        ("SubAccountId = 4711", ""),
        ("tag:team = Red", ""),
        (" TAG:team = Red", ""),
        ("RegionName = Example West", "RegionName = Example West"),
        ("", ""),
    ],
)
def test_the_part_of_a_redacted_bill_names_nobody(where: str, shown: str, company: Open) -> None:
    found = company("currency: EUR\n", bill(where=where), redact=True).bill
    assert found
    assert found.where == shown


@pytest.mark.parametrize(
    ("key", "gone"),
    [
        ("spend.ai", {"bill.ai.share", "spend.ai.monthly"}),
        ("spend.ai.annual-growth", {"bill.ai.growth", "bill.ai.share"}),
        ("spend.commitments", {"bill.commitments.used", "kpis"}),
        ("spend.current-monthly", {"bill.effective.period", "bill.growth", "spend.monthly"}),
        ("spend", {"bill.effective.period", "spend.monthly"}),
    ],
)
def test_what_is_confidential_is_in_no_figure_of_the_bill(key: str, gone: set[str], company: Open) -> None:
    found = company(f"currency: EUR\nconfidential: [{key}]\n", redact=True)
    assert not gone & {each.id for each in found.figures}
    assert (
        not {f"{each.rpartition('.')[0]}" for each in gone if each.startswith("bill.ai")} & found.figures.series.keys()
    )


def test_confidential_spend_leaves_nothing_of_the_bill_and_says_so(company: Open) -> None:
    found = company("currency: EUR\nconfidential: [spend.current-monthly]\n", redact=True)
    assert found.bill is None
    assert found.notices == ("Nothing of the bill is shown, for it would tell a confidential fact of the spend",)


def test_redacted_contradictions_tell_no_exact_amount_and_no_secret(company: Open) -> None:
    text = "currency: EUR\nspend: {current-monthly: 413000, commitments: {coverage: 41%}}\n"
    text += "kpis: [{id: unallocated-cost, baseline: 42%}]\n"
    found = company(f"{text}confidential: [spend.commitments.coverage, kpis.baseline]\n", redact=True)
    told = [each for each in found.notices if "org.yaml says" in each]
    assert told == [
        "org.yaml says spend.current-monthly is EUR 410,000; the bill says EUR 1,200 (effective cost, Mar 2026); "
        "org.yaml is shown"
    ]


@pytest.mark.parametrize("id", ["bill.commitments.coverage", "spend.commitments.coverage"])
@pytest.mark.parametrize(
    ("text", "value", "source"),
    [
        ("", "0.25", "bill.commitments.coverage"),
        ("spend: {commitments: {coverage: 41%}}\n", "0.41", "spend.commitments.coverage"),
        ("figures-from: bill\nspend: {commitments: {coverage: 41%}}\n", "0.25", "bill.commitments.coverage"),
    ],
)
def test_a_figure_is_one_under_both_of_its_ids_stated_before_billed(
    company: Open, id: str, text: str, value: str, source: str
) -> None:
    found = company(f"currency: EUR\n{text}").figure(id)
    assert found
    assert (found.value, found.inputs[0], found.is_billed) == (D(value), source, source.startswith("bill."))


def test_a_figure_that_only_one_side_can_have_is_itself(company: Open) -> None:
    found = company("currency: EUR\n")
    assert found.figure("bill.ai.share") is found.figures["bill.ai.share"]
    assert found.figure("spend.annual") is found.figures["spend.annual"]
    assert found.figure("bill.nothing") is None


def test_a_kpi_of_ones_own_takes_its_baseline_from_the_figure_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "personas").mkdir()
    kpis = "- {id: ai-part, name: AI part, figures: [bill.ai.share]}\n"
    (tmp_path / "personas" / "kpis.yaml").write_text(kpis, encoding="utf-8")
    library = Library((tmp_path, *LIBRARY.folders))
    found = company_of(library, None, bill())
    (aim,) = (each for each in found.facts.kpis if each.id == "ai-part")
    assert aim.baseline
    assert aim.baseline.value == found.figures["bill.ai.share"].value
    assert not [each for each in company_of(LIBRARY, None, bill()).facts.kpis if each.id == "ai-part"]
