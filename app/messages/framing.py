"""Reads what stands around one letter."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.models import OutboxMessage
from app.messages import queries
from app.messages.frame import Frame, Whom
from app.messages.streams.rules import stream_of
from app.messages.streams.tokens import token_for
from app.messages.studies.kinds import OF_MENTEES

NO_PERSON_YET = OF_MENTEES | {"newcomer"}
"""Letters to somebody who has no choices to make here."""


@dataclass(frozen=True)
class Framing:
    """How frames are made in this installation."""

    base_url: str
    secret: str
    """Signs what turns a stream off."""

    def of(self, session: Session, message: OutboxMessage, now: datetime) -> Frame:
        """The frame of a letter: at most two statements."""
        asking = queries.whom_to_ask(session, message, now)
        has_whom = asking is not None and asking.name and asking.address
        return Frame(
            self.base_url,
            cohort=asking.cohort if asking else None,
            whom=Whom(str(asking.name), str(asking.address)) if asking and has_whom else None,
            has_choices=message.person_id is not None and message.kind not in NO_PERSON_YET,
            stream=stream_of(message.kind),
            unsubscribe=self._unsubscribe(message),
        )

    def _unsubscribe(self, message: OutboxMessage) -> str | None:
        stream = stream_of(message.kind)
        if stream is None or message.person_id is None:
            return None
        token = token_for(self.secret, message.person_id, stream)
        return f"{self.base_url}/mail/unsubscribe/{token}"
