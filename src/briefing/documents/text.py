"""Small rules for texts that people write: folding, slugs, the nearest name to a misspelled one, and months."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

# Not `\s`: a no-break space is written on purpose and stays. But page breaks, separators and line ends of all sorts go.
_BLANKS = re.compile("[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # characters that take no room
# What a spreadsheet takes for the beginning of a formula, wide forms included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_WITHOUT_UNSEEN = dict.fromkeys(map(ord, _UNSEEN))
_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def folded(text: str) -> str:
    """The text without surrounding white space, every run of blanks and line breaks one space.

    A text in which nothing can be seen, such as a lone no-break space, is empty.
    """
    short = _BLANKS.sub(" ", text).strip(" ")
    return short if short.isascii() or short.translate(_WITHOUT_UNSEEN).strip() else ""


def slug(text: str) -> str:
    """The text as an id: lower case, words joined by hyphens; accents go, letters and signs of other scripts stay."""
    if text.isascii():
        return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return re.sub("-+", "-", _slug_letters(text)).strip("-")


def file_name(identifier: str) -> str:
    """The YAML file of an identifier, under a name that Linux, macOS and Windows take and no catalogue has."""
    name = slug(identifier)[:80].strip("-") or "persona"
    return f"{name}-persona.yaml" if _DEVICE.fullmatch(name) or name in ("groups", "kpis") else f"{name}.yaml"


def _slug_letters(text: str) -> str:
    """Letters and digits; marks only where they are more than accents, as the vowels of Thai and Hindi are."""
    import unicodedata  # a large table, for the few texts that need it

    found = ""
    accented = False  # the last letter is one of a script whose marks are accents
    for each in unicodedata.normalize("NFKD", text.casefold()):
        is_mark = unicodedata.category(each)[0] == "M"
        if not is_mark:
            accented = unicodedata.name(each, "").startswith(("LATIN", "GREEK", "CYRILLIC"))
        if not (is_mark and accented):
            found += each if is_mark or each.isalnum() else "-"
    return unicodedata.normalize("NFC", found)


def harmless(cell: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula: one that begins so has an apostrophe before it."""
    return f"'{cell}" if cell.lstrip(" \n\u00a0").startswith(_FORMULA) else cell


def is_identifier(text: str) -> bool:
    """Whether the text is lower-case letters and digits, in words joined by single hyphens."""
    return _IDENTIFIER.fullmatch(text) is not None


def nearest(word: str, names: Iterable[str]) -> str:
    """The name that is most like the word, or an empty text when none is near."""
    from difflib import get_close_matches  # costs more to import than a whole lookup

    by_key = {name.casefold(): name for name in names}
    found = get_close_matches(word.casefold(), list(by_key), n=1, cutoff=0.6)
    return by_key[found[0]] if found else ""


def spelled(word: str, ids: Collection[str] | None) -> str:
    """The id that a word names in whatever case; the word itself where it names none."""
    if not ids or word in ids:
        return word
    return next((each for each in ids if slug(each) == slug(word)), word)


def did_you_mean(word: str, names: Iterable[str], otherwise: str = "") -> str:
    """`did you mean 'objectives'?`, or `otherwise` when no name is near."""
    found = nearest(word, names)
    return f"did you mean '{found}'?" if found else otherwise


def nearest_id(word: str, ids: Iterable[str], what: str) -> str:
    """The id that is most like the word, and the command that shows all: `briefing list kpis`."""
    shows = f"'briefing list {what}' shows those there are"
    near = did_you_mean(word, ids)
    return f"{near} {shows}" if near else shows


def listing(names: Iterable[str], last: str = "or") -> str:
    """`a, b or c`."""
    *first, end = names
    return f"{', '.join(first)} {last} {end}" if first else end


# Months as numbers, so that they can be counted: year × 12 + month − 1.


def month_number(text: str) -> int:
    """The number of a month that is written as `2026-03`."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def month_text(number: int) -> str:
    """A month as `2026-03`."""
    return f"{number // 12:04}-{number % 12 + 1:02}"


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first to the last, both with them."""
    return tuple(map(month_text, range(month_number(first), month_number(last) + 1)))


def first_day(number: int) -> date:
    """The first day of a month."""
    return date(number // 12, number % 12 + 1, 1)


def days_in(number: int) -> int:
    """How many days a month has."""
    return (first_day(number + 1) - first_day(number)).days
