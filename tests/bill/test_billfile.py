"""The file of a bill's facts: it says the same when it is read again, and what is wrong in it has its line."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path

import msgspec
import pytest

import briefing.bill.bill
from briefing.bill.bill import Bill, Commitments, Month, Quality
from briefing.bill.file import is_bill_file, read_bill_file, write_bill
from briefing.errors import ContentError, FactError
from briefing.figures.company import figures
from briefing.figures.drafting import open_organisation
from briefing.figures.figure import as_text
from briefing.library.library import Library, builtin_folder
from briefing.organisation.organisation import Organisation
from figures.bills import bill, part

LIBRARY = Library((builtin_folder(),))


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def again(written: str) -> Bill:
    Path("spend.yaml").write_text(written, encoding="utf-8")
    return read_bill_file("spend.yaml")


def shown(found: Bill) -> dict[str, str]:
    return {
        each.id: as_text(each.value, each.unit)
        for each in figures(Organisation(currency="EUR"), bill=found)
        if each.value is not None
    }


def test_what_is_written_is_read_again() -> None:
    assert msgspec.structs.replace(again(write_bill(bill())), source="bills/*.csv") == bill()


def test_the_source_of_facts_that_were_read_is_their_file() -> None:
    assert again(write_bill(bill())).source == "spend.yaml"


def test_nothing_is_not_zero() -> None:
    without = tuple(msgspec.structs.replace(each, ai=D(0)) for each in bill().months)
    found = again(write_bill(bill(months=without, commitments=Commitments(), rates=None, ai=part("", 0))))
    assert (found.commitments, found.rates, found.ai) == (Commitments(), None, part("", 0))


def odd() -> Bill:
    """Thirds of an amount in every month, so that each rounds down and their sum does not."""
    third = D(1) / 3
    all_months = tuple(
        Month(month=each.month, billed=each.billed + third, tax=third, credits=-third, effective=each.effective + third)
        for each in bill().months
    )
    total = part("", 0)
    total = msgspec.structs.replace(
        total,
        effective=sum((each.effective for each in all_months[6:]), D(0)),
        recent=sum((each.effective for each in all_months[15:]), D(0)),
        earlier=sum((each.effective for each in all_months[3:6]), D(0)),
    )
    return bill(months=all_months, total=total, ai=None, saas=None)


def test_figures_out_of_the_file_are_those_of_the_data_to_the_cent() -> None:
    before, after = shown(odd()), shown(again(write_bill(odd())))
    assert before["bill.billed.period"] == "14350.00"
    assert before["bill.tax"] == "4.00"
    estimates = {each for each in before if ".forecast." in each}
    assert {id: after[id] for id in before if id not in estimates} == {
        id: value for id, value in before.items() if id not in estimates
    }
    assert all(abs(D(after[id]) - D(before[id])) <= D("0.12") for id in estimates)


def test_the_file_is_text_that_a_person_can_review() -> None:
    text = write_bill(bill())
    assert text.startswith("# Facts of a bill in the FOCUS format")
    assert "\nversion: 1\ncurrency: EUR\n" in text
    assert (
        "\n- {month: 2026-03, billed: 1250.50, tax: 100.00, credits: -20.00, adjustments: 1.50, corrections: -1.00, "
        "effective: 1170.00, ai: 100.00, saas: 50.00}\n"
    ) in text
    assert "\n  sub-account:\n  - {name: Retail, effective: 9000.00}\n" in text
    assert len(text.splitlines()) < 120


def test_the_same_bill_is_the_same_text() -> None:
    assert write_bill(bill()) == write_bill(again(write_bill(bill())) and bill())


def problem(old: str, new: str) -> str:
    text = write_bill(bill())
    assert text.count(old) == 1, old
    with pytest.raises(ContentError) as caught:
        again(text.replace(old, new))
    return str(caught.value)


def line_of(start: str) -> int:
    return next(n for n, line in enumerate(write_bill(bill()).splitlines(), 1) if line.startswith(start))


def line_with(text: str) -> int:
    return next(n for n, line in enumerate(write_bill(bill()).splitlines(), 1) if text in line)


MARCH = "- {month: 2026-03, billed: 1250.50"
CASES = [
    ("\nallocation:", "\nallocatoin:", "unknown field 'allocatoin'; did you mean 'allocation'?"),
    ("  sub-account:", "  subaccount:", "unknown field 'subaccount'; did you mean 'sub-account'?"),
    (MARCH, "- {month: 2026-03, billed: 1.250.50", "'billed' should be a number, not '1.250.50'"),
    (MARCH, "- {month: 2026-03, billed: NaN", "'billed' is 'NaN', which is no amount; write it in digits"),
    (MARCH, "- {month: 2026-3, billed: 1250.50", "'month' is '2026-3', which is no month; write it like 2026-03"),
    (
        MARCH,
        "- {month: 2026-02, billed: 1250.50",
        f"the month 2026-02 stands twice, first on line {line_of('- {month: 2026-02')}; take one of them away",
    ),
    (
        MARCH,
        "- {month: 2024-01, billed: 1250.50",
        "the month 2024-01 stands after 2026-02; write the months in their order",
    ),
    (
        MARCH,
        "- {complete: false, month: 2026-03, billed: 1250.50",
        "'period' contains 2026-03, which is no complete month under 'months'; add the month, or correct the line",
    ),
    (
        "total: {name: '', effective: 13380.00",
        "total: {name: '', effective: 13390.00",
        "'total.effective' is 13,390.00, but 'effective' of 2025-04 to 2026-03 adds up to 13,380.00; "
        "correct one of them",
    ),
    (
        "used: 900.00",
        "used: 90.00",
        "'used' is 90.00, but that of the largest commitments adds up to 600.00; correct one of them",
    ),
    (
        "covered-compute: 800.00",
        "covered-compute: 8000.00",
        "'covered-compute' is 8,000.00, more than 'eligible-compute', which is 3,200.00; correct one of them",
    ),
    ("known: 0.900000", "known: 90", "'known' is 90.00, more than 1; correct one of them"),
    (
        "version: 1",
        "version: 2",
        "'version' is 2, and this briefing reads version 1; write the facts again from the billing data",
    ),
    (
        "\ncurrency: EUR",
        "\ncurrency: Euro",
        "'currency' is 'Euro', which is no currency code; write its three letters, such as EUR",
    ),
    (
        "  earlier: {first: 2025-01, last: 2025-03}",
        "  earlier: {first: 2025-01, last: 2025-02}",
        "'earlier' has 2 months and 'recent' has 3; compare as many with as many",
    ),
    (
        "  - {name: Wholesale, effective: 4380.00}",
        "  - {name: Retail, effective: 4380.00}",
        f"'Retail' stands twice, first on line {line_of('  - {name: Retail')}; join the two",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), CASES)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, message: str) -> None:
    line = line_of("period:") if message.startswith("'period'") else line_with(old.strip("\n"))
    where, _, rest = problem(old, new).splitlines()[0].partition(": ")
    assert rest == message
    assert where.startswith(f"spend.yaml:{line}:")


def test_ai_has_to_be_the_sum_of_its_months_too() -> None:
    told = problem("ai: {name: AI, effective: 1200.00", "ai: {name: AI, effective: 900.00")
    assert "'ai.effective' is 900.00, but 'ai' of 2025-04 to 2026-03 adds up to 1,200.00; correct one of them" in told


def test_a_file_of_facts_is_never_taken_for_an_organisation() -> None:
    again(write_bill(bill()))
    with pytest.raises(FactError) as caught:
        open_organisation(LIBRARY, "spend.yaml")
    assert str(caught.value) == (
        "spend.yaml: this file has the facts of a bill, and not those of an organisation; give it with --spend"
    )


def test_only_a_file_of_facts_is_one() -> None:
    Path("spend.yaml").write_text(write_bill(bill()), encoding="utf-8")
    Path("org.yaml").write_text("name: A\ncurrency: EUR\n", encoding="utf-8")
    Path("bill.csv").write_text("BilledCost\n1\n", encoding="utf-8")
    Path("empty.yml").write_text("", encoding="utf-8")
    assert is_bill_file("spend.yaml")
    assert not [each for each in ("org.yaml", "bill.csv", "empty.yml", "none.yaml", ".") if is_bill_file(each)]


RECORDS = [
    each for each in vars(briefing.bill.bill).values() if isinstance(each, type) and issubclass(each, msgspec.Struct)
]
SAID = {("Month", "complete"): True, ("Bill", "version"): 1, ("Bill", "quality"): Quality()}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_what_is_not_given_is_nothing(record: type[msgspec.Struct]) -> None:
    """No field invents a number or a word of its own."""
    for field in msgspec.structs.fields(record):
        if field.default is not msgspec.NODEFAULT:
            wanted = SAID.get((record.__name__, field.name))
            assert field.default == wanted if wanted else not field.default, field.name
