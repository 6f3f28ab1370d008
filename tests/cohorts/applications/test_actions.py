"""Questions, and what is kept of answers to them, from the form and from files."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.applications import queries, rules
from app.cohorts.applications.actions import correct
from app.cohorts.applications.models import ApplicationAnswer, ApplicationQuestion
from app.cohorts.applications.questions.actions import (
    change_question,
    move_question,
    remove_question,
)
from app.cohorts.context import CohortContext
from app.cohorts.drafts.actions import discard, start_draft_like
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.queries import locked_place
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.intake.actions import receive
from app.cohorts.intake.applying.actions import apply as apply_file
from app.cohorts.intake.applying.undoing.actions import undo
from app.cohorts.intake.sheets import read_sheet
from app.cohorts.joining.actions import ask_for_seat, put_in, turn_down
from app.cohorts.joining.queries import cohort_to_join
from app.cohorts.models import Cohort
from app.cohorts.people.actions import merge_people
from app.core import chains
from app.core.errors import NOTHING_HERE, NotFoundError
from app.core.models import AuditLine
from tests import applying
from tests.applying import AGREE, MENTEES, TRACK, WHY, by_application, question
from tests.cast import NOW, Cast
from tests.refusals import refuses

LATER = NOW + timedelta(hours=1)


def kept(session: Session, cohort: Cohort, person_id: UUID) -> list[ApplicationAnswer]:
    place = locked_place(session, cohort.id, person_id)
    assert place is not None
    return queries.answers_of(session, [place.id]).get(place.id, [])


def values(session: Session, cohort: Cohort, person_id: UUID) -> dict[str, str]:
    return {answer.label: answer.value for answer in kept(session, cohort, person_id)}


def test_answers_are_kept_with_the_words_and_the_moment(session: Session, cast: Cast) -> None:
    fall, ben = by_application(session, cast), cast.id("ben")
    applying.apply(session, fall, ben, mentees="")
    assert values(session, fall, ben) == {
        WHY.label: "To give back.",
        TRACK.label: "Research",
        AGREE.label: "yes",
    }
    consent = kept(session, fall, ben)[-1]
    assert (consent.label, consent.answered_at) == (AGREE.label, NOW)


def test_what_is_no_answer_is_refused_with_the_application(session: Session, cast: Cast) -> None:
    fall, ben = by_application(session, cast), cast.id("ben")
    with refuses(rules.AGREE(question=AGREE.label)):
        applying.apply(session, fall, ben, agree="")
    assert applying.status(session, fall, ben) is EnrollmentStatus.NONE
    assert session.query(EnrollmentEvent).filter_by(by=ben).count() == 0


def test_a_correction_keeps_the_moment_of_what_stays(session: Session, cast: Cast) -> None:
    fall, ben = by_application(session, cast), cast.id("ben")
    applying.apply(session, fall, ben)
    given = applying.answers(session, fall, why="To learn.", mentees="")
    correct(session, fall, ben, given, now=LATER)
    answers = {answer.label: answer for answer in kept(session, fall, ben)}
    assert (answers[WHY.label].value, answers[WHY.label].answered_at) == ("To learn.", LATER)
    assert answers[AGREE.label].answered_at == NOW
    assert MENTEES.label not in answers
    put_in(session, fall, ben, by=cast.id("cora"), now=LATER)
    with refuses(rules.NOT_WAITING):
        correct(session, fall, ben, given, now=LATER)
    assert chains.first_bad_line(session) is None


def test_nothing_that_was_answered_before_is_lost(session: Session, cast: Cast) -> None:
    fall, ben, by = by_application(session, cast), cast.id("ben"), cast.id("cora")
    applying.apply(session, fall, ben)
    first = values(session, fall, ben)
    turn_down(session, fall, ben, reason="Full.", by=by, now=LATER)
    given = applying.answers(session, fall, why="Once more.")
    ask_for_seat(session, fall, ben, answers=given, now=LATER)
    place = locked_place(session, fall.id, ben)
    assert place is not None
    assert values(session, fall, ben)[WHY.label] == "Once more."
    (before,) = queries.replaced_answers(session, place.id)
    assert (before.value, before.answered_at, before.replaced_at, before.edition) == (
        first[WHY.label],
        NOW,
        LATER,
        1,
    )


def test_a_question_with_answers_is_not_altered_under_them(session: Session, cast: Cast) -> None:
    fall, ben, by = by_application(session, cast), cast.id("ben"), cast.id("cora")
    track = question(session, fall, TRACK)
    change_question(session, fall, track, rules.Question("Path", track.kind, "", ("a", "b")),
                    by=by, now=NOW)  # fmt: skip
    change_question(session, fall, track, TRACK, by=by, now=NOW)
    applying.apply(session, fall, ben)
    with refuses(rules.HAS_ANSWERS):
        change_question(session, fall, track, MENTEES, by=by, now=NOW)
    remove_question(session, fall, track, by=by, now=NOW)
    assert track.label not in {asked.label for asked in queries.asked(session, fall.id)}
    assert values(session, fall, ben)[TRACK.label] == "Research"
    why = question(session, fall, WHY)
    move_question(session, fall, why, up=False, by=by, now=NOW)
    assert [asked.label for asked in queries.asked(session, fall.id)] == [
        MENTEES.label,
        WHY.label,
        AGREE.label,
    ]


def test_a_question_without_answers_is_gone_when_it_is_removed(
    session: Session, cast: Cast
) -> None:
    fall, by = by_application(session, cast), cast.id("cora")
    remove_question(session, fall, question(session, fall, WHY), by=by, now=NOW)
    session.flush()
    assert len(queries.questions(session, fall.id)) == 3


def test_a_cohort_like_another_asks_the_same_and_takes_it_along_when_discarded(
    session: Session, cast: Cast
) -> None:
    fall, by = by_application(session, cast), cast.id("cora")
    fall.leads_decide = True
    here = cohort_to_join(session, fall.slug)
    assert isinstance(here, CohortContext)
    draft = start_draft_like(session, here, date(2027, 3, 4), "Next", by=by, now=NOW)
    asked = queries.asked(session, draft.id)
    assert [(each.label, each.kind, tuple(each.options)) for each in asked] == [
        (wanted.label, wanted.kind, wanted.options) for wanted in applying.FORM
    ]
    assert draft.leads_decide
    discard(session, draft, by=by, now=NOW)
    assert queries.questions(session, draft.id) == []


FILE = (
    "Name;Email;Site;your TRACK;I will attend six of eight sessions.;Shoe size\n"
    "Lee Lindqvist;lee@example.org;High Desert;Clinical;1;42\n"
)


def test_a_column_that_is_a_question_is_an_answer_to_it_and_no_consent(
    session: Session, cast: Cast
) -> None:
    fall, lee, by = by_application(session, cast), cast.id("lee"), cast.id("cora")
    sheet = read_sheet(FILE.encode())
    upload = receive(session, fall, sheet, file_name="a.csv", by=by, now=NOW)
    until = NOW + timedelta(days=7)
    apply_file(session, fall, upload, until=until, seen=None, by=by, now=NOW)
    said = {answer.label: answer for answer in kept(session, fall, lee)}
    assert said[TRACK.label].question_id == question(session, fall, TRACK).id
    assert (said["Shoe size"].value, said["Shoe size"].question_id) == ("42", None)
    assert said[AGREE.label].question_id is None
    undo(session, fall, upload, reason="A mistake.", by=by, now=NOW)
    assert kept(session, fall, lee) == []


def test_what_somebody_answered_themselves_is_not_overwritten_by_a_file(
    session: Session, cast: Cast
) -> None:
    fall, lee, by = by_application(session, cast), cast.id("lee"), cast.id("cora")
    applying.apply(session, fall, lee)
    sheet = read_sheet(FILE.encode())
    upload = receive(session, fall, sheet, file_name="a.csv", by=by, now=NOW)
    until = NOW + timedelta(days=7)
    apply_file(session, fall, upload, until=until, seen=None, by=by, now=NOW)
    assert values(session, fall, lee)[TRACK.label] == "Research"
    assert values(session, fall, lee)["Shoe size"] == "42"


def test_answers_go_along_when_two_records_become_one(session: Session, cast: Cast) -> None:
    fall, lee = by_application(session, cast), cast.id("lee")
    applying.apply(session, fall, lee)
    before = values(session, fall, lee)
    merge_people(session, cast.id("ben"), lee, by=cast.id("abe"), now=NOW)
    session.expire_all()
    assert values(session, fall, cast.id("ben")) == before


def test_who_asks_where_nobody_applies_answers_nothing(session: Session, cast: Cast) -> None:
    fall, lee = by_application(session, cast, form=()), cast.id("lee")
    ask_for_seat(session, fall, lee, now=NOW)
    assert kept(session, fall, lee) == []


def lines(session: Session, act: str) -> list[AuditLine]:
    own = select(AuditLine).where(col(AuditLine.act) == f"application_form.question_{act}")
    return list(session.scalars(own.order_by(col(AuditLine.id))))


def test_the_history_says_all_words_before_and_after(session: Session, cast: Cast) -> None:
    fall, by = by_application(session, cast), cast.id("cora")
    track, why = question(session, fall, TRACK), question(session, fall, WHY)
    wanted = rules.Question("Path", track.kind, "One.", ("a", "b"), required=False)
    change_question(session, fall, track, wanted, by=by, now=NOW)
    (line,) = lines(session, "changed")
    assert line.facts["before"] == {
        "label": TRACK.label, "hint": "", "kind": "choice",
        "options": ["Clinical", "Research"], "required": True,
    }  # fmt: skip
    assert line.facts["after"] == {
        "label": "Path", "hint": "One.", "kind": "choice", "options": ["a", "b"],
        "required": False,
    }  # fmt: skip
    move_question(session, fall, why, up=True, by=by, now=NOW)  # it is the first
    assert lines(session, "moved") == []
    move_question(session, fall, why, up=False, by=by, now=NOW)
    (moved,) = lines(session, "moved")
    assert (moved.facts["before"], moved.facts["after"]) == (1, 2)


def test_a_question_that_is_gone_is_neither_removed_again_nor_changed(
    session: Session, cast: Cast
) -> None:
    fall, by = by_application(session, cast), cast.id("cora")
    applying.apply(session, fall, cast.id("ben"))
    track = question(session, fall, TRACK)
    retired = update(ApplicationQuestion).where(col(ApplicationQuestion.id) == track.id)
    session.connection().execute(retired.values(retired_at=NOW))  # in another tab
    with refuses(NOTHING_HERE, NotFoundError):
        remove_question(session, fall, track, by=by, now=NOW)
    with refuses(NOTHING_HERE, NotFoundError):
        change_question(session, fall, track, TRACK, by=by, now=NOW)
    assert lines(session, "removed") == []
