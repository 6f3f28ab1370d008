"""Who reviews a disclosure and decides whether any is needed, and what a review says. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from app.credit.disclosures.rules import Controller, Verdict
from app.language.reasons import Reason, reason
from app.people.rules import why_not_deal_with

NOTHING_TO_REVIEW = reason(
    "disclosure.nothing_to_review", "There is no disclosure of theirs that waits for a review."
)
ANOTHER_GIVEN = reason(
    "disclosure.another_given",
    "They disclosed anew while this page was open. Look at what they disclose now.",
)
FOR_OFFICERS = reason(
    "disclosure.for_officers",
    "The provider of this activity has a CME officer, who reviews disclosures.",
)
OFFICERS_DECIDE = reason(
    "disclosure.officers_decide",
    "The provider of this activity has a CME officer, who decides whether disclosures are needed.",
)
NOT_SAID = reason("disclosure.not_said", "Say of each relationship whether it is relevant.")
NO_MITIGATION = reason("disclosure.no_mitigation", "Choose how it was mitigated.")
NO_WORD = reason("disclosure.no_word", "Say what was done.")
NO_DAY = reason("disclosure.no_day", "Enter the day on which it was mitigated.")
NOT_YET_MITIGATED = reason(
    "disclosure.not_yet_mitigated", "A relationship is mitigated before it is cleared, not later."
)
DECIDED_MEANWHILE = reason(
    "disclosure.decided_meanwhile",
    "Somebody else decided while this page was open. Read what they decided first.",
)


def why_not_review_as(by: UUID, own_id: UUID, officers: Collection[UUID]) -> Reason | None:
    """Why a review is not somebody's to make: of oneself, or where officers are there for it.

    `officers`: of the activity's provider. One who is alone and disclosed leaves it to others.
    """
    able = set(officers) - {own_id}
    not_theirs = FOR_OFFICERS if able and by not in able else None
    return why_not_deal_with([own_id], by=by) or not_theirs


def why_not_decide(by: UUID, officers: Collection[UUID]) -> Reason | None:
    """Why whether disclosures are needed is not somebody's to decide: officers are there for it."""
    return OFFICERS_DECIDE if officers and by not in officers else None


def why_not_review(
    whose: Controller | None, verdicts: Mapping[UUID, Verdict], seen: UUID, today: date
) -> Reason | None:
    """Why a disclosure cannot be reviewed so. `seen`: the disclosure that was on the page."""
    if whose is None or whose.given is None or whose.left_out:
        return NOTHING_TO_REVIEW
    if whose.given.id != seen:
        return ANOTHER_GIVEN
    found = [verdicts.get(each.id, Verdict(None)) for each in whose.given.relationships]
    wrong = (why_not for verdict in found for why_not in wrong_in(verdict, today).values())
    return next(wrong, None)


def wrong_in(verdict: Verdict, today: date) -> dict[str, Reason]:
    """What a verdict lacks, by its field in the form. `today`: in the activity's zone."""
    if not verdict.is_relevant:
        return {"relevant": NOT_SAID} if verdict.is_relevant is None else {}
    wrong: dict[str, Reason] = {}
    if verdict.mitigation is None:
        wrong["mitigation"] = NO_MITIGATION
    if not verdict.word.strip():
        wrong["word"] = NO_WORD
    if verdict.mitigated_on is None:
        wrong["mitigated_on"] = NO_DAY
    elif verdict.mitigated_on > today:
        wrong["mitigated_on"] = NOT_YET_MITIGATED
    return wrong
