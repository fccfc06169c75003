"""The three-way merge of texts, in plain text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.ooxml.package import parse_xml
from briefing.refresh.deck import paragraph_text
from briefing.refresh.edits import set_paragraph
from briefing.refresh.wording import forms_of, holds, merged, numbers, stale_in, turned

OLD = {"spend": ("€413k", "€413,000"), "growth": ("18%",), "people": ("12",), "net": ("−€6.1k", "€6.1k", "−€6,100")}
NEW = {"spend": ("€436k", "€436,000"), "growth": ("21%",), "people": ("14",), "net": ("−€7.2k", "€7.2k", "−€7,200")}
FORMS = forms_of(OLD, NEW)


@pytest.mark.parametrize(
    ("base", "theirs", "new", "text", "how"),
    [
        ("We spend €413k", "We spend €413k", "We spend €436k", "We spend €436k", "replaced"),
        ("We spend €413k", "We spend about €413k", "We spend €436k", "We spend about €436k", "figure"),
        ("We spend €413k", "We spend a lot", "We spend €436k", "We spend a lot", "kept"),
        ("We spend €413k", "It is €436k", "We spend €436k", "It is €436k", "same"),
        ("We spend €413k", "Mine", "We spend €413k", "Mine", "same"),
        ("Growth is fine", "Growth is well", "Growth is poor", "Growth is well", "conflict"),
        ("It grows by 18%", "Growing 18%", "It falls by 21%", "Growing 18%", "conflict"),
        ("We net 18%", "We net about 18%", "We net −21%", "We net about 18%", "conflict"),
        ("12 teams, 18%", "12 of our teams, 18%", "14 teams, 21%", "14 of our teams, 21%", "figure"),
        ("5 then 6", "first 5 then 6", "6 then 7", "first 6 then 7", "figure"),
        ("€413k and €413,000", "both: €413k, €413,000", "€436k and €436,000", "both: €436k, €436,000", "figure"),
        ("In 2026 €413k", "€413k in all of 2026", "In 2026 €436k", "€436k in all of 2026", "figure"),
        ("€413k of €1,413k", "out of €1,413k: €413k", "€436k of €1,413k", "out of €1,413k: €436k", "figure"),
    ],
)
def test_one_paragraph(base: str, theirs: str, new: str, text: str, how: str) -> None:
    found = turned(base, theirs, new, FORMS)
    assert (found.text, found.how) == (text, how)


def test_a_figure_that_turned_is_not_put_into_a_sentence_that_says_its_direction() -> None:
    forms = forms_of({"growth": ("−6%", "6%")}, {"growth": ("18%",)})
    found = turned("It falls by 6%", "Happily it falls by 6%", "It grows by 18%", forms)
    assert (found.text, found.how) == ("Happily it falls by 6%", "kept")


def test_a_form_of_two_figures_that_part_is_left_alone() -> None:
    forms = forms_of({"a": ("5%",), "b": ("5%",)}, {"a": ("6%",), "b": ("7%",)})
    assert turned("5% here, and more", "here 5%", "6% there, and less", forms).text == "here 5%"
    assert stale_in("5% of mine", forms) == {"5%": "6% / 7%"}


@pytest.mark.parametrize("text", ["€1,413k", "a€413kx", "€413k5", "€413km"])
def test_a_number_within_another_is_none(text: str) -> None:
    assert not holds(text, "€413k")
    assert turned("We spend €413k", f"It is {text}", "We spend €436k", FORMS).text == f"It is {text}"


@pytest.mark.parametrize("text", ["18% or so", "so 18%", "(18%)", "18%, or 20%.", "18%"])
def test_a_number_at_either_end_is_found(text: str) -> None:
    assert stale_in(text, FORMS) == {"18%": "21%"}


def test_a_bare_small_number_in_a_text_of_ones_own_is_no_figure() -> None:
    assert stale_in("12 steps to go", FORMS) == {}


def test_numbers_as_people_write_them() -> None:
    assert numbers("−€6.10k and €1,413k vs 12 % of 5, €2.8M, EUR 1,000, 1.234,5 and 42%") == [
        *("−€6.10k", "€1,413k", "12 %", "5", "€2.8M", "EUR 1,000", "1.234,5", "42%"),
    ]


def test_paragraphs_of_a_persons_own_stay_between_ours() -> None:
    base, new = ["We spend €413k", "It hurts", "So act"], ["We spend €436k", "It hurts", "So act now", "And soon"]
    theirs = ["We spend €413k", "Mine", "It hurts", "So act"]
    steps = {(each.at, each.do, each.text) for each in merged(base, theirs, new, FORMS) if each.do != "keep"}
    assert steps == {(0, "set", "We spend €436k"), (3, "set", "So act now"), (3, "insert", "And soon")}


WORDS = st.lists(st.sampled_from(["€413k", "a ", "month ", "8.8%", "", "x", "\n"]), max_size=6)
SPACE = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


@settings(deadline=None)
@given(WORDS, WORDS.map("".join))
def test_whatever_the_runs_are_a_paragraph_says_the_new_text(parts: list[str], text: str) -> None:
    runs = (
        "<a:br/>" if part == "\n" else f'<a:r><a:rPr b="{number % 2}"/><a:t>{part}</a:t></a:r>'
        for number, part in enumerate(parts)
    )
    paragraph = parse_xml(f"<a:p {SPACE}><a:pPr/>{''.join(runs)}<a:endParaRPr/></a:p>".encode())
    set_paragraph(paragraph, text)
    assert paragraph_text(paragraph) == text


MONTHS = "It pays for itself in 26 months"


@pytest.mark.parametrize(
    ("base", "theirs", "text", "left"),
    [
        (MONTHS, "26 people agree", "26 people agree", (("26", "28"),)),
        (MONTHS, "It pays for itself in 26 long months", "It pays for itself in 28 long months", ()),
        (MONTHS, "All 26 of us say: in 26 months", "All 26 of us say: in 28 months", (("26", "28"),)),
        (MONTHS, "It pays for itself in 26 days", "It pays for itself in 26 days", (("26", "28"),)),
        ("26", "26", "28", ()),
        ("26", "26!", "28!", ()),
        ("26", "26 people", "26 people", (("26", "28"),)),
        ("by month 26", "surely by month 26.", "surely by month 28.", ()),
        ("5 of 5, then 5", "Now 5 of 5, then 5", "Now 6 of 7, then 5", ()),
        ("18% up", "18% up, of which 18% is waste", "21% up, of which 18% is waste", (("18%", "21%"),)),
    ],
)
def test_a_bare_number_is_ours_only_where_ours_had_it(base: str, theirs: str, text: str, left: object) -> None:
    new = {"5 of 5, then 5": "6 of 7, then 5"}.get(base, base.replace("26", "28").replace("18%", "21%"))
    found = turned(base, theirs, new, forms_of({}, {}))
    assert (found.text, found.left) == (text, left)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009"])
def test_spaces_of_another_kind_are_neither_an_edit_nor_a_change(space: str) -> None:
    plain = "It costs 12 % of EUR 5,000"
    spaced = plain.replace(" ", space)
    assert turned(plain, spaced, spaced, FORMS).how == "same"
    assert turned(spaced, plain, "It costs 14 % of EUR 6,000", FORMS).how == "replaced"
    edited = turned(spaced, f"So {plain}", spaced.replace("12", "14"), FORMS)
    assert (edited.how, edited.text.translate({ord(space): " "})) == ("figure", "So It costs 14 % of EUR 5,000")
    assert stale_in(f"about{space}€413k", FORMS) == {"€413k": "€436k"}
    assert not holds(f"1{space}413 €", "413 €")


def test_a_figure_that_nothing_says_any_more_is_stale() -> None:
    forms = forms_of(OLD, {"spend": ("€436k", "€436,000")}, said=["€6.50 each", "€7 here"], saying=["€7 there"])
    assert stale_in("18%, €413k, €6.50, €7 and 12", forms) == {"18%": "", "€413k": "€436k", "€6.50": ""}


def test_forms_from_before_are_stale_until_they_are_true_again() -> None:
    forms = forms_of(NEW, NEW, {"€413k": "spend", "€99": "", "€1": "gone"})
    assert stale_in("€413k, €99 and €1.50 or €1", forms) == {"€413k": "€436k", "€99": "", "€1": ""}
    assert stale_in("€413k", forms_of(NEW, OLD, {"€413k": "spend"})) == {}


RUNS = (("We pay €", 0), ("413", 1), ("k a month", 0))


@pytest.mark.parametrize(
    ("runs", "text", "bold"),
    [
        (RUNS, "We pay €436k a month", "436"),
        (RUNS, "We pay €1.2m a month", "1.2"),
        (RUNS, "We pay €98k a month", "98"),
        ((("We pay ", 0), ("€413k", 1), (" now", 0)), "We pay €436k now", "€436k"),
        ((("by 1", 0), ("8%", 1)), "by 21%", "1%"),
        ((("€413", 1), ("k", 0)), "€1,413k", "€1,413"),
    ],
)
def test_what_is_bold_within_a_figure_stays_bold(runs: tuple[tuple[str, int], ...], text: str, bold: str) -> None:
    parts = "".join(f'<a:r><a:rPr b="{look}"/><a:t>{part}</a:t></a:r>' for part, look in runs)
    paragraph = parse_xml(f"<a:p {SPACE}>{parts}</a:p>".encode())
    set_paragraph(paragraph, text)
    assert paragraph_text(paragraph) == text
    found = [each.findtext("{*}t") for each in paragraph if each.find("{*}rPr").get("b") == "1"]
    assert "".join(found) == bold
