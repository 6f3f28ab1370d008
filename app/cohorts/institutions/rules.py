"""What an institution lead may be told, and finding people; pure.

An aggregate that speaks of other institutions' people never tells a number under five, and never
one from which such a number follows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.language.reasons import Reason, ReasonKind
from app.language.words import normalize_for_search

SMALLEST = 5
ORDERS = ("name", "department", "cohort")

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


def of_other_institutions(people: int, complete: int) -> Reason:
    """What may be said of the other institutions' people in a cohort."""
    if people < SMALLEST:
        return FEW_ELSEWHERE(few=SMALLEST)
    if complete < SMALLEST:
        return FEW_COMPLETED(count=people, few=SMALLEST)
    if people - complete < SMALLEST:
        return FEW_NOT_COMPLETED(count=people, few=SMALLEST)
    return SHARE_COMPLETED(count=people, percent=percent(complete, people))


def comparison(own: tuple[int, int], others: tuple[int, int]) -> Reason | None:
    """Both rates of completion from (people, complete), where neither tells of a few people."""
    if own[0] < SMALLEST or not _may_be_told(*others):
        return None
    return BOTH_SHARES(own=percent(own[1], own[0]), others=percent(others[1], others[0]))


def _may_be_told(people: int, complete: int) -> bool:
    return min(complete, people - complete) >= SMALLEST


def percent(part: int, whole: int) -> int:
    """A share in whole percent, half up."""
    return (200 * part + whole) // (2 * whole)


def find(people: Iterable[InstitutionMember], query: str) -> list[InstitutionMember]:
    """Those in whose name, address, department or cohorts every word is found."""
    words = normalize_for_search(query).split()
    return [one for one in people if all(word in _haystack(one) for word in words)]


def in_order(people: Iterable[InstitutionMember], order: str) -> list[InstitutionMember]:
    """By name, department or newest cohort; a minus in front turns the order around.

    Equals go by name, and whoever has no department or cohort comes last either way.
    """
    by_name = sorted(people, key=_name)
    key = {"department": _department, "cohort": _newest}.get(order.removeprefix("-"), _name)
    there = [one for one in by_name if key(one)]
    missing = [one for one in by_name if not key(one)]
    return sorted(there, key=key, reverse=order.startswith("-")) + missing


def _name(one: InstitutionMember) -> str:
    return normalize_for_search(f"{one.family_name}, {one.given_name}")


def _department(one: InstitutionMember) -> str:
    return normalize_for_search(one.department)


def _newest(one: InstitutionMember) -> str:
    return one.newest


def _haystack(one: InstitutionMember) -> str:
    texts: Sequence[str] = (one.display_name, one.address, one.department, *one.cohorts)
    return normalize_for_search(" ".join(texts))
