"""Kinds that show a company's own facts or its bill: their modules are imported only where these are given."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from briefing.compose.missing import left_out, unsaid
from briefing.compose.scene import Scene
from briefing.model import Notice, Slide

if TYPE_CHECKING:
    from briefing.compose.kinds import Kind


class OfFacts(Struct):
    """A kind whose module is imported late; none of them reads anything of its specification but texts."""

    module: str
    TAKES: frozenset[str] = frozenset()

    def build(self, scene: Scene) -> Slide | Notice:
        """The slide of a scene, or what it lacks; without a company that is everything."""
        if not scene.cast.company:
            return left_out(scene, "--org")
        return self._made(scene)

    def _made(self, scene: Scene) -> Slide | Notice:
        return cast("Kind", import_module(f"briefing.compose.kinds.{self.module}")).build(scene)


class OfBill(OfFacts):
    """A kind that tells the bill; without one it is left out, and nobody hears of it."""

    def build(self, scene: Scene) -> Slide | Notice:
        """The slide of the scene, or why the bill does not carry it."""
        company = scene.cast.company
        return self._made(scene) if company and company.bill else unsaid()
