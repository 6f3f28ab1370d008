"""Delivers the outbox: one task, one mail, one recipient, at least once."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

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
from app.messages.letter import as_mail
from app.messages.smtp import MailServer, trouble
from app.settings import Settings

log = logging.getLogger("waypost.mail")

NO_SUCH_MAIL = reason("mail.none", "There is no such mail in the outbox.")


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

    def __call__(self, database: Database, task: Task, now: datetime) -> None:
        """Deliver the message that the task names, or see to it that it is tried again."""
        message, person = _message(database, task, self.languages)
        if message.sent_at is not None or rules.is_useless(message.useless_after, now):
            with database.write() as session:
                actions.leave_unsent(session, message, task, now=now)
            return
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


def _message(
    database: Database, task: Task, languages: Sequence[Language]
) -> tuple[OutboxMessage, Addressee | None]:
    with database.read() as session:
        message = session.get(OutboxMessage, UUID(task.key))
        if message is None:
            raise RefusedError(NO_SUCH_MAIL)
        people = queries.addressees(session, [message], languages)
    return message, people.get(message.person_id)
