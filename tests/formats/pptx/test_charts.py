"""Charts in a deck: what python-pptx and a spreadsheet read of them, their XML, and that bytes are the same."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator
from pptx import Presentation
from pptx.chart.data import CategoryChartData

from briefing.formats.pptx.charts import format_code
from briefing.formats.pptx.write import write
from briefing.model import Chart, NumberForm, Slide
from briefing.page.arrange.arrange import arrange
from briefing.theme.reading import read_theme
from briefing.theme.theme import Theme
from charted import MILLIONS, chart, charts, one_of_each
from samples import briefing
from written_deck import THEMES

pytestmark = pytest.mark.sampled

SCHEMAS = Path(__file__).parents[4] / "shared" / "ooxml"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EACH = one_of_each()


@cache
def theme(name: str = "light") -> Theme:
    return read_theme(THEMES / f"{name}.pptx")


def made(*blocks: Chart, name: str = "light") -> bytes:
    shown = [Slide("chart", f"Finding {number}", (block,)) for number, block in enumerate(blocks, 1)]
    deck, _ = arrange(briefing("", *shown), theme(name).look)
    return write(deck, theme(name))


@pytest.fixture(scope="module")
def opened() -> Any:
    return Presentation(io.BytesIO(made(*EACH.values())))


def test_bars_that_the_finding_is_not_about_have_a_colour_of_their_own() -> None:
    from msgspec.structs import replace

    space = parsed(replace(EACH["column"], leading=(0,)))
    back = [each.find(f"{C}idx").get("val") for each in space.iter(f"{C}dPt")]
    assert back == [str(place) for place in range(1, len(EACH["column"].categories))]
    assert not list(parsed(EACH["column"]).iter(f"{C}dPt"))


def graphics(opened: Any) -> dict[str, Any]:
    found = [shape for slide in opened.slides for shape in slide.shapes if shape.has_chart]
    return dict(zip(EACH, found, strict=True))


def parsed(block: Chart) -> Any:
    opened = Presentation(io.BytesIO(made(block)))
    return next(shape for slide in opened.slides for shape in slide.shapes if shape.has_chart).chart._chartSpace


def sheet(workbook: bytes) -> dict[str, str]:
    """Cell to value, of the first sheet."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        root = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        strings = [
            "".join(each.itertext())
            for each in etree.fromstring(archive.read("xl/sharedStrings.xml")).iter(f"{SHEET}si")
        ]
    cells = {cell.get("r"): cell for cell in root.iter(f"{SHEET}c") if cell.find(f"{SHEET}v") is not None}
    texts = {name: cell.findtext(f"{SHEET}v") for name, cell in cells.items()}
    return {name: strings[int(text)] if cells[name].get("t") == "s" else text for name, text in texts.items()}


def test_python_pptx_reads_the_values_back(opened: Any) -> None:
    read = graphics(opened)["columns"].chart
    (plot,) = read.plots
    assert list(plot.categories) == ["Q1", "Q2", "Q3"]
    assert [(each.name, tuple(each.values)) for each in plot.series] == [
        ("Budget", (1_200_000, 900_000, None)),
        ("Actual", (1_400_000, -300_000, 600_000)),
    ]


def test_the_workbook_holds_the_same_values(opened: Any) -> None:
    workbook = graphics(opened)["columns"].chart.part.chart_workbook.xlsx_part.blob
    assert sheet(workbook) == {
        "B1": "Budget", "C1": "Actual", "A2": "Q1", "A3": "Q2", "A4": "Q3",
        "B2": "1200000", "B3": "900000", "C2": "1400000", "C3": "-300000", "C4": "600000",
    }  # fmt: skip


def test_the_figures_can_be_edited(opened: Any) -> None:
    """python-pptx replaces the data of a chart that PowerPoint could edit."""
    fresh = Presentation(io.BytesIO(made(EACH["column"])))
    read = next(shape for slide in fresh.slides for shape in slide.shapes if shape.has_chart).chart
    data = CategoryChartData()
    data.categories = ["X"]
    data.add_series("New", [5])
    read.replace_data(data)
    assert [tuple(each.values) for each in read.plots[0].series] == [(5,)]


def test_text_in_a_workbook_stays_text_whatever_it_looks_like() -> None:
    block = chart("column", (1.0, 2.0))
    block = Chart(block.style, ('=HYPERLINK("http://a.b")', "http://a.b"), block.series, "money", MILLIONS)
    opened = Presentation(io.BytesIO(made(block)))
    read = next(shape for slide in opened.slides for shape in slide.shapes if shape.has_chart).chart
    cells = sheet(read.part.chart_workbook.xlsx_part.blob)
    assert (cells["A2"], cells["A3"]) == ('=HYPERLINK("http://a.b")', "http://a.b")


def test_the_alternative_text_is_the_summary(opened: Any) -> None:
    alts = {name: shape._element.xpath(".//p:cNvPr/@descr") for name, shape in graphics(opened).items()}
    assert alts == {name: [block.summary] for name, block in EACH.items()}


@pytest.mark.parametrize("name", EACH)
def test_colours_follow_the_theme_and_text_is_twelve_points_or_more(name: str) -> None:
    root = parsed(EACH[name])
    assert root.findall(f".//{A}srgbClr") == []
    assert {each.get("val") for each in root.iter(f"{A}schemeClr")} <= {"tx1", "tx2", "bg1", "bg2"} | {
        f"accent{number}" for number in range(1, 7)
    }
    sizes = [int(each.get("sz")) for each in root.iter() if each.get("sz")]
    assert min(sizes) >= 1200


