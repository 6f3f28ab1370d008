"""What keeps a draft from being published, each with the page on which it is mended."""

from collections.abc import Sequence

from app.cohorts.drafts.rules import (
    BEGUN,
    ENDS_BEFORE_SESSIONS,
    NO_CREDIT,
    NO_SEATS,
    POLICY_OUT_OF_REACH,
)
from app.credit.accreditations.rules import DAYS_BEFORE, DAYS_OUTSIDE
from app.credit.formats.rules import EXPIRY_BEFORE_LAST
from app.credit.proposals.rules import AWAITS, NOT_APPROVED, PRINTED_OTHERWISE, RETURNED
from app.language.reasons import Reason
from app.site.manage.cohorts.setup.loaders import Draft
from app.web.parts import Link

MENDED_ON = {
    BEGUN.code: "dates",
    NO_SEATS.code: "seats",
    POLICY_OUT_OF_REACH.code: "seats",
    ENDS_BEFORE_SESSIONS.code: "seats",
    NO_CREDIT.code: "credit",
    RETURNED.code: "credit",
    NOT_APPROVED.code: "credit",
    PRINTED_OTHERWISE.code: "credit",
    DAYS_OUTSIDE.code: "credit",
    DAYS_BEFORE.code: "credit",
    EXPIRY_BEFORE_LAST.code: "credit",
}
"""Cases of a program, without which there is no session, are on none of these pages."""


def missing_links(draft: Draft, missing: Sequence[Reason]) -> list[Link]:
    """In the order in which they were found."""
    return [Link(reason, _page(draft, reason)) for reason in missing]


def _page(draft: Draft, reason: Reason) -> str | None:
    if reason.code == AWAITS.code:
        return f"/manage/cohorts/{draft.here.cohort.slug}/credit"
    step = MENDED_ON.get(reason.code)
    return f"{draft.path}/{step}" if step else None
