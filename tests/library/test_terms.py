"""One term for one thing, and one form of each mark, in every text of the library and of the examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDERS = ("layouts", "personas", "examples")
# What nobody reads as prose: names that are looked up, job titles, and tables of words.
NOT_PROSE = frozenset(
    {
        *("aliases", "id", "identifier", "kind", "url", "icon", "language", "spelling", "quotes", "notices", "billing"),
        *("services", "providers", "categories", "symbols", "short", "spend-split-by", "keywords", "when"),
    }
)
# A variant → the term that stands for the thing in all texts.
TERMS = {
    r"\b(?:the|this|of the|a smaller|FinOps) function\b": "FinOps team",
    r"\bcentral team\b|\bCCoE\b|\bcent(?:re|er) of excellence\b": "FinOps team",
    r"\bsourcing\b": "procurement",
    r"\breview after (?:six|\d+) months\b|\bgate review\b|\bcheckpoint\b": "stage gate",
    r"\bforecast accuracy\b": "forecast variance",
    r"\bon-demand (?:price|equivalent)s?\b": "list prices",
    r"\bpilot stage\b|\btrial run\b": "pilot",
    r"\b(?:roll-?out|go-live)\b": "launch",
    r"\b\w+(?:iz(?:e|ed|es|ing|er|ations?)|yz(?:e|ed|es|ing))\b": "-ise, -yse, -isation",
    r"\breckon(?:ed|s)?\b|\bso as to\b|\bhence\b|\bthereof\b|\bwherein\b": "plain words",
    r"\bshould cost\b": "is forecast at",
    r"\bWho says so\b": "Source",
    r"\bas our own facts state\b|\bas stated, in\b": "our own facts",
    r"\bper cent\b|\bpercent\b": "%",
}
# Proper names: phases of the Framework, titles of jobs, units of KPIs and words that only look like a variant.
NAMES = re.compile(
    r"(?i)\bOptimize\b|Head of (?:Sourcing|the Cloud Centre of Excellence)|^percent$"
    r"|\b(?:over|right)?siz(?:e|ed|es|ing)\b"
)
# What a document calls itself: a memo that is read alone is no briefing, and shared words name neither.
OWN_NAME = {"layouts/pre-read/layout.yaml": "briefing", "layouts/pitch/layout.yaml": "memo"}
SHARED = ("layouts/words.yaml", "layouts/sentences.yaml", "layouts/figures.yaml")
JINJA = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
SAID_IN_JINJA = re.compile(r"'([^']*[^\W_][^']* [^']*)'|\"([^\"]* [^\"]*)\"")
DATES = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b|\b[A-Z][a-z]+ \d{1,2}, 20\d\d")


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Every text with its file."""
    files = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.yaml")))
    found = ((str(path.relative_to(ROOT)), yaml.safe_load(path.read_text())) for path in files)
    return tuple((file, text) for file, held in found for text in prose(held))


def prose(held: object) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        for key, value in held.items():
            if key not in NOT_PROSE:
                yield from prose(value)
    elif isinstance(held, list):
        for each in held:
            yield from prose(each)


def said(text: str) -> str:
    """What of a text is read: without its code, but with the words that code holds."""
    words = [one or other for code in JINJA.findall(text) for one, other in SAID_IN_JINJA.findall(code)]
    return "\n".join((JINJA.sub("\N{OBJECT REPLACEMENT CHARACTER}", text), *words))


@pytest.mark.parametrize("variant", TERMS)
def test_one_thing_has_one_term(variant: str) -> None:
    pattern = re.compile(variant, re.IGNORECASE)
    found = [(file, text) for file, text in texts() if pattern.search(NAMES.sub("", text))]
    assert found == [], f"write {TERMS[variant]}"


def test_a_document_is_called_what_it_is() -> None:
    wrong = [(file, text) for file, text in texts() if OWN_NAME.get(file, "\0") in said(text).casefold()]
    shared = [
        text for file, text in texts() if file in SHARED and re.search(r"\b(?:this|the) (?:briefing|memo)\b", text)
    ]
    assert (wrong, shared) == ([], [])


def test_apostrophes_and_quotation_marks_are_curly() -> None:
    of_keys = re.compile(r"\b(?:was|were|would have been) (?:left out|a wall)")  # notices name keys as they are typed
    prose_of = [(file, text) for file, text in texts() if not of_keys.search(text)]
    straight = [(file, text) for file, text in prose_of if re.search(r"['\"]", JINJA.sub("", text))]
    assert straight == []


def test_percentages_and_dates_have_one_form() -> None:
    assert [(file, text) for file, text in texts() if re.search(r"\d\s%(?!})", JINJA.sub("", text))] == []
    assert [(file, text) for file, text in texts() if DATES.search(said(text))] == []
