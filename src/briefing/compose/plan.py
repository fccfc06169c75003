"""The story that fits the time: which slides are told aloud, in which order and for how long; the rest is backup.

Chosen is what weighs most of what the minutes and the layout's limits hold. The order is the layout's, but for what a
reader of the room wants first. Nothing is lost: what is not told stands behind the ask, listed, and linked both ways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest

from msgspec import Struct
from msgspec.structs import replace

from briefing.compose.scene import Scene
from briefing.errors import UsageError
from briefing.library.layout import Layout
from briefing.library.persona import Persona
from briefing.library.story import MOST_MINUTES, Story, Telling
from briefing.model import Because, Contents, Entry, Jump, Notice, Remark, Slide

LIST = "backup"  # the kind of the slide that lists what stands behind it
STEP = 5  # seconds: no clock is read more exactly
FIXED = ("title", "closing")  # roles of slides that are told whatever the time


class Candidate(Struct, frozen=True):
    """A slide that may be told: its place in the layout's order, what it takes, and what it is worth in this room."""

    place: int
    slide: Slide
    telling: Telling
    weight: float
    one_of: str = ""
    turn: int = (
        -1
    )  # of a slide for each persona: what it shares with those of the others, which are told with it or not

    @property
    def fixed(self) -> bool:
        """Whether it is told whatever the time."""
        return self.slide.role in FIXED or self.closes

    @property
    def closes(self) -> bool:
        """Whether it stands at the end."""
        return self.slide.role == "closing" or self.slide.kind == "ask"

    @property
    def least(self) -> int:
        """The seconds below which nobody can tell it."""
        return self.telling.seconds[0]


class Plan(Struct, frozen=True):
    """The places of the slides that are told, in the order of telling, and the seconds that each takes.

    `because` says of each slide why it is told or not.
    """

    seconds: Mapping[int, int]
    questions: int = 0  # seconds of the last one that are free for them
    because: Mapping[int, Because] = {}

    def told(self, place: int) -> bool:
        """Whether a slide is told aloud."""
        return place in self.seconds


def minutes_of(layout: Layout, asked: int) -> int:
    """The minutes that a briefing takes; 0 where it is read and not told. Raises UsageError for what nobody tells."""
    if not 0 <= asked <= MOST_MINUTES:
        raise UsageError(f"--minutes is {asked}", remedy=f"give whole minutes from 1 to {MOST_MINUTES}")
    return (asked or layout.story.minutes) if layout.story.minutes else 0


def untimed(layout: Layout, asked: int) -> Iterator[Notice]:
    """That minutes change nothing of a layout that is read."""
    if asked and not layout.story.minutes:
        minutes = "1 minute changes" if asked == 1 else f"{asked} minutes change"
        yield Remark(f"The layout {layout.name} is read, and not told in minutes: {minutes} nothing.")


def planned(
    slides: Mapping[int, tuple[Scene, Slide]], layout: Layout, story: Story, people: Sequence[Persona], minutes: int
) -> Plan:
    """The plan of the slides that are made, by their places in the order of the layout."""
    told = [(place, scene, slide) for place, (scene, slide) in slides.items() if scene.spec.part == "main"]
    turns = [scene.spec for _, scene, _ in told]
    candidates = [
        Candidate(
            place,
            slide,
            story.of(slide.kind),
            weight_of(slide.kind, story, people),
            scene.spec.one_of,
            turns.index(scene.spec) if scene.persona else -1,
        )
        for place, scene, slide in told
    ]
    most = layout.story.count(len(people)) or len(candidates)
    alternatives = layout.story.alternatives(len(people))
    picked = chosen(candidates, most, alternatives, minutes * 60 or sum(each.least for each in candidates))
    ordered = in_order(
        [each for each in candidates if each.place in picked], people if layout.story.order == "reader" else ()
    )
    plan = _timed(ordered, minutes * 60, story.stretch)
    because = dict.fromkeys(slides, "backup") | dict(_reasons(candidates, picked, most, alternatives, people))
    return replace(plan, because=because)


def _reasons(
    candidates: Sequence[Candidate], picked: Collection[int], most: int, alternatives: int, people: Sequence[Persona]
) -> Iterator[tuple[int, Because]]:
    """Why each slide is told or not."""
    groups = Counter(each.one_of for each in candidates if each.place in picked)
    for each in candidates:
        if each.place in picked:
            wanted = any(each.slide.kind in person.story for person in people)
            yield each.place, "always" if each.fixed else "reader" if wanted else "weight"
        elif each.one_of and groups[each.one_of] >= alternatives:
            yield each.place, "one-of"
        else:
            yield each.place, "limit" if len(picked) >= most else "time"


def unchosen(scenes: Mapping[int, Scene]) -> Plan:
    """The plan of a layout that is read: all that is no backup, in its own order."""
    return Plan({place: 0 for place, scene in scenes.items() if scene.spec.part == "main"})


