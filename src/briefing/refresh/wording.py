"""The three-way merge of texts: base, theirs and new, paragraph by paragraph, with no XML in it.

A paragraph that a person left alone becomes the new one. In one that was edited only figures change, where they stand
in their old form; where they were worded away, or ours changed its words as well, it is kept, and that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from briefing.refresh.matching import similarity

Said: TypeAlias = Literal["same", "replaced", "figure", "kept", "conflict", "added", "gone"]

ALIKE: Final = 0.45  # from here on an edited paragraph is taken for one of ours
# A number as people and we write it: sign, currency, digits with separators, and what counts them.
NUMBER: Final = re.compile(
    r"[+\-−±–]?(?:[$€£¥₹]|[A-Z]{2,3}[$€£]?(?=[\s\u00a0]?\d)[\s\u00a0]?)?\d(?:[\d.,'’\u00a0\u202f]*\d)?"
    r"(?:[\s\u00a0\u202f]?(?:%|[kKmMbB]n?\b|bn\b|tn\b|Mio\.?|Mrd\.?|Tsd\.?|€(?!\d)))?"
)
MINUS: Final = ("−", "-")
BARE: Final = re.compile(r"[+\-−]?\d{1,4}")  # too short to be anything but itself in a text that is not about it


class Forms(Struct, frozen=True):
    """How figures were written and how they are now: form → what it is now, and which are changed in several ways."""

    now: Mapping[str, str]
    torn: Mapping[str, str] = {}  # forms of several figures that have become different ones
    fresh: frozenset[str] = frozenset()  # forms that are true now
    ids: Mapping[str, str] = {}  # form → the figure that it was of


def forms_of(
    base: Mapping[str, Sequence[str]], new: Mapping[str, Sequence[str]], earlier: Mapping[str, str] = {}
) -> Forms:
    """What each form of a figure has become; `earlier` are forms from before the base, with the figure of each."""
    found: dict[str, set[str]] = {}
    ids: dict[str, str] = dict(earlier)
    for id, forms in base.items():
        if id in new:
            turned = forms[0][:1] in MINUS, new[id][0][:1] in MINUS
            for place, form in enumerate(forms):
                ids[form] = id
                become = _same_form(place, len(forms), new[id])
                if turned[0] != turned[1] and form[:1] not in MINUS and become[:1] not in MINUS:
                    found.setdefault(form, set()).update(("", become))  # "falls by 6%" must not become "falls by 18%"
                else:
                    found.setdefault(form, set()).add(become)
    for form, id in earlier.items():
        if id in new and form not in found:
            found[form] = {new[id][0]}
    now = {form: next(iter(become)) for form, become in found.items() if len(become) == 1 and form not in become}
    fresh = frozenset(form for forms in new.values() for form in forms)
    torn = {form: " / ".join(sorted(become - {""})) for form, become in found.items() if len(become) > 1}
    return Forms(now, torn, fresh, ids)


def _same_form(place: int, count: int, forms: Sequence[str]) -> str:
    """The first form is short and the last is full; between them they may fall together."""
    return forms[place] if len(forms) == count else forms[-1] if place == count - 1 and place else forms[0]


class Turned(Struct, frozen=True):
    """What becomes of one paragraph of theirs: its text, and how; `was` and `new` are ours."""

    text: str
    how: Said
    was: str = ""
    new: str = ""


def turned(base: str, theirs: str, new: str, forms: Forms) -> Turned:
    """One paragraph, three ways."""
    if theirs == base:
        return Turned(new, "same" if new == base else "replaced", base, new)
    if new == base or theirs == new:
        return Turned(theirs, "same", base, new)
    changed = figures_between(base, new, forms)
    text = replaced(theirs, changed)
    missed = any(
        holds(theirs, old) if fresh == _NOWHERE else not holds(theirs, old) and not holds(theirs, fresh)
        for old, fresh in changed.items()
    )
    if missed or not changed:
        words = skeleton(base) != skeleton(new)
        return Turned(text, "conflict" if words and not changed else "kept", base, new)
    if skeleton(base, changed) != skeleton(new, dict.fromkeys(changed.values(), "")):
        return Turned(text, "conflict", base, new)
    return Turned(text, "figure" if text != theirs else "same", base, new)


def figures_between(base: str, new: str, forms: Forms) -> dict[str, str]:
    """What has changed from one text of ours to the next: numbers at the same places, or figures that we know."""
    old, fresh = numbers(base), numbers(new)
    if skeleton(base) == skeleton(new) and len(old) == len(fresh):
        pairs: dict[str, str] = {}
        for one, other in zip(old, fresh, strict=True):
            if pairs.setdefault(one, other) != other:
                pairs.pop(one)  # the same number became two: nobody can say which of them a text means
                return {a: b for a, b in pairs.items() if a != b}
        return {one: other for one, other in pairs.items() if one != other}
    found = {form: now for form, now in forms.now.items() if holds(base, form)}
    longest = {a: b for a, b in found.items() if not any(a != other and a in other for other in found)}
    lost = [each for each in old if not holds(new, each) and not any(each in form for form in longest)]
    return {**longest, **dict.fromkeys(lost, _NOWHERE)} if lost else longest


_NOWHERE: Final = "\0"  # what a number has become that nothing of ours says any more


def numbers(text: str) -> list[str]:
    """Every number of a text, as it is written."""
    return [each.group().strip() for each in NUMBER.finditer(text)]


def skeleton(text: str, but: Iterable[str] = ()) -> str:
    """The words of a text with a mark for each number."""
    text = replaced(text, dict.fromkeys(but, "#"))
    return " ".join(NUMBER.sub("#", text).split())


def holds(text: str, form: str) -> bool:
    """Whether a number stands in a text in this form, and not as a part of a longer one."""
    return next(_found(text, form), None) is not None


def replaced(text: str, change: Mapping[str, str]) -> str:
    """The text with other numbers in place of some, all at once; a number that is nowhere any more stays."""
    spans: list[tuple[int, int, str]] = []
    for old in sorted(change, key=len, reverse=True):
        for start, end in _found(text, old) if change[old] != _NOWHERE else ():
            if all(end <= first or start >= last for first, last, _ in spans):
                spans.append((start, end, change[old]))
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _found(text: str, form: str) -> Iterator[tuple[int, int]]:
    """Where a form stands by itself: no digit, letter or sign goes on on either side."""
    start = text.find(form) if form else -1
    while start >= 0:
        end = start + len(form)
        before, after = text[max(0, start - 2) : start], text[end : end + 2]
        number_before = before[-1:].isdigit() or (before[-1:] in ".,’'" and before[:1].isdigit() and form[0].isdigit())
        signed = form[0].isdigit() and before[-1:] in (*"$€£¥",)
        words = form[0].isalnum() and before[-1:].isalpha()
        number_after = after[:1].isdigit() or (after[:1] in ".,’'" and after[1:2].isdigit())
        counted = form[-1].isdigit() and (after[:1] == "%" or (after[:1].isalpha() and after[:1] in "kKmMbB"))
        if not (
            number_before or signed or words or number_after or counted or (form[-1].isalpha() and after[:1].isalpha())
        ):
            yield start, end
            start = text.find(form, end)
        else:
            start = text.find(form, start + 1)


def stale_in(text: str, forms: Forms) -> dict[str, str]:
    """The old forms that a text of a person's own still holds, and what they are now; no bare small number."""
    return {
        old: now
        for old, now in (*forms.now.items(), *forms.torn.items())
        if not BARE.fullmatch(old) and old not in forms.fresh and holds(text, old)
    }


