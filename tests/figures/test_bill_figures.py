"""Figures of a bill: exact values by hand, what each counts, and why others do not exist."""

from __future__ import annotations

import json
import re
from decimal import Decimal as D
from typing import get_args

import msgspec
import pytest

from briefing.bill.bill import (
    Allocation,
    Bill,
    Billing,
    Bridge,
    Commitments,
    Comparison,
    Contracted,
    Model,
    Rates,
    Unit,
)
from briefing.bill.records import Contract, Pool, Quality
from briefing.documents.amounts import Number
from briefing.figures.bill import bill_entries
from briefing.figures.billlines import Absent, BillWords, Curve, Line
from briefing.figures.billspend import models_by_id
from briefing.figures.company import as_object, figures
from briefing.figures.drafting import builtin_texts
from briefing.figures.figure import Figures
from briefing.figures.figure import Unit as FigureUnit
from briefing.library.library import Library, builtin_folder
from briefing.organisation.organisation import Organisation
from briefing.organisation.reader import key_problem
from figures.bills import bill, months, part, span

MIXED = "refunds and credits in it make it no part of the whole"


def of(found: Bill, *units: Unit) -> Figures:
    return figures(Organisation(currency="EUR", billing=Billing(units=units)), bill=found)


VALUES = {
    "bill.effective.monthly": "1170",
    "bill.effective.period": "13380",
    "bill.billed.period": "14346",
    "bill.growth": "0.1153846154",
    "bill.growth.amount": "360",
    "bill.credits": "-240",
    "bill.tax": "1200",
    "bill.adjustments": "18",
    "bill.corrections": "-12",
    "bill.ai.monthly": "100",
    "bill.ai.period": "1200",
    "bill.ai.share": "0.0896860987",
    "bill.ai.growth": "0.8181818182",
    "bill.ai.share-of-growth": "0.5",
    "bill.saas.growth": "0",
    "bill.commitments.used": "900",
    "bill.commitments.unused": "300",
    "bill.commitments.monthly": "100",
    "bill.commitments.utilisation": "0.75",
    "bill.commitments.waste": "0.25",
    "bill.commitments.coverage": "0.25",
    "bill.effective-savings-rate": "0.25",
    "bill.list-known.share": "0.9",
    "bill.untagged.amount": "3000",
    "bill.untagged.share": "0.25",
    "bill.untaggable.share": "0.05",
    "bill.unallocated.amount": "2600",
    "bill.unallocated.share": "0.2",
    "bill.anomalies.count": "1",
    "bill.anomalies.amount": "180",
    "bill.forecast.quarter": "3570",
    "bill.forecast.quarter.low": "3570",
    "bill.forecast.year": "14820",
}


@pytest.mark.parametrize(("id", "value"), VALUES.items())
def test_every_figure_has_the_value_that_a_pencil_finds(id: str, value: str) -> None:
    found = of(bill()).value(id)
    assert found is not None
    assert round(found, 10) == D(value)


@pytest.mark.parametrize(
    ("id", "basis"),
    [
        ("bill.effective.monthly", "effective cost of usage and purchases, Mar 2026, 3 providers"),
        ("bill.effective.period", "effective cost of usage and purchases, Apr 2025 to Mar 2026, 3 providers"),
        (
            "bill.growth",
            "effective cost of usage and purchases, Jan to Mar 2026 against Jan to Mar 2025, 3 providers",
        ),
        (
            "bill.forecast.quarter",
            "forecast: straight line and seasons of the effective cost of Oct 2024 to Mar 2026, range of about eight in"
            " ten, Apr to Jun 2026, 3 providers",
        ),
        (
            "bill.untagged.share",
            "effective cost of usage, without unused commitments; required tags: product, cost-centre, Apr 2025 to Mar"
            " 2026, 3 providers",
        ),
    ],
)
def test_a_figure_says_what_it_counts(id: str, basis: str) -> None:
    assert of(bill())[id].basis == basis


def test_the_basis_names_a_single_provider_and_the_part_of_the_bill() -> None:
    found = of(bill(providers=("Nimbus Example Cloud",), where="SubAccountName = Retail"))
    assert found["bill.effective.monthly"].basis == (
        "effective cost of usage and purchases, Mar 2026, Nimbus Example Cloud, only SubAccountName = Retail"
    )
    assert of(bill(providers=()))["bill.effective.monthly"].basis == "effective cost of usage and purchases, Mar 2026"


