"""Small rules for texts that people write: folding, slugs, and the nearest name to a misspelled one."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Not `\s`: a no-break space is written on purpose and stays.
_BLANKS = re.compile(r"[ \t\r\n]+")
_NOT_A_SLUG = re.compile(r"[^\w]+|_+")
_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def folded(text: str) -> str:
    """The text without surrounding white space, every run of blanks and line breaks one space."""
    return _BLANKS.sub(" ", text).strip(" ")


def slug(text: str) -> str:
    """The text as an id: lower case, words joined by hyphens; accents go, letters of other scripts stay."""
    plain = text if text.isascii() else _without_accents(text)
    return _NOT_A_SLUG.sub("-", plain.casefold()).strip("-")


def file_name(identifier: str) -> str:
    """The YAML file of an identifier, under a name that Linux, macOS and Windows take and no catalogue has."""
    name = slug(identifier)[:80].strip("-") or "persona"
    return f"{name}-persona.yaml" if _DEVICE.fullmatch(name) or name in ("groups", "kpis") else f"{name}.yaml"


def _without_accents(text: str) -> str:
    import unicodedata  # a large table, for the few texts that need it

    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def is_identifier(text: str) -> bool:
    """Whether the text is lower-case letters and digits, in words joined by single hyphens."""
    return _IDENTIFIER.fullmatch(text) is not None


def nearest(word: str, names: Iterable[str]) -> str:
    """The name that is most like the word, or an empty text when none is near."""
    from difflib import get_close_matches  # costs more to import than a whole lookup

    by_key = {name.casefold(): name for name in names}
    found = get_close_matches(word.casefold(), list(by_key), n=1, cutoff=0.6)
    return by_key[found[0]] if found else ""


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
