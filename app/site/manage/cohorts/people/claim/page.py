"""More time to claim for one person: what they have, and the form that gives more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from app.cohorts.context import LearnerInCohort
from app.credit.extensions.rules import asks_of_evaluation, why_not_give_any, why_not_take_back
from app.credit.status.rules import CreditStatus
from app.language import Text, _
from app.language.moments import local, told
from app.language.reasons import Reason
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.people.claim.forms import Evaluation
from app.web.forms import FormState
from app.web.parts import Option

if TYPE_CHECKING:
    from app.credit.models import ClaimExtension
    from app.people.models import Person


@dataclass(frozen=True)
class Given:
    """What they were given, and whether it can be taken back."""

    id: UUID
    until: datetime
    waives: Sequence[Text]
    reason: str
    by: str
    at: datetime
    why_not_take_back: Reason | None


@dataclass(frozen=True)
class ExtensionPage:
    """What one person has, beside what everybody has."""

    cohort: str
    cohort_path: str
    name: str
    person_path: str
    path: str
    closes: datetime | None
    """Until when everybody can claim; None: there is nothing to claim."""
    expires: datetime | None
    given: Given | None
    why_not: Reason | None
    evaluation: Sequence[Option]
    """What has to be said of an evaluation that has closed; empty: nothing."""
    needs_completion: bool
    form: FormState = field(default_factory=FormState)


EVALUATION = [
    Option(Evaluation.WAIVED, _("They claim without it")),
    Option(Evaluation.NEEDED, _("They need it all the same")),
]


def extension_page(
    learner: LearnerInCohort,
    person: Person,
    standing: CreditStatus,
    given: ClaimExtension | None,
    by_name: str,
    *,
    by: UUID,
    reader_zone: str,
    now: datetime,
    form: FormState | None = None,
) -> ExtensionPage:
    """The page of one place, for a reader who is `by`."""
    cohort_path, zone = path_of(learner), learner.cohort.zone
    activity = standing.approved.activity if standing.approved else None
    return ExtensionPage(
        cohort=learner.cohort.title,
        cohort_path=cohort_path,
        name=person.display_name,
        person_path=f"{cohort_path}/people/{person.id}",
        path=f"{cohort_path}/people/{person.id}/claim",
        closes=told(activity.claims_close_at, zone, reader_zone) if activity else None,
        expires=told(activity.expires_at, zone, reader_zone)
        if activity and activity.expires_at
        else None,
        given=_given(given, standing, by_name, zone, reader_zone, by) if given else None,
        why_not=why_not_give_any(standing, now, owner=person.id, by=by),
        evaluation=EVALUATION if asks_of_evaluation(standing, now) else (),
        needs_completion=activity is not None and activity.requires_completion,
        form=form or FormState(_values(given, zone)),
    )


def _given(
    given: ClaimExtension,
    standing: CreditStatus,
    by_name: str,
    zone: str,
    reader_zone: str,
    by: UUID,
) -> Given:
    return Given(
        id=given.id,
        until=told(given.until, zone, reader_zone),
        waives=[
            words
            for words, waived in (
                (_("They claim without the evaluation."), given.waives_evaluation),
                (_("They claim without having completed the program."), given.waives_completion),
            )
            if waived
        ],
        reason=given.reason,
        by=by_name,
        at=told(given.at, zone, reader_zone),
        why_not_take_back=why_not_take_back(
            standing, given=given.id, seen=given.id, owner=standing.ledger.person_id, by=by
        ),
    )


def _values(given: ClaimExtension | None, zone: str) -> dict[str, str]:
    """What they have already, to be changed; nothing of who has what everybody has."""
    if given is None:
        return {}
    return {
        "until": local(given.until, zone).date().isoformat(),
        "evaluation": Evaluation.WAIVED if given.waives_evaluation else "",
        "waives_completion": "yes" if given.waives_completion else "",
        "reason": given.reason,
    }
