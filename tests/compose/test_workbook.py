"""The workbook beside a deck: every figure that `briefing figures` shows, and formulas that come to the same."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from briefing.choices import Choices, choices_of
from briefing.compose.workbook import letter
from briefing.desk import open_company_of, open_library
from briefing.pipeline import Result, make
from reckoning import reckoned

ROOT = Path(__file__).parents[2]
FULL = ROOT / "examples" / "fictional-freight" / "org.yaml"
FEW = "spend: {current-monthly: 90_000, annual-growth: 10%}\nfunction-cost: {one-off: 5_000, monthly: 2_000}\n"
SAVINGS = "savings:\n  - {name: Idle, low: 4%, base: 6%, high: 9%}\n  - {name: Sizes, base: 30_000, status: verified}\n"


def made(tmp_path: Path, facts: Path | str, **choices: object) -> tuple[Result, Path]:
    if isinstance(facts, str):
        (tmp_path / "org.yaml").write_text("currency: EUR\n" + facts)
        facts = tmp_path / "org.yaml"
    given: dict[str, object] = {
        "organisation": str(facts),
        "appendix": "file",
        "out": str(tmp_path / "a.md"),
        "layout": "one-pager",
    }
    given.update(choices)
    result = make(["cfo"], choices_of(**given))
    return result, tmp_path / "a.xlsx"


def rows(path: Path, sheet: str = "Figures", *, values: bool = True) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path, data_only=values)[sheet].iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("redact", [False, True])
def test_the_workbook_has_every_figure_of_briefing_figures(tmp_path: Path, redact: bool) -> None:
    _, path = made(tmp_path, FULL, redact=redact)
    company = open_company_of(Choices(organisation=str(FULL), redact=redact), open_library())
    assert company
    found = {row[7]: row[1] for row in rows(path)}
    assert list(found) == [each.id for each in company.figures]
    for each in company.figures:
        if each.value is not None:
            assert found[each.id] == pytest.approx(float(each.value), rel=1e-9), each.id


def test_a_figure_has_its_source_as_people_say_it_and_its_file_and_line(tmp_path: Path) -> None:
    _, path = made(tmp_path, FULL)
    row = next(row for row in rows(path) if row[7] == "spend.annual")
    assert row[0] == "Spend a year, as it runs now"
    assert (row[1], row[2], row[3]) == (4_800_000, "EUR", "€4.8m")
    assert row[4]
    assert "org.yaml" not in str(row[4])
    assert row[5] == "org.yaml, 18"
    assert row[6] == "spend a month × 12"


def test_formulas_are_live(tmp_path: Path) -> None:
    _, path = made(tmp_path, FULL)
    found = {row[7]: row[1] for row in rows(path, values=False)}
    assert found["spend.annual"] == "='Figures'!$B$2*12"
    assert str(found["return.base.payback-month"]).startswith("=IF(SUM('Return by month'!")
    assert found["spend.monthly"] == 400_000
    months = rows(path, "Return by month", values=False)
    assert len(months) == 36
    assert str(months[1][1]).endswith("^(A3/12)")


def test_what_is_redacted_stands_rounded_without_formulas_places_or_names(tmp_path: Path) -> None:
    _, path = made(tmp_path, FULL, redact=True)
    book = openpyxl.load_workbook(path)
    every = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not [each for each in every if isinstance(each, str) and each.startswith("=")]
    assert not [each for each in every if "org.yaml" in str(each) or "Fictional Freight" in str(each)]


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    _, path = made(tmp_path, FEW + SAVINGS)
    first = path.read_bytes()
    path.unlink()
    assert made(tmp_path, FEW + SAVINGS)[1].read_bytes() == first


def test_an_edited_workbook_is_not_replaced(tmp_path: Path) -> None:
    _, path = made(tmp_path, FEW)
    path.write_bytes(b"mine")
    with pytest.raises(Exception, match=r"a\.xlsx has been changed since briefing wrote it"):
        made(tmp_path, FEW)
    made(tmp_path, FEW, force=True)
    assert (tmp_path / "a.backup-1.xlsx").read_bytes() == b"mine"


def test_without_figures_there_is_no_workbook_and_a_notice(tmp_path: Path) -> None:
    result = make(["cfo"], choices_of(appendix="file", out=str(tmp_path / "a.md"), layout="one-pager"))
    assert [each.path.name for each in result.written] == ["a.md"]
    assert result.notices[-1].message == (
        "There is no workbook without figures: give the facts of your organisation with --org, or a bill with --spend."
    )


def test_each_deck_of_a_run_has_a_workbook_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text("currency: EUR\n" + FEW)
    choices = choices_of(
        organisation=str(tmp_path / "org.yaml"), appendix="file", formats="md", out=f"{tmp_path}/", layout="exec-brief"
    )
    result = make(["cfo,cto"], choices, separate=True)
    names = [each.path.name for each in result.written]
    assert names == ["cfo-exec-brief.md", "cfo-exec-brief.xlsx", "cto-exec-brief.md", "cto-exec-brief.xlsx"]


def test_columns_are_called_as_spreadsheets_call_them() -> None:
    assert [letter(each) for each in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def uncalculated(data: bytes) -> bytes:
    """The workbook without what its formulas come to, so that whoever opens it must reckon."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", old.read(name)))
    return out.getvalue()


FACTS = {
    "full": FULL,
    "few": FEW,
    "savings": FEW + SAVINGS.replace("base: 30_000", "low: 10_000, base: 30_000, high: 50_000"),
    "delayed": FEW + SAVINGS + "return: {horizon-months: 9, start-month: 4, ramp-months: 1, delay-months: 5}\n",
    "no growth": "spend: {current-annual: 1_200_000, annual-growth: 0}\nfunction-cost: {one-off: 0, monthly: 3_000}\n"
    + SAVINGS,
    "shrinking": "spend: {current-monthly: 70_000, annual-growth: -20%}\n"
    "function-cost: {one-off: 9_000, monthly: 1_000}\n" + SAVINGS,
}


@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_every_formula_comes_to_the_value_of_its_cell(tmp_path: Path, facts: Path | str) -> None:
    _, path = made(tmp_path, facts)
    book = openpyxl.load_workbook(path, data_only=True)
    found = reckoned(path)
    assert found
    for (sheet, cell), value in found.items():
        shown = book[sheet][cell].value
        assert value == (pytest.approx(shown, rel=1e-9, abs=1e-9) if shown is not None else ""), (sheet, cell)


@pytest.mark.slow
@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
@pytest.mark.skipif(not shutil.which("localc"), reason="needs LibreOffice Calc")
def test_a_spreadsheet_comes_to_the_same(tmp_path: Path, facts: Path | str) -> None:
    _, path = made(tmp_path, facts)
    bare = tmp_path / "bare.xlsx"
    bare.write_bytes(uncalculated(path.read_bytes()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command: list[str | Path] = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        tmp_path / "again",
        bare,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    again = tmp_path / "again" / "bare.xlsx"
    for sheet in openpyxl.load_workbook(path).sheetnames:
        for before, after in zip(rows(path, sheet), rows(again, sheet), strict=True):
            for one, other in zip(before, after, strict=True):
                if isinstance(one, int | float):
                    assert other == pytest.approx(one, rel=1e-9, abs=1e-9), (sheet, before[-1])