def weight_of(kind: str, story: Story, people: Sequence[Persona]) -> float:
    """What a kind is worth in this room: its own weight, and more the earlier it stands in somebody's own story."""
    wanted = [1 - each.story.index(kind) / len(each.story) for each in people if kind in each.story]
    return story.of(kind).weight + story.reader * max(wanted, default=0.0)


def chosen(candidates: Sequence[Candidate], most: int, alternatives: int, seconds: int) -> frozenset[int]:
    """The places of what weighs most within `most` slides and the seconds, of one `one_of` so many `alternatives`.

    What is fixed is chosen whatever it takes, and a slide for each persona for all of them or for none. Where the
    heaviest fit into the time, nothing weighs more; else every combination is looked at, of which one that is lighter
    and longer than another is given up.
    """
    fixed = [each for each in candidates if each.fixed]
    others = sorted(_bundled(candidates), key=lambda each: (-each[0].weight, each[0].place))
    room, left = max(0, most - len(fixed)), seconds - sum(each.least for each in fixed)
    picked: list[Candidate] = []
    groups: Counter[str] = Counter()
    for bundle in others:
        group = bundle[0].one_of
        if len(picked) + len(bundle) <= room and (not group or groups[group] + len(bundle) <= alternatives):
            picked += bundle
            groups[group] += len(bundle)
    parted = any(len(each) > 1 and each[0] not in picked for each in others)  # less weight may then be more of it
    if parted or sum(each.least for each in picked) > left:
        picked = _heaviest(others, room, alternatives, left)
    return frozenset(each.place for each in (*fixed, *picked))


Bundle = Sequence[Candidate]


def _bundled(candidates: Sequence[Candidate]) -> list[Bundle]:
    """What is told together or not at all."""
    bundles: dict[tuple[int, int], list[Candidate]] = {}
    for each in candidates:
        if not each.fixed:
            bundles.setdefault((each.turn, -1 if each.turn >= 0 else each.place), []).append(each)
    return [*bundles.values()]


_Way = tuple[int, float, tuple[Candidate, ...]]  # seconds, weight, what is told


def _heaviest(others: Sequence[Bundle], room: int, alternatives: int, seconds: int) -> list[Candidate]:
    """The heaviest of all combinations; of equal ones that of the earlier, heavier slides."""
    ways: dict[tuple[tuple[str, int], ...], list[_Way]] = {(): [(0, 0.0, ())]}
    for bundle in others:
        group, count, least = bundle[0].one_of, len(bundle), sum(each.least for each in bundle)
        for groups, known in list(ways.items()):
            counts = Counter(dict(groups))
            counts[group] += count * bool(group)
            if counts[group] > alternatives:
                continue
            key = tuple(sorted(counts.items()))
            longer = [
                (taken + least, weight + sum(each.weight for each in bundle), (*told, *bundle))
                for taken, weight, told in known
                if taken + least <= seconds and len(told) + count <= room
            ]
            ways[key] = _best([*ways.get(key, []), *longer])
    every = [way for known in ways.values() for way in known]
    return list(max(every, key=lambda way: (way[1], -way[0]))[2])


def _best(ways: Iterable[_Way]) -> list[_Way]:
    """The ways that no other betters in weight, time and number of slides at once."""
    kept: list[_Way] = []
    for way in sorted(ways, key=lambda way: (way[0], -way[1], len(way[2]))):
        if not any(other[1] >= way[1] and len(other[2]) <= len(way[2]) for other in kept):
            kept.append(way)
    return kept


def in_order(told: Sequence[Candidate], people: Sequence[Persona]) -> list[Candidate]:
    """What opens, then what the readers want first, turn by turn, then the rest in the layout's order, then the end.

    What the layout has as alternatives of one thing stays together, where the first of it is wanted.
    """
    turns = zip_longest(*(each.story for each in people))
    wanted = list(dict.fromkeys(kind for kind in chain.from_iterable(turns) if kind))
    opens = [each for each in told if each.telling.opens]
    closes = [each for each in told if each.closes]
    rest = [each for each in told if each not in opens and each not in closes]
    ranks = {each.place: wanted.index(each.slide.kind) if each.slide.kind in wanted else len(wanted) for each in rest}

    def rank(candidate: Candidate) -> tuple[int, int]:
        alike = [each for each in rest if each.one_of and each.one_of == candidate.one_of] or [candidate]
        return min(ranks[each.place] for each in alike), ranks[candidate.place]

    return [*opens, *sorted(rest, key=rank), *closes]


