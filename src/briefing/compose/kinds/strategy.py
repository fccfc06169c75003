"""What executives have to settle: the trade-offs of the framework, with where the organisation stands and aims."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from briefing.compose.charts import day
from briefing.compose.scene import Scene
from briefing.documents.text import did_you_mean
from briefing.errors import ContentError, Problem, UsageError
from briefing.library.framework import Pole, TradeOff
from briefing.model import Notice, Pair, Pairs, Remark, Slide, Track, Tracks
from briefing.organisation.organisation import BETWEEN, Stance

MOST_NAMES = 2  # of those in the room who pull one way
PAGES = ("poles", "settle")


class Settled(Struct, frozen=True):
    """A trade-off, and what the organisation says of it, if anything."""

    known: TradeOff
    stance: Stance

    @property
    def question(self) -> str:
        """In the organisation's own words where it has any."""
        return self.stance.question or self.known.question

    @property
    def follows(self) -> str:
        """What follows from an answer, in the organisation's own words where it has any."""
        return self.stance.follows or self.known.follows

    @property
    def moves(self) -> bool:
        """Whether the organisation wants to stand elsewhere than today."""
        return bool(self.stance.today and self.stance.aim and self.stance.today != self.stance.aim)


def strategy_alignment(scene: Scene) -> Slide | Notice:
    """Page `poles` has the trade-offs with what each end means, page `settle` the questions and who decides them."""
    page = scene.text("page") or PAGES[0]
    if page not in PAGES:
        remedy = did_you_mean(page, PAGES, f"the pages are {' and '.join(PAGES)}")
        raise ContentError(Problem(scene.spec.where("page"), f"{scene.place} has no page '{page}'", remedy))
    company = scene.cast.company
    stances = {each.id: each for each in company.facts.trade_offs} if company else {}
    found = [Settled(each, stances.get(each.id, Stance(id=each.id))) for each in scene.cast.framework.trade_offs]
    if not found:
        return Remark(scene.word("no-trade-offs"))
    facts = {"trade_offs": found, "moving": [each for each in found if each.moves], "stated": bool(stances)}
    told = scene.telling(**facts)
    block = _poles(told, found) if page == PAGES[0] else _questions(told, found)
    slide = told.slide(block, title=f"strategy-{page}-title", label="strategy-label", notes=f"strategy-{page}-notes")
    return replace(slide, takeaway=told.word(f"strategy-{page}-takeaway"))


def _poles(scene: Scene, found: Iterable[Settled]) -> Tracks:
    """Both ends of each, and between them where the organisation stands and aims, or else the question."""
    one, now, then, other = (scene.word(f"strategy-{key}") for key in ("one", "now", "goal", "other"))
    rows = tuple(_track(scene, each) for each in found)
    if not any(each.stance.today or each.stance.aim for each in found):
        rows = tuple(replace(row, question=each.question) for row, each in zip(rows, found, strict=True))
        return Tracks(rows, (one, scene.word("strategy-ask"), "", other), summary=scene.word("strategy-poles-summary"))
    key = scene.word("strategy-key")
    stops = tuple(scene.word(f"strategy-{each}") for each in ("left", "between", "right"))
    return Tracks(rows, (one, now, then, other), stops, key, scene.word("strategy-poles-summary"))


def _track(scene: Scene, settled: Settled) -> Track:
    one, other = settled.known.poles
    places = {one.id: 0.0, BETWEEN: 0.5, other.id: 1.0}
    names = {one.id: one.name, BETWEEN: scene.word("strategy-both"), other.id: other.name, "": ""}
    stance = settled.stance
    return Track(
        one.name,
        scene.word("strategy-pole", pole=one, here=_here(scene, one)),
        names[stance.today],
        names[stance.aim],
        places.get(stance.today),
        places.get(stance.aim),
        scene.word("strategy-pole", pole=other, here=_here(scene, other)),
        other.name,
    )


def _here(scene: Scene, pole: Pole) -> list[str]:
    here = [each.name for each in scene.cast.personas if each.identifier in pole.pulled_by]
    more = len(here) - MOST_NAMES
    return here if more <= 0 else [*here[:MOST_NAMES], scene.word("strategy-more", count=more)]


def _called(scene: Scene, who: str) -> str:
    """The name of a persona, or what is no identifier of one, such as a board, as it is written."""
    try:
        return scene.name_of(who)
    except UsageError:
        return who


def _questions(scene: Scene, found: Iterable[Settled]) -> Pairs:
    headings = (scene.word("strategy-question"), scene.word("strategy-follows"), scene.word("strategy-who"))
    return Pairs(tuple(_question(scene, each) for each in found), headings)


def _question(scene: Scene, settled: Settled) -> Pair:
    stance = settled.stance
    poles = {each.id: each.name for each in settled.known.poles}
    kept = stance.aim == stance.today
    aim = scene.word("strategy-aim", name=poles.get(stance.aim, ""), ends=[*poles.values()], kept=kept)
    people = [_called(scene, each) for each in settled.known.decided_by]
    tag = scene.word("strategy-tag", owner=stance.owner, people=people, when=day(scene, stance.date))
    return Pair(
        settled.question, scene.word("strategy-answer", aim=aim if stance.aim else "", follows=settled.follows), tag
    )
