"""The public Python API: what docs/python.md says of it, and what importing it costs."""

from __future__ import annotations

import doctest
import inspect
import re
import subprocess
import sys
import tomllib
from datetime import date
from importlib import import_module
from pathlib import Path
from shutil import copy
from types import ModuleType

import pytest

import briefing
from bill_samples import whole_bill
from briefing.bill.file import write_bill
from briefing.choices import Choices, Drawn, Told, choices_of
from briefing.cli.options import OPTIONS
from briefing.model import Briefing

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "python.md"
DAY = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def _in_a_folder_with_facts_and_a_bill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    copy(ROOT / "examples" / "fictional-freight" / "org.yaml", "org.yaml")
    Path("spend.yaml").write_text(write_bill(whole_bill()))


def rows(heading: str) -> dict[str, str]:
    """The first two cells of each line of a table on the page."""
    table = PAGE.read_text().split(heading, 1)[1].split("\n\n", 1)[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", table, flags=re.MULTILINE))


@pytest.mark.slow
def test_the_examples_of_the_page_run() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS, encoding="utf-8")
    assert failed == 0
    assert tried > 20


def test_the_page_has_every_public_name_and_no_other() -> None:
    assert set(rows("| name | what it is |\n")) == set(briefing.__all__)
    assert sorted(briefing.__all__) == briefing.__all__


