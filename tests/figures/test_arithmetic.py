"""What must hold for every return, whatever the numbers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.figures.basis import (
    Case,
    break_even_share,
    cost_of_waiting,
    course,
    exactly,
    payback_month,
    ratio,
    spend_by_month,
)
from figures.independent import sheet

NOISE = Decimal("1e-9")
money = st.decimals(min_value=0, max_value=10_000_000, places=2)
share = st.decimals(min_value=0, max_value=1, places=4)
growth = st.decimals(min_value=Decimal("-0.9"), max_value=3, places=3)
months = st.integers(min_value=1, max_value=48)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    return Case(
        draw(money), draw(growth), draw(share), draw(money), draw(money), draw(months), draw(months), draw(months)
    )


@given(cases(), st.decimals(min_value=1, max_value=3, places=2))
def test_more_spend_never_lowers_savings(case: Case, factor: Decimal) -> None:
    with exactly():
        less, more = course(case), course(replace(case, spend=case.spend * factor))
        assert all(a <= b + NOISE for a, b in zip(less.savings, more.savings, strict=True))


@given(cases())
def test_payback_agrees_with_the_cumulative_series(case: Case) -> None:
    with exactly():
        nets = course(case).nets
        month = payback_month(nets)
    before = nets if month is None else nets[: month - 1]
    assert all(net < 0 for net in before)
    assert month is None or nets[month - 1] >= -NOISE


@given(cases(), st.integers(min_value=0, max_value=12), st.integers(min_value=0, max_value=12))
def test_waiting_costs_where_the_function_pays_for_itself_from_the_start(case: Case, delay: int, more: int) -> None:
    """The spend does not shrink, the full saving of month 1 covers the run cost, the horizon holds the delayed ramp."""
    horizon = case.start - 1 + case.ramp + delay + more
    with exactly():
        steady = replace(case, growth=abs(case.growth), horizon=horizon)
        first = spend_by_month(steady.spend, steady.growth, 1)[0] * steady.share
        covered = replace(steady, monthly=min(steady.monthly, first))
        assert cost_of_waiting(covered, delay) >= -NOISE


@given(cases())
def test_the_break_even_share_leaves_nothing_over(case: Case) -> None:
    with exactly():
        found = break_even_share(case)
        if found is None:
            assert not any(course(replace(case, share=Decimal(1))).savings)
        else:
            assert abs(course(replace(case, share=found)).net) < NOISE


@given(cases(), st.decimals(min_value=Decimal("0.01"), max_value=200, places=2))
def test_another_currency_scales_money_and_nothing_else(case: Case, rate: Decimal) -> None:
    with exactly():
        other = replace(case, spend=case.spend * rate, one_off=case.one_off * rate, monthly=case.monthly * rate)
        here, there = course(case), course(other)
        assert abs(here.net * rate - there.net) < NOISE
        one, two = ratio(here.savings, here.costs), ratio(there.savings, there.costs)
        assert one is two is None or (one is not None and two is not None and abs(one - two) < NOISE)


@settings(max_examples=30, deadline=None)
@given(cases(), st.integers(min_value=0, max_value=12))
def test_every_month_agrees_with_a_second_computation(case: Case, delay: int) -> None:
    with exactly():
        found = course(case, delay)
    plan = tuple(Fraction(each) for each in (case.spend, case.growth, case.one_off, case.monthly))
    expected = sheet(Fraction(case.share), plan, (case.horizon, case.start, case.ramp), delay)
    for ours, second in ((found.savings, expected.savings), (found.costs, expected.costs), (found.nets, expected.nets)):
        assert all(abs(Fraction(a) - b) < Fraction(1, 10**6) for a, b in zip(ours, second, strict=True))
    assert payback_month(found.nets) == expected.payback


def test_sixths_that_add_up_pay_back_in_their_month() -> None:
    case = Case(Decimal(300), Decimal(0), Decimal(1) / 3, Decimal(0), Decimal("58.33") + Decimal(1) / 300, 6, 1, 6)
    assert payback_month(course(case).nets) == 6


def test_the_spend_of_full_years_is_exact() -> None:
    assert spend_by_month(Decimal(100), Decimal("0.1"), 24)[11::12] == (Decimal("110.0"), Decimal("121.00"))


def test_nothing_is_divided_by_zero() -> None:
    none = Case(Decimal(0), Decimal(0), Decimal(0), Decimal(0), Decimal(0), 12, 1, 6)
    assert break_even_share(none) is None
    assert ratio(course(none).savings, course(none).costs) is None
    assert payback_month(course(none).nets) == 1
