"""Keeping what was answered to an application form, from it and from files; correcting it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.applications import queries, rules
from app.cohorts.applications.enums import QuestionKind
from app.cohorts.applications.models import ApplicationAnswer, ApplicationQuestion
from app.cohorts.applications.rules import FiledAnswer
from app.cohorts.enrollments.queries import lock_seats, locked_place
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Cohort, Enrollment
from app.cohorts.queries import archived_at
from app.cohorts.rules import why_not_change
from app.core import audit
from app.core.errors import require
from app.core.ids import new_id


def require_answers(
    session: Session, cohort_id: UUID, given: Mapping[UUID, str], seen: str | None
) -> None:
    """Raise `RefusedError` with what is wrong with the first answer that is none.

    Under the lock of the seats, from which on the form stays as it is. `seen`: the fingerprint of
    the words that were answered, if somebody read them: to others, nothing was answered.
    """
    asked = queries.asked(session, cohort_id, anew=True)
    require(rules.why_not_answer(asked, seen))
    found = rules.checked(asked, given)
    require(next(iter(found.problems.values()), None))


def keep_answers(
    session: Session, place: Enrollment, given: Mapping[UUID, str], now: datetime
) -> int:
    """Keep what somebody answers to their cohort's form, and return how much of it is new.

    What is answered as before keeps its moment: a consent was given when it was given. What is
    answered otherwise is kept beside what was said before. What is no answer is refused before
    (`require_answers`).
    """
    asked = queries.asked(session, place.cohort_id)
    found = rules.checked(asked, given)
    before = {
        answer.question_id: answer
        for answer in queries.answers_of(session, [place.id]).get(place.id, ())
    }
    editions = Counter(answer.question_id for answer in queries.replaced_answers(session, place.id))
    changed = 0
    for number, question in enumerate(asked, start=1):
        old, value = before.get(question.id), found.values.get(question.id)
        if old is not None and value == old.value:
            continue
        changed += old is not None or value is not None
        if old is not None:
            old.replaced_at = now
            editions[question.id] += 1
        if value is not None:
            edition = editions[question.id] + 1
            session.add(_answer(place.id, question, number, value, edition, now))
    session.flush()
    return changed


def correct(
    session: Session,
    cohort: Cohort,
    person_id: UUID,
    given: Mapping[UUID, str],
    *,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Let somebody answer differently, as long as nobody has decided. `seen`: what was asked.

    Raises `RefusedError` once somebody has, for an answer that is none, or to other words.
    """
    lock_seats(session, cohort.id)  # a decision locks it, too
    require(why_not_change(archived_at(session, [cohort.id])))
    place = locked_place(session, cohort.id, person_id)
    require(rules.why_not_correct(place.status if place else EnrollmentStatus.NONE))
    assert place is not None
    require_answers(session, cohort.id, given, seen)
    changed = keep_answers(session, place, given, now)
    facts = {"cohort": cohort.slug, "answers": changed}
    audit.record(
        session,
        "application.corrected",
        "enrollment",
        place.id,
        by=person_id,
        now=now,
        facts=facts,
    )


def keep_filed(
    session: Session, import_id: UUID, filed: Sequence[FiledAnswer], now: datetime
) -> None:
    """Keep what a file says of questions that have no answer yet, and all that is no question.

    An answer from the form or from an earlier file stays, also one that was taken back since.
    """
    places = {answer.enrollment_id for answer in filed}
    answered = queries.questions_answered(session, places)
    taken = {(own.enrollment_id, own.question_id) for own in answered}
    rows = [
        _filed_row(import_id, answer, number, now)
        for number, answer in enumerate(filed, start=1)
        if answer.question is None or (answer.enrollment_id, answer.question.id) not in taken
    ]
    if rows:
        session.execute(insert(ApplicationAnswer), rows)


def _filed_row(import_id: UUID, answer: FiledAnswer, number: int, now: datetime) -> dict[str, Any]:
    question = answer.question
    return {
        "id": new_id(),
        "enrollment_id": answer.enrollment_id,
        "question_id": question.id if question else None,
        "people_import_id": import_id,
        "number": number,
        "kind": question.kind if question else QuestionKind.TEXT,
        "label": answer.label,
        "hint": "",
        "value": answer.value,
        "edition": 1,
        "answered_at": now,
    }


def forget_filed(session: Session, import_id: UUID) -> None:
    """Take back what a file said, with all else that it did."""
    said = col(ApplicationAnswer.people_import_id) == import_id
    session.execute(delete(ApplicationAnswer).where(said))


def _answer(
    place_id: UUID,
    question: ApplicationQuestion,
    number: int,
    value: str,
    edition: int,
    now: datetime,
) -> ApplicationAnswer:
    return ApplicationAnswer(
        enrollment_id=place_id,
        question_id=question.id,
        number=number,
        kind=question.kind,
        label=question.label,
        hint=question.hint,
        value=value,
        edition=edition,
        answered_at=now,
    )
