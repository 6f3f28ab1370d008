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
from app.site.parts.credit import SYSTEMS_LANGUAGE


def proof_kinds(systems: Iterable[CreditSystem]) -> list[tuple[str, Text, str | None]]:
    """One for each system that somebody claims in, and the attestation of completion.

    Each is called what stands on top of it, without the name of the credit: an option of a list
    cannot set that in italics. The last of each: its language, where that is not the page's.
    """
    kinds = [_kind(own) for own in systems]
    return [*kinds, (COMPLETION, CertificateKind.COMPLETION.words, None)]


def _kind(system: CreditSystem) -> tuple[str, Text, str | None]:
    if system.heading:
        return system.key, system.heading, SYSTEMS_LANGUAGE
    return system.key, kind_for(system.key).words, None


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
