"""A step's part of the guide in pieces: text, and what is quoted to be said or pasted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.language import Text, _, pgettext
from app.language.moments import local
from app.packs.guides import GuidePart
from app.packs.schema import GuideData, PlanStep
from app.packs.text.blocks import Block, plain
from app.web.parts import Badge

_IDS = re.compile(r'(<[a-z0-9]+[^>]*?) id="[^"]*"')
"""The whole guide stands on the same page, and has them."""


@dataclass(frozen=True)
class Planned:
    """What is known of a session's guide."""

    data: GuideData
    parts: Sequence[GuidePart]
    starts_at: datetime
    zone: str
    path: str
    language: str

    def moment(self, minute: int) -> datetime:
        """When a minute of the session is, for the reader."""
        return local(self.starts_at + timedelta(minutes=minute), self.zone)


@dataclass(frozen=True)
class Piece:
    """A piece of a step's part of the guide: text, or a quotation to say or to paste."""

    html: str
    chat: str | None = None
    """What a quotation says in a chat."""
    label: Text = ""
    """What its button says."""
    is_disclosure: bool = False
    due: Badge | None = None
    """When a disclosure is shown, where that is not at once."""


def pieces_of(planned: Planned, step: PlanStep, part: GuidePart, now: datetime) -> list[Piece]:
    """Text between quotations is one piece; the step's disclosure is told from what else is."""
    disclosed = part.disclosure(step.disclosure) if step.disclosure else None
    pieces: list[Piece] = []
    for number, block in enumerate(part.body):
        if block.is_quotation:
            pieces.append(_quoted(planned, step, block, number == disclosed, now))
        elif pieces and pieces[-1].chat is None:
            pieces[-1] = Piece(pieces[-1].html + _plain_ids(block.html))
        else:
            pieces.append(Piece(_plain_ids(block.html)))
    return pieces


def _quoted(
    planned: Planned, step: PlanStep, block: Block, is_disclosure: bool, now: datetime
) -> Piece:
    chat, label, due = plain(block.html), _("Copy for the chat"), None
    if is_disclosure and step.disclosure is not None:
        label = _("Copy disclosure {number} for the chat", number=step.disclosure)
        if step.at is not None:
            at = planned.moment(step.at)
            due = Badge(
                pgettext("of a disclosure", "at {at:time}", at=at), "accent" if at > now else "warm"
            )
    return Piece(_plain_ids(block.html), chat, label, is_disclosure, due)


def _plain_ids(html: str) -> str:
    return _IDS.sub(r"\1", html)
