"""`briefing make --spend` as a user calls it: data, several places, a file of facts, a workspace."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from bill.focus.charges import charge, write_bill
from briefing.bill.bill import Billing
from briefing.bill.sample.request import Sample
from briefing.bill.sample.write import write_sample
from cli.conftest import Call
from sample_truth import truth

pytestmark = pytest.mark.slow_but_for(
    "test_files_without_spend_are_an_unexpected_argument", "test_an_option_for_data_that_are_not_given_is_refused"
)

ENVIRON = {"SOURCE_DATE_EPOCH": "1774915200"}
ORG = Path(__file__).parents[2] / "examples" / "fictional-freight" / "org.yaml"
REQUEST = Sample(rows=5_000, last_month="2026-02")
SOURCE = re.compile(r"FOCUS export( [^|\n]*?\(3 files\))?|spend\.yaml")
AMOUNT = re.compile(r"(?<![\d.])\d[\d,]*\.\d\d(?!\d)|(?<=€)\d[\d,]*(?![\d.,]*[KM])")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample, a file for each of three providers."""
    folder = tmp_path_factory.mktemp("billing") / "bills"
    write_sample(folder, REQUEST)
    return folder


@pytest.fixture
def told(call: Call) -> Callable[..., str]:
    """`told("--spend", …)`: the CFO's deck as Markdown."""

    def run(*arguments: str) -> str:
        status, out, err = call("make", "--for", "cfo", "--format", "md", *arguments)
        assert status == 0, err
        return Path(out.strip()).read_text()

    return run


def full(amount: Decimal) -> str:
    """An amount as a deck writes it in full."""
    return f"€{amount:,.2f}"


def test_the_deck_tells_the_bill(told: Callable[..., str], data: Path) -> None:
    true = truth(REQUEST, Billing())
    assert true.total
    text = told("--spend", str(data))
    growth = (true.total.recent / true.total.earlier - 1) * 100
    assert f"{growth:.2f}%" in text
    assert full([each for each in true.months if each.complete][-1].effective) in text
    assert "effective cost of usage and purchases, Feb 2026, 3 providers" in text


def test_what_a_shell_makes_of_a_glob_repeated_options_and_a_folder_are_the_same(
    told: Callable[..., str], data: Path
) -> None:
    files = sorted(map(str, data.glob("*.parquet")))
    assert len(files) == 3
    ways = [
        told("--spend", str(data)),
        told("--spend", *files),
        told("--spend", f"{data}/*.parquet"),
        told("--spend", files[0], "--spend", files[1], "--spend", files[2]),
        told(files[1], files[2], "--spend", files[0]),
    ]
    assert {SOURCE.sub("data", each) for each in ways} == {SOURCE.sub("data", ways[0])}


def test_files_without_spend_are_an_unexpected_argument(call: Call) -> None:
    line = "error: unexpected extra argument (bills.csv); see briefing make --help\n"
    assert call("make", "--for", "cfo", "bills.csv") == (2, "", line)


def test_a_deck_out_of_the_facts_has_the_figures_of_the_data(call: Call, told: Callable[..., str], data: Path) -> None:
    call("spend", "facts", str(data), "--org", str(ORG), "--write", "spend.yaml")
    of_data, of_facts = (
        SOURCE.sub("data", told("--spend", each, "--org", str(ORG))) for each in (str(data), "spend.yaml")
    )
    # In cents the bill has just what is stated, in the data a millionth less: the appendix may name another slide.
    place = re.compile(r"\| (?:In one page|Where we stand) \|")
    assert place.sub("|", AMOUNT.sub("…", of_facts)) == place.sub("|", AMOUNT.sub("…", of_data))
    pairs = list(zip(_amounts(of_facts), _amounts(of_data), strict=True))
    assert len(pairs) > 200
    # The file has cents. A forecast out of months in cents may be cents off, and that of a year as many as its months.
    assert max(abs(facts - data) for facts, data in pairs) < Decimal("0.06")


