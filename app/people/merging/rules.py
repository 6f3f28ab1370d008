"""Which records may be of one person, and which are not merged; pure."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from app.language.reasons import Reason, ReasonKind, reason
from app.people.rules import why_not_deal_with

SAME_RECORD = reason("merge.same_record", "These are already one record.")
MERGED_BEFORE = reason(
    "merge.merged_before", "One of these records was already merged into another one."
)
ENDED = reason(
    "merge.ended", "The record that would go on can no longer sign in. Let the other one go on."
)
SAME_COHORT = ReasonKind(
    "merge.same_cohort",
    "Both have a place in {cohorts:and}, and what somebody does in a cohort is kept once. Two "
    "records with places in the same cohort cannot be merged.",
)
SAME_COHORT_UNNAMED = reason(
    "merge.same_cohort_unnamed",
    "Both have a place in the same cohort, and what somebody does in a cohort is kept once. Such "
    "records cannot be merged.",
)
FOR_ADMINISTRATORS = reason(
    "merge.for_administrators", "Only your administrator can merge these two records."
)


def spelling(address: str) -> str:
    """What is the same of an address however it is written: no dots, nothing after a plus sign."""
    name, _, domain = address.casefold().rpartition("@")
    return f"{name.partition('+')[0].replace('.', '')}@{domain}"


class Merging(NamedTuple):
    """What decides about merging two records."""

    keep: UUID
    merge: UUID
    merged_before: bool
    """Whether one of them went into another before."""
    ended: bool
    """Whether the one that goes on is disabled."""
    shared: tuple[str, ...]
    """The cohorts in which both have a place, by title."""
    beyond: bool
    """Whether something hangs on one of them that is not the merging person's to decide."""


def why_not_merge(merging: Merging, *, by: UUID, named: bool) -> Reason | None:
    """Why two records are not merged. `named`: whether cohorts may be named to who asks."""
    people: Collection[UUID] = (merging.keep, merging.merge)
    if merging.keep == merging.merge:
        return SAME_RECORD
    if merging.merged_before:
        return MERGED_BEFORE
    if merging.beyond:
        return FOR_ADMINISTRATORS
    if merging.shared:
        return SAME_COHORT(cohorts=merging.shared) if named else SAME_COHORT_UNNAMED
    return (ENDED if merging.ended else None) or why_not_deal_with(people, by=by)
