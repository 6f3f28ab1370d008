"""A letter that is posted by an act, composed before anybody acts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.orm import Session

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


def composed_ahead(
    session: Session,
    kind: str,
    facts: Mapping[str, JsonValue],
    person_id: UUID,
    *,
    languages: Sequence[Language],
    base_url: str,
    now: datetime,
) -> LetterAhead:
    """What one person will read: one statement. `languages`: the installation's."""
    message = outbox.unposted(kind=kind, facts=facts, now=now)
    message.person_id = person_id
    reader = addressees(session, [message], languages).get(person_id)
    try:
        return LetterAhead(compose(message, reader, base_url), None)
    except RefusedError as refused:
        return LetterAhead(None, refused.reason)
