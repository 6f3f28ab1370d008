"""Delivers the outbox: one task, one mail, one recipient, at least once."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from app.messages.composing import Addressee, Letter, compose, compose_to_keep
from app.messages.last_look import SENT_MEANWHILE, TOO_LATE, LastLook, Send, Wait
from app.messages.letter import as_mail
from app.messages.reminders.tasks import look_at_reminder
from app.messages.smtp import MailServer, trouble
from app.settings import Settings

log = logging.getLogger("waypost.mail")

NO_SUCH_MAIL = reason("mail.none", "There is no such mail in the outbox.")
WAITS = reason("mail.waits", "It waits for an hour in which its reader wants mail.")
LAST_LOOKS: Mapping[str, LastLook] = {"reminder": look_at_reminder}
"""By kind of letter; every other letter says what was so when it was posted."""


def make_handlers(settings: Settings) -> Mapping[str, Handler]:
    """The worker's handler of outgoing mail; none without `SMTP_URL`: mail then stays where it is.

    Raises `MailServerError` with a sentence for the operator when `SMTP_URL` cannot be read.
    """
    if settings.smtp_url is None:
        return {}
    host = urlsplit(settings.base_url).hostname or "localhost"
    server = MailServer.from_url(settings.smtp_url.get_secret_value(), greeting=host)
    languages = settings.offered_languages
    return {DELIVER: Delivery(server, settings.mail_from, settings.base_url, host, languages)}


@dataclass(frozen=True)
class Delivery:
    """Hands mail to the server. The database is free while the server takes its time."""

    server: MailServer
    sender: str
    base_url: str
    host: str
    languages: Sequence[Language]
    looks: Mapping[str, LastLook] = field(default_factory=lambda: LAST_LOOKS)

    def __call__(self, database: Database, task: Task, now: datetime) -> None:
        """Deliver the message that the task names, or see to it that it is tried again."""
        with database.read() as session:
            message = _message(session, task)
            person = queries.addressees(session, [message], self.languages).get(message.person_id)
            verdict = self._verdict(session, message, now)
        if not isinstance(verdict, Send):
            with database.write() as session:
                _hold_back(session, message, task, verdict, now)
            return
        message.facts = dict(verdict.facts)
        self._hand_over(database, task, message, person, now)

    def _verdict(
        self, session: Session, message: OutboxMessage, now: datetime
    ) -> Send | Wait | Reason:
        if message.sent_at is not None:
            return SENT_MEANWHILE
        if rules.is_useless(message.useless_after, now):
            return TOO_LATE
        look = self.looks.get(message.kind)
        return look(session, message, now) if look else Send(message.facts)

    def _hand_over(
        self,
        database: Database,
        task: Task,
        message: OutboxMessage,
        person: Addressee | None,
        now: datetime,
    ) -> None:
        letter = compose(message, person, self.base_url)
        try:
            self.server.send(as_mail(message, letter, sender=self.sender, host=self.host))
        except OSError as error:
            self._try_later(database, task, trouble(error), now)
            return
        kept = compose_to_keep(message, person, self.base_url)
        until_taken(partial(self._record, database, task, message, kept, now))

    def _record(
        self, database: Database, task: Task, message: OutboxMessage, kept: Letter, now: datetime
    ) -> None:
        """What is not recorded is sent once more."""
        with database.write() as session:
            actions.record_sent(session, message, kept, task, now=now)

    def _try_later(self, database: Database, task: Task, why: Reason, now: datetime) -> None:
        log.warning("Mail %s waits: %s", task.key, why)
        since = actions.tried_since(task) or now
        require(rules.why_give_up(since, now))
        wait = rules.wait_after(task.attempts)
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
