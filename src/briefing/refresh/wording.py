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
    r"(?:[\s\u00a0\u202f]?(?:%|[kKmMbB]n?\b|bn\b|tn\b|Mio\.?|Mrd\.?|Tsd\.?|€(?!\d)|×))?"
)
MINUS: Final = ("−", "-")
TOKEN: Final = re.compile(rf"{NUMBER.pattern}|\w+|\s|[^\w\s]")
WORD: Final = re.compile(r"[^\W\d_]{4,}")  # no unit and no currency
BARE: Final = re.compile(r"[+\-−±–]?\d[\d.,'’\s]*")  # no currency and no unit: it may count anything
SMALL: Final = 4  # digits of a bare number that is too short to be a figure in a text that is not about it
GAP: Final = 3  # words that a person may put between a bare number and what it counts
_SPACES: Final = str.maketrans(dict.fromkeys("\t\u00a0\u2002\u2003\u2007\u2009\u202f", " "))


def flat(text: str) -> str:
    """A text with every space of the same kind: programs and releases write others, and no person changed a word."""
    return text.translate(_SPACES)


def alike(one: str, other: str) -> bool:
    """Whether two texts say the same, whatever spaces are between their words."""
    return one == other or _spaced(one) == _spaced(other)


def _spaced(text: str) -> list[str]:
    """The words of each line: where a line breaks is a choice of a person's."""
    return [" ".join(line.split()) for line in text.split("\n")]


class Forms(Struct, frozen=True):
    """How figures were written and how they are now.

    `now` is what each form has become, `torn` of those that have become several; `ids` is the figure of each. What
    nothing says any more has become nothing. Forms that are `fresh` are true of some figure that the deck tells.
    """

    now: Mapping[str, str]
    torn: Mapping[str, str] = {}
    ids: Mapping[str, str] = {}
    fresh: frozenset[str] = frozenset()


def forms_of(
    base: Mapping[str, Sequence[str]],
    new: Mapping[str, Sequence[str]],
    earlier: Mapping[str, str] = {},
    *,
    said: Iterable[str] = (),
    saying: Iterable[str] = (),
    telling: Mapping[str, Sequence[str]] | None = None,
) -> Forms:
    """What each form of a figure has become.

    `earlier` are forms from before the base, with the figure of each; `said` and `saying` are texts of the base and
    the new deck, for the numbers in them that are no figure's; `telling` are those of the new figures that it tells.
    """
    found: dict[str, dict[str, str]] = {}  # form → what it has become, as it is compared and as it is written
    ids: dict[str, str] = {flat(form): id for form, id in earlier.items()}
    for id, forms in base.items():
        for place, form in enumerate(map(flat, forms)):
            now = {flat(each): each for each in (_become(form, place, forms, new[id]) if id in new else [""])}
            ids[form] = ids.get(form, id) if form in now else id
            found.setdefault(form, {}).update(now)
    for form, id in ids.items():
        if form not in found:
            there = {flat(each): each for each in new.get(id, ())}
            become = form_like(form, new.get(id, ()))
            found[form] = {form: form} if form in there else {flat(become): become}
    _numbers_become(found, ids, said, {*(flat(each) for forms in new.values() for each in forms), *_long(saying)})
    changed = {form: become for form, become in found.items() if form not in become}
    once = {form: next(iter(become.values())) for form, become in changed.items() if len(become) == 1}
    torn = {form: " / ".join(sorted(each for each in become.values() if each)) for form, become in changed.items()}
    fresh = frozenset(flat(form) for forms in (new if telling is None else telling).values() for form in forms)
    return Forms(once, {form: now for form, now in torn.items() if form not in once}, ids, fresh)


def _numbers_become(
    found: dict[str, dict[str, str]], ids: dict[str, str], said: Iterable[str], known: set[str]
) -> None:
    """Numbers of our texts that are no figure's: they are true as long as anything of ours says them."""
    nothing = {"": ""}
    for number in _long(said) | {form for form, become in found.items() if become == nothing}:
        if number in known:
            found.setdefault(number, {number: number})
            found[number] = {number: number} if found[number] == nothing else found[number]
        else:
            found.setdefault(number, nothing)
            ids.setdefault(number, "")


def _long(texts: Iterable[str]) -> set[str]:
    return {number for text in texts for number in numbers(text) if not is_small(number)}


def _become(form: str, place: int, forms: Sequence[str], new: Sequence[str]) -> list[str]:
    """What a form of a figure is now; two things where its sign turned and the form does not say it."""
    become = _same_form(place, len(forms), new)
    turned = forms[0][:1] in MINUS, new[0][:1] in MINUS
    if turned[0] != turned[1] and form[:1] not in MINUS and become[:1] not in MINUS:
        return ["", become]  # "falls by 6%" must not become "falls by 18%"
    return [become]


