"""The door to bills: from what `--spend` names to a bill, and what a run without billing data does without."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from bill.focus.charges import charge, write_bill
from bill_samples import whole_bill
from briefing.bill.bill import Bill, Billing
from briefing.bill.file import read_bill_file
from briefing.bill.focus import opening as door
from briefing.bills import SpendRequest, make_sample, open_bill, open_bills, save_facts
from briefing.choices import Choices, with_defaults
from briefing.desk import bill_of, open_company_of
from briefing.errors import BriefingError, FactError, UsageError
from briefing.library.library import Library
from briefing.library.workspace import find_workspace
from briefing.organisation.organisation import Organisation

pytestmark = pytest.mark.sampled

ENGINE = ("ibis", "duckdb", "pyarrow", "pandas")
MISSING = "reading billing data needs Ibis and DuckDB, which are not installed; install finops-briefing[spend]"
MONTHS = ("2026-01", "2026-02")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two months of two sub-accounts: the shop has 100 EUR a month, the web 50 USD more."""
    monkeypatch.chdir(tmp_path)
    web = [charge(month, cost="30", SubAccountName="Web", Tags="") for month in MONTHS]
    write_bill(tmp_path, [*map(charge, MONTHS), *web, charge(MONTHS[0], cost="50", BillingCurrency="USD")])


def request(*places: str, **wishes: object) -> SpendRequest:
    return SpendRequest(places or ("bill.csv",), **wishes)  # type: ignore[arg-type]


def spent(bill: Bill | BriefingError) -> Decimal:
    assert isinstance(bill, Bill)
    assert bill.total
    return bill.total.effective


def fault(asked: SpendRequest) -> str:
    with pytest.raises(BriefingError) as raised:
        open_bill(asked)
    return str(raised.value)


def test_a_bill_is_of_everything_or_of_the_part_that_is_asked_for() -> None:
    assert spent(open_bill(request())) == 260
    assert spent(open_bill(request(where="SubAccountName = Web"))) == 60


def test_the_bill_is_read_as_the_organisation_says() -> None:
    tagged = Billing(required_tags=("owner",))
    own = Organisation(currency="EUR", billing=tagged)
    allocation = open_bill(request(), own).allocation
    assert allocation
    assert allocation.untagged == 60
    allocation = open_bill(
        request(), msgspec.structs.replace(own, billing=Billing(required_tags=("owner",), owned_sub_accounts=("WEB",)))
    ).allocation
    assert allocation
    assert (allocation.untagged, allocation.unallocated) == (Decimal(60), Decimal(0))


@pytest.mark.slow
def test_the_currency_of_the_organisation_is_a_wish_and_that_of_the_command_line_a_demand() -> None:
    assert open_bill(request(), Organisation(currency="CHF")).currency == "EUR"
    assert open_bill(request(currency="eur"), Organisation(currency="CHF")).currency == "EUR"
    line = "there are no charges in CHF in the billing data; leave --currency out, or give EUR or USD"
    assert fault(request(currency="CHF")) == line


