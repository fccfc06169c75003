"""Which slide layout of a theme serves which role, and which of its colours is which role of the palette.

Kept apart from reading: matching is guesswork that grows with every company template, reading is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from briefing.page.look import LAYOUT_ROLES

LAYOUT_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "Title",
        "section": "Section",
        "statement": "Statement",
        "content": "Content",
        "two-content": "Two Content",
        "title-only": "Title Only",
        "closing": "Closing",
    }
)


class Features(Struct, frozen=True):
    """A slide layout as far as it matters for what it may serve. Shares are of the slide's area, 0 to 1."""

    name: str
    type: str  # as the file says it: title, secHead, obj, twoObj, titleOnly …, or ""
    has_title: bool
    centred: bool  # its title is a ctrTitle
    subtitle: bool
    bodies: int  # placeholders that hold much text
    small_bodies: int
    others: int  # placeholders of pictures, charts, tables …
    side_by_side: bool
    low_title: bool  # its title stands in the middle of the slide or below
    room: float  # share of the free region
    roomy: bool  # the region holds a table, a chart or a row of cards
    upright: bool = True  # text runs along lines, not down or up
    wide: bool = True  # its title is
    used: float = 0.0  # share of the template's own slides, without the first, that have this layout
    kin: float = 0.0  # the same, of the layouts that look like this one
    opens: bool = False  # the first of the template's own slides has this layout


class Match(Struct, frozen=True):
    """Which layout serves a role, why, and whether it was made for something else."""

    index: int
    reason: str
    substitute: bool = False


Scored = tuple[float, str]


def match_named(names: Sequence[str]) -> dict[str, Match] | None:
    """The layouts of a theme that was made for briefing: each role has one of its name."""
    if not all(name in names for name in LAYOUT_NAMES.values()):
        return None
    return {role: Match(names.index(name), f"is called '{name}'") for role, name in LAYOUT_NAMES.items()}


def match(layouts: Sequence[Features]) -> dict[str, Match]:
    """Role → layout for every role; roles that no layout was made for are served by the nearest. Needs one layout."""
    if not any(each.upright and each.wide and each.roomy and not each.centred | each.low_title for each in layouts):
        layouts = [replace(each, upright=True) for each in layouts]
    found = {role: each for role in LAYOUT_ROLES if (each := _best(role, layouts)) is not None}
    main = _main(layouts)
    for role in ("content", "title-only"):
        if main is not None and (role not in found or layouts[found[role].index].kin < layouts[main].used):
            found[role] = Match(main, "most of the template's own slides use it")
    for role in (*STAND_INS, *STAND_INS):  # twice: a stand-in may have one itself
        for other in STAND_INS[role]:
            if role not in found and other in found and _may_stand_in(role, layouts[found[other].index]):
                found[role] = Match(found[other].index, f"serves '{other}', the nearest there is", True)
    for role in LAYOUT_ROLES:
        if role not in found:
            found[role] = Match(_roomiest(layouts), "has the most free room", True)
    return {role: found[role] for role in LAYOUT_ROLES}


def _main(layouts: Sequence[Features]) -> int | None:
    """The layout that most of the template's own slides use, if it can hold what ours have to say."""
    fit = [index for index, each in enumerate(layouts) if each.used >= MAIN and _may_be_main(each)]
    return max(fit, key=lambda index: (layouts[index].used, -index), default=None)


def _may_be_main(layout: Features) -> bool:
    plain = layout.has_title and layout.upright and layout.roomy
    return plain and not (layout.centred or layout.low_title or layout.type in TYPES["title"] + TYPES["section"])


def _roomiest(layouts: Sequence[Features]) -> int:
    return max(
        range(len(layouts)),
        key=lambda index: (
            layouts[index].upright,
            layouts[index].roomy,
            layouts[index].has_title,
            not layouts[index].low_title,
            layouts[index].kin,
            layouts[index].room,
        ),
    )


def _may_stand_in(role: str, layout: Features) -> bool:
    return role in {"title", "section"} or layout.roomy


def _best(role: str, layouts: Sequence[Features]) -> Match | None:
    rated = []
    for index, layout in enumerate(layouts):
        points = RULES[role](layout) if layout.upright else []
        points = [*points, *_hint(role, layout)] if points else []
        total = sum(value for value, _ in points)
        if points and total >= NEEDED[role]:
            rated.append((total, -index, ", ".join(reason for value, reason in points if value > 0 and reason)))
    if not rated:
        return None
    _, index, reason = max(rated)
    return Match(-index, reason)


def _hint(role: str, layout: Features) -> list[Scored]:
    said = [(HINTED, f"name '{layout.name}'")] if _hinted(role, layout.name) else []
    types = TYPES.get(role, ())
    share = layout.opens if role == "title" else max(layout.used, layout.kin * AKIN) if role in USED_FOR else 0
    own = [(USED * share, "the template's own slides use it")] if share else []
    return [*([(TYPED, f"type '{layout.type}'")] if layout.type in types else []), *said, *own]


def _hinted(role: str, name: str) -> bool:
    folded = name.casefold()
    words = WORDS[role]
    return any(re.search(rf"\b{re.escape(word)}", folded) if word.isascii() else word in folded for word in words)


def _title(layout: Features) -> list[Scored]:
    if not layout.has_title or layout.bodies:
        return []
    return [
        (3 * layout.centred, "a centred title"),
        (3 * layout.subtitle, "a subtitle"),
        (1 * layout.low_title, "title in the middle"),
        (-1 * layout.others, ""),
    ]


