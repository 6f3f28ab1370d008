"""What an institution lead may be told; pure.

An aggregate that speaks of other institutions' people never tells a number under five, and never
one from which such a number follows.
"""

from dataclasses import dataclass

from app.language.reasons import Reason, ReasonKind

SMALLEST = 5

FEW_ELSEWHERE = ReasonKind(
    "elsewhere.few", "Fewer than {few} people of other institutions are in this cohort."
)
FEW_COMPLETED = ReasonKind(
    "elsewhere.few_completed",
    "{count} person of other institutions is in this cohort; "
    "fewer than {few} of them have completed.",
    "{count} people of other institutions are in this cohort; "
    "fewer than {few} of them have completed.",
)
FEW_NOT_COMPLETED = ReasonKind(
    "elsewhere.few_not_completed",
    "{count} person of other institutions is in this cohort; "
    "fewer than {few} of them have not completed.",
    "{count} people of other institutions are in this cohort; "
    "fewer than {few} of them have not completed.",
)
SHARE_COMPLETED = ReasonKind(
    "elsewhere.share_completed",
    "{count} person of other institutions is in this cohort; {percent}% of them have completed.",
    "{count} people of other institutions are in this cohort; {percent}% of them have completed.",
)
BOTH_SHARES = ReasonKind("elsewhere.both_shares", "{own}% of yours, {others}% elsewhere")


@dataclass(frozen=True)
class InstitutionMember:
    """One person of the lead's institution, as the list of people shows them."""

    family_name: str
    given_name: str
    display_name: str
    address: str
    department: str
    cohorts: tuple[str, ...]
    """Newest first."""
    newest: str
    """Sorts by when the newest cohort closes; empty for nobody's."""


@dataclass(frozen=True)
class CompletionCounts:
    """How many of some people have completed."""

    people: int
    complete: int


def of_other_institutions(others: CompletionCounts) -> Reason:
    """What may be said of the other institutions' people in a cohort."""
    people, complete = others.people, others.complete
    if people < SMALLEST:
        return FEW_ELSEWHERE(few=SMALLEST)
    if complete < SMALLEST:
        return FEW_COMPLETED(count=people, few=SMALLEST)
    if people - complete < SMALLEST:
        return FEW_NOT_COMPLETED(count=people, few=SMALLEST)
    return SHARE_COMPLETED(count=people, percent=percent(complete, people))


def comparison(own: CompletionCounts, others: CompletionCounts) -> Reason | None:
    """Both rates of completion, where neither tells of a few people."""
    fewest = min(others.complete, others.people - others.complete)
    if own.people < SMALLEST or fewest < SMALLEST:
        return None
    return BOTH_SHARES(
        own=percent(own.complete, own.people), others=percent(others.complete, others.people)
    )


def percent(part: int, whole: int) -> int:
    """A share in whole percent, half up."""
    return (200 * part + whole) // (2 * whole)