def test_a_figure_carries_its_name_its_formula_and_the_place_in_the_bill() -> None:
    found = of(bill())["bill.growth"]
    assert found.name == "Growth of the spend, Jan to Mar 2026 against Jan to Mar 2025"
    assert found.formula == "effective cost of Jan to Mar 2026 ÷ effective cost of Jan to Mar 2025 − 1"
    assert [str(each) for each in found.origins] == ["bills/*.csv: total.recent", "bills/*.csv: total.earlier"]


def test_series_are_in_the_order_of_months_and_of_size() -> None:
    found = of(bill()).series
    assert found["bill.effective"].labels[0] == "2024-10"
    assert found["bill.effective"].values[-1] == 1170
    assert found["bill.billed"].values[0] == D("1080.5")
    assert found["bill.forecast"].labels == ("2026-04", *found["bill.forecast"].labels[1:11], "2027-03")
    assert found["bill.movers.change"].values == (D(180), D(-100))
    assert found["bill.movers.change"].labels == ("Models", "Storage")


def test_names_that_two_providers_use_are_told_apart_and_others_are_counted() -> None:
    assert of(bill()).series["bill.by.service"].labels == (
        "Virtual Machines (Nimbus Example Cloud)",
        "Virtual Machines (Cirrus Example Cloud)",
        "not named",
        "12 others",
    )


def test_a_month_that_is_not_complete_is_in_no_trend_and_no_forecast() -> None:
    whole = bill()
    partial = msgspec.structs.replace(whole.months[-1], month="2026-04", effective=D(3), complete=False)
    found = of(bill(months=(*whole.months, partial)))
    assert found["bill.effective.monthly"].value == 1170
    assert found.series["bill.effective"].labels[-1] == "2026-03"
    assert found.value("bill.forecast.quarter") == of(whole).value("bill.forecast.quarter")


def test_a_gap_ends_the_history() -> None:
    whole = bill()
    holed = tuple(
        msgspec.structs.replace(each, complete=False) if each.month == "2025-01" else each for each in whole.months
    )
    assert of(bill(months=holed)).series["bill.effective"].labels[0] == "2025-02"


def test_units_give_unit_costs_over_the_months_that_have_a_count() -> None:
    counted = {f"2026-0{month}": Number(D(100)) for month in (1, 2, 3)}
    before = {f"2025-0{month}": Number(D(78)) for month in (1, 2, 3)}
    found = of(bill(), Unit(name="Order line", by_month=counted | before))
    assert found.value("bill.unit-cost.order-line") == D("11.6")
    change = found.value("bill.unit-cost.order-line.change")
    assert change is not None
    assert round(change, 10) == D("-0.13")
    assert found["bill.unit-cost.order-line"].name == "Cost of one Order line"
    assert found["bill.unit-cost.order-line"].basis == (
        "effective cost of usage and purchases, for each Order line, Jan to Mar 2026, 3 providers"
    )
    assert found["bill.unit-cost.order-line"].inputs == ("months.effective",)


def test_a_unit_without_a_count_in_the_period_has_no_cost() -> None:
    found = of(bill(), Unit(name="order", by_month={"2019-01": Number(D(5))}))
    assert "bill.unit-cost.order" not in found
    assert found.absent["bill.unit-cost.order"] == "no complete month of the period has a number of order"


def test_a_forecast_of_few_months_is_a_run_rate() -> None:
    short = bill(months=months([100, 200, 300, 400], "2025-12"), period=span("2025-12", "2026-03"), comparison=None)
    found = of(short)
    assert found.value("bill.forecast.quarter") == 900
    assert found.value("bill.forecast.quarter.low") == 300
    assert found.value("bill.forecast.quarter.high") == 1200
    assert found.absent["bill.forecast.year"] == "complete months so far: 4; a forecast needs 12"
    assert found["bill.forecast.quarter"].basis == (
        "forecast: mean of the last three complete months of effective cost; range: the lowest and the highest month "
        "of Dec 2025 to Mar 2026, Apr to Jun 2026, 3 providers"
    )