def form_like(old: str, forms: Sequence[str]) -> str:
    """The form of a figure that is written most as an old one was: with its unit and as many decimals."""

    def apart(form: str) -> tuple[bool, int]:
        units = (re.sub(r"[\d.,'’\s+\-−]", "", each) for each in (form, old))
        decimals = [len((re.findall(r"[.,](\d+)\D*$", each) or [""])[0]) for each in (form, old)]
        return len({*units}) > 1, abs(decimals[0] - decimals[1])

    return min(forms, key=apart, default="")


def _same_form(place: int, count: int, forms: Sequence[str]) -> str:
    """The first form is short and the last is full; between them they may fall together."""
    return forms[place] if len(forms) == count else forms[-1] if place == count - 1 and place else forms[0]


class Turned(Struct, frozen=True):
    """What becomes of one paragraph of theirs: its text, and how; `was` and `new` are ours.

    `left` are old numbers that it still says, and what they are now: of which nobody can say that they are ours.
    """

    text: str
    how: Said
    was: str = ""
    new: str = ""
    left: tuple[tuple[str, str], ...] = ()


class Changed(Struct, frozen=True):
    """What has changed between two texts of ours: by number, and by where in the first one a number stands.

    `worded` are forms that say more than the number alone, such as `26 months`.
    """

    now: Mapping[str, tuple[str, ...]]
    spots: Mapping[int, str]
    worded: Mapping[str, str] = {}


def turned(base: str, theirs: str, new: str, forms: Forms) -> Turned:
    """One paragraph, three ways."""
    if alike(base, new) or alike(theirs, new):
        return Turned(theirs, "same", base, new)
    if alike(theirs, base):
        return Turned(new, "replaced", base, new)
    changed = figures_between(base, new, forms)
    text, left = _with_figures(base, theirs, changed)
    unsaid = any(not holds(theirs, each) for each in numbers(new) if not holds(base, each))
    missed = any(
        not all(holds(text, each) for each in fresh) if fresh else holds(theirs, old) or unsaid
        for old, fresh in changed.now.items()
    )
    fresh = {each for now in changed.now.values() for each in now}
    words = skeleton(base, changed.now) != skeleton(new, fresh)
    turns = any(holds(theirs, old) and any(_turns(old, each) for each in now) for old, now in changed.now.items())
    if words or turns:  # a figure of ours in words of theirs could say what ours no longer says
        how: Said = "conflict" if not missed or not changed.now else "kept"
    elif text != theirs:
        how = "figure"
    else:
        how = "kept" if missed or not changed.now else "same"
    if how == "kept" and _is_said(theirs, base, new) and not any(holds(theirs, old) for old in changed.now):
        how = "same"
    return Turned(text if how == "figure" else theirs, how, base, new, left)


def _is_said(theirs: str, base: str, new: str) -> bool:
    """Whether a text says the numbers already that are new in ours."""
    wanted = [each for each in numbers(new) if not holds(base, each)]
    return bool(wanted) and all(holds(theirs, each) for each in wanted)


def _turns(old: str, new: str) -> bool:
    """Whether a gain became a loss, or a figure is said in other words: "month 22", "not within 36 months"."""
    if not new:
        return False
    return (old[:1] in MINUS) != (new[:1] in MINUS) or WORD.findall(flat(old)) != WORD.findall(flat(new))


def figures_between(base: str, new: str, forms: Forms) -> Changed:
    """What has changed from one text of ours to the next: numbers at the same places, or figures that we know."""
    known = {form: now for form, now in forms.now.items() if now and holds(base, form)}
    known = {a: b for a, b in known.items() if not any(a != other and a in other for other in known)}
    old, fresh = [*NUMBER.finditer(base)], [*NUMBER.finditer(new)]
    if skeleton(base) == skeleton(new) and len(old) == len(fresh):
        become: dict[str, dict[str, str]] = {}
        for one, other in zip(old, fresh, strict=True):
            become.setdefault(flat(one.group()), {})[flat(other.group())] = other.group()
        spots = {a.start(): b.group() for a, b in zip(old, fresh, strict=True)}
        now = {one: tuple(others.values()) for one, others in become.items() if [*others] != [one]}
        return Changed(now, spots, {form: said for form, said in known.items() if form not in now})
    lost = [each for each in numbers(base) if not holds(new, each) and not any(each in form for form in known)]
    spots = {start: now for form, now in known.items() for start, _ in _found(base, form)}
    return Changed({**{form: (now,) for form, now in known.items()}, **dict.fromkeys(lost, ())}, spots)


