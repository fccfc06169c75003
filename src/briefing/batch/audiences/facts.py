"""Facts of one audience laid over the organisation's document before it is read; a unit takes nothing of the
group's money with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.batch.audiences.rows import Fact
from briefing.documents.amounts import dotted, in_full
from briefing.documents.overlay import fields_of, mapping_like, sequence_like, without
from briefing.documents.text import folded
from briefing.documents.yamlfile import Document, Step, document_of, stamp
from briefing.errors import ContentError, Problem, Where
from briefing.organisation.reader import steps_of

# An organisation's facts for one part of it: a unit takes nothing of the group's money with it.
#
# A row of a batch narrows the organisation where it names a unit, its spend, or its part of the bill. What was
# counted or measured for the group is then left out, unless the row gives it; what holds for everybody (people,
# roadmap, risks, maturity, targets and assumptions in per cent) stays.

Paths = frozenset[tuple[Step, ...]]
# What a row says of the size of its unit.
_SIZES = ("current-monthly", "current-annual", "by-month")
# Money in a sentence: CHF 300, €5, 300 CHF, 21,000, 40000.
_IN_WORDS = re.compile(r"[€$£¥]\s?\d|\b[A-Z]{3}\s?\d|\d\s?(?:[€$£¥]|[A-Z]{3}\b)|\d{1,3}(?:[,'’_\u00a0 ]\d{3})+|\d{5,}")
_SURE = frozenset(("verified", "realised"))


def is_narrower(document: Document | None, facts: Sequence[Fact], *, of_bill: bool) -> bool:
    """Whether these facts are those of a part of the organisation; `of_bill` where a part of the bill says so."""
    if document is None:
        return False
    paths = [steps_of(fact.key) for fact in facts]
    named = next((fact.value for fact in facts if fact.key == "name"), None)
    own = fields_of(document.places).get("name")
    other = isinstance(named, str) and isinstance(own, ScalarNode) and folded(named) != folded(own.value)
    return of_bill or other or any(path[:1] == ("spend",) and path[1:2] and path[1] in _SIZES for path in paths)


def narrowed(document: Document, facts: Sequence[Fact], *, redact: bool) -> tuple[Document, tuple[str, ...]]:
    """The document without the group's money, and the keys of what is left out and not given by these facts.

    The name of the group goes too, for it does not spend what its unit spends; to be redacted it has to stay.
    """
    stamp(document.places, document.file)
    given: Paths = frozenset(steps_of(fact.key) for fact in facts)
    left: list[str] = []
    pairs = []
    for key, node in document.places.value if isinstance(document.places, MappingNode) else ():
        if key.value == "name" and not redact:
            left += () if _is_given(given, "name") else ("name",)
            continue
        kept = _PARTS[key.value](node, given, left) if key.value in _PARTS else node
        pairs += [(key, kept)] if kept is not None else []
    root = mapping_like(document.places, pairs)
    return document_of(root, document.path, document.file, fold=True), tuple(left)


def _is_given(given: Paths, *path: Step) -> bool:
    """Whether a row gives this, a part of it, or what it is a part of."""
    return any(each[: len(path)] == path[: len(each)] for each in given)


def _whole(name: str) -> Callable[[Node, Paths, list[str]], Node | None]:
    """Leaves out every field of a part, each by its key."""

    def keep(node: Node, given: Paths, left: list[str]) -> Node | None:
        left += _lost_keys(node, (name,), given)
        return None

    return keep


def _lost_keys(node: Node, path: tuple[str, ...], given: Paths) -> Iterator[str]:
    """The fields below a path that no row gives; where they come from and what they rest on goes with them."""
    for name, inner in fields_of(node).items():
        whole = (*path, name)
        if name in ("basis", "source") or any(each == whole[: len(each)] for each in given):
            continue
        if any(each[: len(whole)] == whole for each in given):
            yield from _lost_keys(inner, whole, given)
        else:
            yield ".".join(whole)


def _billing(node: Node, given: Paths, left: list[str]) -> Node | None:
    """What is counted for the whole company does not divide the cost of a part of it."""
    if "units" in fields_of(node) and not _is_given(given, "billing", "units"):
        left.append("billing.units")
    return without(node, ("units",))


def _ask(node: Node, given: Paths, left: list[str]) -> Node | None:
    """An ask of money or people is that of the group; one for a name or a date holds for all."""
    if _counts(node):
        if not any(path[:1] == ("ask",) for path in given):
            left.append("ask")
            return None
        left += (
            f"ask.{name}"
            for name in ("amount", "people")
            if name in fields_of(node) and not _is_given(given, "ask", name)
        )
        return without(node, ("amount", "people", "by-persona", *(("decision",) if _speaks(node, "decision") else ())))
    return node


def _counts(node: Node) -> bool:
    fields = fields_of(node)
    inner = fields_of(fields["by-persona"]).values() if "by-persona" in fields else ()
    return bool({"amount", "people"} & fields.keys()) or _speaks(node, "decision") or any(map(_counts, inner))


def _speaks(node: Node, *names: str) -> bool:
    """Whether a text of an entry speaks of money."""
    fields = fields_of(node)
    texts = (fields[name].value for name in names if isinstance(fields.get(name), ScalarNode))
    return any(_IN_WORDS.search(text) or in_full(text) for text in texts)


def _entries(name: str, texts: Sequence[str], money: Sequence[str]) -> Callable[[Node, Paths, list[str]], Node | None]:
    """Leaves out the money of each entry of a list, and those entries whose texts speak of money."""

    def keep(node: Node, given: Paths, left: list[str]) -> Node | None:
        if not isinstance(node, SequenceNode):
            return node
        numbered = any(path[:1] == (name,) and path[1:] for path in given)  # then no entry may change its place
        kept: list[Node] = []
        for index, entry in enumerate(node.value):
            speaks = _speaks(entry, *texts)
            lost = [field for field in money if field in fields_of(entry)]
            own = [field for field in lost if not _is_given(given, name, index, field)]
            left += (
                [f"{name}[{index + 1}]"] if speaks and not numbered else [f"{name}[{index + 1}].{each}" for each in own]
            )
            if numbered or not speaks:
                kept.append(without(entry, lost) if lost else entry)
        return sequence_like(node, kept)

    return keep


def _savings(node: Node, given: Paths, left: list[str]) -> Node | None:
    """Shares that are assumed hold for every part; money, and what was checked or realised, is the group's."""
    if not isinstance(node, SequenceNode):
        return node
    numbered = any(path[:1] == ("savings",) and path[1:] for path in given)
    kept: list[Node] = []
    for index, entry in enumerate(node.value):
        fields = fields_of(entry)
        sizes = [name for name in ("low", "base", "high", "amount") if name in fields]
        status = fields.get("status")
        sure = isinstance(status, ScalarNode) and status.value.strip().casefold() in _SURE
        theirs = sure or any(_is_money(fields[name]) for name in sizes) or _speaks(entry, "name", "source")
        if theirs:
            left.append(f"savings[{index + 1}]")
        if numbered or not theirs:
            kept.append(without(entry, sizes) if theirs else entry)
    return sequence_like(node, kept)


