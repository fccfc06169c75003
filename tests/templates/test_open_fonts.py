"""Templates that leave a font open: no name, a reference to itself, only a name for Chinese, none at all."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE

from briefing.formats.pptx.write import write
from briefing.rendering import ThemeChoice
from briefing.theme.chosen import chosen_theme
from briefing.theme.reading import read_theme
from briefing.theme.theme import Theme
from written_deck import deck

NS: Final = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
EMPTY: Final = '<a:latin typeface=""/>'
CHINESE: Final = '<a:ea typeface="微软雅黑"/>'


def template(folder: Path, major: str, minor: str) -> Path:
    """A template whose theme has just these fonts of headings and of texts."""
    presentation = Presentation()
    part = presentation.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    for which, fonts in (("major", major), ("minor", minor)):
        collection = root.find(f".//a:{which}Font", NS)
        for child in list(collection):
            collection.remove(child)
        others = "" if CHINESE in fonts else '<a:ea typeface=""/>'
        whole = f'<x xmlns:a="{NS["a"]}">{fonts}{others}<a:cs typeface=""/></x>'
        collection.extend(list(etree.fromstring(whole.encode())))
    part._blob = etree.tostring(root)
    presentation.save(str(folder / "open.pptx"))
    return folder / "open.pptx"


def of_fonts(theme: Theme) -> tuple[str, ...]:
    return tuple(each for each in theme.notices if " font " in each)


def latins(theme: Theme, folder: Path) -> list[str]:
    (folder / "deck.pptx").write_bytes(write(deck(), theme))
    master = Presentation(str(folder / "deck.pptx")).slide_masters[0]
    root = etree.fromstring(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
    return [each.get("typeface") for each in root.iterfind(".//a:fontScheme/*/a:latin", NS)]


@pytest.mark.parametrize("fonts", [EMPTY, '<a:latin typeface="+mn-lt"/>', CHINESE, "", f"{EMPTY}{CHINESE}"])
def test_a_theme_without_a_latin_font_gets_one_and_the_user_is_told(fonts: str, tmp_path: Path) -> None:
    theme = read_theme(template(tmp_path, fonts, fonts))
    assert (theme.look.heading_font, theme.look.body_font) == ("Arial", "Arial")
    assert latins(theme, tmp_path) == ["Arial", "Arial"]
    assert of_fonts(theme) == (
        "open.pptx names no Latin font for headings; Arial is used.",
        "open.pptx names no Latin font for texts; Arial is used.",
    )


def test_headings_without_a_font_have_that_of_the_texts(tmp_path: Path) -> None:
    theme = read_theme(template(tmp_path, EMPTY, '<a:latin typeface="Georgia"/>'))
    assert (theme.look.heading_font, theme.look.body_font) == ("Georgia", "Georgia")
    assert latins(theme, tmp_path) == ["Georgia", "Georgia"]
    assert of_fonts(theme) == ("open.pptx names no Latin font for headings; Georgia is used.",)


def test_an_empty_name_in_a_placeholder_hides_nothing(tmp_path: Path) -> None:
    path = template(tmp_path, '<a:latin typeface="Georgia"/>', '<a:latin typeface="Georgia"/>')
    presentation = Presentation(str(path))
    run = presentation.slide_masters[0]._element.find(".//{*}titleStyle/{*}lvl1pPr/{*}defRPr")
    run.find("a:latin", NS).set("typeface", "")
    presentation.save(str(path))
    theme = read_theme(path)
    assert theme.look.heading_font == "Georgia"
    assert of_fonts(theme) == ()
    assert not [part for part, data in theme.package.parts.items() if "Master" in part and b'latin typeface=""' in data]


def test_a_font_that_nothing_is_known_of_is_told_once(tmp_path: Path) -> None:
    font = '<a:latin typeface="Acme Sans"/>'
    path = template(tmp_path, font, font)
    assert of_fonts(chosen_theme(ThemeChoice(path))) == (
        "The widths of the font 'Acme Sans' are not known; its texts are measured as in the widest font that programs "
        "usually draw instead, so look through the deck once in PowerPoint.",
    )


@pytest.mark.parametrize("font", ["Corbel", "Georgia", "Calibri Light", "Segoe UI Semibold", "Lucida Sans Unicode"])
def test_a_common_font_is_not_worth_a_word(font: str, tmp_path: Path) -> None:
    path = template(tmp_path, f'<a:latin typeface="{font}"/>', f'<a:latin typeface="{font}"/>')
    assert of_fonts(chosen_theme(ThemeChoice(path))) == ()
