"""Which accreditation can stand on an activity, and in which words. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.credit.accreditations.enums import Accreditor
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.credit.accreditations.models import Accreditation

PARTNERS = "{partners}"
_JOINED = re.compile(r",?\s+and\s+\{partners\}")
NAMES: Mapping[Accreditor, str] = MappingProxyType(
    {
        Accreditor.ACCME: "ACCME",
        Accreditor.ANCC: "ANCC",
        Accreditor.ACPE: "ACPE",
        Accreditor.JOINT_ACCREDITATION: "Joint Accreditation",  # not shown: a name
    }
)
"""What is always called the same: proper names."""

ENTERED_MEANWHILE = reason(
    "accreditation.entered_meanwhile",
    "Somebody else entered another version at the same time. Look at it first.",
)
DAYS_OUTSIDE = ReasonKind(
    "accreditation.days_outside",
    "The accreditation of {provider} by {accreditor} holds from {since:date} to "
    "{until:date}, and the sessions are from {first:date} to {last:date}.",
)
DAYS_BEFORE = ReasonKind(
    "accreditation.days_before",
    "The accreditation of {provider} by {accreditor} holds from {since:date} on, and the "
    "sessions are from {first:date} to {last:date}.",
)
OF_ANOTHER = ReasonKind(
    "accreditation.of_another", "This is an accreditation of {provider}. Name that provider above."
)
NOT_JOINT = ReasonKind(
    "accreditation.not_joint",
    "{accreditor} has no wording for joint providership here. Enter it first, or choose no "
    "accreditation and write the statement yourself.",
)
NO_PARTNERS_IN_IT = ReasonKind(
    "accreditation.no_partners_in_it",
    "Write {placeholder} where the names of the partners go.",
)
ENDS_BEFORE_IT_BEGINS = reason(
    "accreditation.ends_before", "Choose a day that is not before the first one."
)
NAME_IT = reason("accreditation.name_it", "Enter the name of the accreditor.")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What is entered of an accreditation."""

    accreditor: Accreditor
    accreditor_name: str = ""
    statement: str
    joint_statement: str = ""
    valid_from: date
    valid_until: date | None = None


def accreditor_of(wording: Accreditation | Wording) -> str:
    """What the accreditor is called."""
    return NAMES.get(wording.accreditor) or wording.accreditor_name


def why_not_enter(wording: Wording) -> dict[str, Reason]:
    """What cannot be entered so, by field."""
    found: dict[str, Reason] = {}
    if wording.accreditor.is_named_apart and not wording.accreditor_name:
        found["accreditor_name"] = NAME_IT
    if wording.joint_statement and PARTNERS not in wording.joint_statement:
        found["joint_statement"] = NO_PARTNERS_IN_IT(placeholder=PARTNERS)
    if wording.valid_until is not None and wording.valid_until < wording.valid_from:
        found["valid_until"] = ENDS_BEFORE_IT_BEGINS
    return found


def why_not_on(
    accreditation: Accreditation, provider: str, days: Collection[date]
) -> Reason | None:
    """Why an activity on these days cannot stand under it. `provider`: whose it is, by name."""
    if not days:
        return None
    first, last = min(days), max(days)
    since, until = accreditation.valid_from, accreditation.valid_until
    if since <= first and (until is None or last <= until):
        return None
    by = accreditor_of(accreditation)
    if until is None:
        return DAYS_BEFORE(provider=provider, accreditor=by, since=since, first=first, last=last)
    return DAYS_OUTSIDE(
        provider=provider, accreditor=by, since=since, until=until, first=first, last=last
    )


def why_not_joint(accreditation: Accreditation, partners: Sequence[str]) -> Reason | None:
    """Why it cannot say with whom an activity is provided."""
    if not partners or accreditation.joint_statement:
        return None
    return NOT_JOINT(accreditor=accreditor_of(accreditation))


def statement_of(accreditation: Accreditation, partners: Sequence[str]) -> str:
    """The accreditation statement of an activity, as certificates keep it."""
    if not partners:
        return accreditation.statement
    said = accreditation.joint_statement
    if len(partners) > 1:
        # whoever is named before them belongs to the same list: "X, A, and B"
        mark = _mark(partners)
        rest = mark.join([*partners[:-1], f"and {partners[-1]}"])  # not shown: as below
        said = _JOINED.sub(lambda _found: f"{mark}{rest}", said)
    return said.replace(PARTNERS, _listed(partners))


def _mark(names: Sequence[str]) -> str:
    return "; " if any("," in name for name in names) else ", "


def _listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B, and C`; semicolons where a name has a comma."""
    mark = _mark(names)
    if len(names) < 3 and mark == ", ":
        return " and ".join(names)  # not shown: statements keep their language
    if len(names) == 1:
        return names[0]
    return mark.join([*names[:-1], f"and {names[-1]}"])  # not shown: as above
