"""Proofs: what certificates of an activity would say, before anybody has done anything for one.

Printed by the same templates as real ones, as previews. The person is invented; on the worst case
also the partners and the title, unless the activity's own are longer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pydantic import ValidationError

from app.certificates import specimens
from app.certificates.issuing.draft import PrintSetup, credit_words, signed_by, unfit
from app.certificates.printing.marking import CODE, NUMBER
from app.certificates.printing.wording import dates_text
from app.certificates.snapshot import CertificateKind, CertificateSnapshot
from app.core.errors import RefusedError
from app.credit.enums import CreditSystem
from app.credit.models import Activity, Claim

PERSON = {name: specimens.ORDINARY[name] for name in ("person_name", "degrees")}
LONGEST = {name: specimens.CROWDED[name] for name in ("person_name", "degrees", "replaces")}


@dataclass(frozen=True)
class Setting:
    """Where and when it takes place, as far as certificates say so."""

    program: str
    cohort: str
    zone: str
    modules: int
    days: Sequence[date]
    """The days of its sessions; without any, the day on which it is looked at."""


def proof(
    activity: Activity,
    kind: CertificateKind,
    setting: Setting,
    print_setup: PrintSetup,
    *,
    worst: bool = False,
) -> CertificateSnapshot:
    """A certificate of somebody who did everything. `worst`: as crowded as one can become.

    Raises `RefusedError` where something cannot stand on a certificate, with the reason.
    """
    last = max(setting.days)
    noon = datetime(last.year, last.month, last.day, 12, tzinfo=UTC)
    claimed = _claim_of_all(activity, noon)
    facts: dict[str, Any] = {
        **_setting_facts(setting),
        **_activity_facts(activity),
        **(_worst(activity) if worst else PERSON),
        **print_setup.template(kind, activity.template),
        **credit_words(kind, activity, claimed, "UTC"),
    }
    address = print_setup.verify_url(CODE)
    try:
        facts |= signed_by(activity)
        return CertificateSnapshot(kind=kind, number=NUMBER, code=CODE, verify_url=address, **facts)
    except ValidationError as invalid:
        raise RefusedError(unfit(invalid)) from invalid


def _claim_of_all(activity: Activity, at: datetime) -> Claim:
    """Somebody claimed as much as is designated: a row that nobody stores."""
    return Claim(
        enrollment_id=activity.id,
        activity_id=activity.id,
        credit_system=CreditSystem.AMA_PRA_1,
        edition=1,
        quarters=activity.designated_quarters,
        eligible_quarters=activity.designated_quarters,
        statement="",
        facts={},
        claimed_at=at,
        by=activity.id,
    )


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


def _worst(activity: Activity) -> Mapping[str, Any]:
    crowded = specimens.CROWDED
    partners = max(crowded["joint_providers"], tuple(activity.joint_providers), key=len)
    title = max(crowded["activity_title"], activity.title, key=len)
    return {**LONGEST, "joint_providers": partners, "activity_title": title}
