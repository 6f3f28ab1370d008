"""The letter that somebody will get about their certificates, composed before there is one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.orm import Session

from app.certificates.issuing.letters import told
from app.certificates.printing.marking import CODE, NUMBER
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import CohortContext
from app.core import outbox
from app.core.errors import RefusedError
from app.language.languages import Language
from app.language.reasons import Reason
from app.messages.composing import Letter, compose
from app.messages.queries import addressees


class LetterAhead(NamedTuple):
    """A letter as it will be, or why there will be none."""

    letter: Letter | None
    why_not: Reason | None


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
    message = outbox.unposted(kind="certificate", facts=facts, now=now)
    message.person_id = person_id
    reader = addressees(session, [message], languages).get(person_id)
    try:
        return LetterAhead(compose(message, reader, base_url), None)
    except RefusedError as refused:
        return LetterAhead(None, refused.reason)
