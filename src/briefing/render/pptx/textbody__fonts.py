"""THEME_FONTS."""

from __future__ import annotations

from typing import Final

THEME_FONTS: Final = ("+mj-lt", "+mn-lt")
