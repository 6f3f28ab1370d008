"""Whether something became slower since the numbers that are kept beside this file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BASELINE = Path(__file__).with_name("baseline.json")
NOISE = 0.2
"""How much of a ratio may be missing: so much does it vary between runs."""
Found = dict[str, dict[str, dict[str, dict[str, Any]]]]
"""Measured, by database, size and page."""


def lost(found: Found) -> list[str]:
    """What is worse than it was, in words. What was not measured then or now is left out."""
    before: Found = json.loads(BASELINE.read_text(encoding="utf-8"))
    return list(worse(found, before))


def worse(found: Found, before: Found) -> Iterator[str]:
    """The same of two runs."""
    for kind, sizes in found.items():
        for size, pages in sizes.items():
            for name, page in pages.items():
                was = before.get(kind, {}).get(size, {}).get(name)
                if was is not None:
                    yield from _worse(f"{name} ({kind}, {size})", page, was)


def _worse(page: str, now: dict[str, Any], was: dict[str, Any]) -> Iterator[str]:
    if now["ratio"] < was["ratio"] * (1 - NOISE):
        yield f"{page}: {now['ratio']:.3f} of the ceiling, and it was {was['ratio']:.3f}"
    if now["statements"] > was["statements"]:
        yield f"{page}: {now['statements']} statements, and it was {was['statements']}"