def _with_figures(base: str, theirs: str, changed: Changed) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Theirs with the new figures, and the old ones that it still says with what they are now.

    A number stands for ours where ours had it, or where it has a unit and is said no more often than ours said it.
    """
    at_place = _at_place(base, theirs, changed.spots)
    become = {**changed.now, **{form: (now,) for form, now in changed.worded.items()}}
    spans: list[tuple[int, int, str]] = []
    left: dict[str, str] = {}
    for old in sorted(become, key=len, reverse=True):
        found = [each for each in _found(theirs, old) if not _within(each, spans)]
        moved = not BARE.fullmatch(old) and len(become[old]) == 1 and len(found) <= len([*_found(base, old)])
        for start, end in found:
            worded = old in changed.worded
            new = become[old][0] if moved else "" if worded else at_place.get(start, "")
            if flat(new) == old:
                continue  # the one that stays
            if new:
                spans.append((start, end, new))
            elif become[old] and not worded:
                left[old] = " / ".join(become[old])
    for start, end, new in sorted(spans, reverse=True):
        theirs = theirs[:start] + new + theirs[end:]
    return theirs, tuple(left.items())


def _within(span: tuple[int, int], spans: Sequence[tuple[int, int, str]]) -> bool:
    return any(span[0] < end and span[1] > start for start, end, _ in spans)


def _at_place(base: str, theirs: str, spots: Mapping[int, str]) -> dict[int, str]:
    """Where in theirs a number stands as ours did: between the same words, before what it counts."""
    ours, there = (_tokens(each) for each in (base, theirs))
    matcher = SequenceMatcher(None, [each for _, each in ours], [each for _, each in there], autojunk=False)
    same = {a + at: b + at for a, b, size in matcher.get_matching_blocks() for at in range(size)}
    found = {}
    for at, (start, _) in enumerate(ours):
        place = same.get(at)
        if start in spots and place is not None and _counts_the_same(ours, there, same, at):
            found[there[place][0]] = spots[start]
    return found


def _tokens(text: str) -> list[tuple[int, str]]:
    """Words, numbers and marks with their places, without spaces."""
    return [(each.start(), flat(each.group())) for each in TOKEN.finditer(text) if not each.group().isspace()]


def _counts_the_same(
    ours: Sequence[tuple[int, str]], there: Sequence[tuple[int, str]], same: Mapping[int, int], at: int
) -> bool:
    """Whether what follows a number of ours, or before it where it ends a sentence, stands by theirs too."""
    place = same[at]
    if at + 1 < len(ours) and ours[at + 1][1][0].isalpha():
        end = same.get(at + 1, -1)
        return place < end <= place + 1 + GAP and all(each[0].isalpha() for _, each in there[place + 1 : end])
    follows = place + 1 < len(there) and there[place + 1][1][0].isalpha()
    before = [same.get(at - step) == place - step for step in (1, 2) if at - step >= 0]
    return all(before) if follows and len(before) == 2 else not follows and all(before[:1])


def numbers(text: str) -> list[str]:
    """Every number of a text, as it is written but for the kind of its spaces."""
    return [flat(each.group()).strip() for each in NUMBER.finditer(text)]


def skeleton(text: str, but: Iterable[str] = ()) -> str:
    """The words of a text with a mark for each number."""
    spans = sorted({span for form in but for span in _found(text, form)}, reverse=True)
    for start, end in spans:
        text = f"{text[:start]}#{text[end:]}"
    return " ".join(NUMBER.sub("#", text).split())


def holds(text: str, form: str) -> bool:
    """Whether a number stands in a text in this form, and not as a part of a longer one."""
    return next(_found(text, form), None) is not None


def _found(text: str, form: str) -> Iterator[tuple[int, int]]:
    """Where a form stands by itself: no digit, letter or sign goes on on either side."""
    text, form = flat(text), flat(form)
    start = text.find(form) if form else -1
    while start >= 0:
        end = start + len(form)
        alone = not (_goes_on_before(text[:start], form) or _goes_on_after(text[end:], form))
        if alone:
            yield start, end
        start = text.find(form, end if alone else start + 1)


def _goes_on_before(text: str, form: str) -> bool:
    last, digit = text[-1:], form[:1].isdigit()
    if last.isdigit() or (form[:1].isalnum() and last.isalpha()):
        return True
    if not digit:
        return False
    grouped = last == " " and re.match(r"\d{3}(?!\d)", form) and re.search(r"(?<!\d)\d{1,3} $", text)
    return last in ("$", "€", "£", "¥") or (last in (".", ",", "’", "'") and text[-2:-1].isdigit()) or bool(grouped)


def _goes_on_after(text: str, form: str) -> bool:
    first = text[:1]
    if first.isdigit() or (form[-1].isalpha() and first.isalpha()):
        return True
    if not form[-1].isdigit():
        return False
    return first in (*"%kKmMbB",) or (first in (".", ",", "’", "'") and text[1:2].isdigit())


def stale_in(text: str, forms: Forms) -> dict[str, str]:
    """The old forms that a text of a person's own still holds, and what they are now; no bare small number."""
    text = flat(text)
    held = {
        old: now
        for old, now in (*forms.now.items(), *forms.torn.items())
        if old in text and old not in forms.fresh and not is_small(old) and holds(text, old)
    }
    longer = {old: [other for other in held if old != other and old in other] for old in held}
    return {old: now for old, now in held.items() if len([*_found(text, old)]) > sum(map(text.count, longer[old]))}


def is_small(form: str) -> bool:
    """Whether a form is a bare number of few digits."""
    return BARE.fullmatch(form) is not None and sum(each.isdigit() for each in form) <= SMALL


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
            gone = alike(text, base[at])
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
    matcher = SequenceMatcher(None, [*map(flat, base)], [*map(flat, other)], autojunk=False)
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
