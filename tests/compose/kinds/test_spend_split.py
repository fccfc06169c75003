"""Where the money goes: which dimension an audience sees, how many bars, and what the headline says of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from bill_samples import CATEGORIES, PROVIDERS, SERVICES, part, plain, whole_bill
from billed_desk import BilledDesk, chart_of, left_out, shown, told, untold
from briefing.bill.bill import Bill, Dimension, Part
from briefing.errors import ContentError
from briefing.model import Tiles
from compose_desk import Desk

SLIDE = "- kind: spend-split"


def split(*parts: Part, by: Dimension = "provider") -> Bill:
    """A bill of these parts, which are all of it."""
    total = part("", sum(int(each.effective) for each in parts))
    return plain([100_000] * 12, total=total, by={by: parts})


def title(desk: Desk, *parts: Part) -> str:
    return told(desk, split(*parts), f"{SLIDE}\n  by: provider").title


@pytest.mark.parametrize(
    ("for_", "first"),
    [
        ("ceo", "Nimbus Example Cloud · 56.3%"),
        ("procurement", "Nimbus Example Cloud · 56.3%"),
        ("cfo", "Compute · 33.5%"),
        ("cto", "Nimbus Compute · 28.4%"),
        ("engineering-lead", "Nimbus Compute · 28.4%"),
        ("product-owner", "Routing production · 32.9%"),
        ("itfm", "Routing production · 32.9%"),
        ("cto,ceo", "Nimbus Compute · 28.4%"),
    ],
)
def test_each_audience_sees_the_dimension_that_it_asks_for(desk: Desk, for_: str, first: str) -> None:
    assert chart_of(told(desk, whole_bill(), SLIDE, for_)).categories[0] == first


def test_a_persona_of_ones_own_sees_what_the_others_see(desk: Desk) -> None:
    desk.persona("mine")
    assert chart_of(told(desk, whole_bill(), SLIDE, "mine")).categories[0] == "Compute · 33.5%"


def test_the_layout_may_name_the_dimension(desk: Desk) -> None:
    assert chart_of(told(desk, whole_bill(), f"{SLIDE}\n  by: region")).categories[0] == "North 1 · 62.6%"


def test_a_dimension_that_there_is_none_of_is_an_error_at_its_line(desk: Desk) -> None:
    with pytest.raises(ContentError) as caught:
        told(desk, whole_bill(), f"{SLIDE}\n  by: servce")
    (problem,) = caught.value.problems
    assert str(problem.where) == "layouts/mine/layout.yaml:4:9"
    assert problem.message == "slide 1 (spend-split): the bill is not split by 'servce'"
    assert problem.remedy == "did you mean 'service'?"


def test_with_one_provider_alone_the_next_dimension_is_shown(desk: Desk) -> None:
    bill = replace(whole_bill(), by={"provider": PROVIDERS[:1], "service-category": CATEGORIES})
    assert chart_of(told(desk, bill, SLIDE, "ceo")).categories[0] == "Compute · 33.5%"


def test_one_part_alone_is_told_in_words_and_drawn_by_no_bar(desk: Desk) -> None:
    slide = told(desk, split(part("Nimbus", 100)), f"{SLIDE}\n  by: provider")
    assert (slide.role, shown(slide)) == ("statement", [("Spend in twelve months", "€100")])
    assert [type(each) for each in slide.blocks] == [Tiles]


def test_at_most_eight_bars_and_one_of_all_others(desk: Desk) -> None:
    chart = chart_of(told(desk, whole_bill(), SLIDE, "cto"))
    assert len(chart.categories) == 9
    assert chart.categories[-1] == "All others (25) · 14.2%"
    # 23 that the reader joined, and two that have no bar of their own.
    joined = sum((each.effective for each in SERVICES[8:]), Decimal(0))
    assert chart.series[0].values[-1] == joined


def test_a_ninth_bar_that_would_be_alone_keeps_its_name(desk: Desk) -> None:
    parts = [part(f"Account {number}", 1000 - number) for number in range(9)]
    names = chart_of(told(desk, split(*parts, by="sub-account"), SLIDE)).categories
    assert len(names) == 9
    assert names[-1].startswith("Account 8 · ")


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ((100,), "All of the spend goes to one provider: P1"),
        ((50, 50), "P1 and P2 take 50% of the spend each"),
        ((500_001, 499_999), "P1 and P2 take 50% of the spend each"),
        ((80, 20), "P1 takes 80% of the spend"),
        ((20, 18, 17, 16, 15, 14), "No provider takes more than 20% of the spend; P1 takes most"),
        ((25, 22, 20, 12, 11, 10), "Three of six providers take 67% of the spend, P1 most"),
        ((100, 0, 0), "P1 takes 100% of the spend"),
        ((110, -10), "P1 costs most: €110"),
    ],
)
def test_the_headline_says_what_the_bars_show(desk: Desk, sizes: tuple[int, ...], said: str) -> None:
    assert title(desk, *(part(f"P{n}", size) for n, size in enumerate(sizes, 1))) == said


def test_bars_stand_beside_the_share_of_the_headline_the_size_and_the_share_of_ai_and_saas(desk: Desk) -> None:
    slide = told(desk, whole_bill(), SLIDE, "ceo")
    rest = [("Spend in twelve months", "€4.65m"), ("AI share", "14.4%"), ("SaaS share", "5.2%")]
    assert shown(slide) == [("Nimbus Example Cloud", "56.3%"), *rest]
    top = ("The three largest together", "53.9%")
    assert shown(told(desk, whole_bill(), SLIDE, "cto"))[1:] == [top, *rest[:2]]
    assert chart_of(slide).leading == (0,)


@pytest.mark.parametrize(
    ("sizes", "first", "leading"),
    [
        ((50, 30, 20), ("S0", "50%"), 1),
        ((40, 40, 20), ("Each of the two largest", "40%"), 2),
        ((30, 25, 20, 9, 8, 7, 1), ("The three largest", "75%"), 3),
        ((18, 17, 16, 15, 14, 13, 7), ("S0", "18%"), 1),
    ],
)
def test_the_first_figure_and_the_bars_in_accent_are_those_of_the_headline(
    desk: Desk, sizes: tuple[int, ...], first: tuple[str, str], leading: int
) -> None:
    slide = told(desk, split(*(part(f"S{place}", size) for place, size in enumerate(sizes))), SLIDE)
    assert shown(slide)[0] == first
    assert first[1] in slide.title
    assert chart_of(slide).leading == tuple(range(leading))


def test_long_names_and_identifiers_stay_on_one_line(desk: Desk) -> None:
    long = "A service whose marketing department could not stop adding words to its name"
    arn = "arn:example:compute::123456789012:account/blue-harbour"
    names = chart_of(told(desk, split(part(long, 60), part(arn, 40), part("", 1)), SLIDE)).categories
    assert names == (
        "A service whose marketing department could … · 59.4%",
        "blue-harbour · 39.6%",
        "not named · 1.0%",
    )


@pytest.mark.parametrize("size", ["0.02", "40000000000000"])
def test_very_small_and_very_large_money_has_shares_too(desk: Desk, size: str) -> None:
    one, other = (Part(name=name, effective=Decimal(size) * times) for name, times in (("A", 3), ("B", 1)))
    bill = plain([1] * 12, total=Part(name="", effective=Decimal(size) * 4), by={"provider": (one, other)})
    assert chart_of(told(desk, bill, SLIDE)).categories == ("A · 75%", "B · 25%")


def test_five_providers_are_five_bars(desk: Desk) -> None:
    parts = [part(f"Cloud {number}", 10) for number in range(5)]
    assert len(chart_of(told(desk, split(*parts), f"{SLIDE}\n  by: provider")).categories) == 5


def test_where_a_part_is_less_than_nothing_no_part_has_a_share(desk: Desk) -> None:
    slide = told(desk, split(part("P1", 110), part("P2", 40), part("Refunds", -50)), f"{SLIDE}\n  by: provider")
    assert slide.title == "P1 costs most: €110"
    assert chart_of(slide).categories == ("P1", "P2", "Refunds")
    assert "%" not in chart_of(slide).finding


def test_the_accounts_of_a_redacted_bill_have_no_names(desk: Desk) -> None:
    slide = BilledDesk(desk.folder, whole_bill(), redact=True).slide(f"{SLIDE}\n  by: sub-account")
    assert chart_of(slide).categories[0] == "Unit 1 · 32.6%"  # of amounts that are rounded, too


def test_without_values_it_is_left_out_and_says_why(desk: Desk) -> None:
    bill = plain([100_000] * 12)
    quality = replace(bill.quality, missing_columns=("RegionName", "RegionId"))
    (notice,) = untold(desk, replace(bill, quality=quality), f"{SLIDE}\n  by: region", "bill.by.region")
    assert notice.endswith("; the data have none of the columns RegionName, RegionId")


def test_where_nothing_was_spent_there_is_nothing_to_split(desk: Desk) -> None:
    (notice,) = left_out(desk, split(part("P1", 0), part("P2", 0)), f"{SLIDE}\n  by: provider")
    assert notice.message == (
        "The slide spend-split was left out: the bill does not carry bill.by.provider, "
        "for nothing was spent in the period."
    )


def test_bars_are_in_millions_or_thousands_as_headlines_are(desk: Desk) -> None:
    chart = chart_of(told(desk, split(part("A", 2_553_600), part("B", 47_800)), f"{SLIDE}\n  by: provider"))
    assert chart.series[0].labels == ("€2.55m", "€47.8k")
    chart = chart_of(told(desk, split(part("A", 2_576_463), part("B", 1_006_387), part("C", 934_087)), SLIDE))
    assert chart.series[0].labels == ("€2.58m", "€1.01m", "€0.93m")  # one scale, as far as it says enough of each


def test_parts_that_were_each_rounded_are_shares_all_the_same(desk: Desk) -> None:
    """They may come to a little more than the spend, which is no part of less than nothing."""
    bill = split(part("A", 2_576_463), part("B", 1_006_387), part("C", 934_087))
    assert bill.total is not None
    bill = replace(bill, total=replace(bill.total, effective=bill.total.effective - 1))
    slide = told(desk, bill, f"{SLIDE}\n  by: provider")
    assert slide.title == "A takes 57% of the spend"
    assert next(block for block in slide.blocks if isinstance(block, Tiles)).tiles[0].value == "57%"


def test_what_to_do_names_the_largest_part_where_it_grew(desk: Desk) -> None:
    slide = told(desk, split(part("A", 900_000, 200_000, 150_000), part("B", 100_000)), f"{SLIDE}\n  by: provider")
    assert slide.takeaway.startswith("Begin with whoever decides on A: €50k more in ")
    shrunk = told(desk, split(part("A", 900_000, 150_000, 200_000), part("B", 100_000)), f"{SLIDE}\n  by: provider")
    assert not shrunk.takeaway


@pytest.mark.parametrize("by", ["Provider", "PROVIDER"])
def test_a_dimension_is_named_in_any_case(desk: Desk, by: str) -> None:
    bill = split(part("Nimbus", 70_000), part("Stratus", 30_000))
    assert told(desk, bill, f"{SLIDE}\n  by: {by}").title == told(desk, bill, f"{SLIDE}\n  by: provider").title
