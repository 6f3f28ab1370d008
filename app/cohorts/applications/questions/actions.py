"""Writing an application form: its questions, their order, and who decides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.applications import queries, rules
from app.cohorts.applications.enums import QuestionKind
from app.cohorts.applications.models import ApplicationQuestion
from app.cohorts.applications.rules import Question
from app.cohorts.enrollments.queries import lock_seats
from app.cohorts.models import Cohort
from app.cohorts.queries import archived_at
from app.cohorts.rules import why_not_change
from app.core import audit
from app.core.errors import NotFoundError, require


def add_question(
    session: Session, cohort: Cohort, wanted: Question, *, by: UUID, now: datetime
) -> ApplicationQuestion:
    """Ask one thing more of who applies from now on, at the end of the form."""
    known = _locked(session, cohort)
    require(rules.why_not_more(sum(other.retired_at is None for other in known)))
    require(rules.why_not_ask(wanted, known))
    last = max((question.position for question in known), default=0)
    question = ApplicationQuestion(cohort_id=cohort.id, position=last + 1, **_facts(wanted))
    session.add(question)
    facts = {"question": question.label, "before": None, "after": _said(question)}
    _record(session, "question_added", cohort, facts, by=by, now=now)
    return question


def change_question(
    session: Session,
    cohort: Cohort,
    question: ApplicationQuestion,
    wanted: Question,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Word a question differently.

    Raises `RefusedError` once it has an answer, or if it cannot stand beside the others, and
    `NotFoundError` where it is not asked any more.
    """
    known = _locked(session, cohort)
    question = _one_of(known, question.id)
    require(rules.why_not_alter(has_answers=_has_answers(session, cohort, question)))
    require(rules.why_not_ask(wanted, [other for other in known if other.id != question.id]))
    before = _said(question)
    for name, value in _facts(wanted).items():
        setattr(question, name, value)
    facts = {"question": question.label, "before": before, "after": _said(question)}
    if facts["before"] != facts["after"]:
        _record(session, "question_changed", cohort, facts, by=by, now=now)


def move_question(
    session: Session,
    cohort: Cohort,
    question: ApplicationQuestion,
    *,
    up: bool,
    by: UUID,
    now: datetime,
) -> None:
    """Let a question change places with its neighbor; at an end nothing happens.

    Raises `NotFoundError` where it is not asked any more.
    """
    known = {other.id: other for other in _locked(session, cohort) if other.retired_at is None}
    question = _one_of(list(known.values()), question.id)
    before = list(known)
    order = rules.in_order(before, question.id, up=up)
    if order == before:
        return
    for position, id_ in enumerate(order, start=1):
        known[id_].position = position
    places = {"before": before.index(question.id) + 1, "after": order.index(question.id) + 1}
    facts = {"question": question.label, **places}
    _record(session, "question_moved", cohort, facts, by=by, now=now)


def remove_question(
    session: Session, cohort: Cohort, question: ApplicationQuestion, *, by: UUID, now: datetime
) -> None:
    """Ask a question no more; without answers it is gone, else it stays with them.

    Raises `NotFoundError` where it is not asked any more.
    """
    question = _one_of(_locked(session, cohort), question.id)
    facts = {"question": question.label, "before": _said(question), "after": None}
    if _has_answers(session, cohort, question):
        question.retired_at = now
    else:
        session.delete(question)
    _record(session, "question_removed", cohort, facts, by=by, now=now)


def let_leads_decide(
    session: Session, cohort: Cohort, *, allowed: bool, by: UUID, now: datetime
) -> None:
    """Say whether leads of institutions decide on applications of their own people."""
    _locked(session, cohort)
    session.refresh(cohort)
    if cohort.leads_decide == allowed:
        return
    cohort.leads_decide = allowed
    facts = {"cohort": cohort.slug, "leads_decide": allowed}
    audit.record(
        session, "application_form.leads", "cohort", cohort.id, by=by, now=now, facts=facts
    )


def copy_questions(session: Session, from_id: UUID, to_id: UUID) -> None:
    """Give a cohort the questions that another one asks."""
    session.add_all(
        ApplicationQuestion(cohort_id=to_id, position=position, **_facts(_words(question)))
        for position, question in enumerate(queries.asked(session, from_id), start=1)
    )


def _locked(session: Session, cohort: Cohort) -> Sequence[ApplicationQuestion]:
    """The questions of a form as they are now; nobody applies or changes it until commit.

    Raises `RefusedError` in an archived cohort.
    """
    lock_seats(session, cohort.id)
    require(why_not_change(archived_at(session, [cohort.id])))
    return queries.questions(session, cohort.id, anew=True)


def _one_of(known: Sequence[ApplicationQuestion], question_id: UUID) -> ApplicationQuestion:
    """One that is asked still; somebody else may have taken it away meanwhile."""
    for question in known:
        if question.id == question_id and question.retired_at is None:
            return question
    raise NotFoundError


def _has_answers(session: Session, cohort: Cohort, question: ApplicationQuestion) -> bool:
    return question.id in queries.answered(session, cohort.id)


def _words(question: ApplicationQuestion) -> Question:
    options = tuple(question.options)
    return Question(question.label, question.kind, question.hint, options, question.required)


def _facts(wanted: Question) -> dict[str, Any]:
    """A consent is always needed; only a choice has options."""
    kind = wanted.kind
    return {
        "label": wanted.label,
        "hint": wanted.hint,
        "kind": kind,
        "options": list(wanted.options) if kind is QuestionKind.CHOICE else [],
        "required": wanted.required or kind is QuestionKind.CONSENT,
    }


def _said(question: ApplicationQuestion) -> dict[str, Any]:
    """All words of a question, for the history."""
    return {**_facts(_words(question)), "kind": question.kind.value}


def _record(
    session: Session,
    what: str,
    cohort: Cohort,
    facts: dict[str, Any],
    *,
    by: UUID,
    now: datetime,
) -> None:
    session.flush()
    act = f"application_form.{what}"
    audit.record(session, act, "cohort", cohort.id, by=by, now=now, facts=facts)