def test_the_data_are_read_once_for_all_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, ...]] = []
    true = door.read_each

    def counted(*given: object, **named: object) -> object:
        seen.append(named["wheres"])  # type: ignore[arg-type]
        return true(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(door, "read_each", counted)
    shop, web = "SubAccountName = Shop", "SubAccountName = Web"
    found = open_bills(request(), [shop, web, "", shop])
    assert seen == [(shop, web, "")]
    assert {where: spent(each) for where, each in found.items()} == {shop: 200, web: 60, "": 260}


def test_a_part_that_there_is_not_is_its_own_fault_alone() -> None:
    found = open_bills(request(), ["SubAccountName = Shpo", "nonsense", "SubAccountName = Web"])
    assert [str(each) for each in found.values() if isinstance(each, FactError)] == [
        "no charge has SubAccountName 'Shpo'; did you mean 'Shop'?",
        "'nonsense' is no filter; write it as SubAccountName = Shop, or SubAccountName in Shop, Web",
    ]
    assert spent(found["SubAccountName = Web"]) == 60
    assert fault(request(where="SubAccountName = Shpo")) == "no charge has SubAccountName 'Shpo'; did you mean 'Shop'?"


def test_without_any_place_there_is_nothing_to_read() -> None:
    options = "--where, --currency, --spend-table, --by-tag and --broken-rows"
    line = f"there are no billing data for {options}; give them with --spend"
    assert fault(SpendRequest((), where="SubAccountName = Web")) == line
    with pytest.raises(UsageError, match=r"^no billing data are given"):
        bill_of(Choices(), Library(()))


def test_a_file_of_facts_comes_alone_and_is_of_its_part_and_tags_alone() -> None:
    save_facts(msgspec.structs.replace(whole_bill(), where=""), Path("spend.yaml"))
    assert fault(request("spend.yaml", "bill.csv")) == (
        "--spend names a file of facts and other files; give the file of facts alone, or only the billing data"
    )
    assert fault(request("spend.yaml", where="SubAccountName = Web")) == (
        "spend.yaml has the facts of the whole bill, and not of SubAccountName = Web; give the billing data instead, "
        "or facts that were written with --where"
    )
    assert fault(request("spend.yaml", by_tag=("team",))) == (
        "spend.yaml has no cost by the tag team; give the billing data instead, "
        "or facts that were written with --by-tag"
    )
    assert open_bill(request("spend.yaml", where=" ")).source == "spend.yaml"
    with pytest.raises(UsageError) as raised:
        save_facts(whole_bill(), Path("spend.txt"))
    assert str(raised.value) == "--write names spend.txt, which is no YAML file; give a name such as spend.yaml"
    Path("mine.yaml").write_text("mine")
    with pytest.raises(FactError) as edited:
        save_facts(whole_bill(), Path("mine.yaml"))
    assert str(edited.value).endswith("use --force to replace it, or --write for another place")


def test_counts_are_whole_numbers_that_a_program_can_print() -> None:
    quality = open_bill(request()).quality
    counts = (quality.rows, quality.broken_rows, quality.other_currencies[0].rows)
    assert counts == (5, 0, 1)
    assert {type(each) for each in counts} == {int}


def test_written_facts_are_the_bill_of_their_part(tmp_path: Path) -> None:
    where = "SubAccountName = Web"
    (saved,) = save_facts(open_bill(request(where=where)), Path("web.yaml"))
    assert saved.path == Path("web.yaml")
    assert read_bill_file("web.yaml").where == where
    for asked in ("", where, "subaccountname=WEB"):
        assert spent(open_bill(request("web.yaml", where=asked))) == 60
    found = open_bills(request("web.yaml"), [where, "SubAccountName = Shop"])
    assert spent(found[where]) == 60
    assert str(found["SubAccountName = Shop"]) == (
        "web.yaml has the facts of SubAccountName = Web, and not of SubAccountName = Shop; "
        "give the billing data instead, or facts that were written with --where"
    )


def test_facts_that_are_the_same_are_written_again_without_a_word() -> None:
    bill = open_bill(request())
    assert save_facts(bill, Path("facts.yml")) == save_facts(bill, Path("facts.yml"))
    assert not list(Path().glob("*backup*"))


def test_corrected_facts_count_and_not_the_data(library: Library) -> None:
    save_facts(open_bill(request()), Path("spend.yaml"))
    text = Path("spend.yaml").read_text()
    assert text.count("tax: 7") == 0
    Path("spend.yaml").write_text(text.replace("{month: 2026-02, ", "{month: 2026-02, tax: 7, "))
    company = open_company_of(Choices(spend=("spend.yaml",)), library)
    assert company
    assert company.figures.value("bill.tax") == 7


@pytest.mark.slow
def test_data_of_the_command_line_go_before_those_of_the_workspace() -> None:
    Path("briefing.yaml").write_text("spend: [bill.csv]\n")
    workspace = find_workspace()
    assert with_defaults(Choices(), workspace).bill == request("bill.csv")
    assert with_defaults(Choices(spend=("other.csv",)), workspace).bill == request("other.csv")
    part = Choices(where="SubAccountName = Web", broken_rows=3)
    assert with_defaults(part, workspace).bill == request("bill.csv", where="SubAccountName = Web", broken_rows=3)


@pytest.mark.slow
def test_a_sample_is_written_where_it_is_asked_for() -> None:
    written = make_sample(Path("sample.csv"), rows=1000, months=2, seed=1, last_month="2026-02")
    assert written.files == (Path("sample.csv"),)
    assert open_bill(request("sample.csv")).quality.rows == 1000


RUN = """
import sys
from briefing.cli.app import run
hidden, sys.argv = sys.argv[1].split(), ["briefing", *sys.argv[2:]]
sys.modules.update(dict.fromkeys(hidden))
try:
    run()
finally:
    there = [name for name in ("ibis", "duckdb", "pyarrow", "pandas") if sys.modules.get(name)]
    print("loaded:", *there, file=sys.stderr)
"""


def run(*arguments: str, hidden: Iterable[str] = ()) -> tuple[int, str, str]:
    """The command in a process of its own: exit status, what it says, and which modules it has loaded."""
    command = [sys.executable, "-c", RUN, " ".join(hidden), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    said, _, loaded = ran.stderr.partition("loaded:")
    return ran.returncode, said, loaded.strip()


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("make", "--help"),
        ("spend", "--help"),
        ("spend", "facts", "--help"),
        ("make", "--for", "cfo", "--format", "md,pptx"),
        ("make", "--for", "cfo", "--format", "md,pptx", "--spend", "spend.yaml"),
        ("figures", "--spend", "spend.yaml", "--json"),
        ("spend", "summary", "spend.yaml"),
        ("spend", "quality", "spend.yaml"),
        ("spend", "facts", "spend.yaml"),
    ],
    ids=" ".join,
)
def test_what_needs_no_billing_data_loads_nothing_that_reads_them(arguments: tuple[str, ...]) -> None:
    save_facts(open_bill(request()), Path("spend.yaml"))
    status, said, loaded = run(*arguments)
    assert (status, loaded) == (0, ""), said


@pytest.mark.slow
def test_a_deck_out_of_facts_needs_nothing_that_reads_data() -> None:
    save_facts(open_bill(request()), Path("spend.yaml"))
    arguments = ("make", "--for", "cfo", "--format", "md,pptx", "--quiet", "--spend", "spend.yaml")
    assert run(*arguments, hidden=ENGINE) == (0, "", "")
    made = Path("output/cfo-pitch.md").read_bytes()
    assert run(*arguments, "--out", "again/") == (0, "", "")
    assert Path("again/cfo-pitch.md").read_bytes() == made


@pytest.mark.slow
@pytest.mark.parametrize("hidden", ENGINE[:3])
def test_data_without_what_reads_them_is_one_line_that_says_what_to_install(hidden: str) -> None:
    status, said, _ = run("make", "--for", "cfo", "--spend", "bill.csv", "--out", "out/", hidden=[hidden])
    assert (status, said) == (1, f"error: {MISSING}\n")
    assert not Path("out").exists()


@pytest.mark.slow
def test_a_sample_without_what_writes_it_says_what_to_install() -> None:
    assert run("spend", "sample", "--out", "here", hidden=ENGINE)[:2] == (1, f"error: {MISSING}\n")
