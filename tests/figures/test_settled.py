"""Where file and bill both have a figure, one of them is told on every slide; `figures-from` says which."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from briefing.compose.compose import compose
from briefing.figures.company import Company, company_of
from briefing.library.library import Library, builtin_folder
from figures.bills import bill
from read_alone import read_organisation

LIBRARY = Library((builtin_folder(),))
Open = Callable[[str], Company]
BOTH = (
    "currency: EUR\n"
    "spend:\n"
    "  current-monthly: 900\n"
    "  annual-growth: 24%\n"
    "  commitments: {coverage: 50%, utilisation: 84%, monthly: 300}\n"
    "  ai: {current-annual: 600}\n"
    "kpis:\n"
    "  - {id: effective-savings-rate, target: 40%, by-persona: {cfo: {baseline: 3%}}}\n"
    "  - {id: untagged-cost, baseline: 1%}\n"
)
# What the file states, and all of the bill that shows the same.
GONE = (
    *("bill.effective.monthly", "bill.growth", "bill.commitments.coverage", "bill.commitments.utilisation"),
    *("bill.commitments.waste", "bill.commitments.used", "bill.commitments.unused", "bill.commitments.monthly"),
    *("bill.ai.monthly", "bill.ai.share", "bill.effective-savings-rate", "bill.untagged.share", "bill.untagged.amount"),
)


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.chdir(tmp_path)

    def made(text: str) -> Company:
        Path("org.yaml").write_text(text, encoding="utf-8")
        return company_of(LIBRARY, read_organisation("org.yaml"), bill())

    return made


def test_the_bill_tells_nothing_that_the_file_states_otherwise(company: Open) -> None:
    found = company(BOTH)
    assert [id for id in GONE if id in found.figures] == []
    assert [id for id in ("bill.effective", "bill.forecast", "bill.ai") if id in found.figures.series] == []
    assert found.figures.absent["bill.growth"] == "the organisation states it"
    assert found.bill
    assert found.bill.commitments
    assert found.bill.commitments.largest == ()
    assert found.bill.allocation
    assert found.bill.allocation.lacking == {}
    assert found.facts.spend
    assert found.facts.spend.by_month == {}
    assert "bill.effective.period" in found.figures
    assert (
        "Told as org.yaml states it, and nowhere as the bill has it: bill.effective.monthly, bill.growth, "
        "bill.commitments.monthly, bill.commitments.coverage, bill.commitments.utilisation, bill.ai.monthly, "
        "bill.untagged.share, bill.effective-savings-rate; write 'figures-from: bill' there to tell the bill's"
    ) in found.notices


def test_a_baseline_of_one_persona_is_not_joined_by_the_bills_for_the_others(company: Open) -> None:
    aim = company(BOTH).facts.kpis[0]
    assert aim.baseline is None
    assert aim.by_persona["cfo"].baseline


def test_a_kpi_that_states_it_keeps_the_bill_from_the_fact_of_the_commitments(company: Open) -> None:
    commitments = company("currency: EUR\nkpis: [{id: commitment-waste, baseline: 3%}]\n").facts.spend
    assert commitments
    assert commitments.commitments
    assert commitments.commitments.utilisation is None


def test_with_figures_from_the_bill_the_bill_goes_before_the_file(company: Open) -> None:
    found = company(f"{BOTH}figures-from: bill\n")
    figures = found.figures
    assert figures["spend.monthly"].value == figures["bill.effective.monthly"].value == 1170
    for name in ("coverage", "utilisation", "monthly"):
        assert figures[f"spend.commitments.{name}"].value == figures[f"bill.commitments.{name}"].value
    assert figures["spend.annual-growth"].value == figures["bill.growth"].value
    assert figures["spend.ai.monthly"].value == figures["bill.ai.monthly"].value
    assert figures.series["spend.history"].values[-1] == 1170
    rate, untagged = found.facts.kpis[0], found.facts.kpis[1]
    assert rate.baseline
    assert rate.baseline.value == figures["bill.effective-savings-rate"].value
    assert rate.target
    assert rate.by_persona["cfo"].baseline is None
    assert untagged.baseline
    assert untagged.baseline.value == figures["bill.untagged.share"].value
    assert any(
        each == "org.yaml says spend.annual-growth is 24%; the bill says 11.5% (effective cost, Jan to Mar 2026 "
        "against Jan to Mar 2025); the bill is shown"
        for each in found.notices
    )


def test_a_baseline_of_one_persona_that_the_bill_contradicts_is_told(company: Open) -> None:
    notices = company(BOTH).notices
    assert any("says kpis[1].by-persona.cfo.baseline is 3%; the bill says" in each for each in notices)


@pytest.mark.parametrize("monthly", ["1170", "1175", "1160"])
def test_what_is_only_rounded_keeps_its_bars(monthly: str, company: Open) -> None:
    found = company(f"currency: EUR\nspend: {{current-monthly: {monthly}}}\n")
    assert "bill.effective" in found.figures.series
    assert not any("Told as" in each for each in found.notices)
    assert found.figures["spend.monthly"].value == D(monthly)


@pytest.mark.parametrize("layout", ["pitch", "exec-brief"])
def test_a_spend_that_the_file_states_otherwise_keeps_the_slide_of_the_file(company: Open, layout: str) -> None:
    def kinds(text: str) -> set[str]:
        made = compose(LIBRARY.select(["cfo"]), LIBRARY.layout(layout), LIBRARY, date(2026, 4, 1), company(text))
        return {slide.kind for slide in made.slides()} & {"current-state", "spend-trend"}

    assert kinds(BOTH) == {"current-state"}
    assert kinds(f"figures-from: bill\n{BOTH}") == {"spend-trend"}
    assert kinds("currency: EUR\n") == {"spend-trend"}


# One quantity on two bases: the bill has SaaS, and the file's spend is without it.

WITHOUT = "currency: EUR\nspend: {{current-monthly: {}, basis: 'Public cloud, without tax; SaaS is not in it'}}\n"


def test_a_spend_without_saas_is_held_against_the_bill_without_it_and_both_are_told(company: Open) -> None:
    found = company(WITHOUT.format(1120))
    assert found.notices[0] == (
        "org.yaml says in spend.basis that SaaS is no part of spend.current-monthly, EUR 1,120; the bill has EUR 50.00 "
        "of it in EUR 1,170 (effective cost, Mar 2026), and its slides say so"
    )
    assert not any("the bill says" in each for each in found.notices)
    assert found.figures["bill.effective.monthly"].value == 1170
    assert "spend.history" not in found.figures.series, "its months have SaaS"


def test_what_only_agrees_because_the_bases_differ_is_a_contradiction(company: Open) -> None:
    found = company(WITHOUT.format(1170).replace("SaaS is", "SaaS and AI are"))
    assert found.notices[0].startswith("org.yaml says in spend.basis that AI, SaaS is no part of spend.current-monthly")
    assert found.notices[1] == (
        "org.yaml says spend.current-monthly is EUR 1,170; the bill says EUR 1,020 (effective cost, Mar 2026, without "
        "AI, SaaS); org.yaml is shown"
    )
    assert "bill.effective.monthly" not in found.figures


@pytest.mark.parametrize("basis", ["", "All providers, SaaS is part of it"])
def test_a_spend_that_has_all_of_it_needs_no_word(basis: str, company: Open) -> None:
    found = company(f"currency: EUR\nspend: {{current-monthly: 1170, basis: '{basis}'}}\n")
    assert not any("spend.basis" in each for each in found.notices)


def test_a_growth_that_leads_beside_the_forecast_of_the_bill_is_told_with_both(company: Open) -> None:
    (told,) = (each for each in company("currency: EUR\nspend: {annual-growth: 24%}\n").notices if "leads to" in each)
    assert told == (
        "org.yaml says spend.annual-growth is 24%, which leads to EUR 1,451 in 12 months; the forecast from the bill "
        "for Mar 2027 is EUR 1,290 (EUR 1,290 to EUR 1,290); the deck shows both, so correct one or say why they differ"
    )


def test_a_growth_within_the_range_of_the_forecast_and_one_of_the_bill_itself_are_not_told(company: Open) -> None:
    for text in ("currency: EUR\nspend: {annual-growth: 10.3%}\n", "currency: EUR\n"):
        assert not any("leads to" in each for each in company(text).notices)


FORECAST = tuple(
    f"bill.forecast{each}"
    for each in (
        "",
        ".low",
        ".high",
        *(f".{span}{end}" for span in ("quarter", "year") for end in ("", ".low", ".high")),
    )
)
USE = ("bill.commitments.used", "bill.commitments.unused")


@pytest.mark.parametrize(
    ("fact", "gone"),
    [
        ("spend: {current-monthly: 900}", ("bill.effective.monthly", "bill.effective", "bill.billed", *FORECAST)),
        ("spend: {annual-growth: 24%}", ("bill.growth",)),
        ("spend: {commitments: {monthly: 300}}", ("bill.commitments.monthly", *USE)),
        ("spend: {commitments: {coverage: 50%}}", ("bill.commitments.coverage",)),
        (
            "spend: {commitments: {utilisation: 84%}}",
            ("bill.commitments.utilisation", "bill.commitments.waste", *USE),
        ),
        (
            "kpis: [{id: commitment-waste, baseline: 3%}]",
            ("bill.commitments.waste", "bill.commitments.utilisation", *USE),
        ),
        ("kpis: [{id: unallocated-cost, baseline: 3%}]", ("bill.unallocated.share", "bill.unallocated.amount")),
        ("kpis: [{id: untagged-cost, baseline: 1%}]", ("bill.untagged.share", "bill.untagged.amount")),
        (
            "spend: {ai: {current-monthly: 50}}",
            ("bill.ai.monthly", "bill.ai", "bill.ai.period", "bill.ai.share", "bill.ai.share-of-growth"),
        ),
        ("spend: {ai: {current-monthly: 100, annual-growth: 1%}}", ("bill.ai.growth", "bill.ai.share-of-growth")),
        (
            "spend: {saas: {current-monthly: 90}}",
            ("bill.saas.monthly", "bill.saas", "bill.saas.period", "bill.saas.share"),
        ),
        ("kpis: [{id: effective-savings-rate, baseline: 3%}]", ("bill.effective-savings-rate",)),
    ],
)
def test_what_the_file_states_takes_away_all_that_shows_the_same_and_nothing_else(
    fact: str, gone: tuple[str, ...], company: Open
) -> None:
    whole, found = company("currency: EUR\n").figures, company(f"currency: EUR\n{fact}\n").figures
    left = {*whole.all, *whole.series} - {*found.all, *found.series}
    assert {each for each in left if each.startswith("bill.")} == {*gone}
    assert {each for each in found.absent if found.absent[each] == "the organisation states it"} == {*gone}


@pytest.mark.parametrize(
    ("fact", "apart"),
    [
        ("spend: {current-monthly: 1181}", False),  # the bill has 1,170: money may be one per cent off
        ("spend: {current-monthly: 1182}", True),
        ("spend: {current-monthly: 1158.5}", False),
        ("spend: {current-monthly: 1158}", True),
        ("spend: {commitments: {coverage: 25.5%}}", False),  # the bill has 25 %: a share half a point
        ("spend: {commitments: {coverage: 25.6%}}", True),
    ],
)
def test_two_figures_that_read_as_one_when_rounded_are_one(fact: str, apart: bool, company: Open) -> None:
    notices = company(f"currency: EUR\n{fact}\n").notices
    assert any("Told as" in each for each in notices) is apart


def test_the_cost_of_a_unit_goes_with_its_change(company: Open) -> None:
    counts = ", ".join(f"2025-{month:02}: 100" for month in range(1, 13))
    named = f"{{name: order, by-month: {{{counts}, 2026-01: 100, 2026-02: 100, 2026-03: 100}}}}"
    units = f"billing: {{units: [{named}]}}\n"
    whole = company(f"currency: EUR\n{units}").figures
    found = company(f"currency: EUR\n{units}kpis: [{{id: unit-cost, baseline: 1 EUR per order}}]\n").figures
    both = {"bill.unit-cost.order", "bill.unit-cost.order.change"}
    assert both <= {*whole.all}
    assert not both & {*found.all}