WITHOUT_TAGS = {"allocation": None, "quality": Quality(missing_columns=("Tags",))}


@pytest.mark.parametrize(
    ("changes", "id", "reason"),
    [
        (WITHOUT_TAGS, "bill.untagged", "the data have no column Tags"),
        (
            {
                "commitments": None,
                "quality": Quality(missing_columns=("CommitmentDiscountId", "CommitmentDiscountStatus")),
            },
            "bill.commitments",
            "the data have none of the columns CommitmentDiscountStatus, CommitmentDiscountId",
        ),
        ({"rates": None}, "bill.effective-savings-rate", "the facts of the bill do not have it"),
        (
            {"rates": Rates(effective=D(9), list=D(12), known=D("0.31"))},
            "bill.effective-savings-rate",
            "list prices are known for 31% of the usage, and half of it is needed",
        ),
        (
            {"rates": Rates(effective=D("120.01"), list=D(12), known=D(1))},
            "bill.effective-savings-rate",
            "usage cost more than ten times its list cost, so that the list prices can hardly be right",
        ),
        ({"commitments": Commitments()}, "bill.commitments.utilisation", "there are no commitments in the period"),
        ({"ai": part("AI", 9, 9, 0)}, "bill.ai.growth", "nothing was spent in the earlier months"),
        (
            {"ai": part("AI", 900, 900, 1), "total": part("", 13380, 3000, 2400)},
            "bill.ai.growth",
            "less than 1% of the spend of the earlier months is too little to grow from",
        ),
        ({"ai": part("AI", -9, -9, 8)}, "bill.ai.share", MIXED),
        ({"saas": part("SaaS", 99_999, 9, 8)}, "bill.saas.share", MIXED),
        ({"commitments": Commitments(used=D(9), unused=D(-2))}, "bill.commitments.waste", MIXED),
        (
            {"commitments": Commitments(used=D(9), covered_compute=D(-3), eligible_compute=D(5))},
            "bill.commitments.coverage",
            MIXED,
        ),
        (
            {"months": months([5, 6], "2026-02"), "period": span("2026-02", "2026-03"), "comparison": None},
            "bill.forecast",
            "complete months so far: 2; a forecast needs 3",
        ),
        (
            {"months": months([5], "2026-03"), "period": span("2026-03", "2026-03"), "comparison": None},
            "bill.growth",
            "complete months so far: 1; a comparison needs 2",
        ),
        ({"months": (), "period": None, "comparison": None}, "bill.effective", "no month of the data is complete"),
    ],
)
def test_what_the_data_do_not_carry_does_not_exist_and_says_why(
    changes: dict[str, object], id: str, reason: str
) -> None:
    found = of(bill(**changes))
    assert id not in found
    assert found.absent[id] == reason


@pytest.mark.parametrize(("known", "told"), [("0.49", False), ("0.4999", False), ("0.5", True), ("0.51", True)])
def test_a_rate_is_told_from_half_of_the_usage_on(known: str, told: bool) -> None:
    contracted = Contracted(
        known=D(known), list=D(100), cost=D(80), committed=D(0), committed_effective=D(0), unused=D(0)
    )
    found = of(bill(rates=Rates(effective=D(9), list=D(12), known=D(known), contracted=contracted)))
    rates = ("bill.effective-savings-rate", "bill.negotiated.rate", "bill.negotiated.savings")
    assert [id in found for id in rates] == [told] * 3
    share = {"0.49": "49%", "0.4999": "50%"}.get(known, "")
    for absent in (rates[0], "bill.negotiated"):
        assert share in found.absent.get(absent, "")
    assert ("bill.negotiated" in found.absent) is not told


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ("0.5", "the list cost of usage is not above 0"),
        ("0.49", "contracted prices are known for 49% of the usage, and half of it is needed"),
    ],
)
def test_no_negotiated_rate_says_why(known: str, reason: str) -> None:
    none = dict.fromkeys(("list", "cost", "committed", "committed_effective", "unused"), D(0))
    rates = Rates(effective=D(9), list=D(12), known=D(1), contracted=Contracted(known=D(known), **none))
    assert of(bill(rates=rates)).absent["bill.negotiated"] == reason