def _is_money(node: Node) -> bool:
    text = node.value.strip() if isinstance(node, ScalarNode) else ""
    return not (text.endswith("%") or re.fullmatch(r"0?\.\d+|0", text))


def _kpis(node: Node, given: Paths, left: list[str]) -> Node | None:
    """Where a KPI stands is measured for the group; a target that is no money holds for all."""
    if not isinstance(node, SequenceNode):
        return node
    kept = []
    for index, entry in enumerate(node.value):
        lost = [
            f"{place}{name}" for place, aim in _aims(entry) for name in _lost(aim) if name in ("baseline", "target")
        ]
        left += (f"kpis[{index + 1}].{key}" for key in lost if not _is_given(given, "kpis", index, *key.split(".")))
        kept.append(_without_baseline(entry))
    return sequence_like(node, kept)


def _aims(entry: Node) -> Iterator[tuple[str, Node]]:
    yield "", entry
    people = fields_of(entry).get("by-persona")
    for who, aim in fields_of(people).items() if people else ():
        yield f"by-persona.{who}.", aim


def _lost(aim: Node) -> tuple[str, ...]:
    fields = fields_of(aim)
    target = fields.get("target")
    text = target.value if isinstance(target, ScalarNode) else ""
    names = ("baseline", "baseline-date", *(("target", "date") if _IN_WORDS.search(text) else ()))
    return tuple(name for name in names if name in fields)


