"""Random edits, as people make them: with the same facts not a byte changes, and with new ones no edit is lost."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import time
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from ooxml_integrity import check_pptx
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.packuri import PackURI
from pptx.util import Emu, Pt

from briefing.choices import Choices
from briefing.pipeline import make
from briefing.refresh.run import Refresher, Wish
from briefing.refresh.wording import NUMBER
from refresh.quarters import Outcome, deck_bytes, edited, slide_parts, texts
from refresh.test_merge import A, bare

pytestmark = pytest.mark.slow
FREIGHT = Path(__file__).parents[2] / "examples" / "fictional-freight" / "org.yaml"


# What people do, each at a random place.


def runs(deck: Any) -> list[Any]:
    return [
        run
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame and not (shape.is_placeholder and shape.placeholder_format.idx >= 10)
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]


def boxes(deck: Any) -> list[Any]:
    return [shape for slide in deck.slides for shape in slide.shapes if not shape.is_placeholder]


def reword(deck: Any, dice: random.Random) -> None:
    run = dice.choice(runs(deck))
    words = run.text.split(" ")
    words.insert(dice.randrange(len(words) + 1), dice.choice(["truly", "about", "again", "in", "wholly"]))
    run.text = " ".join(words)


def cut(deck: Any, dice: random.Random) -> None:
    run = dice.choice(runs(deck))
    words = run.text.split(" ")
    del words[dice.randrange(len(words))]
    run.text = " ".join(words) or "gone"


def embolden(deck: Any, dice: random.Random) -> None:
    dice.choice(runs(deck)).font.bold = True


def colour(deck: Any, dice: random.Random) -> None:
    dice.choice(runs(deck)).font.color.rgb = RGBColor(*(dice.randrange(256) for _ in range(3)))


def size(deck: Any, dice: random.Random) -> None:
    dice.choice(runs(deck)).font.size = Pt(dice.randrange(12, 30))


def split(deck: Any, dice: random.Random) -> None:
    run = dice.choice(runs(deck))
    if len(run.text) > 2:
        at = dice.randrange(1, len(run.text))
        more = deepcopy(run._r)
        more.find(f"{{{A}}}t").text = run.text[at:]
        run._r.find(f"{{{A}}}t").text = run.text[:at]
        run._r.addnext(more)
        more.get_or_add_rPr().set("dirty", "0")


def move(deck: Any, dice: random.Random) -> None:
    shape = dice.choice(boxes(deck))
    shape.left = Emu((shape.left or 0) + dice.randrange(-90_000, 90_000))


def delete_shape(deck: Any, dice: random.Random) -> None:
    element = dice.choice(boxes(deck))._element
    element.getparent().remove(element)


def shuffle(deck: Any, dice: random.Random) -> None:
    listed = deck.slides._sldIdLst
    listed.insert(dice.randrange(len(listed)), dice.choice(list(listed)))


def delete_slide(deck: Any, dice: random.Random) -> None:
    listed = deck.slides._sldIdLst
    if len(listed) > 5:
        each = dice.choice(list(listed))
        gone = deck.part.related_part(each.rId)
        gone.partname = PackURI(f"/ppt/slides/slide9{dice.randrange(10**9)}.xml")  # others still lead there
        deck.part.drop_rel(each.rId)
        listed.remove(each)


def add_slide(deck: Any, dice: random.Random) -> None:
    slide = deck.slides.add_slide(dice.choice(list(deck.slide_layouts)))
    slide.part.partname = PackURI(f"/ppt/slides/slide8{dice.randrange(10**9)}.xml")  # python-pptx counts on no gaps
    slide.shapes.add_textbox(0, 0, 900_000, 900_000).text_frame.text = dice.choice(["Mine", "I say €413k", "18% or so"])


def add_box(deck: Any, dice: random.Random) -> None:
    dice.choice(list(deck.slides)).shapes.add_textbox(0, 0, 900_000, 900_000).text_frame.text = "A word of mine"


def edit_cell(deck: Any, dice: random.Random) -> None:
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    if tables:
        cells = [cell for row in dice.choice(tables).rows for cell in row.cells if cell.text_frame.paragraphs[0].runs]
        dice.choice(cells).text_frame.paragraphs[0].runs[0].text = "my cell"


def hide(deck: Any, dice: random.Random) -> None:
    dice.choice(list(deck.slides))._element.set("show", "0")


def line_break(deck: Any, dice: random.Random) -> None:
    run = dice.choice(runs(deck))
    run._r.addnext(etree.SubElement(run._r.getparent(), f"{{{A}}}br"))


EDITS = (
    *(reword, cut, embolden, colour, size, split, move, delete_shape, shuffle, delete_slide, add_slide, add_box),
    *(edit_cell, hide, line_break),
)
WORK = st.tuples(st.lists(st.sampled_from(EDITS), min_size=1, max_size=12), st.integers(0, 2**32))
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def worked(work: tuple[list[Any], int]) -> bytes:
    edits, seed = work
    dice = random.Random(seed)
    return edited(*((lambda deck, each=each: each(deck, dice)) for each in edits))


@MANY
@given(WORK)
def test_with_the_same_facts_no_byte_of_a_slide_changes(work: tuple[list[Any], int]) -> None:
    theirs = worked(work)
    found = Outcome(theirs, "first")
    assert found.rows() == []
    assert slide_parts(found.after) == slide_parts(theirs)


@MANY
@given(WORK)
def test_with_new_facts_no_edit_is_lost_and_twice_is_once(work: tuple[list[Any], int]) -> None:
    theirs = worked(work)
    found = Outcome(theirs)
    before, after = (Presentation(BytesIO(each)) for each in (theirs, found.after))
    assert len(before.slides) == len(after.slides)
    for number, (old, new) in enumerate(zip(before.slides, after.slides, strict=True), 1):
        assert old.slide_id == new.slide_id
        assert [each.shape_id for each in old.shapes] == [each.shape_id for each in new.shapes] or number not in (
            found.merged.edited
        )
        if number in found.merged.edited and not any(each.how == "shrunk" for each in found.changes):
            assert bare_but_places(old._element) == bare_but_places(new._element)
    second = found.again()
    assert second.after == found.after
    assert not second.merged.changed


def bare_but_places(tree: Any) -> str:
    """As `bare`; line breaks may go with words around them, and marks of ours with the figures that they stand for."""
    copied = deepcopy(tree)
    for each in copied.iter(f"{{{A}}}off", f"{{{A}}}ext"):
        each.attrib.clear()
    for paragraph in list(copied.iter(f"{{{A}}}p")):
        looks = {etree.tostring(each) for each in paragraph.iter(f"{{{A}}}rPr")}
        for each in [child for child in paragraph if child.tag in (f"{{{A}}}r", f"{{{A}}}br", f"{{{A}}}fld")]:
            paragraph.remove(each)
        paragraph.set("looks", str(len(looks) > 0))
    return bare(copied)


# Every number.


@pytest.mark.parametrize("edit", [None, *EDITS], ids=lambda edit: edit.__name__ if edit else "none")
def test_every_number_is_that_of_today_or_stands_in_the_report(edit: Any) -> None:
    """A number of the first quarter that is none of the later one is nowhere, but where the report names its place."""
    theirs = deck_bytes("first") if edit is None else worked(([edit] * 4, 7))
    found = Outcome(theirs)
    old, new = (numbers(deck_bytes(each)) for each in ("first", "later"))
    stale = {each for each in old - new if len(each) > 2}
    told = " ".join(f"{each.was} {each.theirs} {each.now}" for each in found.changes if each.is_open)
    for number, said in enumerate(found.texts(), 1):
        for each in {each for text in said for each in NUMBER.findall(text)} & stale:
            assert each in told, f"slide {number} still says {each}"


def numbers(deck: bytes) -> set[str]:
    return {each for slide in texts(deck) for text in slide for each in NUMBER.findall(text)}


# Whole files, other programs, and time.


@pytest.fixture(params=["add", "remove", "mark", "plain"])
def refreshed(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pitch of the example company, edited, and refreshed from facts that change which slides there are."""
    monkeypatch.chdir(tmp_path)
    text = FREIGHT.read_text(encoding="utf-8")
    Path("org.yaml").write_text(text, encoding="utf-8")
    made = make(["cfo", "cto"], Choices(organisation="org.yaml", out="deck.pptx")).written[0].path
    made.write_bytes(edited(lambda deck: add_box(deck, random.Random(3)), deck=made.read_bytes()))
    changed = re.sub(r"current-monthly: 400000", "current-monthly: 436000", text)
    changed = changed.partition("\npain-points:")[0] + "\nsavings:" + changed.partition("\nsavings:")[2]
    Path("org.yaml").write_text(changed, encoding="utf-8")
    wish = Wish(write=True, add=request.param == "add", remove=request.param == "remove", mark=request.param == "mark")
    done = Refresher(Choices(organisation="org.yaml"), wish).refresh(made)
    assert done.changes
    return made


