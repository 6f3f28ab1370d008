"""What is stored of answers about studies, to be compared with the lines that tell of them."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.seals import seal
from app.history.agreement.kinds.queries import Facts, Kind, streamed
from app.studies.models import Consent


def _answered(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(Consent)):
        yield {"object": str(row.id), "edition": row.edition, "seal": seal(row)}


CONSENTS = (Kind("consent", _answered, ("consent.given", "consent.declined"), ("object",)),)