def test_ai_has_no_share_of_a_growth_that_all_else_made_less() -> None:
    grown = bill(total=part("", 13380, 3000, 2900), ai=part("AI", 900, 500, 300))
    assert "bill.ai.share-of-growth" not in of(grown)


def test_ai_has_a_share_of_the_growth_only_where_both_grow() -> None:
    falling = bill(total=part("", 13380, 3000, 3120))
    assert "bill.ai.share-of-growth" not in of(falling)


@pytest.mark.parametrize(
    ("ai", "all_", "share"),
    [((400, 400), 100, None), ((401, 400), 100, "0.01"), ((500, 400), 100, "1"), ((501, 400), 100, None)],
)
def test_ai_has_a_share_of_a_growth_from_a_little_to_all_of_it(
    ai: tuple[int, int], all_: int, share: str | None
) -> None:
    found = of(bill(total=part("", 13380, 3000 + all_, 3000), ai=part("AI", 900, *ai)))
    assert found.value("bill.ai.share-of-growth") == (None if share is None else D(share))


@pytest.mark.parametrize(
    ("dimension", "columns"),
    [
        ("provider", "ServiceProviderName, ProviderName, PublisherName"),
        ("service-category", "ServiceCategory"),
        ("service", "ServiceName"),
        ("sub-account", "SubAccountName, SubAccountId"),
        ("region", "RegionName, RegionId"),
    ],
)
def test_a_split_that_the_data_do_not_have_names_their_columns(dimension: str, columns: str) -> None:
    found = of(bill(by={}, quality=Quality(missing_columns=tuple(columns.split(", ")))))
    assert found.absent[f"bill.by.{dimension}"] == (
        f"the data have {'none of the columns' if ',' in columns else 'no column'} {columns}"
    )


@pytest.mark.parametrize("name", ["ai", "saas"])
def test_ai_and_saas_need_the_category_of_services(name: str) -> None:
    found = of(bill(**{name: None}, quality=Quality(missing_columns=("ServiceCategory",))))
    assert found.absent[f"bill.{name}"] == "the data have no column ServiceCategory"


def test_a_quarter_is_compared_in_its_own_months() -> None:
    compared = Comparison(span="quarter", recent=span("2026-01", "2026-03"), earlier=span("2025-10", "2025-12"))
    assert of(bill(comparison=compared))["bill.growth"].name == (
        "Growth of the spend, Jan to Mar 2026 against Oct to Dec 2025"
    )


def test_json_has_figures_above_others_series_bases_and_reasons() -> None:
    found = json.loads(json.dumps(as_object(of(bill(**WITHOUT_TAGS)), explain=True)))
    assert found["bill"]["growth"] == {"value": "0.1154", "amount": "360.00"}
    assert found["bill"]["effective"] == {"monthly": "1170.00", "period": "13380.00"}
    assert found["bill"]["anomalies"]["count"] == "1"
    assert found["basis"]["bill.effective.monthly"] == "effective cost of usage and purchases, Mar 2026, 3 providers"
    assert found["series"]["bill.by.provider"]["values"] == ["9000.00", "4380.00"]
    assert found["absent"]["bill.unallocated"] == "the data have no column Tags"
    assert found["explain"]["bill.growth"]["basis"].startswith("effective cost of usage and purchases, Jan to Mar")


def test_without_a_bill_json_is_as_it_was() -> None:
    found = as_object(figures(Organisation(currency="EUR")), explain=True)
    assert not {"basis", "series", "absent", "bill"} & found.keys()


def test_every_figure_that_a_kpi_or_a_persona_names_is_there() -> None:
    texts, library = builtin_texts(), Library((builtin_folder(),))
    own = [each.figures for each in library.personas()]
    assert all(own)
    named = {id for kpi in library.kpis().values() for id in kpi.figures}.union(*own)
    assert [id for id in named if not texts.knows(id)] == []
    assert {id for id in named if id.startswith("bill.")} - {each.id for each in of(bill())} == {"bill.unit-cost.*"}


