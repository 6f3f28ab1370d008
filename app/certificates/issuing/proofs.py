"""Proofs: the certificates that an activity would give, before anybody has done anything for one.

Made by the same words and templates as real ones, and printed as previews. The person is invented;
in the crowded case also partners and title, unless the activity's own are longer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from app.certificates import specimens
from app.certificates.issuing.credit import Credited, credit_words
from app.certificates.issuing.draft import PrintSetup, signed_by, unfit
from app.certificates.printing.marking import CODE, NUMBER
from app.certificates.printing.wording import dates_text
from app.certificates.rules import kind_for
from app.certificates.snapshot import CertificateKind, CertificateSnapshot
from app.core.errors import RefusedError
from app.credit.additions.rules import Addition, added_quarters
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import AMA_PRA_1, SystemRole
from app.credit.systems.rules import (
    Designated,
    additions_for,
    in_steps,
    notes_for,
    of_key,
    systems_for,
)
from app.language.reasons import reason
from app.people.enums import Profession

if TYPE_CHECKING:
    from app.credit.models import Activity

COMPLETION = CertificateKind.COMPLETION.value
"""Beside the keys of systems: what a proof can be of."""
NOT_GIVEN = reason(
    "proof.not_given", "As it stands, nobody can claim this credit, so there is no certificate."
)
_VERIFIED = datetime(2000, 1, 1, tzinfo=UTC)
PERSON = {name: specimens.ORDINARY[name] for name in ("person_name", "degrees")}
LONGEST = {name: specimens.CROWDED[name] for name in ("person_name", "degrees", "replaces")}


class Case(StrEnum):
    """Whose certificate it would be."""

    USUAL = "usual"
    CROWDED = "crowded"
    """The longest name, title and list of partners there is."""


@dataclass(frozen=True)
class Setting:
    """Where and when it takes place, as far as certificates say so."""

    program: str
    cohort: str
    zone: str
    modules: int
    days: Sequence[date]
    """The days of its sessions; without any, the day on which it is looked at."""


def claimable(designated: Sequence[Designated]) -> list[Designated]:
    """In what somebody can claim, one of them each: there is a certificate of each."""
    return [own for own in designated if _whose(own.key, designated) is not None]


def proof(
    approved: ApprovedActivity, of: str, case: Case, setting: Setting, print_setup: PrintSetup
) -> CertificateSnapshot:
    """A certificate of somebody who did everything and claimed all of it.

    `of`: the key of a system, or `COMPLETION`.

    Raises `RefusedError` where something cannot stand on a certificate, or nobody gets one.
    """
    kind = CertificateKind.COMPLETION if of == COMPLETION else kind_for(of)
    activity, last = approved.activity, max(setting.days)
    credited = _claim_of_all(approved, of, last) if kind.says_credit else None
    facts: dict[str, Any] = {
        **_setting_facts(setting),
        **_activity_facts(activity),
        **(_crowded(activity) if case is Case.CROWDED else PERSON),
        **print_setup.template(kind, activity.template),
        **credit_words(kind, credited),
    }
    address = print_setup.verify_url(CODE)
    try:
        facts |= signed_by(activity)
        return CertificateSnapshot(kind=kind, number=NUMBER, code=CODE, verify_url=address, **facts)
    except ValidationError as invalid:
        raise RefusedError(unfit(invalid)) from invalid


def _claim_of_all(approved: ApprovedActivity, key: str, day: date) -> Credited:
    """As much as is designated, by somebody of whom the certificate says as much as it can."""
    own, whose = of_key(key, approved.designated), _whose(key, approved.designated)
    if own is None or whose is None:
        raise RefusedError(NOT_GIVEN)
    most = in_steps(own.max_quarters or 0, own.system.step_quarters)
    added = tuple(
        Addition(addition, quarters)
        for addition in additions_for(whose, _VERIFIED, approved.designated)
        if key == AMA_PRA_1 and (quarters := added_quarters(addition, most))
    )
    return Credited(approved, key, most, day, whose, _VERIFIED, added)


def _whose(key: str, designated: Sequence[Designated]) -> Profession | None:
    """Who claims in a system, or else can choose it; of them, who has most additions or notes."""
    own = of_key(key, designated)
    if own is None or own.system.role is not SystemRole.CLAIMED:
        return None
    theirs = {
        who: [each.key for each in systems_for(who, _VERIFIED, designated)] for who in Profession
    }
    first = [who for who, keys in theirs.items() if keys[:1] == [key]]
    fitting = first or [who for who, keys in theirs.items() if key in keys]
    return max(fitting, key=lambda who: _besides(who, designated), default=None)


def _besides(who: Profession, designated: Sequence[Designated]) -> int:
    added = additions_for(who, _VERIFIED, designated)
    return len(added) + len(notes_for(who, _VERIFIED, designated))


def _activity_facts(activity: Activity) -> dict[str, Any]:
    return {
        "activity_title": activity.title,
        "provider": activity.provider,
        "joint_providers": tuple(activity.joint_providers),
        "learning_format": activity.learning_format,
        "place": activity.place or None,
    }


def _setting_facts(setting: Setting) -> dict[str, Any]:
    sessions, last = len(setting.days), max(setting.days)
    return {
        "dates_text": dates_text(min(setting.days), last),
        "completed_on": last,
        "issued_on": last,
        "policy_version": "1",
        "program_title": setting.program,
        "cohort_title": setting.cohort,
        "zone": setting.zone,
        "participation": {
            "units": max(setting.modules, sessions),
            "modules_offered": setting.modules,
            "modules_attested": setting.modules,
            "sessions_held": sessions,
            "sessions_counted": sessions,
        },
    }


def _crowded(activity: Activity) -> Mapping[str, Any]:
    """Its own title where that is longer, and its own partners before others."""
    others, own = specimens.CROWDED["joint_providers"], tuple(activity.joint_providers)
    partners = (*own, *(name for name in others if name not in own))
    return {
        **LONGEST,
        "joint_providers": partners[: max(len(own), len(others))],
        "activity_title": max(activity.title, specimens.CROWDED["activity_title"], key=len),
    }
