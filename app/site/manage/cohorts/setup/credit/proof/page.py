"""Which proof is wanted, where it takes place, and why there is none yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.datastructures import FormData

from app.certificates.issuing.proofs import Case, Setting
from app.credit.enums import AMA_PRA_1
from app.language import Text
from app.site.manage.cohorts.setup.loaders import Draft
from app.site.parts.proofs import setting_of


@dataclass(frozen=True)
class Asked:
    """Of which credit, by the key of its system or `COMPLETION`, and in which case."""

    of: str
    case: Case


@dataclass(frozen=True)
class ProblemsPage:
    """What has to be filled in, or mended, before there is a proof."""

    cohort: str
    path: str
    problems: Sequence[tuple[str, Text]]
    """The field and what is wrong with it."""


def asked_for(submitted: FormData) -> Asked:
    """What was chosen beside the form; without a choice it is physicians' credit."""
    case = Case.CROWDED if submitted.get("proof-worst") == "yes" else Case.USUAL
    return Asked(str(submitted.get("proof-kind") or AMA_PRA_1), case)


def setting_of_draft(draft: Draft, now: datetime) -> Setting:
    """Where and when a draft takes place."""
    starts = [unit.starts_at for unit in draft.sessions if unit.starts_at]
    return setting_of(draft.here, starts, sum(unit.has_module for unit in draft.units), now)


def problems_page(draft: Draft, errors: Mapping[str, Text]) -> ProblemsPage:
    """What is wrong, in the order of the form."""
    return ProblemsPage(draft.here.cohort.title, draft.credit_path, list(errors.items()))
