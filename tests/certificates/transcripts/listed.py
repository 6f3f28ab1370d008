"""Certificates of one person in several cohorts and credit systems."""

from datetime import date
from typing import Any

from app.certificates.numbers import new_code, new_number
from app.certificates.snapshot import CertificateSnapshot
from app.certificates.specimens import CONTACT_HOURS, CROWDED, WITH_POINTS
from tests.certificates.samples import snapshot

FALL, SPRING, EARLIER = date(2026, 11, 19), date(2026, 4, 30), date(2025, 5, 8)


def certificate(
    kind: str = "cme_credit", completed: date = FALL, **changes: Any
) -> CertificateSnapshot:
    """One under its own number."""
    code = new_code()
    own = {"number": new_number(), "code": code, "completed_on": completed}
    url = f"https://waypost.example/verify/{code}"
    return snapshot(kind, **own, verify_url=url, issued_on=completed, **changes)


def several() -> list[CertificateSnapshot]:
    """The newest first, as they are read."""
    title = CROWDED["activity_title"]
    return [
        certificate(activity_title=title, joint_providers=CROWDED["joint_providers"]),
        certificate("completion"),
        certificate(completed=SPRING, claimed_quarters=4, **WITH_POINTS),
        certificate(completed=SPRING, **CONTACT_HOURS),
        certificate(completed=EARLIER, claimed_quarters=21),
        certificate("participation", EARLIER, hours_text="1.00 hour"),
        certificate("participation", EARLIER),
    ]
