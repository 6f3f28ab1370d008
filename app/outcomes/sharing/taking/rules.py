"""Why answers of a file of records stay outside, and why those that came in stay; pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.cohorts.rules import why_not_without_reason
from app.language.reasons import Reason, reason

if TYPE_CHECKING:
    from app.outcomes.sharing.taking.models import RecordsFile

KEPT_FOR = timedelta(days=7)
"""How long a file waits to be taken in."""

ANONYMOUS = reason(
    "taking.anonymous",
    "Nothing can be taken into this study: its answers are anonymous, so the names in a file were "
    "made by chance and lead to nobody here.",
)
NOBODY = reason(
    "taking.nobody",
    "Nobody is called so here who takes part, allows that answers are passed on and waves put "
    "together, and could answer this.",
)
OTHER_ARM = reason("taking.other_arm", "Another arm was drawn here for this record.")
NOT_ASKED = reason(
    "taking.not_asked",
    "This was not for this record: they came when its time was over, or nobody knows its time yet.",
)
BEGUN = reason("taking.begun", "They have begun to answer this here, and can finish it here.")
REPEATED = reason(
    "taking.repeated", "This is asked once in each wave, and the row is a repeated one."
)
NOT_WHOLE = reason("taking.not_whole", "REDCap does not call this complete (2).")
CHANGED_MEANWHILE = reason(
    "taking.changed_meanwhile",
    "The study has changed while your page was open, and nothing was taken in. Look at what would "
    "come in now, and take it in if it is right.",
)
NOTHING = reason("taking.nothing", "Nothing of this file can be taken in.")
APPLIED = reason("taking.applied", "The answers of this file were taken in already.")
NOT_APPLIED = reason("taking.not_applied", "Nothing of this file was taken in.")
UNDONE = reason("taking.undone", "The answers of this file were taken back already.")
ANALYZED = reason(
    "taking.analyzed",
    "The study was analyzed after these answers came in, so what was shown rests on them. They "
    "stay.",
)
DRAWN_ON = reason(
    "taking.drawn_on",
    "Since these answers came in, an arm was drawn for somebody whose baseline is among them. They "
    "stay.",
)
UNDER_WAY = reason(
    "taking.under_way", "An analysis of the study is under way. Wait until it is done."
)


def why_not_take_back(
    upload: RecordsFile, *, analyses: int, is_under_way: bool, is_drawn_on: bool, why: str
) -> Reason | None:
    """Why the answers of a file stay.

    `analyses`: how many there are of the project now. `is_under_way`: whether one is being made.
    `is_drawn_on`: whether an arm was drawn since for somebody whose baseline came by it. `why`:
    the reason that somebody gave.
    """
    if upload.applied_at is None:
        return NOT_APPLIED
    if upload.undone_at is not None:
        return UNDONE
    if is_under_way:
        return UNDER_WAY
    if is_drawn_on:
        return DRAWN_ON
    return ANALYZED if analyses > upload.analyses else why_not_without_reason(why)
