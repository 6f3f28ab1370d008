"""What is signed with a disclosure, and what can be taken for one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.credit.disclosures.rules import NOT_THERE, Controller, Entered, Given
from app.language.reasons import Reason, reason

VALID_FOR = timedelta(days=365)
"""How long a disclosure is taken as it was given; then it is asked for again."""
SECOND_CLICK = timedelta(minutes=5)
MOST_RELATIONSHIPS = 12
STATEMENT_VERSION = "2026-12"
STATEMENT = (
    "I have disclosed all financial relationships that I have, or had within the past "  # not shown
    "24 months, with ineligible companies: those whose primary business is producing, marketing, "
    "selling, re-selling, or distributing healthcare products used by or on patients. I will "
    "disclose again when this changes."
)  # not shown: signed word for word
NO_ANSWER = reason(
    "disclosure.no_answer",
    "Enter each relationship, or say that you had none in the past 24 months.",
)
BOTH_ANSWERS = reason(
    "disclosure.both_answers",
    "You entered a relationship and said that there is none. Take one of the two away.",
)
NO_COMPANY = reason("disclosure.no_company", "Enter the company of each relationship.")
NO_NATURE = reason("disclosure.no_nature", "Choose what each relationship is.")
BY_ACCOUNT = reason(
    "disclosure.by_account", "They have an account, so they disclose by themselves. Ask them."
)
NO_SOURCE = reason("disclosure.no_source", "Say how it came, and when.")


def why_not_disclose(entered: Sequence[Entered], *, none: bool) -> Reason | None:
    """Why a disclosure cannot be taken as it is."""
    if none and entered:
        return BOTH_ANSWERS
    if not none and not entered:
        return NO_ANSWER
    if any(not own.company for own in entered):
        return NO_COMPANY
    return NO_NATURE if any(own.nature is None for own in entered) else None


def is_again(before: Given | None, entered: Sequence[Entered], now: datetime) -> bool:
    """Whether somebody just signed the same: a second click, and no other disclosure."""
    if before is None or before.signed_at + SECOND_CLICK <= now:
        return False
    there = [Entered(own.company, own.nature, own.has_ended) for own in before.relationships]
    return there == list(entered)


def why_not_enter_paper(own: Controller | None) -> Reason | None:
    """Why nobody enters a paper for somebody."""
    if own is None:
        return NOT_THERE
    return BY_ACCOUNT if own.person_id is not None else None
