"""`briefing spend`: what billing data in the FOCUS format say, before any deck; their facts as a file; sample data."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import BILL, Json, help_without_command, takes
from briefing.cli.spendtables import quality_object, quality_rows
from briefing.cli.terminal import say, say_data, say_json, say_table, tell
from briefing.errors import UsageError

if TYPE_CHECKING:
    from briefing.bill.bill import Bill, Part
    from briefing.choices import Choices
    from briefing.figures.company import Company

EXAMPLES = """Examples:

\b
  briefing spend summary bills/
  briefing spend facts bills/ --org org.yaml --write spend.yaml
  briefing spend quality 'bills/2026-*.csv.gz'
  briefing spend sample --months 18 --rows 1e6 --seed 7 --out sample/
"""
MOST_PARTS = 8

app = typer.Typer(help="Billing data in the FOCUS format: what they say, and what they are worth.", epilog=EXAMPLES)


@app.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """Billing data in the FOCUS format: what they say, and what they are worth."""
    help_without_command(context)


@app.command()
@takes("data", *BILL, "redact", "libraries")
def summary(
    *,
    choices: Choices,
    as_json: Json = False,
) -> None:
    """Show every figure that the data carry, and where the money goes.

    Why a figure is not there is told on standard error. `briefing figures --explain` has basis and formula.
    """
    from briefing.cli.spendtables import say_promises
    from briefing.figures.company import as_object

    company = _company(choices)
    bill = _bill(company)
    if as_json:
        say_json(as_object(company.figures, explain=True))
    else:
        say(_heading(bill))
        say()
        found = tuple(_figures(company))
        if found:
            say_table(("FIGURE", "VALUE", "UNIT", "NAME"), found)
        _say_parts(bill)
        _say_so_far(bill)
        say_promises(bill)
    for notice in company.notices:
        tell(f"notice: {notice}")


@app.command()
@takes("data", *BILL, "force", "libraries")
def facts(
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="FILE", help="The file to write.  [default: show them]", show_default=False),
    ] = None,
    *,
    choices: Choices,
) -> None:
    """Write what the data carry as a file of facts: to review, to correct, and to keep under version control.

    `briefing make --spend spend.yaml` makes decks from it without the data.
    """
    from briefing.bill.file import write_bill
    from briefing.bills import save_facts

    bill, notices = _read(choices)
    if write is None:
        say_data(write_bill(bill))
    else:
        for saved in save_facts(bill, write, force=choices.force):
            say(str(saved.path))
            if saved.backup:
                tell(f"notice: the earlier {saved.path} is kept as {saved.backup}")
    for notice in notices:
        tell(f"notice: {notice}")


@app.command()
@takes("data", *BILL, "libraries")
def quality(
    *,
    choices: Choices,
    as_json: Json = False,
) -> None:
    """Show what the data are worth: what is missing, partial months, currencies, list prices, what no tag can reach."""
    company = _company(choices)
    bill = _bill(company)
    if as_json:
        say_json(quality_object(bill))
    else:
        say_table(("WHAT", "FOUND", "MEANING"), tuple(quality_rows(bill, company.texts.of_bill())))
    for notice in company.notices:
        tell(f"notice: {notice}")


@app.command()
def sample(
    out: Annotated[
        Path, typer.Option("--out", metavar="PLACE", help="A folder; or a file, where it ends in .parquet or .csv.")
    ] = Path("sample"),
    months: Annotated[
        int, typer.Option("--months", metavar="N", help="Complete months; a part of the next follows.")
    ] = 18,
    rows: Annotated[str, typer.Option("--rows", metavar="N", help="How many charges, as in 1e6.")] = "1e5",
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another number gives other data.")] = 7,
    form: Annotated[
        str, typer.Option("--format", metavar="NAME", help="parquet, csv or csv.gz.  [default: parquet]")
    ] = "",
    last: Annotated[str, typer.Option("--until", metavar="YYYY-MM", help="The last complete month.")] = "2026-02",
) -> None:
    """Write billing data of a company that does not exist, to try things out: FOCUS 1.2, three made-up providers."""
    from briefing.bills import make_sample

    written = make_sample(out, rows=_count(rows), months=months, seed=seed, last_month=last, form=form)
    for path in written.files:
        say(str(path))
    tell(f"{out}: {written.rows:,} rows, {written.bytes / 1e6:,.1f} MB")


def _count(text: str) -> int:
    try:
        found = Decimal(text.replace("_", ""))
        if found != found.to_integral_value() or not 0 < found <= 1_000_000_000:
            raise ValueError(text)
    except (ArithmeticError, ValueError):
        raise UsageError(f"--rows is '{text}', which is no number of rows", remedy="write it like 1e6") from None
    return int(found)


def _read(choices: Choices) -> tuple[Bill, tuple[str, ...]]:
    """The bill, and what a deck made from it would tell of it."""
    from briefing.desk import bill_of, notices_of_bill, settled

    choices, library = settled(choices)
    bill = bill_of(choices, library)
    return bill, notices_of_bill(choices, library, bill)


def _company(choices: Choices) -> Company:
    from briefing.desk import open_company_of, settled

    found = open_company_of(*settled(choices))
    assert found is not None
    return found


def _bill(company: Company) -> Bill:
    assert company.bill is not None
    return company.bill


def _heading(bill: Bill) -> str:
    months = f"{bill.period.first} to {bill.period.last}" if bill.period else "no complete month"
    return ", ".join(filter(None, (bill.source, bill.where, bill.currency, months, *bill.providers)))


def _figures(company: Company) -> Iterator[tuple[str, ...]]:
    from briefing.figures.figure import in_words

    found = [each for each in company.figures if each.id.startswith("bill.")]
    shown = {each.id: in_words(each, company.texts.no_answer) for each in found}
    width = max((len(value) for value, _ in shown.values()), default=0)
    for each in found:
        value, unit = shown[each.id]
        yield each.id, value.rjust(width), unit, each.name


def _say_parts(bill: Bill) -> None:
    """The largest parts of each dimension, their share of the period, and how they changed."""
    total = bill.total.effective if bill.total else Decimal(0)
    for dimension, parts in bill.by.items():
        if parts and total:
            say()
            say_table((dimension.upper().replace("-", " "), "SHARE", "CHANGE"), _parts(parts, total))


def _say_so_far(bill: Bill) -> None:
    """The months after the last complete one, which are in no figure."""
    last = bill.period.last if bill.period else ""
    rows = [(each.month, each.through, each.effective, each.billed) for each in bill.months if each.month > last]
    if rows:
        say()
        heads = ("INCOMPLETE", "USAGE TO", f"EFFECTIVE, {bill.currency}", f"BILLED, {bill.currency}")
        say_table(heads, [(month, to or "", f"{cost:,.2f}", f"{billed:,.2f}") for month, to, cost, billed in rows])


def _parts(parts: tuple[Part, ...], total: Decimal) -> Iterator[tuple[str, str, str]]:
    for each in parts[:MOST_PARTS]:
        change = f"{(each.recent / each.earlier - 1) * 100:+.1f}%" if each.earlier > 0 else ""
        name = each.name or (f"({each.others} others)" if each.others else "(without a name)")
        yield name, f"{each.effective / total * 100:5.1f}%", change