def test_every_phrase_is_used_and_every_one_that_is_used_is_there() -> None:
    texts = builtin_texts().of_bill()
    some = Unit(name="order", by_month={"2026-03": Number(D(5)), "2026-01": Number(D(5))})
    used = {each.what for each in entries(bill(), some)} | {"run-rate", "units"}
    used |= {each.what for each in entries(bill(required_tags=()))}
    prices = Contracted(list=D(10), cost=D(9), committed=D(5), committed_effective=D(3), unused=D(1), known=D(1))
    contracted = msgspec.structs.replace(bill().rates or Rates(), contracted=prices)
    odd = tuple(msgspec.structs.replace(each, uncategorised=D(1)) for each in bill().months)
    used |= {each.what for each in entries(bill(rates=contracted, months=odd))}
    pool, contract = Pool(id="pool-1", bought=D(9), drawn=D(4)), Contract(id="c1", committed=D(9), drawn=D(4))
    promised = bill(commitments=Commitments(pools=(pool,)), contracts=(contract,))
    used |= {each.what for each in entries(promised)}
    steps = Bridge(**dict.fromkeys(Bridge.__struct_fields__, D(1)))
    used |= {each.what for each in entries(bill(bridge=steps, models=(Model(name="m", effective=D(2), tokens=D(5)),)))}
    assert used == texts.basis.keys()
    assert texts.short.keys() < texts.basis.keys()
    assert len(texts.months) == 12


def entries(found: Bill, *units: Unit) -> list[Line | Curve]:
    lines = bill_entries(found, units, BillWords(found, builtin_texts().of_bill()))
    return [each for each in lines if not isinstance(each, Absent)]


def test_every_figure_names_parts_that_a_bill_has_and_words_that_there_are() -> None:
    """What `briefing figures --explain` tells of its inputs can be looked up in the file of the bill."""
    model = Model(name="Example Large", effective=D(900), tokens=D(10**6))
    bridge = Bridge(billed=D(100), tax=D(-10), prepaid=D(-5), amortised=D(20), corrections=D(-2), effective=D(103))
    rich = bill(models=(model, model), bridge=bridge, contracts=(Contract(id="c", committed=D(9), drawn=D(3)),))
    entries = bill_entries(rich, (), BillWords(rich, builtin_texts().of_bill()))
    told = [each for each in entries if isinstance(each, Line | Curve)]
    wrong = [(each.id, key) for each in told for key in each.keys if key_problem(Bill, re.sub(r"\[\d+\]", "[1]", key))]
    assert wrong == []
    assert {each.unit for each in told if isinstance(each, Line)} <= set(get_args(FigureUnit))
    assert len({each.id for each in told}) == len(told)
    absent = builtin_texts().of_bill().absent
    for empty in (rich, bill(total=None, ai=None, saas=None, commitments=None, rates=None, allocation=None)):
        for each in bill_entries(empty, (), BillWords(empty, builtin_texts().of_bill())):
            assert not isinstance(each, Absent) or each.reason in absent


def test_names_that_are_written_alike_or_have_no_letters_have_figures_of_their_own() -> None:
    names = ("A b", "a-B", "???", "A B")
    made = tuple(Model(name=name, effective=D(9), tokens=D(10)) for name in names)
    beginnings = list(models_by_id(bill(models=made)))
    assert beginnings == [f"bill.ai.models.{end}" for end in ("a-b", "a-b-2", "unnamed", "a-b-3")]


@pytest.mark.parametrize("cents", ["0.5", "0.01"])
def test_a_share_is_of_any_sum_above_nothing(cents: str) -> None:
    tiny = D(cents)
    small = {
        "total": part("", cents),
        "commitments": Commitments(used=tiny / 2, unused=tiny / 2, covered_compute=tiny / 4, eligible_compute=tiny),
        "allocation": Allocation(usage=tiny, untagged=tiny / 2, untaggable=tiny, total=tiny, unallocated=tiny / 2),
        "ai": part("AI", cents),
        "rates": Rates(effective=tiny / 2, list=tiny, known=D(1)),
    }
    found = of(bill(**small))
    halves = ("commitments.utilisation", "commitments.waste", "untagged.share", "unallocated.share")
    assert [found.value(f"bill.{each}") for each in halves] == [D("0.5")] * 4
    assert [found.value(f"bill.{each}") for each in ("ai.share", "untaggable.share")] == [1, 1]
    assert found.value("bill.commitments.coverage") == D("0.25")
    assert found.value("bill.effective-savings-rate") == D("0.5")