# Whole bodies of paragraphs.


class Step(Struct, frozen=True):
    """What is done at one paragraph of theirs: `at` is its place, or that which a new one follows, -1 for the start."""

    at: int
    do: Literal["keep", "set", "insert", "delete"]
    text: str
    turned: Turned
    theirs: str = ""


def merged(base: Sequence[str], theirs: Sequence[str], new: Sequence[str], forms: Forms) -> list[Step]:
    """What becomes of each paragraph of a text."""
    to_theirs, to_new = aligned(base, theirs), aligned(base, new)
    from_theirs = {there: at for at, there in to_theirs.items()}
    steps = []
    for place, text in enumerate(theirs):
        at = from_theirs.get(place)
        if at is None:
            steps.append(Step(place, "keep", text, Turned(text, "same"), text))
        elif at not in to_new:
            gone = text == base[at]
            step = Turned("" if gone else text, "gone" if gone else "kept", base[at], "")
            steps.append(Step(place, "delete" if gone else "keep", text, step, text))
        else:
            found = turned(base[at], text, new[to_new[at]], forms)
            steps.append(Step(place, "set" if found.text != text else "keep", found.text, found, text))
    steps += _inserted(new, to_new, to_theirs)
    return steps


def _inserted(new: Sequence[str], to_new: Mapping[int, int], to_theirs: Mapping[int, int]) -> Iterator[Step]:
    """Paragraphs that are new, after the one that they follow in ours."""
    from_new = {there: at for at, there in to_new.items()}
    after = -1
    for place, text in enumerate(new):
        if place in from_new:
            after = to_theirs.get(from_new[place], after)
        else:
            yield Step(after, "insert", text, Turned(text, "added", "", text))


def aligned(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Place in the base → place in the other: what is equal, then what stands at the same place or reads alike."""
    if len(base) == len(other) and len(base) <= 1:
        return {0: 0} if base else {}
    found: dict[int, int] = {}
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and end - start == last - first):
            found |= dict(zip(range(start, end), range(first, last), strict=True))
        elif tag == "replace":
            found |= _alike(base, other, range(start, end), range(first, last))
    return found


def _alike(base: Sequence[str], other: Sequence[str], ours: range, theirs: range) -> dict[int, int]:
    """Pairs in their order, of which each reads alike; what is left over is new or gone."""
    found: dict[int, int] = {}
    low = theirs.start
    for at in ours:
        scored = [(similarity(skeleton(base[at]), skeleton(other[place])), -place) for place in range(low, theirs.stop)]
        best, place = max(scored, default=(0.0, 0))
        if best >= ALIKE:
            found[at] = -place
            low = -place + 1
    return found