def test_refreshed_decks_are_sound(refreshed: Path) -> None:
    from briefing.check.deck import check_deck

    assert list(OpenXmlValidator(max_errors=0).validate(refreshed).errors) == []
    assert [str(each) for each in check_pptx(refreshed) if each.severity == "error"] == []
    assert [each for each in check_deck(refreshed) if each.severity == "error" and each.code.startswith("D3")] == []
    parts = [str(each.part.partname) for each in Presentation(str(refreshed)).slides]
    assert parts == [f"/ppt/slides/slide{number}.xml" for number in range(1, len(parts) + 1)]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_a_deck_that_libreoffice_has_saved_has_the_new_figures(tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(edited(lambda deck: reword(deck, random.Random(1))))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pptx", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, str(tmp_path / "deck.pptx")], check=True, capture_output=True, timeout=180)
    theirs = (tmp_path / "out" / "deck.pptx").read_bytes()
    same = Outcome(theirs, "first")
    assert same.rows() == []
    assert slide_parts(same.after) == slide_parts(theirs)
    found = Outcome(theirs)
    assert {pair.how for pair in found.merged.matched.pairs} <= {"id", "name"}
    said = str(found.texts())
    assert "€436k" in said
    assert "€413k" not in said
    assert {each.how for each in found.changes if each.is_open} <= {"overflow"}


def test_a_hundred_slides_take_at_most_three_times_their_making(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of everybody's story with a bill, which a person has worked on; slides of a person's own are refreshed too."""
    from bill_samples import whole_bill
    from briefing.bill.file import write_bill

    monkeypatch.chdir(tmp_path)
    text = FREIGHT.read_text(encoding="utf-8")
    Path("org.yaml").write_text(text, encoding="utf-8")
    Path("bill.yaml").write_text(write_bill(whole_bill()), encoding="utf-8")
    choices = Choices(layout="pitch", organisation="org.yaml", spend=("bill.yaml",), out="deck.pptx")
    make(["all"], choices)
    start = time.process_time()
    made = make(["all"], choices).written[0]
    making = time.process_time() - start
    path, dice = made.path, random.Random(5)

    def work(deck: Any) -> None:
        for each in (*[reword] * 40, *[add_slide] * max(0, 100 - made.slides), *[add_box] * 10):
            each(deck, dice)

    path.write_bytes(edited(work, deck=path.read_bytes()))
    assert len(Presentation(str(path)).slides) >= 100
    Path("org.yaml").write_text(text.replace("current-monthly: 400000", "current-monthly: 436000"), encoding="utf-8")
    start = time.process_time()
    done = Refresher(choices.but(out=None), Wish(write=True)).refresh(path)
    took = time.process_time() - start
    assert done.backup
    assert took <= 3 * making, f"{took:.2f} s against {making:.2f} s for {made.slides} slides"