def test_what_was_saved_by_negotiation_and_what_by_commitments_are_told_apart() -> None:
    def saved(**changes: object) -> list[D | None]:
        prices = {"list": D(100), "cost": D(80), "committed": D(50), "committed_effective": D(30), "unused": D(5)}
        contracted = Contracted(**{**prices, "known": D(1), **changes})  # type: ignore[arg-type]
        found = of(bill(rates=Rates(effective=D(9), list=D(12), known=D(1), contracted=contracted)))
        named = ("negotiated.savings", "negotiated.rate", "commitments.savings")
        return [found.value(f"bill.{each}") for each in named]

    assert saved() == [20, D("0.2"), 15]
    assert saved(committed=D(0), committed_effective=D(0)) == [20, D("0.2"), -5]  # unused ones cost without saving
    assert saved(committed=D(0), committed_effective=D(0), unused=D(0)) == [20, D("0.2"), None]
    assert saved(known=D("0.5")) == [20, D("0.2"), 15]
    assert saved(known=D("0.49")) == [None, None, None]


def test_a_pool_and_a_contract_say_what_they_come_to_and_what_is_left_where_that_is_known() -> None:
    pools = (
        Pool(id="Credits", bought=D(90), drawn=D(40), monthly=D(10)),
        Pool(id="Old", bought=D(9), drawn=D(10), monthly=D(1)),
    )
    contracts = (
        Contract(id="c1", description="Frame", committed=D(500), drawn=D(120)),
        Contract(id="c2", committed=D(7)),
    )
    found = of(bill(commitments=Commitments(used=D(1), pools=pools), contracts=contracts))
    promised = {id: value.value for id, value in found.all.items() if ".pools." in id or ".contracts." in id}
    assert sorted(promised.values(), key=str) == sorted(
        [D(90), D(10), D(50), D(9), D(1), D(500), D(380), D(7)], key=str
    )
    assert {id.rpartition(".")[2] for id in promised} == {"bought", "monthly", "left", "committed"}
    assert len([id for id in promised if id.endswith(".left")]) == 2, "where more was drawn than bought, nobody knows"
    (frame,) = (found[id] for id in promised if promised[id] == 380)
    assert "Frame" in frame.name
    assert frame.inputs == ("contracts[0].committed", "contracts[0].drawn")


@pytest.mark.parametrize(("count", "reason"), [(1, "too-short"), (2, "not-there")])
def test_a_growth_needs_two_months_and_a_comparison(count: int, reason: str) -> None:
    few = bill(months=bill().months[-count:], comparison=None, period=None, total=None, ai=None, saas=None)
    assert of(few).absent["bill.growth"] == builtin_texts().of_bill().absent[reason].replace("{months}", "1")


SHARED = ("untagged", "untaggable", "unallocated")


@pytest.mark.parametrize(("total", "usage"), [(0, 0), (-1, -1), (0, 5), (5, 0), (5, 5)])
def test_there_is_no_share_of_nothing_and_none_of_what_has_refunds_in_it(total: int, usage: int) -> None:
    parts = Allocation(usage=D(usage), total=D(total), untagged=D(0), untaggable=D(0), unallocated=D(0))
    found = of(bill(allocation=parts))
    assert [f"bill.{each}.share" in found for each in SHARED] == [usage > 0, usage > 0, total > 0]
    assert not [id for id in found.absent if id.endswith(".share") and id.split(".")[1] in SHARED]
    mixed = of(bill(allocation=msgspec.structs.replace(parts, refunds=D(-1))))
    assert not any(f"bill.{each}.share" in mixed for each in SHARED)
    assert "bill.untagged.amount" in mixed


def test_a_figure_of_contracted_prices_names_the_facts_that_it_comes_from() -> None:
    names = {"list": D(9), "cost": D(8), "committed": D(5), "committed_effective": D(3), "unused": D(1), "known": D(1)}
    prices = Contracted(**names)
    found = of(bill(rates=Rates(effective=D(9), list=D(12), known=D(1), contracted=prices)))
    saved = found["bill.commitments.savings"].inputs
    assert saved == tuple(f"rates.contracted.{each}" for each in ("committed", "committed-effective", "unused"))
    for each in found:
        for key in each.inputs:
            field = key.removeprefix("rates.contracted.")
            assert field == key or field.replace("-", "_") in names, each.id
