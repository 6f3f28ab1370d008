"""What a transcript tells: the certificates that hold, by what each says itself; pure.

Choices:

- A certificate is in the range, and in the year, of the day of completion that is printed on it.
- What was revoked or replaced is not given to these functions.
- Amounts are added within one credit system; whoever claims the same hours in two has two sums.
- It is made out to the name on the newest certificate that holds: somebody looked at that one
  before it was printed, and nobody at what stands in a profile today.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.certificates.snapshot import CertificateKind, CertificateSnapshot
from app.credit.phrase import credits_text, phrase_text
from app.language.reasons import Reason, ReasonKind, reason

NO_CERTIFICATES = reason(
    "transcript.no_certificates", "You have no certificate that holds, so there is none to list."
)
BACKWARDS = reason("transcript.backwards", "The last day is before the first one.")
EMPTY = ReasonKind(
    "transcript.empty",
    "No certificate of yours that holds is about anything completed from {first:date} to "
    "{last:date}.",
)
CHANGED_MEANWHILE = reason(
    "transcript.changed_meanwhile",
    "One of your certificates changed while the transcript was printed. Make it again.",
)
_AMOUNT = re.compile(r"(\d+)\.(00|25|50|75) (.+)")


class Days(NamedTuple):
    """From one day to another, both included."""

    first: date
    last: date

    def have(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last


class Amount(NamedTuple):
    """So much of a credit system, as a certificate says it."""

    system: str
    """By its key."""
    quarters: int
    unit: str
    """What so much of it is called."""

    @property
    def text(self) -> str:
        """`11.50 ANCC contact hours`."""
        return f"{credits_text(self.quarters)} {self.unit}"


class Sum(NamedTuple):
    """How much there is of one system in one year, or in all."""

    year: int | None
    text: str


@dataclass(frozen=True)
class Totals:
    """The sums of one credit system."""

    unit: str
    """What several of it are called."""
    years: Sequence[Sum]
    whole: Sum


@dataclass(frozen=True)
class Transcript:
    """What one transcript tells: of whom, of which days, by which certificates."""

    days: Days
    person_name: str
    degrees: str | None
    certificates: Sequence[CertificateSnapshot]
    """In the order of their completion."""

    @property
    def full_name(self) -> str:
        """The name with degrees, as a certificate is made out."""
        return f"{self.person_name}, {self.degrees}" if self.degrees else self.person_name

    @property
    def with_credit(self) -> list[CertificateSnapshot]:
        """Those that say how much, in some credit system or in hours."""
        return [own for own in self.certificates if own.kind.says_credit]

    @property
    def of_completion(self) -> list[CertificateSnapshot]:
        """Those that say nothing of credit."""
        return [own for own in self.certificates if not own.kind.says_credit]

    @property
    def numbers(self) -> list[str]:
        """The numbers of all of them."""
        return [own.number for own in self.certificates]


def transcript(holding: Sequence[CertificateSnapshot], days: Days) -> Transcript:
    """The transcript of some days. `holding`: all certificates that hold, the newest first."""
    newest = holding[0]
    listed = [own for own in holding if days.have(own.completed_on)]
    listed.sort(key=lambda own: (own.completed_on, own.issued_on, own.number))
    return Transcript(days, newest.person_name, newest.degrees, tuple(listed))


def all_days(holding: Iterable[CertificateSnapshot], today: date) -> Days:
    """From the first completion to today, or to the last one where that is later."""
    completed = [own.completed_on for own in holding]
    return Days(min(completed, default=today), max([*completed, today]))


def why_not_make(holding: Sequence[CertificateSnapshot], days: Days) -> Reason | None:
    """Why there is no transcript of these days."""
    if not holding:
        return NO_CERTIFICATES
    if days.last < days.first:
        return BACKWARDS
    if not any(days.have(own.completed_on) for own in holding):
        return EMPTY(first=days.first, last=days.last)
    return None


def amount_of(snapshot: CertificateSnapshot) -> Amount | None:
    """How much a certificate says; None for one that says nothing of it.

    Raises:
        ValueError: It says so in words that cannot be added; none is issued like that.
    """
    if not snapshot.kind.says_credit:
        return None
    system = snapshot.credit_system or ""
    if snapshot.awards_physicians_credit:
        assert snapshot.claimed_quarters is not None  # its kind sees to it
        return Amount(system, snapshot.claimed_quarters, phrase_text(snapshot.claimed_quarters))
    said = snapshot.hours_text if _is_hours(snapshot) else snapshot.award_text
    found = _AMOUNT.fullmatch(said or "")
    if found is None:
        raise ValueError(f"certificate {snapshot.number} says no amount: {said}")  # not shown
    return Amount(system, int(found[1]) * 4 + int(found[2]) // 25, _unit(snapshot, found[3]))


def _is_hours(snapshot: CertificateSnapshot) -> bool:
    return snapshot.kind is CertificateKind.PARTICIPATION


def _unit(snapshot: CertificateSnapshot, said: str) -> str:
    """Hours alone would be hours of anything, so they say what they are of, as the paper does."""
    return f"{said} of participation" if _is_hours(snapshot) else said  # not shown


def totals(certificates: Iterable[CertificateSnapshot]) -> list[Totals]:
    """The sums of each credit system, by what its unit is called."""
    by_system: dict[str, list[tuple[int, Amount]]] = defaultdict(list)
    for own in certificates:
        if (amount := amount_of(own)) is not None:
            by_system[amount.system].append((own.completed_on.year, amount))
    return sorted((_totals(own) for own in by_system.values()), key=lambda own: own.unit)


def _totals(amounts: Sequence[tuple[int, Amount]]) -> Totals:
    years: dict[int, int] = defaultdict(int)
    for year, amount in amounts:
        years[year] += amount.quarters
    units = [amount.unit for _year, amount in amounts if amount.quarters != 4]
    sums = [Sum(year, credits_text(quarters)) for year, quarters in sorted(years.items())]
    whole = Sum(None, credits_text(sum(years.values())))
    return Totals((units or [amounts[0][1].unit])[-1], sums, whole)
