"""The published cohort whose credit is changed."""

from dataclasses import dataclass

from app.core.errors import require
from app.credit.changes.rules import why_not_change_activity
from app.credit.disclosures.models import DisclosureDecision
from app.credit.disclosures.needed.queries import decisions_of
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.queries import activity_of
from app.site.loaders import load_cohort
from app.site.manage.cohorts.setup.loaders import Draft, planned
from app.site.visits import Visit


@dataclass(frozen=True)
class Changing:
    """A cohort with its units, and what is in force."""

    plan: Draft
    in_force: ApprovedActivity
    decided: DisclosureDecision | None
    """What was decided about disclosures since, which counts."""


def load_changing(visit: Visit, slug: str) -> Changing:
    """Raises `RefusedError` of a draft, of one in the archive, and of one without credit."""
    here = load_cohort(visit, slug)
    in_force = activity_of(visit.db, here.cohort.id)
    cohort = here.cohort
    require(
        why_not_change_activity(in_force, is_draft=cohort.is_draft, archived_at=cohort.archived_at)
    )
    assert in_force is not None
    decided = next(iter(decisions_of(visit.db, cohort.id)), None)
    return Changing(planned(visit, here), in_force, decided)
