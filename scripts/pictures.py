"""Draw the pictures of the documentation: a slide of every kind from real decks, in both themes, and its other forms.

make pictures        needs soffice, pdftoppm and Chromium (Debian: libreoffice-impress, poppler-utils, fonts-liberation,
                     chromium)

`python scripts/pictures.py share` draws those of the web page and the PDF alone, `page` those of the page of
`briefing open`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace
from PIL import Image
from playwright.sync_api import ViewportSize, sync_playwright

from briefing.bill.bill import Model
from briefing.bill.records import Contract
from briefing.bills import SpendRequest, make_sample, open_bill
from briefing.compose.compose import compose
from briefing.compose.kinds import KINDS
from briefing.figures.company import Company, company_of
from briefing.figures.drafting import open_organisation
from briefing.formats.pptx.write import write
from briefing.formats.typeset.write import render as render_pdf
from briefing.formats.web.write import render as render_page
from briefing.library.library import Library, builtin_folder
from briefing.model import Briefing, Chart, Printed
from briefing.organisation.organisation import Organisation
from briefing.page.arrange.arrange import arrange
from briefing.rendering import ThemeChoice
from briefing.theme.chosen import chosen_theme

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
EXAMPLE = ROOT / "examples" / "fictional-freight"
DAY = date(2026, 1, 15)
DOTS_PER_INCH = 48
COLORS = 48  # of the palette: enough for flat slides, and a fifth of the bytes
THEMES = ("light", "dark")
TEMPLATES = ("german", "picture", "default")  # of those that the tests build
TEMPLATE_KIND = "one-page"
WINDOW: ViewportSize = {"width": 1200, "height": 750}
SHARED_WIDTH = 600
# The pages of a PDF that are shown: how it is paged, its layout, and the number of the page.
SHEETS: tuple[tuple[Literal["slides", "notes", "handout", "memo"], str, int], ...] = (
    ("notes", "pitch", 3),
    ("handout", "pitch", 1),
    ("memo", "pre-read", 1),
)


@dataclass(frozen=True)
class Source:
    """A briefing that pictures are taken from; charts are all of one kind, and called after their style."""

    people: str
    layout: str
    company: Literal["", "facts", "bill", "bill alone"] = ""


# Each kind is drawn from the first of these that has it.
SOURCES = (
    Source("cfo,cto", "pitch"),
    Source("ceo,cto,cfo", "exec-brief"),
    Source("cfo", "figures"),
    Source("cfo,cto", "pitch", company="facts"),
    Source("cfo,cto", "board", company="facts"),
    Source("cfo", "pre-read", company="facts"),
    Source("cfo", "one-pager", company="facts"),
    Source("cfo", "workshop"),
    Source("cfo,cto", "pitch", company="bill"),
    Source("cfo,cto", "pitch", company="bill alone"),
)


def main() -> int:
    """Every picture, made anew."""
    if "page" in sys.argv[1:]:
        _photograph_page()
        return 0
    library = Library((EXAMPLE, builtin_folder()))
    companies = _companies(library)
    _draw_shared(library, companies["facts"])
    if "share" in sys.argv[1:]:
        return 0
    for theme in THEMES:
        folder = FOLDER / theme
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()
        missing = {name for name, _ in _drawn(library, companies, theme, folder)} ^ set(KINDS)
        print(f"{folder.relative_to(ROOT)}: {len(list(folder.glob('*.png')))} pictures; not drawn: {sorted(missing)}")
    _draw_templates(library)
    _photograph_page()
    return 0


def _draw_templates(library: Library) -> None:
    """One slide of the same briefing in templates of other companies."""
    sys.path.insert(0, str(ROOT / "tests"))
    from templates.build import TEMPLATES as BUILDERS

    folder = FOLDER / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    briefing = compose(library.select(["cfo"]), library.layout("one-pager"), library, DAY)
    for name in TEMPLATES:
        with tempfile.TemporaryDirectory() as scratch:
            template = Path(scratch, f"{name}.pptx")
            template.write_bytes(BUILDERS[name]())
            page = next(page for kind, _, page in _pages(briefing, template, Path(scratch)) if kind == TEMPLATE_KIND)
            _small(page, folder / f"{name}.png")


def _draw_shared(library: Library, company: Company | None) -> None:
    """The web page as it opens and as the speaker sees it, and sheets of a PDF."""
    folder = FOLDER / "share"
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        layout: compose(library.select(["cfo,cto"]), library.layout(layout), library, DAY, company)
        for layout in ("pitch", "pre-read")
    }
    light = builtin_folder() / "layouts" / "theme" / "light.pptx"
    with tempfile.TemporaryDirectory() as scratch:
        for pages, layout, number in SHEETS:
            path = Path(scratch, f"{pages}.pdf")
            path.write_bytes(render_pdf(replace(made[layout], printed=Printed(pages)), light).data)
            command = [
                "pdftoppm",
                "-r",
                "60",
                "-png",
                "-singlefile",
                "-f",
                str(number),
                str(path),
                f"{scratch}/{pages}",
            ]
            subprocess.run(command, check=True, capture_output=True)
            _small(Path(scratch, f"{pages}.png"), folder / f"{pages}.png")
        page = Path(scratch, "deck.html")
        page.write_bytes(render_page(made["pitch"], light).data)
        _photograph(page, Path(scratch), folder)


def _photograph(path: Path, scratch: Path, folder: Path) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport=WINDOW)
        page.goto(path.as_uri())
        page.keyboard.press("o")
        page.screenshot(path=scratch / "page.png")
        page.keyboard.press("Escape")
        with page.expect_popup() as opened:
            page.keyboard.press("p")
        speaker = opened.value
        speaker.set_viewport_size(WINDOW)
        page.keyboard.press("ArrowRight")
        speaker.wait_for_timeout(2500)
        speaker.screenshot(path=scratch / "presenter.png")
        browser.close()
    for name in ("page", "presenter"):
        with Image.open(scratch / f"{name}.png") as picture:
            picture.resize((SHARED_WIDTH, SHARED_WIDTH * picture.height // picture.width)).save(scratch / f"{name}.png")
        _small(scratch / f"{name}.png", folder / f"{name}.png")


def _companies(library: Library) -> Mapping[str, Company | None]:
    """Nothing of a company, the facts of the example, and the same with the bill of the sample."""
    facts = open_organisation(library, EXAMPLE / "org.yaml")
    with tempfile.TemporaryDirectory() as scratch:
        make_sample(Path(scratch), rows=100_000, months=18, seed=7, last_month="2026-02")
        bill = open_bill(SpendRequest((scratch,)), facts)
    # The sample has no file of contract commitments beside its costs and names no models; the fictional company does.
    models = (
        Model(name="Lyra large", effective=Decimal("41200.40"), tokens=Decimal(812_000_000)),
        Model(name="Lyra small", effective=Decimal("14900.10"), tokens=Decimal(1_140_000_000)),
        Model(name="Lyra search", effective=Decimal("5742.51"), tokens=Decimal(109_433_562)),
    )
    contracts = (
        Contract(id="C-2026", kind="Spend", currency=bill.currency, committed=Decimal(2_400_000),
                 drawn=Decimal(1_310_000), starts="2025-07-01", ends="2026-07-01"),
        Contract(id="C-STORE", kind="Spend", currency=bill.currency, committed=Decimal(300_000),
                 drawn=Decimal(88_000), starts="2025-10-01", ends="2027-10-01"),
    )  # fmt: skip
    bill = msgspec.structs.replace(bill, source="FOCUS export (3 files)", contracts=contracts, models=models)
    alone = Organisation(name=facts.name, currency=facts.currency)
    companies = {"facts": company_of(library, facts), "bill": company_of(library, facts, bill)}
    return {"": None, **companies, "bill alone": company_of(library, alone, bill)}


def _drawn(
    library: Library, companies: Mapping[str, Company | None], theme: str, folder: Path
) -> Iterator[tuple[str, Path]]:
    """Each kind and the picture that was made of it."""
    drawn: set[str] = set()
    for source in SOURCES:
        company = companies[source.company]
        briefing = compose(library.select([source.people]), library.layout(source.layout), library, DAY, company)
        with tempfile.TemporaryDirectory() as scratch:
            pages = _pages(briefing, builtin_folder() / "layouts" / "theme" / f"{theme}.pptx", Path(scratch))
            for kind, name, page in pages:
                if name not in drawn:
                    drawn.add(name)
                    _small(page, folder / f"{name}.png")
                    yield kind, folder / f"{name}.png"


def _pages(briefing: Briefing, theme: Path, scratch: Path) -> Iterator[tuple[str, str, Path]]:
    """The kind of each slide, what its picture is called, and the page."""
    look = chosen_theme(ThemeChoice(theme))
    deck, _ = arrange(briefing, look.look)
    (scratch / "deck.pptx").write_bytes(write(deck, look))
    profile = f"-env:UserInstallation=file://{scratch}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(scratch),
        f"{scratch}/deck.pptx",
    ]
    subprocess.run(command, check=True, capture_output=True)
    subprocess.run(["pdftoppm", "-r", str(DOTS_PER_INCH), "-png", f"{scratch}/deck.pdf", f"{scratch}/page"], check=True)
    files = sorted(scratch.glob("page-*.png"))
    titles = [slide.title for section in deck.sections for slide in section.slides]
    for slide in briefing.slides():
        number = next(at for at, title in enumerate(titles) if title.startswith(slide.title))
        style = next((f"-{block.style}" for block in slide.blocks if isinstance(block, Chart)), "")
        yield slide.kind, f"chart{style}" if slide.kind == "chart" else slide.kind, files[number]


# Views of the page of `briefing open`: name → what is pressed there, one after the other.
VIEWS: Mapping[str, tuple[str, ...]] = {
    "room": (),
    "facts": ("#tab-facts",),
    "slide": (".frame > button >> nth=1",),
}


def _photograph_page() -> None:
    """The page of `briefing open` over the example, as somebody sees it who goes from step to step."""
    folder = FOLDER / "page"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch, "pitch")
        work.mkdir()
        shutil.copy(EXAMPLE / "org.yaml", work)
        command = [sys.executable, "-m", "briefing", "open", str(work), "--no-browser"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server, sync_playwright() as driver:
            assert server.stderr
            link = server.stderr.readline().split()[-1]
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(link)
            for name in ("cfo", "cto"):
                page.locator(f"input[value={name}]").check()
            page.locator(".slide >> nth=5").wait_for()
            for view, pressed in VIEWS.items():
                for each in pressed:
                    page.locator(each).click()
                page.wait_for_timeout(1500)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=Path(scratch, f"{view}.png"))
                _small(Path(scratch, f"{view}.png"), folder / f"{view}.png")
            browser.close()
            server.terminate()


def _small(page: Path, target: Path) -> None:
    with Image.open(page) as picture:
        picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
