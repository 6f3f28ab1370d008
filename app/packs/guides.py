"""A guide's text by the steps of its plan: which part is whose, and what is quoted to be pasted.

A part belongs to the step whose minutes its heading has in brackets: `Stage 1: … (10 to 19)`, in
whatever language. What is quoted is what is said or pasted. A step's disclosure is the quotation
that follows where its number stands in bold, or else in the heading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from app.packs.schema import PlanStep
from app.packs.text.blocks import Block, blocks, plain

Minutes = tuple[int, int]

_TIMES = re.compile(r"\s*\((\d{1,3})\D{1,12}(\d{1,3})\)")
_BOLD = re.compile(r"<strong>(.*?)</strong>", re.DOTALL)


@dataclass(frozen=True)
class GuidePart:
    """What stands below one heading of a guide."""

    title: str
    """The heading; empty for what stands before the first one."""
    body: Sequence[Block]

    @cached_property
    def minutes(self) -> Minutes | None:
        """From and to which minute of the session, where the heading says it."""
        return times_of(self.title)

    @property
    def name(self) -> str:
        """The heading without its minutes."""
        return _TIMES.sub("", self.title)

    def disclosure(self, number: int) -> int | None:
        """Which block of the body is a disclosure; None where nothing is quoted for it."""
        said = [_has(number, " ".join(_BOLD.findall(block.html))) for block in self.body]
        begins = said.index(True) if True in said else 0 if _has(number, self.name) else None
        if begins is None:
            return None
        quoted = (n for n, block in enumerate(self.body) if n >= begins and block.is_quotation)
        return next(quoted, None)


def times_of(title: str) -> Minutes | None:
    """The minutes that a heading says, if it says any."""
    found = _TIMES.search(title)
    return (int(found[1]), int(found[2])) if found else None


def guide_parts(html: str) -> list[GuidePart]:
    """A guide's rendered text by its headings of the first level."""
    parts: list[tuple[str, list[Block]]] = [("", [])]
    for block in blocks(html):
        if block.tag == "h2":
            parts.append((plain(block.html), []))
        else:
            parts[-1][1].append(block)
    return [GuidePart(title, body) for title, body in parts if title or body]


def part_of(parts: Sequence[GuidePart], step: PlanStep) -> GuidePart | None:
    """The part of a guide that belongs to a step of its plan."""
    return next((part for part in parts if part.minutes == (step.start, step.end)), None)


def _has(number: int, html: str) -> bool:
    return re.search(rf"(?<!\d){number}(?!\d)", unescape(html)) is not None
