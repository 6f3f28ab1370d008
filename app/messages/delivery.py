"""Delivers the outbox: one task, one mail, one recipient, at least once."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import queue
from app.core.again import until_taken
from app.core.db import Database
from app.core.errors import RefusedError, require
from app.core.models import OutboxMessage, Task
from app.core.outbox import DELIVER
from app.core.worker import Handler
from app.language.languages import Language
from app.language.reasons import Reason, reason
from app.messages import actions, queries, rules
from app.messages.announcements.last_look import still_reached
from app.messages.arms.looks import (
    look_at_answer,
    look_at_change,
    look_at_policy,
    look_at_survey,
)
from app.messages.calendar import looks as calendar
from app.messages.calendar.looks import Carried
from app.messages.calendar.mailed.actions import note_taken
from app.messages.calendar.rules import CHANGES
from app.messages.composing import Addressee, Letter, compose, compose_to_keep
from app.messages.connections import KeptConnections
from app.messages.digests.tasks import look_again
from app.messages.frame import Frame, framed
from app.messages.framing import Framing
from app.messages.last_look import LastLook, Send, Wait
from app.messages.letter import as_mail
from app.messages.reminders.tasks import look_at_reminder
from app.messages.rules import SENT_MEANWHILE, TOO_LATE, WAITS
from app.messages.smtp import MailServer, RecipientRefusedError, trouble
from app.messages.studies.looks import (
    look_at_arm,
    look_at_crossing,
    look_at_mentee,
    look_at_wave,
)
from app.messages.wanted import why_not_send
from app.settings import Settings

log = logging.getLogger("waypost.mail")

NO_SUCH_MAIL = reason("mail.none", "There is no such mail in the outbox.")
LAST_LOOKS: Mapping[str, LastLook] = {
    "invitation": calendar.look_at_invitation,
    "session_left": calendar.look_at_leaving,
    **dict.fromkeys((*CHANGES, "session_held", "session_not_held"), look_at_change),
    "excuse_answered": look_at_answer,
    "make_up_answered": look_at_answer,
    "survey_open": look_at_survey,
    "survey_reminder": look_at_survey,
    "announcement": still_reached,
    "personal_message": still_reached,
    "thread_digest": look_again,
    "reminder": look_at_reminder,
    "policy_changed": look_at_policy,
    "arm_drawn": look_at_arm,
    "arm_crossed_over": look_at_crossing,
    "wave_open": look_at_wave,
    "wave_reminder": look_at_wave,
    "rater_asked": look_at_mentee,
    "wave_mentee": look_at_mentee,
    "wave_mentee_reminder": look_at_mentee,
}
"""By kind of letter; every other letter says what was so when it was posted."""


def make_handlers(settings: Settings) -> Mapping[str, Handler]:
    """The worker's handler of outgoing mail; none without `SMTP_URL`: mail then stays where it is.

    Raises `MailServerError` with a sentence for the operator when `SMTP_URL` cannot be read.
    """
    if settings.smtp_url is None:
        return {}
    host = urlsplit(settings.base_url).hostname or "localhost"
    server = MailServer.from_url(settings.smtp_url.get_secret_value(), greeting=host)
    assert settings.secret_key is not None  # settings see to it
    framing = Framing(settings.base_url, settings.secret_key.get_secret_value())
    sender = Sender(KeptConnections(server), settings.mail_from, host)
    return {DELIVER: Delivery(sender, framing, settings.offered_languages)}


@dataclass(frozen=True)
class Sender:
    """Hands letters to the server, in our name."""

    connections: KeptConnections
    address: str
    host: str

    def send(self, outgoing: "Outgoing") -> None:
        """Compose and hand over; raises like `MailServer.send`."""
        letter = framed(outgoing.letter, outgoing.frame)
        letter = replace(letter, calendar=outgoing.event.part if outgoing.event else None)
        mail = as_mail(
            outgoing.message, letter, outgoing.frame, sender=self.address, host=self.host
        )
        self.connections.send(mail)


@dataclass(frozen=True)
class Outgoing:
    """A letter that goes now: all that was read of it."""

    message: OutboxMessage
    person: Addressee | None
    frame: Frame
    event: Carried | None
    """What a calendar takes up of it."""

    @property
    def letter(self) -> Letter:
        """In words, with its secrets."""
        return compose(self.message, self.person, self.frame.base_url)

    @property
    def kept(self) -> Letter:
        """In words, without."""
        return compose_to_keep(self.message, self.person, self.frame.base_url)


@dataclass(frozen=True)
class Delivery:
    """Hands mail to the server. The database is free while the server takes its time."""

    sender: Sender
    framing: Framing
    languages: Sequence[Language]
    looks: Mapping[str, LastLook] = field(default_factory=lambda: LAST_LOOKS)

    def __call__(self, database: Database, task: Task, now: datetime) -> None:
        """Deliver the message that the task names, or see to it that it is tried again."""
        try:
            self._deliver(database, task, now)
        finally:
            self._rest(database, now)

    def _deliver(self, database: Database, task: Task, now: datetime) -> None:
        with database.read() as session:
            message = _message(session, task)
            looked = None if calendar.concerns(message) else self._look(session, message, now)
        if looked is None:  # what a calendar is told is noted before the mail is handed over
            with database.write() as session:
                message = _message(session, task)
                calendar.lock(session, message)
                looked = self._look(session, message, now)
        if not isinstance(looked, Outgoing):
            with database.write() as session:
                _hold_back(session, message, task, looked, now)
            return
        self._hand_over(database, task, looked, now)

    def _look(
        self, session: Session, message: OutboxMessage, now: datetime
    ) -> Outgoing | Wait | Reason:
        """A letter as it goes now, or why it does not."""
        verdict = self._verdict(session, message, now)
        if not isinstance(verdict, Send):
            return verdict
        outgoing = self._outgoing(session, message, now)
        session.expunge(message)  # its facts are of this mail; in the row they stay as they were
        message.facts = dict(verdict.facts)
        return outgoing

    def _rest(self, database: Database, now: datetime) -> None:
        """A connection is kept as long as more is due; the mail is done with, come what may."""
        more = False
        try:
            with database.read() as session:
                more = queue.is_due(session, [DELIVER], now=now)
        except Exception:
            log.warning("Whether more mail is due could not be read.", exc_info=True)
        if not more:
            self.sender.connections.close()

    def _outgoing(self, session: Session, message: OutboxMessage, now: datetime) -> Outgoing:
        person = queries.addressees(session, [message], self.languages).get(message.person_id)
        frame = self.framing.of(session, message, now)
        event = calendar.calendar_part(
            session,
            message,
            person,
            sender=self.sender.address,
            base_url=frame.base_url,
            now=now,
        )
        return Outgoing(message, person, frame, event)

    def _verdict(
        self, session: Session, message: OutboxMessage, now: datetime
    ) -> Send | Wait | Reason:
        if message.sent_at is not None:
            return SENT_MEANWHILE
        if rules.is_useless(message.useless_after, now):
            return TOO_LATE
        why_not = why_not_send(session, message)
        if why_not is not None:
            return why_not
        look = self.looks.get(message.kind)
        return look(session, message, now) if look else Send(message.facts)

    def _hand_over(self, database: Database, task: Task, outgoing: Outgoing, now: datetime) -> None:
        try:
            self.sender.send(outgoing)
        except RecipientRefusedError as refused:
            with database.write() as session:
                actions.refuse(session, outgoing.message, outgoing.letter, task, refused, now=now)
            return
        except OSError as error:
            self._try_later(database, task, trouble(error), now)
            return
        record = partial(self._record, database, task, outgoing, outgoing.kept, now)
        until_taken(record)

    def _record(
        self, database: Database, task: Task, outgoing: Outgoing, kept: Letter, now: datetime
    ) -> None:
        """What is not recorded is sent once more."""
        with database.write() as session:
            actions.record_sent(session, outgoing.message, kept, task, now=now)
            if outgoing.event:
                note_taken(session, outgoing.event.telling)

    def _try_later(self, database: Database, task: Task, why: Reason, now: datetime) -> None:
        log.warning("Mail %s waits: %s", task.key, why)
        since = actions.tried_since(task) or now
        require(rules.why_give_up(since, now))
        wait = rules.wait_after(actions.tried_before(task) + 1, task.key)
        with database.write() as session:
            actions.postpone(session, task, why, since=since, wait=wait, now=now)


def _hold_back(
    session: Session, message: OutboxMessage, task: Task, verdict: Wait | Reason, now: datetime
) -> None:
    if isinstance(verdict, Wait):
        queue.postpone(session, task, WAITS, until=verdict.until)
    else:
        actions.leave_unsent(session, message, task, verdict, now=now)


def _message(session: Session, task: Task) -> OutboxMessage:
    message = session.get(OutboxMessage, UUID(task.key))
    if message is None:
        raise RefusedError(NO_SUCH_MAIL)
    return message