def _section(layout: Features) -> list[Scored]:
    if not layout.has_title or layout.bodies > 1 or layout.centred:
        return []
    return [(1 * layout.low_title, "title in the middle"), (-2 * layout.subtitle, ""), (-1 * layout.others, "")]


def _sentence(layout: Features) -> list[Scored]:
    """A statement or a closing slide has to hold a row of tiles under its sentence."""
    return [(0.5, "room under its title"), (-1 * layout.others, "")] if layout.has_title and layout.roomy else []


def _content(layout: Features) -> list[Scored]:
    if not layout.has_title or layout.bodies != 1 or not layout.roomy:
        return []
    return [
        (3, "a title and one body"),
        (4 * layout.room, ""),
        (-3 * layout.low_title, ""),
        (-1.5 * layout.others, ""),
        (-layout.small_bodies / 2, ""),
    ]


def _two(layout: Features) -> list[Scored]:
    if not layout.has_title or layout.bodies != 2 or not layout.side_by_side or not layout.roomy:
        return []
    return [(4, "a title and two bodies side by side"), (2 * layout.room, ""), (-1 * layout.small_bodies, "")]


def _only(layout: Features) -> list[Scored]:
    if not layout.has_title or layout.bodies or not layout.roomy or layout.centred:
        return []
    return [
        (3, "a title and free room"),
        (4 * layout.room, ""),
        (-1.5 * layout.others, ""),
        (-layout.small_bodies / 2, ""),
        (-2 * layout.subtitle, ""),
        (-2 * layout.low_title, ""),
    ]


RULES: Final[Mapping[str, Callable[[Features], list[Scored]]]] = MappingProxyType(
    {
        "title": _title,
        "section": _section,
        "statement": _sentence,
        "content": _content,
        "two-content": _two,
        "title-only": _only,
        "closing": _sentence,
    }
)
NEEDED: Final[Mapping[str, float]] = MappingProxyType(
    {"title": 3, "section": 2, "statement": 2.5, "content": 3, "two-content": 4, "title-only": 3, "closing": 2.5}
)
HINTED: Final = 2.0
USED: Final = 5.0  # more than name and hint: designers copy names, and work with what serves them
AKIN: Final = 0.8  # of that, where they use a layout that looks like it
MAIN: Final = 0.4  # of the template's own slides: who has so many is the usual layout
USED_FOR: Final = ("content", "two-content", "title-only")
TYPED: Final = 3.0
TYPES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "title": ("title",),
        "section": ("secHead",),
        "content": ("obj", "tx"),
        "two-content": ("twoObj", "twoColTx"),
        "title-only": ("titleOnly",),
    }
)
# Which role's layout serves where a role has none of its own, the nearest first.
STAND_INS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "title": ("section", "title-only", "content"),
        "section": ("title-only", "content", "title"),
        "content": ("two-content", "title-only"),
        "title-only": ("content", "two-content"),
        "two-content": ("content", "title-only"),
        "statement": ("title-only", "content"),
        "closing": ("statement", "section", "title-only", "content"),
    }
)
# Words in names of layouts, as PowerPoint and company designers write them; the beginning of a word is enough.
WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "title": (
            "title slide", "title page", "cover", "opening", "titelfolie", "startfolie", "deckblatt", "titelseite",
            "page de titre", "diapositive de titre", "couverture", "portada", "diapositiva de t", "copertina",
            "diapositiva titolo", "capa", "slide de t", "titeldia", "slajd tytu", "titulní", "титульный",
            "タイトル スライド", "タイトルスライド", "表紙", "标题幻灯片",
            "標題投影片", "封面", "제목 슬라이드", "표지",
        ),
        "section": (
            "section", "divider", "chapter", "abschnitt", "kapitel", "zwischen", "trenn", "chapitre", "intertitre",
            "titre de section", "sección", "seccion", "sezione", "seção", "capítulo", "sectie", "раздел", "rozdzia",
            "セクション", "章", "节标题", "區段", "구역",
        ),
        "statement": (
            "statement", "quote", "key message", "zitat", "aussage", "kernaussage", "citation", "cita", "citazione",
            "引用", "メッセージ", "인용",
        ),
        "content": (
            "title and content", "title and text", "content", "text", "bullet", "titel und inhalt", "inhalt",
            "titre et contenu", "contenu", "contenido", "título y objetos", "contenuto", "conteúdo", "inhoud",
            "объект", "zawarto", "タイトルとコンテンツ", "コンテンツ", "标题和内容", "内容", "내용",
        ),
        "two-content": (
            "two content", "2 content", "two column", "zwei inhalt", "zwei spalten", "deux contenus", "dos objetos",
            "due contenuti", "dois conte", "два объекта", "2 つのコンテンツ", "2つのコンテンツ",
            "两栏", "兩項", "콘텐츠 2",
        ),
        "title-only": (
            "title only", "nur titel", "titre seul", "solo el t", "sólo el t", "solo título", "solo titolo",
            "somente t", "só título", "alleen titel", "только заголовок", "tylko tytu", "タイトルのみ", "仅标题",
            "只有標題", "제목만",
        ),
        "closing": (
            "closing", "end slide", "end page", "thank", "back cover", "contact", "schluss", "abschluss", "danke",
            "kontakt", "ende", "clôture", "merci", "cierre", "gracias", "chiusura", "grazie", "encerramento",
            "obrigad", "спасибо", "終了", "ご清聴", "结束", "谢谢", "감사",
        ),
    }
)  # fmt: skip