def _without_baseline(entry: Node) -> Node:
    if not isinstance(entry, MappingNode):
        return entry
    pairs = []
    for key, item in without(entry, (*_lost(entry), "source")).value:
        if key.value == "by-persona" and isinstance(item, MappingNode):
            item = mapping_like(
                item,
                [(who, without(aim, _lost(aim)) if isinstance(aim, MappingNode) else aim) for who, aim in item.value],
            )
        pairs.append((key, item))
    return mapping_like(entry, pairs)


_PARTS: Mapping[str, Callable[[Node, Paths, list[str]], Node | None]] = {
    "spend": _whole("spend"),
    "function-cost": _whole("function-cost"),
    "savings": _savings,
    "ask": _ask,
    "billing": _billing,
    "kpis": _kpis,
    "pain-points": _entries("pain-points", ("text",), ("cost", "period")),
    "incidents": _entries("incidents", ("name", "text"), ("cost",)),
    "quick-wins": _entries("quick-wins", ("name",), ("amount",)),
}


# Facts of one audience, laid over the organisation's document before it is read: every check sees them.

_UNTAGGED = "untagged"


def with_facts(document: Document | None, facts: Sequence[Fact], source: str) -> Document:
    """The document with these facts in place of its own; None stands for a document without any.

    Their place is `source`, by which messages and notes name them. Raises ContentError where a fact has no place.
    """
    root = document.places if document else MappingNode(_UNTAGGED, [])
    if document:
        stamp(root, document.file)
    for fact in facts:
        root = _set(root, steps_of(fact.key), fact.value, source, ())
    return document_of(root, document.path if document else source, document.file if document else source, fold=True)


def _set(node: Node | None, steps: tuple[Step, ...], value: object, source: str, before: tuple[Step, ...]) -> Node:
    """A copy of the node in which a value stands at the end of the steps; what is missing on the way is made."""
    if not steps:
        return _made(value, source)
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        return _set_entry(node, step, rest, value, source, before)
    pairs = list(node.value) if isinstance(node, MappingNode) else []
    index = next((n for n, (key, _) in enumerate(pairs) if key.value == step), None)
    old = pairs[index][1] if index is not None else None
    key = pairs[index][0] if index is not None else _made(step, source)
    pair = (key, _set(old, rest, value, source, (*before, step)))
    pairs[len(pairs) if index is None else index : len(pairs) if index is None else index + 1] = [pair]
    return _like(MappingNode(_UNTAGGED, pairs), node, source)


def _set_entry(
    node: Node | None, step: int, rest: tuple[Step, ...], value: object, source: str, before: tuple[Step, ...]
) -> Node:
    entries = list(node.value) if isinstance(node, SequenceNode) else []
    if step > len(entries):
        message = f"there is no {dotted((*before, step))}, for '{dotted(before)}' has {len(entries)} entries"
        raise ContentError(Problem(Where(source), message, "count from 1"))
    old = entries[step] if step < len(entries) else None
    entries[step : step + 1] = [_set(old, rest, value, source, (*before, step))]
    return _like(SequenceNode(_UNTAGGED, entries), node, source)


def _like(made: Node, node: Node | None, source: str) -> Node:
    """The made node at the place of the one that it stands for, which is in the organisation's own file."""
    if node is None:
        stamp(made, source)
    else:
        made.start_mark, made.end_mark = node.start_mark, node.end_mark
        vars(made).update({name: item for name, item in vars(node).items() if name.startswith("briefing")})
    return made


def _made(value: object, source: str) -> Node:
    """The nodes of a plain value; a text is quoted, so that it is one."""
    node: Node
    if isinstance(value, dict):
        node = MappingNode(_UNTAGGED, [(_made(key, source), _made(each, source)) for key, each in value.items()])
    elif isinstance(value, list):
        node = SequenceNode(_UNTAGGED, [_made(each, source) for each in value])
    else:
        node = ScalarNode(_UNTAGGED, "" if value is None else str(value), style=None if value is None else "'")
    stamp(node, source)
    return node
