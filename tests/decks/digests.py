"""`python -m decks.digests`: the SHA-256 of every deck, for the test that makes them in processes of their own."""

from __future__ import annotations

import json
from hashlib import sha256

from decks.cases import CASES, render


def digests() -> dict[str, str]:
    """Name to digest, of PowerPoint and Markdown files."""
    made = ((case.name, render(case)) for case in CASES)
    return {
        f"{name}{suffix}": sha256(each.data).hexdigest()
        for name, (_, deck, markdown) in made
        for suffix, each in ((".pptx", deck), (".md", markdown))
    }


if __name__ == "__main__":
    print(json.dumps(digests()))