def _amounts(text: str) -> list[Decimal]:
    return [Decimal(each.replace(",", "")) for each in AMOUNT.findall(text)]


def test_the_same_data_make_the_same_bytes(call: Call, data: Path) -> None:
    for out in ("one.pptx", "two.pptx"):
        status, _, err = call("make", "--for", "cfo", "--org", str(ORG), "--spend", str(data), "--out", out)
        assert status == 0, err
    assert Path("one.pptx").read_bytes() == Path("two.pptx").read_bytes()


@pytest.mark.parametrize("written", ["spend: bills", "spend: [bills]", "spend: bills/*.parquet"])
def test_the_workspace_names_the_data(told: Callable[..., str], data: Path, written: str) -> None:
    Path("bills").symlink_to(data)
    Path("briefing.yaml").write_text(f"{written}\n")
    assert SOURCE.sub("data", told()) == SOURCE.sub("data", told("--spend", str(data)))


def test_a_part_holds_for_the_data_of_the_workspace_too(told: Callable[..., str], data: Path) -> None:
    Path("bills").symlink_to(data)
    Path("briefing.yaml").write_text("spend: bills\n")
    ocean = truth(REQUEST, Billing(), ("Ocean",))
    text = told("--where", "SubAccountName = Ocean")
    assert text == told("--where", "SubAccountName = Ocean", "--spend", "bills")
    assert full([each for each in ocean.months if each.complete][-1].effective) in text


@pytest.mark.parametrize(
    "option", [("--where", "SubAccountName = Ocean"), ("--currency", "EUR"), ("--broken-rows", "3")]
)
@pytest.mark.parametrize("command", ["make", "batch"])
def test_an_option_for_data_that_are_not_given_is_refused(call: Call, command: str, option: tuple[str, str]) -> None:
    Path("rows.yaml").write_text("- for: cfo\n")
    what = ("make", "--for", "cfo") if command == "make" else ("batch", "rows.yaml")
    line = "there are no billing data for --where, --currency, --spend-table, --by-tag and --broken-rows; "
    line += "give them with --spend"
    assert call(*what, *option, "--out", "out/") == (2, "", f"error: {line}\n")
    assert not Path("out").exists()


@pytest.fixture
def hand(tmp_path: Path) -> Path:
    """Two months by hand, the last of them 1,100 EUR."""
    write_bill(tmp_path, [charge("2026-01", cost="1000"), charge("2026-02", cost="1100")])
    return tmp_path / "bill.csv"


@pytest.mark.parametrize(("stated", "is_told"), [(1047, True), (1048, False), (1157, False), (1158, True)])
def test_only_a_contradiction_over_a_twentieth_is_a_notice(call: Call, hand: Path, stated: int, is_told: bool) -> None:
    Path("org.yaml").write_text(f"currency: EUR\nspend: {{current-monthly: {stated}}}\n")
    status, _, err = call("make", "--for", "cfo", "--format", "md", "--spend", str(hand), "--org", "org.yaml")
    notice = (
        f"notice: org.yaml says spend.current-monthly is EUR {stated:,}; the bill says EUR 1,100 "
        "(effective cost, Feb 2026); org.yaml is shown\n"
    )
    assert status == 0
    assert (notice in err) == is_told
    assert ("the bill says" in err) == is_told


def test_a_bill_in_another_currency_fills_nothing_and_says_so(call: Call, hand: Path) -> None:
    Path("org.yaml").write_text("currency: USD\nspend: {current-monthly: 900}\n")
    status, out, err = call("make", "--for", "cfo", "--format", "md", "--spend", str(hand), "--org", "org.yaml")
    assert status == 0
    assert (
        "notice: The bill is in EUR and org.yaml in USD; the figures of the bill stay in EUR, "
        "and none of them fills a fact of org.yaml\n"
    ) in err
    assert "the bill says" not in err
    assert "€1,100" in Path(out.strip()).read_text()
