"""A desk: a folder of the user's own in which tests write layouts and personas, and make briefings from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import dedent, indent

from briefing.compose.cast import Cast
from briefing.compose.compose import compose
from briefing.compose.scene import Scene
from briefing.compose.wording import Wording
from briefing.figures.company import Company, open_company
from briefing.library.library import Library, builtin_folder
from briefing.model import Briefing, Slide

DAY = date(2026, 1, 15)
ORG = "org.yaml"
FILE = "layouts/mine/layout.yaml"


@dataclass(frozen=True)
class Desk:
    """Where a test writes; the built-in library stands behind it."""

    folder: Path

    @property
    def day(self) -> date:
        """The date of the briefings."""
        return DAY

    @property
    def library(self) -> Library:
        return Library((self.folder, builtin_folder()))

    def write(self, path: str, text: str) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dedent(text).lstrip("\n"), encoding="utf-8")

    def persona(self, identifier: str, text: str = "") -> None:
        """A persona of one's own, with nothing in it but what the text says."""
        self.write(
            f"personas/{identifier}.yaml", f"name: The {identifier}\nidentifier: {identifier}\n{dedent(text).lstrip()}"
        )

    def facts(self, text: str) -> None:
        """The facts of the organisation, for all briefings that follow."""
        self.write(ORG, text)

    @property
    def company(self) -> Company | None:
        return open_company(self.library, ORG) if (self.folder / ORG).exists() else None

    def brief(self, slides: str, for_: str = "cfo", head: str = "title: Mine\n") -> Briefing:
        """The briefing of a layout with these slides, which begin on line 3 of the file."""
        self.write(FILE, f"{head}slides:\n{indent(dedent(slides).strip(chr(10)), '  ')}\n")
        library = self.library
        return compose(library.select([for_]), library.layout("mine"), library, self.day, self.company)

    def slides(self, slides: str, for_: str = "cfo") -> list[Slide]:
        return list(self.brief(slides, for_).slides())

    def slide(self, slide: str, for_: str = "cfo") -> Slide:
        """The one slide that comes of one specification."""
        (made,) = self.slides(slide, for_)
        return made

    def notices(self, slides: str, for_: str) -> list[str]:
        return [notice.message for notice in self.brief(slides, for_).notices]

    def scene(self, slide: str, for_: str = "cfo", *, turn: bool = False) -> Scene:
        """The scene of the first slide; with `turn` in the first persona's turn of a loop."""
        self.write(FILE, f"title: Mine\nslides:\n{indent(dedent(slide).strip(chr(10)), '  ')}\n")
        library, words = self.library, self.library.words()
        personas = library.select([for_])
        cast = Cast(personas, library.kpis(), library.framework(), words, DAY, "the audience")
        spec = library.layout("mine").slides[0]
        scene = Scene(spec, cast, Wording(words), 1)
        return scene.with_persona(personas[0]) if turn else scene