def _timed(told: Sequence[Candidate], seconds: int, stretch: float) -> Plan:
    """Each slide between its least and its usual time, or longer by `stretch`; what is then left is for questions."""
    least, usual = ([each.telling.seconds[end] for each in told] for end in (0, 1))
    if not told or not seconds:
        return Plan({each.place: 0 for each in told})
    if seconds <= sum(least):
        times = [each * seconds / sum(least) for each in least]
    elif seconds <= sum(usual):
        share = (seconds - sum(least)) / (sum(usual) - sum(least))
        times = [low + (high - low) * share for low, high in zip(least, usual, strict=True)]
    else:
        times = [high * min(stretch, seconds / sum(usual)) for high in usual]
    whole = [round(each / STEP) * STEP for each in times]
    spare = seconds - sum(whole)
    free = spare if seconds > sum(usual) * stretch else 0
    whole[-1] += spare
    return Plan({each.place: time for each, time in zip(told, whole, strict=True)}, free)


# What a plan makes of the slides: the clock in the notes, the list of the backup, and the ways between both.


def told_slides(plan: Plan, slides: Mapping[int, tuple[Scene, Slide]]) -> Iterator[tuple[int, Slide]]:
    """The slides that are told, in order, each with its clock as the first paragraph of its notes."""
    start = 0
    for place, seconds in plan.seconds.items():
        if place not in slides:  # its kind had nothing to tell
            continue
        scene, slide = slides[place]
        end = start + seconds
        last = place == [*plan.seconds][-1]
        notes = (_clock(scene, start, end, plan.questions if last else 0),) if seconds else ()
        coached = len(notes) + slide.coached
        yield place, replace(slide, seconds=seconds, notes=(*notes, *slide.notes), coached=coached)
        start = end


def _clock(scene: Scene, start: int, end: int, questions: int) -> str:
    """When a slide is told; of the last one also what is free for questions."""
    word = "clock-questions" if questions else "clock"
    return scene.word(word, start=clock(start), end=clock(end), free=clock(questions))


def clock(seconds: int) -> str:
    """Minutes and seconds: `2:05`."""
    return f"{seconds // 60}:{seconds % 60:02}"


def linked(slides: Sequence[tuple[str, Scene, Slide]], story: Story) -> list[Slide]:
    """The slides with the ways between what is told and what explains it; `slides` are with the headings they had."""
    every = [slide for _, _, slide in slides]
    words = {slide.id: scene for _, scene, slide in slides}
    behind = [slide for slide in every if slide.part == "backup"]
    ways = {slide.id: to.id for slide in every if slide.part == "main" and (to := _explains(slide, behind, story))}
    back = {to: slide for slide, to in reversed(ways.items())}
    index = next((slide.id for slide in behind if slide.kind == LIST), "")
    made = []
    for slide in every:
        target, word = ways.get(slide.id, ""), "jump-more"
        if slide.part == "backup":
            target = back.get(slide.id) or _told_of(slide, every, story) or (index if slide.kind != LIST else "")
            word = "jump-list" if target == index else "jump-back"
        elif target == index:
            word = "jump-list"
        jumps = (Jump(words[slide.id].word(word), target),) if target else ()
        blocks = (_contents(slides),) if slide.kind == LIST else slide.blocks
        made.append(replace(slide, jumps=jumps, blocks=blocks))
    return made


def _explains(slide: Slide, behind: Sequence[Slide], story: Story) -> Slide | None:
    """The first slide of the backup that explains one that is told: of the same persona, if it is about one."""
    for kind in story.of(slide.kind).more:
        found = [each for each in behind if each.kind == kind]
        same = [each for each in found if each.about == slide.about]
        if found:
            return (same or found)[0]
    return None


def _told_of(slide: Slide, every: Sequence[Slide], story: Story) -> str:
    """The id of a slide that is told and that this one explains."""
    found = [each for each in every if each.part == "main" and slide.kind in story.of(each.kind).more]
    same = [each for each in found if each.about == slide.about]
    return next((each.id for each in (*same, *found)), "")


def _listed_as(scene: Scene, slide: Slide) -> str:
    """What a slide is called in the list of the backup: in a few words, or as its headline has it."""
    key = f"index-{slide.kind}"
    if not scene.has_word(key):
        return slide.title
    name = scene.persona.name if scene.persona else ""
    return scene.word(key, page=scene.text("page"), by=scene.text("by"), name=name) or slide.title


def _contents(slides: Sequence[tuple[str, Scene, Slide]]) -> Contents:
    """What stands in the backup, under the headings that it would have in the story; no two are called the same."""
    behind = [(heading, scene, each) for heading, scene, each in slides if each.part == "backup" and each.kind != LIST]
    called = [_listed_as(scene, slide) for _, scene, slide in behind]
    entries: dict[str, list[Jump]] = {}
    for (heading, _, slide), name in zip(behind, called, strict=True):
        text = name if called.count(name) == 1 else slide.title
        entries.setdefault(heading, []).append(Jump(text, slide.id))
    return Contents(tuple(Entry(heading, tuple(jumps)) for heading, jumps in entries.items()))
