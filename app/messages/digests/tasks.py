"""What the worker does for the daily letters: writes those that are due, looks before they go."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.core import audit
from app.core.db import Database
from app.core.models import OutboxMessage
from app.language.reasons import Reason
from app.messages.digests import queries, rules
from app.messages.digests.actions import Due, told, write_digests
from app.messages.last_look import Send, Wait
from app.messages.streams.queries import notification_settings
from app.messages.streams.rules import is_quiet, next_waking


def write_due_digests(database: Database, now: datetime) -> None:
    """Write the letters whose hour has come: a transaction for each cohort that has any."""
    with database.read() as session:
        due = due_by_cohort(session, now)
    for cohort_id, letters in due.items():
        with database.write() as session:
            audit.continue_chain(session, cohort_id)
            write_digests(session, session.get_one(Cohort, cohort_id), letters, now=now)


def due_by_cohort(session: Session, now: datetime) -> dict[UUID, list[Due]]:
    """The letters that can be written now, none of them empty: a constant number of statements."""
    posts = queries.recent_posts(session, now)
    if not posts:
        return {}
    readers = queries.readers_of(session, {post.cohort_id for post in posts}, now)
    settings = notification_settings(session, {reader.person_id for reader in readers})
    kept = queries.kept_of(session, posts)
    found: defaultdict[UUID, list[Due]] = defaultdict(list)
    for reader in readers:
        day = rules.due_day(settings[reader.person_id], reader.zone, now)
        if day and (news := rules.news_of(reader, posts, kept, now)):
            found[reader.cohort_id].append(Due(reader, day, news))
    return dict(found)


def look_again(session: Session, message: OutboxMessage, now: datetime) -> Send | Wait | Reason:
    """Whether a letter still tells its reader something, in the moment before it goes."""
    assert message.person_id is not None
    assert message.cohort_id is not None
    settings = notification_settings(session, [message.person_id])[message.person_id]
    if not settings.wants(rules.KIND):
        return rules.NOT_WANTED
    readers = queries.readers_of(session, [message.cohort_id], now, person_id=message.person_id)
    if not readers:
        return rules.NOT_THERE
    posts = queries.posts_called(session, [UUID(post["id"]) for post in message.facts["posts"]])
    kept = queries.kept_of(session, posts)
    news = [post for post in posts if rules.is_unread(readers[0], post, kept, now)]
    if not news:
        return rules.NOTHING_NEW
    if is_quiet(settings.quiet, now, readers[0].zone):
        return Wait(next_waking(settings.quiet, now, readers[0].zone))
    cohort = session.get_one(Cohort, message.cohort_id)
    return Send({**message.facts, "posts": told(cohort, news)})
