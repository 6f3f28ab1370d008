"""Letters that ask for a disclosure."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.core import outbox
from app.core.outbox import Letter
from app.credit.disclosures.models import DisclosureRequest
from app.credit.disclosures.rules import Controller


def ask_them(
    session: Session,
    cohort: Cohort,
    people: Sequence[Controller],
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    """Write to each for the first time, or once more, and keep that. `by`: none for a reminder."""
    rows = [
        DisclosureRequest(cohort_id=cohort.id, person_id=own.id, asked_at=now, by=by)
        for own in people  # who has an account is known by it
    ]
    session.add_all(rows)
    session.flush()
    outbox.post_all(
        session,
        kind="disclosure_asked",
        letters=[
            Letter(
                f"disclosure_asked:{row.id}",
                row.person_id,
                facts={"again": own.letters > 0},
                useless_after=cohort.closes_at,
                label=own.name,
            )
            for row, own in zip(rows, people, strict=True)
        ],
        facts={"cohort": cohort.title, "disclosure_path": "/my/disclosures"},
        now=now,
    )
