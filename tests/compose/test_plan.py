"""The story that fits the time: the best that the minutes hold, the reader's order, and a backup that loses nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain, combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bill_samples import whole_bill
from briefing.compose.compose import compose, outline
from briefing.compose.plan import LIST, Candidate, chosen, in_order
from briefing.errors import ContentError, UsageError
from briefing.figures.company import Company, company_of
from briefing.figures.drafting import open_organisation
from briefing.formats.markdown import render
from briefing.library.layout import StoryLimits
from briefing.library.library import Library, builtin_folder
from briefing.library.persona import Persona
from briefing.library.story import Telling
from briefing.model import Briefing, Contents, Continued, Role, Slide
from briefing.page.arrange.arrange import arrange
from briefing.page.look import Look
from compose_desk import Desk
from conftest import DAY, LAYOUTS, PEOPLE

ROOT = Path(__file__).parents[2]
EXAMPLES = {"full": "fictional-freight", "few": "three-fields"}
FACTS = ("full", "few", "bill", "nothing")
ROOMS = ("cfo", "cto", "ceo", "procurement", "executives", "cfo,cto")
LIBRARY = Library((builtin_folder(),))

Tell = Callable[..., Briefing]


# What is chosen, held against every combination.


def candidate(
    place: int, least: int, weight: float, one_of: str = "", role: Role = "content", turn: int = -1
) -> Candidate:
    slide = Slide("k", f"Slide {place}", role=role)
    return Candidate(place, slide, Telling(seconds=(least, least)), weight, one_of, turn)


STORIES = st.lists(
    st.builds(
        lambda least, weight, one_of, role, turn: (least, weight, "" if turn >= 0 else one_of, role, turn),
        st.integers(5, 90),
        st.integers(0, 12),
        st.sampled_from(("", "", "finding", "other")),
        st.sampled_from(("content", "content", "content", "closing")),
        st.sampled_from((-1, -1, 0, 1)),
    ),
    max_size=9,
)


def sums(told: Sequence[Candidate]) -> tuple[int, float]:
    return sum(each.least for each in told), sum(each.weight for each in told)


def fits(told: Sequence[Candidate], most: int, alternatives: int, seconds: int) -> bool:
    groups = Counter(each.one_of for each in told if each.one_of)
    return len(told) <= most and sums(told)[0] <= seconds and all(count <= alternatives for count in groups.values())


def is_whole(told: Sequence[Candidate], every: Sequence[Candidate]) -> bool:
    """Whether of what is told together all is told, or nothing."""
    turns = {each.turn for each in told if each.turn >= 0}
    return all(each in told for each in every if each.turn in turns)


@given(STORIES, st.integers(1, 10), st.integers(1, 3), st.integers(0, 400))
def test_nothing_that_fits_weighs_more_than_what_is_told(
    story: list[tuple[int, float, str, Role, int]], most: int, alternatives: int, seconds: int
) -> None:
    every = [candidate(place, *each) for place, each in enumerate(story)]
    every = [replace(each, one_of="", turn=-1) if each.fixed else each for each in every]
    fixed, others = [each for each in every if each.fixed], [each for each in every if not each.fixed]
    told = [each for each in every if each.place in chosen(every, most, alternatives, seconds)]
    assert {each.place for each in fixed} <= {each.place for each in told}
    subsets = chain.from_iterable(combinations(others, size) for size in range(len(others) + 1))
    whole = (each for each in subsets if is_whole(each, others))
    possible = [(*fixed, *subset) for subset in whole if fits((*fixed, *subset), most, alternatives, seconds)]
    assert is_whole(told, every)
    if possible:
        assert fits(told, most, alternatives, seconds)
        assert sums(told)[1] == max(sums(each)[1] for each in possible)
    else:
        assert told == fixed


def reader(*story: str) -> Persona:
    return cast("Persona", SimpleNamespace(story=story))


def test_readers_are_heard_turn_by_turn_between_what_opens_and_what_ends() -> None:
    kinds = ("title", "money", "growth", "teams", "risk", "other", "ask")
    told = [
        Candidate(
            place,
            Slide(kind, kind, role="closing" if kind == "ask" else "content"),
            Telling(opens=kind == "title"),
            1,
        )
        for place, kind in enumerate(kinds)
    ]
    people = [reader("money", "growth"), reader("risk", "money", "teams", "gone")]
    ordered = [each.slide.kind for each in in_order(told, people)]
    assert ordered == ["title", "money", "risk", "growth", "teams", "other", "ask"]
    assert [each.slide.kind for each in in_order(told, ())] == list(kinds)


# Whole briefings, of all rooms with all sorts of facts.


@cache
def company(facts: str) -> Company | None:
    example = EXAMPLES.get(facts)
    told = open_organisation(LIBRARY, ROOT / "examples" / example / "org.yaml") if example else None
    bill = whole_bill() if facts in ("full", "bill") else None
    return company_of(LIBRARY, told, bill) if told or bill else None


@cache
def tell(for_: str, facts: str, layout: str = "pitch", minutes: int = 0) -> Briefing:
    people = LIBRARY.select([for_])
    return compose(people, LIBRARY.layout(layout), LIBRARY, DAY, company(facts), minutes)


def main(briefing: Briefing) -> list[Slide]:
    return [slide for slide in briefing.slides() if slide.part == "main"]


def backup(briefing: Briefing) -> list[Slide]:
    return [slide for slide in briefing.slides() if slide.part == "backup"]


ROOM_AND_FACTS = [(room, facts) for facts in FACTS for room in ROOMS]


@pytest.mark.sampled
@pytest.mark.parametrize(("room", "facts"), [*ROOM_AND_FACTS, *((each, "full") for each in PEOPLE)])
def test_the_pitch_is_eight_slides_for_one_two_more_for_each_further_and_twelve_at_most(room: str, facts: str) -> None:
    people, told = len(LIBRARY.select([room])), main(tell(room, facts))
    assert 4 <= len(told) <= min(8 + 2 * (people - 1), 12)
    assert (told[0].kind, told[1].kind, told[-1].kind) == ("title", "executive-summary", "ask")
    assert sum(each.kind == "answers" for each in told) == people
    assert sum(each.kind in findings() for each in told) <= people


def findings() -> set[str]:
    return {each.kind for each in LIBRARY.layout("pitch").slides if each.one_of == "finding"}


def clocked(slides: Sequence[Slide]) -> Iterator[tuple[int, int]]:
    """Where the clock of each slide starts and ends, in seconds, as its notes begin."""
    for slide in slides:
        start, end = slide.notes[0].partition(",")[0].split(" to ")
        yield cast("tuple[int, int]", tuple(int(m) * 60 + int(s) for m, s in (start.split(":"), end.split(":"))))


@pytest.mark.sampled
@pytest.mark.parametrize(("room", "facts"), ROOM_AND_FACTS)
@pytest.mark.parametrize("minutes", [0, 1, 3, 5, 20, 45])
def test_the_clock_runs_from_slide_to_slide_and_ends_at_the_minutes_asked(room: str, facts: str, minutes: int) -> None:
    told = main(tell(room, facts, minutes=minutes))
    times = list(clocked(told))
    assert times[0][0] == 0
    assert times[-1][1] == 60 * (minutes or 10)
    assert [end for _, end in times[:-1]] == [start for start, _ in times[1:]]
    assert [end - start for start, end in times] == [each.seconds for each in told]
    assert all(each.seconds > 0 for each in told)
    assert all(not each.seconds for each in backup(tell(room, facts, minutes=minutes)))


@pytest.mark.sampled
@pytest.mark.parametrize("minutes", [1, 2, 3, 4, 5, 7])
def test_of_several_readers_all_hear_what_changes_for_them_or_none(minutes: int) -> None:
    for room, people in (("cfo,cto", 2), ("ceo,cfo,cto,procurement", 4)):
        told = main(tell(room, "nothing", minutes=minutes))
        assert sum(each.kind == "answers" for each in told) in (0, people)


@pytest.mark.slow
def test_fewer_minutes_are_fewer_slides_and_many_leave_time_for_questions() -> None:
    counts = [len(main(tell("cfo", "full", minutes=minutes))) for minutes in (1, 3, 5, 10)]
    assert counts == sorted(set(counts))
    assert counts[0] == 2  # its title and the ask
    ask = main(tell("cfo", "full", minutes=45))[-1]
    assert re.fullmatch(r"1\d:\d\d to 45:00, of which [23]\d:\d\d for questions", ask.notes[0])
    longest = max(each.seconds for each in main(tell("cfo", "full", minutes=45))[:-1])
    assert longest <= 150
    assert not any("for questions" in note for note in main(tell("cfo", "full"))[-1].notes)


LONGEST_NAME = 48  # letters of what a slide is called in the list of the backup


@pytest.mark.sampled
@pytest.mark.parametrize(("room", "facts"), ROOM_AND_FACTS)
def test_every_way_leads_to_a_slide_and_backup_is_linked_both_ways(room: str, facts: str) -> None:
    briefing = tell(room, facts)
    slides = {slide.id: slide for slide in briefing.slides()}
    assert len(slides) == len(list(briefing.slides()))
    ways = [(slide.id, jump.target) for slide in slides.values() for jump in slide.jumps]
    assert {target for _, target in ways} <= slides.keys()
    assert all(source != target for source, target in ways)
    behind = backup(briefing)
    assert behind[0].kind == LIST
    (contents,) = behind[0].blocks
    assert isinstance(contents, Contents)
    listed = [jump.target for entry in contents.entries for jump in entry.jumps]
    assert sorted(listed) == sorted(slide.id for slide in behind[1:])
    called = [jump.text for entry in contents.entries for jump in entry.jumps]
    assert len(set(called)) == len(called)
    assert max(map(len, called)) <= LONGEST_NAME, called  # whole words, and no headline that is cut
    for slide in behind[1:]:
        assert len(slide.jumps) == 1, slide.id
    for slide in main(briefing):
        for jump in slide.jumps:
            assert slides[jump.target].part == "backup"
            if slides[jump.target].kind != LIST:
                assert any(slides[back.target].part == "main" for back in slides[jump.target].jumps)
    assert any(jump.target == behind[0].id for jump in main(briefing)[-1].jumps)


@pytest.mark.sampled
@pytest.mark.parametrize(("room", "facts"), ROOM_AND_FACTS)
def test_nothing_is_lost_to_the_time(room: str, facts: str) -> None:
    layout = LIBRARY.layout("pitch")
    every = compose(
        LIBRARY.select([room]),
        layout.__class__(**{**_fields(layout), "story": StoryLimits()}),
        LIBRARY,
        DAY,
        company(facts),
    )
    wanted = Counter(slide.title for slide in every.slides() if slide.kind not in (LIST, "assumptions"))
    for minutes in (0, 3):
        told = Counter(
            s.title for s in tell(room, facts, minutes=minutes).slides() if s.kind not in (LIST, "assumptions")
        )
        assert told == wanted


def _fields(layout: Any) -> dict[str, Any]:
    return {name: getattr(layout, name) for name in layout.__struct_fields__}


@pytest.mark.sampled
@pytest.mark.parametrize(("room", "facts"), [("cfo", "full"), ("cfo,cto", "bill"), ("executives", "nothing")])
def test_markdown_has_the_same_slides_in_the_same_order(room: str, facts: str) -> None:
    briefing = tell(room, facts)
    text = render(briefing).data.decode()
    ids = [slide.id for slide in briefing.slides()]
    assert re.findall(r'<a id="([^"]*)">', text) == [
        each for each in ids if each in targets(briefing) or each != ids[0]
    ]
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) == targets(briefing)


def targets(briefing: Briefing) -> set[str]:
    """The slides that anything leads to."""
    jumps = [jump for slide in briefing.slides() for jump in slide.jumps]
    blocks = [block for slide in briefing.slides() for block in slide.blocks if isinstance(block, Contents)]
    return {each.target for each in (*jumps, *(j for block in blocks for entry in block.entries for j in entry.jumps))}


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["pitch", "exec-brief", "board"])
@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("room", [*ROOMS, "all"])
def test_no_slide_that_is_told_takes_a_second_page(room: str, facts: str, layout: str, look: Look) -> None:
    briefing = tell(room, facts, layout)
    _, notices = arrange(briefing, look)
    continued = {each.slide for each in notices if isinstance(each, Continued)}
    assert [each.id for each in main(briefing) if each.title in continued] == []


FIRST = {"cfo": "spend-trend", "cto": "allocation-health", "procurement": "commitment-health", "ceo": "spend-trend"}


@pytest.mark.sampled
@pytest.mark.parametrize(("person", "kind"), FIRST.items())
def test_what_comes_first_follows_the_reader(person: str, kind: str) -> None:
    kinds = [each.kind for each in main(tell(person, "bill"))]
    assert kinds[2] == kind


@pytest.mark.sampled
@pytest.mark.parametrize(("layout", "most"), [("exec-brief", 3), ("board", 5)])
@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("room", [*PEOPLE, "executives", "cfo,cto", "all"])
def test_the_brief_is_three_slides_and_the_board_gets_five_whoever_is_there(
    layout: str, most: int, facts: str, room: str
) -> None:
    told = main(tell(room, facts, layout))
    assert len(told) == most
    assert told[-1].kind == "ask"


@pytest.mark.sampled
@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("layout", [each for each in LAYOUTS if not LIBRARY.layout(each).story.is_told])
def test_a_layout_that_is_read_stands_as_it_is_written(layout: str, facts: str) -> None:
    briefing = tell("cfo,cto", facts, layout, minutes=5)
    order = [spec.kind for spec in LIBRARY.layout(layout).slides]
    places = [order.index(each.kind) for each in briefing.slides() if order.count(each.kind) == 1]
    looped = any(spec.for_each for spec in LIBRARY.layout(layout).slides)
    assert looped or places == sorted(places)
    assert not any(each.seconds for each in briefing.slides())
    notices = [each.message for each in briefing.notices]
    assert f"The layout {layout} is read, and not told in minutes: 5 minutes change nothing." in notices


def test_the_one_pager_is_a_slide_for_each_persona() -> None:
    assert [each.about for each in tell("cfo,cto", "nothing", "one-pager").slides()] == ["cfo", "cto"]


# The plan, and what is wrong with it.


def test_the_plan_says_why_each_slide_is_told_or_not() -> None:
    cfo = LIBRARY.select(["cfo"])
    plan = outline(cfo, LIBRARY.layout("pitch"), LIBRARY, DAY, company("full"), 5)
    why = {each.id: each.why for each in plan}
    assert (why["title"], why["ask"], why["return"]) == ("always", "always", "reader")
    assert (why["executive-summary"], why["maturity"], why["start"]) == ("weight", "one-of", "time")
    assert why["principles"] == "backup"
    assert [each.time for each in plan if each.part == "main"][:2] == ["0:00 to 0:10", "0:10 to 1:10"]
    assert sum(each.seconds for each in plan) == 300


@pytest.mark.parametrize("minutes", [-1, 481])
def test_minutes_that_nobody_has_are_refused(minutes: int) -> None:
    with pytest.raises(UsageError) as caught:
        tell("cfo", "nothing", minutes=minutes)
    assert str(caught.value) == f"--minutes is {minutes}; give whole minutes from 1 to 480"


SLIDES = "- {kind: title, title: A}\n- {kind: statement, title: B}\n- {kind: statement, id: c, title: C}\n"


def test_ids_are_those_of_the_layout_or_made_of_the_kind(desk: Desk) -> None:
    slides = f"{SLIDES}- {{kind: statement, title: D}}\n- {{kind: statement, id: statement-2, title: E}}\n"
    assert [each.id for each in desk.slides(slides)] == ["title", "statement", "c", "statement-3", "statement-2"]


def test_a_layout_of_ones_own_without_a_story_keeps_its_order(desk: Desk) -> None:
    slides = "- {kind: ask, title: B}\n- {kind: answers, for-each: persona}\n- {kind: title, title: A}\n"
    made = desk.slides(slides)
    assert [(each.kind, each.part, each.seconds) for each in made] == [
        ("ask", "main", 0),
        ("answers", "main", 0),
        ("title", "main", 0),
    ]


def test_a_story_of_ones_own_tells_as_many_slides_as_it_says(desk: Desk) -> None:
    head = "title: Mine\nstory: {slides: 2, minutes: 4}\n"
    made = list(desk.brief(SLIDES, head=head).slides())
    assert [(each.title, each.part) for each in made] == [("A", "main"), ("B", "main"), ("C", "backup")]
    assert sum(each.seconds for each in made) == 240


def test_a_kind_that_no_slide_has_is_an_error_in_a_readers_story(desk: Desk) -> None:
    desk.persona("boss", "story: [return, returns]\n")
    with pytest.raises(ContentError) as caught:
        desk.slides("- {kind: title, title: A}", "boss")
    (problem,) = caught.value.problems
    assert str(problem) == "personas/boss.yaml:3:17: unknown kind 'returns'; did you mean 'return'?"


def test_a_kind_that_no_slide_has_is_an_error_in_the_file_of_stories(desk: Desk) -> None:
    desk.write("layouts/story.yaml", "kinds:\n  titel: {weight: 2}\n  ask: {more: [backup, raki]}\n")
    with pytest.raises(ContentError) as caught:
        desk.slides("- {kind: title, title: A}")
    assert [str(each) for each in caught.value.problems] == [
        "layouts/story.yaml:2:3: unknown kind 'titel'; did you mean 'title'?",
        "layouts/story.yaml:3:24: unknown kind 'raki'; did you mean 'raci'?",
    ]


def test_seconds_in_the_wrong_order_and_a_stretch_below_one_are_errors(desk: Desk) -> None:
    desk.write("layouts/story.yaml", "kinds:\n  ask: {seconds: [50, 40]}\nstretch: 0.5\n")
    with pytest.raises(ContentError) as caught:
        desk.slides("- {kind: title, title: A}")
    assert [str(each).partition("layouts/")[2] for each in caught.value.problems] == [
        "story.yaml:2:18: ask takes at least 50 and usually 40 seconds; write the lesser first",
        "story.yaml:3:10: stretch is 0.5; write 1 or more",
    ]


def test_alternatives_of_one_thing_stay_together_where_the_first_is_wanted() -> None:
    kinds = (("bill", "finding"), ("why", ""), ("saving", "finding"), ("gain", ""), ("idle", "finding"))
    told = [Candidate(n, Slide(kind, kind), Telling(), 1, one_of) for n, (kind, one_of) in enumerate(kinds)]
    ordered = [each.slide.kind for each in in_order(told, [reader("saving", "gain", "idle")])]
    assert ordered == ["saving", "idle", "bill", "gain", "why"]
