"""Which proof is wanted, where it takes place, and why there is none yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.datastructures import FormData

from app.certificates.issuing.proofs import Setting
from app.certificates.snapshot import CertificateKind
from app.language import Text
from app.language.moments import local
from app.site.manage.cohorts.setup.loaders import Draft


@dataclass(frozen=True)
class Asked:
    """Of which kind, and whether as crowded as a certificate can become."""

    kind: CertificateKind
    worst: bool


@dataclass(frozen=True)
class ProblemsPage:
    """What has to be filled in, or mended, before there is a proof."""

    cohort: str
    path: str
    problems: Sequence[tuple[str, Text]]
    """The field and what is wrong with it."""


def asked_for(submitted: FormData) -> Asked:
    """What was chosen beside the form; a kind that there is not is that of credit."""
    kinds = {kind.value: kind for kind in CertificateKind}
    kind = kinds.get(str(submitted.get("proof-kind")), CertificateKind.CME_CREDIT)
    return Asked(kind, submitted.get("proof-worst") == "yes")


def setting_of(draft: Draft, now: datetime) -> Setting:
    """Where and when a draft takes place."""
    here = draft.here
    zone = here.cohort.zone
    days = [local(unit.starts_at, zone).date() for unit in draft.sessions if unit.starts_at]
    return Setting(
        program=here.program.title,
        cohort=here.cohort.title,
        zone=zone,
        modules=sum(unit.has_module for unit in draft.units),
        days=days or [local(now, zone).date()],
    )


def problems_page(draft: Draft, errors: Mapping[str, Text]) -> ProblemsPage:
    """What is wrong, in the order of the form."""
    return ProblemsPage(draft.here.cohort.title, f"{draft.path}/credit", list(errors.items()))
