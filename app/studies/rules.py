"""Since when what people were told of a study stays as it is; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.language.reasons import Reason, reason

if TYPE_CHECKING:
    from app.studies.queries import Relied

ANSWERED = reason(
    "project.answered",
    "People have answered to this study as it is. What they were told stays: whose the answers "
    "are, what it was determined to be, and when it asks what.",
)
ASKED = reason(
    "project.asked",
    "Surveys of this study were put already. What people were told stays: whose the answers are, "
    "what it was determined to be, and when it asks what.",
)


def why_fixed(relied: Relied) -> Reason | None:
    """Why what people rely on cannot change any more."""
    if relied.answers:
        return ANSWERED
    return ASKED if relied.surveys else None