@pytest.mark.parametrize("name", EACH)
def test_there_is_no_title_inside_and_a_legend_only_for_many_series(name: str) -> None:
    root = parsed(EACH[name])
    assert root.find(f".//{C}autoTitleDeleted").get("val") == "1"
    assert root.find(f".//{C}title") is None
    assert (root.find(f".//{C}legend") is not None) is (name == "legend")


@pytest.mark.parametrize("name", EACH)
def test_what_powerpoint_tolerates_is_right_too(name: str) -> None:
    root = parsed(EACH[name])
    ids = [int(each.get("val")) for tag in ("axId", "crossAx") for each in root.iter(f"{C}{tag}")]
    assert min(ids) > 0
    assert {each.get("val") for each in root.iter(f"{C}smooth")} <= {"0"}
    assert root.find(f"{C}date1904").get("val") == "0"
    assert root.find(f"{C}lang").get("val") == "en-GB"
    assert all(each.getparent().tag != f"{C}radarChart" for each in root.iter(f"{C}smooth"))


def test_labels_show_live_values_in_the_form_of_the_currency() -> None:
    root = parsed(EACH["column"])
    labels = root.findall(f".//{C}dLbl")
    assert [each.find(f"{C}idx").get("val") for each in labels] == ["0", "1", "2"]
    assert {each.find(f"{C}numFmt").get("formatCode") for each in labels} == {'"€"#,##0.0,,"M";"−""€"#,##0.0,,"M";"€"0'}
    assert root.find(f".//{C}dLbl/{C}tx") is None


def test_a_legend_leaves_out_what_only_carries_labels() -> None:
    root = parsed(chart("stacked-column", *[(1.0, 2.0)] * 4))
    assert [each.find(f"{C}idx").get("val") for each in root.iter(f"{C}legendEntry")] == ["4"]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (NumberForm("€", "M", 6, 1), '"€"#,##0.0,,"M";"−""€"#,##0.0,,"M";"€"0'),
        (NumberForm("", " %", -2, 0), '#,##0" "%;"−"#,##0" "%'),
        (NumberForm("", " d"), '#,##0" d";"−"#,##0" d"'),
        (NumberForm('"<&', ""), '#,##0;"−"#,##0'),
    ],
)
def test_number_formats_write_a_figure_as_its_form_does(form: NumberForm, code: str) -> None:
    assert format_code(form).replace('""#', "#") == code


def test_a_form_that_no_number_format_can_write_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^no number format divides by ten to the power of 4$"):
        format_code(NumberForm(power=4))


def test_the_same_charts_give_the_same_bytes_whatever_the_clock_says() -> None:
    first = made(*EACH.values())
    from briefing.formats.pptx.charts import _built

    _built.cache_clear()
    assert made(*EACH.values()) == first


def test_equal_charts_are_built_once() -> None:
    from briefing.formats.pptx.charts import _built

    _built.cache_clear()
    made(EACH["column"], EACH["column"])
    assert (_built.cache_info().misses, _built.cache_info().hits) == (1, 1)


def test_a_deck_without_a_chart_needs_no_python_pptx() -> None:
    code = "import sys, briefing.formats.pptx.write; sys.exit(bool({'pptx', 'xlsxwriter'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False, env=_environment()).returncode == 0


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(THEMES.parents[1] / "src")}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("charts")
    for name in ("light", "dark"):
        (folder / f"{name}.pptx").write_bytes(made(*EACH.values(), name=name))
    return sorted(folder.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("office", [FileFormat.OFFICE_2013, FileFormat.OFFICE_2019, FileFormat.MICROSOFT_365])
def test_openxml_audit_finds_nothing(files: list[Path], office: FileFormat) -> None:
    validator = OpenXmlValidator(file_format=office)
    assert [str(error) for file in files for error in validator.validate(str(file)).errors] == []


def test_ooxml_integrity_finds_nothing(files: list[Path]) -> None:
    command = [sys.executable, "-m", "ooxml_integrity", "check", "--no-config", "--fail-on", "warn"]
    ran = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the ISO/IEC 29500 schemas are not beside the project")
def test_the_iso_schemas_and_package_rules_hold(files: list[Path]) -> None:
    command = [sys.executable, SCHEMAS / "validate_pptx.py", SCHEMAS / "schemas", *files, "--strict"]
    ran = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@settings(max_examples=40, deadline=None)
@given(charts())
def test_any_figures_that_are_drawn_are_read_back(block: Chart) -> None:
    opened = Presentation(io.BytesIO(made(block)))
    for shape in (shape for slide in opened.slides for shape in slide.shapes if shape.has_chart):
        if block.style != "waterfall":
            read = [each for plot in shape.chart.plots for each in plot.series if each.name != "Σ"]
            assert [tuple(each.values) for each in read] == [
                tuple(None if value is None else pytest.approx(float(value)) for value in each.values)
                for each in block.series
            ]


def test_labels_are_not_broken_to_the_width_of_their_columns() -> None:
    labels = parsed(chart("column", (0.8, 0.9, 1.3))).findall(".//{*}dLbl/{*}txPr/{*}bodyPr")
    assert len(labels) == 3
    assert {each.get("wrap") for each in labels} == {"none"}
