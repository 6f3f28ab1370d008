"""What somebody may do in a unit's thread, and why not; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from app.cohorts.rules import why_not_change, why_not_work
from app.language.reasons import Reason, reason
from app.learning.rules import NOT_OPEN
from app.learning.threads.enums import PostEndKind

if TYPE_CHECKING:
    from app.cohorts.context import CohortContext
    from app.cohorts.models import Enrollment
    from app.cohorts.queries import UnitRow

LONGEST = 4_000
"""Signs in a post."""
LONGEST_REASON = 500

SWITCHED_OFF = reason(
    "thread.switched_off", "Questions and answers are switched off in this cohort."
)
ENDED = reason("post.ended", "This post was deleted or removed. Nothing can be done with it.")
NOT_YOURS = reason("post.not_yours", "Only who wrote a post changes or deletes it.")
OWN_POST = reason("post.own", "This is your own post. You can change or delete it.")
NOT_A_QUESTION = reason("post.no_question", "This is an answer. Answer its question.")
REPORTED = reason("post.reported", "You have reported this post. A facilitator will look at it.")
SETTLED = reason("report.settled", "Somebody has settled this report already.")


@dataclass(frozen=True)
class ThreadPlace:
    """A unit's thread, and in what capacity somebody stands before it."""

    here: CohortContext
    unit: UnitRow
    enrollment: Enrollment | None
    teaches: bool
    """Whether they facilitate or coordinate the cohort, or lead the unit's session."""

    @property
    def path(self) -> str:
        """The thread's address."""
        return f"{self.here.path}/units/{self.unit.position}/thread"

    @property
    def label(self) -> str:
        """`Week 5: Giving feedback`."""
        return f"{self.here.label(self.unit.position)}: {self.unit.title}"


@dataclass(frozen=True)
class PostFacts:
    """What decides about an act on a post."""

    author: UUID
    is_question: bool
    end: PostEndKind | None


def exists_for(place: ThreadPlace, now: datetime) -> bool:
    """Whether there is a thread at all: a learner's begins when the unit opens for them.

    Of a unit without a module, in which no session is theirs, they have none.
    """
    is_open = place.unit.is_there and place.unit.is_open(now)
    return place.here.cohort.has_threads and (place.teaches or is_open)


def why_not_moderate(place: ThreadPlace) -> Reason | None:
    """Why nothing is reported, settled or removed: until the cohort is archived it can be.

    Also where threads are switched off meanwhile: what was reported still waits for somebody.
    """
    return why_not_change(place.here.cohort.archived_at)


def why_not_write(place: ThreadPlace, now: datetime) -> Reason | None:
    """Why nothing is asked, answered, changed or deleted: before it opens, once it has closed."""
    if not place.here.cohort.has_threads:
        return SWITCHED_OFF
    if why := why_not_moderate(place):
        return why
    if not place.unit.is_open(now):
        return NOT_OPEN
    return why_not_work(place.here.cohort.closes_at, now)


def why_not_answer(post: PostFacts) -> Reason | None:
    """Why nobody answers this: it is gone, or an answer."""
    if not post.is_question:
        return NOT_A_QUESTION
    return ENDED if post.end else None


def why_not_edit(post: PostFacts, *, by: UUID) -> Reason | None:
    """Why somebody neither changes nor deletes this."""
    if post.author != by:
        return NOT_YOURS
    return ENDED if post.end else None


def why_not_report(post: PostFacts, *, reported: bool, by: UUID) -> Reason | None:
    """Why somebody cannot report this. `reported`: whether they have."""
    if post.author == by:
        return OWN_POST
    if post.end:
        return ENDED
    return REPORTED if reported else None


def why_not_remove(post: PostFacts) -> Reason | None:
    """Why nobody removes this."""
    return ENDED if post.end else None


def is_new(posted_at: datetime, author: UUID, read_at: datetime | None, *, reader: UUID) -> bool:
    """Whether a post came since somebody's last visit; on the first one nothing is marked."""
    return read_at is not None and author != reader and posted_at > read_at
