"""Every deck before every validator at hand: each of them finds faults that the others miss."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from ooxml_integrity import Finding, check_pptx
from openxml_audit import FileFormat, OpenXmlValidator

from briefing.library.library import EVERYBODY
from briefing.model import Untold
from decks.cases import QUICK, ROOT, Made, made
from decks.machine import missing_fonts

pytestmark = pytest.mark.sampled

# Not redistributable, or a binary, so no part of the project: they lie beside it, or where `.ci/run` installs them.
SCHEMA_CHECKS = ROOT.parent / "shared" / "ooxml"
SDK = ROOT / "build" / "ooxml-validator" / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
OFFICES = tuple(each for each in FileFormat if not each.name.startswith("ODF"))  # every Office version that it knows
# An appendix may be long, and a company need not give every fact: that is what notices are for.
WORD = re.compile(r"[a-zA-Z]{1,12}")  # of a list of values that a schema has; texts, names and numbers are others
OF_FACTS = re.compile(
    r"the figures of this briefing come from' holds more|left out for want of facts|Of the .* savings .* holds more"
)


def test_openxml_audit_finds_nothing_in_the_newest_office(deck: Made) -> None:
    assert audited(deck, OFFICES[-1]) == []


@pytest.mark.slow
@pytest.mark.parametrize("office", OFFICES[:-1], ids=lambda office: office.value)
def test_openxml_audit_finds_nothing_in_older_offices(decks: tuple[Made, ...], office: FileFormat) -> None:
    """Versions differ in the constructs that they know, so that decks which hold all of them together tell enough."""
    assert [fault for deck in with_every_construct(decks) for fault in audited(deck, office)] == []


def audited(deck: Made, office: FileFormat) -> list[str]:
    validator = OpenXmlValidator(file_format=office, max_errors=0, security_validation=True)
    return [f"{deck.name}: {error}" for error in validator.validate(deck.path).errors]


@cache
def with_every_construct(decks: tuple[Made, ...]) -> tuple[Made, ...]:
    """The fewest of the decks, or nearly so, that hold each construct of all of them."""
    held = {deck: constructs(deck) for deck in decks}
    left, chosen = set().union(*held.values()), []
    while left:
        chosen.append(max(held, key=lambda deck: len(held[deck] & left)))
        left -= held[chosen[-1]]
    return tuple(chosen)


def constructs(deck: Made) -> frozenset[tuple[str, ...]]:
    """Every element in its parent, every attribute of an element, and each word that one has as its value."""
    with zipfile.ZipFile(deck.path) as package:
        parts = [package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels"))]
    found: set[tuple[str, ...]] = set()
    for element in (each for part in parts for each in etree.fromstring(part).iter(etree.Element)):
        parent = element.getparent()
        found.add(("" if parent is None else parent.tag, element.tag))
        found |= {(element.tag, name, value if WORD.fullmatch(value) else "") for name, value in element.items()}
    return frozenset(found)


def test_few_decks_hold_every_construct() -> None:
    every = tuple(map(made, QUICK))
    chosen = with_every_construct(every)
    assert set().union(*map(constructs, chosen)) == set().union(*map(constructs, every))


def test_ooxml_integrity_finds_nothing(deck: Made) -> None:
    if reason := missing_fonts():
        pytest.skip(f"it measures text with the fonts of the machine: {reason}")
    findings = [finding for finding in check_pptx(deck.path) if not is_exact_fit(finding)]
    assert [str(finding) for finding in findings] == []


def test_a_deck_is_made_without_a_notice(deck: Made) -> None:
    if deck.case.audience == EVERYBODY:
        pytest.skip("eight people have more in common than a slide holds, and the notice says so")
    notices = (*deck.briefing.notices, *deck.deck.notices, *deck.markdown.notices)
    messages = [notice.message for notice in notices if not isinstance(notice, Untold)]  # for what is sent has no notes
    if deck.case.company:
        messages = [each for each in messages if not OF_FACTS.search(each)]
    assert messages == []


@pytest.mark.slow
@pytest.mark.skipif(not SCHEMA_CHECKS.is_dir(), reason="the schemas of ISO/IEC 29500 are not beside the project")
def test_the_schemas_of_iso_29500_find_nothing(decks: tuple[Made, ...]) -> None:
    assert findings(SCHEMA_CHECKS / "validate_pptx.py", SCHEMA_CHECKS / "schemas", *paths(decks), "--strict") == (0, "")


@pytest.mark.slow
def test_the_open_xml_sdk_finds_nothing(decks: tuple[Made, ...]) -> None:
    binary = Path(os.environ.get("OOXML_VALIDATOR_CLI") or SDK)
    if not (SCHEMA_CHECKS.is_dir() and os.access(binary, os.X_OK)):
        pytest.skip("the Open XML SDK validator is not here; OOXML_VALIDATOR_CLI may name its binary")
    assert findings(SCHEMA_CHECKS / "sdk_validate.py", "--bin", binary, *paths(decks)) == (0, "")


def paths(decks: tuple[Made, ...]) -> list[Path]:
    return [deck.path for deck in decks]


def findings(*command: Path | str) -> tuple[int, str]:
    """The exit status of a checker and what it found, a line each."""
    ran = subprocess.run([sys.executable, *command], capture_output=True, text=True, timeout=300, check=False)
    return ran.returncode, (ran.stdout + ran.stderr).strip()


def is_exact_fit(finding: Finding) -> bool:
    """A box cut to its text, which floating point makes a hair too small: 25.200000000000003 in 25.2 points."""
    return finding.code == "PPT002" and finding.message.startswith("text fills 100% of its box")
