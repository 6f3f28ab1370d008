"""A session's topic as its content tells it; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.packs.schema import CaseData, Speaker
from app.packs.text.quotes import curly_fields


@dataclass(frozen=True)
class Topic:
    """What a session is about, and who speaks."""

    summary: str
    category: str | None
    speakers: Sequence[str]
    """Each with degrees and where they belong: `Ruth Okonjo, MD, High Desert University`."""
    objectives: Sequence[str]
    disclosure: str | None


def topic_of(data: Mapping[str, Any], language: str) -> Topic | None:
    """What the front matter of a case says of it. `language`: of its program.

    None where it names neither a speaker nor a category: that is a case to discuss, and what it is
    about is told once it opens.
    """
    case = CaseData.model_validate(curly_fields(data, language))
    if not (case.speakers or case.category):
        return None
    speakers = [_named(speaker) for speaker in case.speakers]
    return Topic(case.summary, case.category, speakers, case.objectives, case.disclosure)


def _named(speaker: Speaker) -> str:
    known = (speaker.name, speaker.degrees, speaker.institution)
    return ", ".join(part for part in known if part)