@pytest.mark.parametrize("name", briefing.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert not isinstance(getattr(briefing, name), ModuleType)


def test_the_page_has_every_argument_of_make_with_its_option() -> None:
    own = set(inspect.signature(briefing.make).parameters) - {"for_", "choices"}
    told = rows("| argument | option | takes |\n")
    assert set(told) == own | set(Drawn.__annotations__)
    for name, (annotation, _) in OPTIONS.items():
        if name in told:
            assert f"`{annotation.__metadata__[0].default}`" == told[name]


def test_whoever_makes_a_briefing_has_the_same_choices() -> None:
    """The value, the options of the command line and the arguments of Python are one list."""
    named = set(Choices.__struct_fields__)
    assert set(OPTIONS) - {"data", "more"} == named
    assert {*Drawn.__annotations__, "layout", "formats", "out"} == named
    assert set(Told.__annotations__) < named


def test_one_text_or_path_is_as_good_as_several() -> None:
    Path("mine").mkdir()
    one = choices_of(formats="md", spend=Path("a"), by_tag="team", libraries="mine", theme=Path("x.yaml"))
    several = choices_of(formats=["md"], spend=["a"], by_tag=("team",), libraries=[Path("mine")], theme="x.yaml")
    assert one == several


def test_a_room_of_the_same_name_does_not_take_the_place_of_a_function() -> None:
    for name in ("compose", "compare"):
        room = import_module(f"briefing.{name}")
        assert isinstance(room, ModuleType)
        assert inspect.isfunction(getattr(briefing, name))


@pytest.mark.slow
def test_the_stages_one_by_one_give_the_bytes_that_make_writes() -> None:
    for form in ("pptx", "md"):
        made = briefing.make(
            "cfo", "one-pager", form, organisation="org.yaml", spend="spend.yaml", redact=True, by_tag=(), day=DAY
        )
        told = briefing.compose(
            "cfo", "one-pager", organisation="org.yaml", spend="spend.yaml", redact=True, by_tag=(), day=DAY
        )
        rendered = briefing.render(told, form)
        assert rendered.data == made.written[0].path.read_bytes()
        assert rendered.pages == made.written[0].slides
        assert set(made.notices) == {*told.notices, *rendered.notices}


@pytest.mark.slow
def test_a_pdf_is_paged_as_it_is_asked() -> None:
    made = briefing.make("cfo", "one-pager", "pdf", pdf="notes", paper="letter", day=DAY)
    told = briefing.compose("cfo", "one-pager", day=DAY)
    assert briefing.render(told, "pdf", pdf="notes", paper="letter").data == made.written[0].path.read_bytes()
    assert briefing.render(told, "pdf").data != made.written[0].path.read_bytes()
    read = briefing.compose("cfo", "pre-read", day=DAY)
    assert briefing.render(read, "pdf").data == briefing.render(read, "pdf", pdf="memo").data


def test_the_bill_counts_in_every_function() -> None:
    told = briefing.compose("cfo", spend="spend.yaml", day=DAY)
    assert any(each.id.startswith("bill.") for each in told.figures)
    compared = briefing.compare("cfo,cto", spend="spend.yaml", day=DAY)
    assert any(each.figure.id.startswith("bill.") for each in compared.figures)
    made = briefing.make("cfo", formats="md", spend="spend.yaml", day=DAY)
    assert any("18,230.00 USD" in each.message for each in made.notices)


@pytest.mark.parametrize("function", ["make", "compose", "compare"])
def test_a_part_that_the_facts_do_not_have_is_refused(function: str) -> None:
    with pytest.raises(briefing.UsageError) as caught:
        getattr(briefing, function)("cfo", spend="spend.yaml", where="SubAccountName = Retail")
    assert str(caught.value) == (
        "spend.yaml has the facts of the whole bill, and not of SubAccountName = Retail; "
        "give the billing data instead, or facts that were written with --where"
    )


@pytest.mark.parametrize("function", ["make", "compose", "compare"])
def test_what_yaml_cut_is_told_by_every_function(function: str) -> None:
    Path("org.yaml").write_text("currency: EUR\npain-points:\n  - text: Ticket #4711 cost us a weekend\n")
    told = [
        getattr(each, "message", each) for each in getattr(briefing, function)("cfo", organisation="org.yaml").notices
    ]
    assert told[0].startswith("org.yaml:3:18: the text ends at 'Ticket'")


@pytest.mark.parametrize("function", ["make", "compose", "compare"])
def test_a_library_that_is_not_there_is_refused_and_nothing_is_written(function: str) -> None:
    with pytest.raises(briefing.UsageError) as caught:
        getattr(briefing, function)("cfo", libraries=["nowhere"])
    assert str(caught.value) == "the library is 'nowhere', and there is no such folder; correct its path"
    assert not Path("output").exists()


@pytest.mark.parametrize("function", ["make", "compose", "compare"])
def test_an_argument_that_does_not_exist_is_a_type_error(function: str) -> None:
    with pytest.raises(TypeError, match="Object contains unknown field `spendings`"):
        getattr(briefing, function)("cfo", spendings="bills/")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"redact": "yes"}, "Expected `bool`, got `str` - at `redact`"),
        ({"broken_rows": "3"}, "Expected `int`, got `str` - at `broken_rows`"),
        ({"where": None}, "Expected `str`, got `null` - at `where`"),
        ({"day": "31.3.2026"}, "Invalid RFC3339 encoded date - at `day`"),
        ({"layout": 3}, "Expected `str`, got `int` - at `layout`"),
        ({"by_tag": ["team", 3]}, "expected str, bytes or os.PathLike object, not int"),
    ],
)
def test_what_an_argument_cannot_take_is_a_type_error_that_names_it(given: dict[str, object], message: str) -> None:
    with pytest.raises(TypeError) as caught:
        choices_of(**given)
    assert str(caught.value) == message


def test_a_day_may_be_a_text_too() -> None:
    assert choices_of(day="2026-03-31").day == DAY


def test_the_workspace_fills_in_what_is_left_open() -> None:
    Path("briefing.yaml").write_text("organisation: org.yaml\nlayout: one-pager\ntheme: dark\nformats: md\n")
    told = briefing.compose("cfo", day=DAY)
    assert told == briefing.compose("cfo", "one-pager", organisation="org.yaml", day=DAY)
    dark, light = briefing.arrange(told), briefing.arrange(told, theme="light")
    assert dark == briefing.arrange(told, theme="dark")
    assert light[0].title == told.title


def test_a_format_that_does_not_exist_is_a_usage_error() -> None:
    told = briefing.compose("cfo", "one-pager", day=DAY)
    with pytest.raises(briefing.UsageError, match=r"^unknown format 'docx'"):
        briefing.render(told, "docx")


def test_briefing_can_be_had_from_the_package() -> None:
    assert briefing.Briefing is Briefing


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'briefing' has no attribute 'nothing'"):
        briefing.nothing  # noqa: B018


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert briefing.__version__ == project["project"]["version"]


def test_importing_the_package_imports_none_of_its_modules() -> None:
    code = (
        "import sys; from briefing import make; print([each for each in sys.modules if each.startswith('briefing.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
