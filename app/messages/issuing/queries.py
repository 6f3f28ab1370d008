"""The letter that somebody will get about their certificates, composed before there is one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.orm import Session

from app.certificates.issuing.letters import told
from app.certificates.printing.marking import CODE, NUMBER
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import CohortContext
from app.language.languages import Language
from app.messages.ahead import LetterAhead, composed_ahead


def letter_ahead(
    session: Session,
    here: CohortContext,
    person_id: UUID,
    kinds: Iterable[CertificateKind],
    *,
    languages: Sequence[Language],
    base_url: str,
    now: datetime,
) -> LetterAhead:
    """What one person will read about all that is issued to them at once: one statement.

    The number and code of each stand for those that it gets. `languages`: the installation's.
    """
    certificates: list[JsonValue] = [told(kind, NUMBER, CODE) for kind in kinds]
    facts: dict[str, JsonValue] = {
        "program": here.program.title,
        "cohort": here.cohort.title,
        "certificates": certificates,
    }
    return composed_ahead(
        session,
        "certificate",
        facts,
        person_id,
        languages=languages,
        base_url=base_url,
        now=now,
    )
