"""Of what there is a proof, in words, and where the activity takes place as certificates say it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.certificates.issuing.proofs import COMPLETION, Setting
from app.certificates.rules import kind_for
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import CohortContext
from app.credit.models import CreditSystem
from app.language import Text
from app.language.moments import local


def proof_kinds(systems: Iterable[CreditSystem]) -> list[tuple[str, Text]]:
    """One for each system that somebody claims in, and the attestation of completion.

    Each is called what stands on top of it, without the name of the credit: an option of a list
    cannot set that in italics.
    """
    kinds = [(own.key, own.heading or kind_for(own.key).words) for own in systems]
    return [*kinds, (COMPLETION, CertificateKind.COMPLETION.words)]


def setting_of(
    here: CohortContext, starts: Sequence[datetime], modules: int, now: datetime
) -> Setting:
    """Where and when a cohort takes place. `starts`: of its sessions."""
    zone = here.cohort.zone
    return Setting(
        program=here.program.title,
        cohort=here.cohort.title,
        zone=zone,
        modules=modules,
        days=[local(start, zone).date() for start in starts] or [local(now, zone).date()],
    )
