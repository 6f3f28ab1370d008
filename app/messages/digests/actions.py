"""Writing the daily letters of one cohort, each person's once a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import JsonValue
from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.cohorts.queries import wait_for_turn
from app.core import audit, outbox
from app.language.names import full_name
from app.messages.digests.models import ThreadDigest
from app.messages.digests.queries import Written, written_on
from app.messages.digests.rules import GOES_BACK, MOST, NewPost, Reader
from app.packs.text.posts import first_line


@dataclass(frozen=True)
class Due:
    """One letter that can be written."""

    reader: Reader
    day: date
    news: Sequence[NewPost]


def write_digests(session: Session, cohort: Cohort, due: Sequence[Due], *, now: datetime) -> int:
    """Post the letters that nobody has written meanwhile; how many they are.

    The cohort is locked first, so of two workers the second one finds the first one's.
    """
    if wait_for_turn(session, cohort.id) is not None:
        return 0
    written = written_on(session, cohort.id, {letter.day for letter in due})
    still = [
        letter for letter in due if Written(letter.reader.person_id, letter.day) not in written
    ]
    if not still:
        return 0
    session.add_all(
        ThreadDigest(
            person_id=letter.reader.person_id, cohort_id=cohort.id, day=letter.day, until=now
        )
        for letter in still
    )
    session.flush()
    outbox.post_all(
        session,
        kind="thread_digest",
        facts={"cohort": cohort.title},
        letters=[_letter(cohort, letter, now) for letter in still],
        now=now,
    )
    facts = {"cohort": cohort.slug, "letters": len(still)}
    audit.record(session, "thread.mailed", "cohort", cohort.id, by=None, now=now, facts=facts)
    return len(still)


def _letter(cohort: Cohort, due: Due, now: datetime) -> outbox.Letter:
    reader = due.reader
    return outbox.Letter(
        f"thread_digest:{reader.place_id}:{reader.person_id}:{due.day.isoformat()}",
        reader.person_id,
        facts={"posts": told(cohort, due.news), "more": len(due.news) > MOST},
        useless_after=now + GOES_BACK,
    )


def told(cohort: Cohort, news: Sequence[NewPost]) -> list[JsonValue]:
    """What a letter says of posts: who wrote, where, how it begins in plain words, and the way."""
    return [
        {
            "id": str(post.id),
            "who": full_name(post.given_name, post.family_name, post.degrees),
            "unit": f"{cohort.unit_label} {post.position}",
            "answers": post.is_answer,
            "begins": first_line(post.text),
            "path": f"/cohorts/{cohort.slug}/units/{post.position}/thread#post-{post.id}",
        }
        for post in news[:MOST]
    ]
