"""A cohort that people apply for, and what they answer."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.applications.actions import keep_filed
from app.cohorts.applications.enums import QuestionKind
from app.cohorts.applications.models import ApplicationQuestion
from app.cohorts.applications.questions.actions import add_question
from app.cohorts.applications.rules import FiledAnswer, Question
from app.cohorts.enrollments.queries import locked_place
from app.cohorts.enrollments.recording import happened, new_place
from app.cohorts.enums import EnrollmentEventKind, EnrollmentStatus, WayIn
from app.cohorts.intake.models import PeopleImport
from app.cohorts.joining.actions import ask_for_seat
from app.cohorts.models import Cohort, Enrollment, InstitutionSeats
from app.people.enums import Profession
from app.people.models import Institution, Person
from tests.cast import NOW, Cast, make_person

WHY = Question("Why do you want to mentor?", QuestionKind.TEXT, hint="Two or three sentences.")
TRACK = Question("Your track", QuestionKind.CHOICE, options=("Clinical", "Research"))
MENTEES = Question("How many mentees do you have?", QuestionKind.NUMBER, required=False)
AGREE = Question("I will attend six of eight sessions.", QuestionKind.CONSENT)
FORM = (WHY, TRACK, MENTEES, AGREE)


def by_application(
    session: Session, cast: Cast, *, capacity: int = 600, form: tuple[Question, ...] = FORM
) -> Cohort:
    """`fall-2026`, for which people apply with these questions."""
    cast.fall.way_in, cast.fall.capacity = WayIn.APPLICATION, capacity
    for question in form:
        add_question(session, cast.fall, question, by=cast.id("cora"), now=NOW)
    session.flush()
    return cast.fall


def question(session: Session, cohort: Cohort, wanted: Question) -> ApplicationQuestion:
    here = col(ApplicationQuestion.cohort_id) == cohort.id
    found = select(ApplicationQuestion).where(here, col(ApplicationQuestion.label) == wanted.label)
    return session.scalars(found).one()


def answers(session: Session, cohort: Cohort, **other: str) -> dict[UUID, str]:
    """Answers to the form; `why`, `track`, `mentees`, `agree` can be others."""
    given = {"why": "To give back.", "track": "Research", "mentees": "3", "agree": "yes"} | other
    wanted = zip(FORM, ("why", "track", "mentees", "agree"), strict=True)
    return {question(session, cohort, asked).id: given[name] for asked, name in wanted}


def apply(session: Session, cohort: Cohort, person_id: UUID, **other: str) -> None:
    given = answers(session, cohort, **other)
    ask_for_seat(session, cohort, person_id, answers=given, now=NOW)


def applicants(
    session: Session, cohort: Cohort, count: int, short_name: str, *, begin: int = 0
) -> list[Person]:
    """People of an institution who applied one minute after the other, without letters."""
    known = col(Institution.short_name) == short_name
    home = session.scalars(select(Institution).where(known)).one()
    made = []
    for n in range(begin, begin + count):
        key = f"{short_name}{n}".replace(" ", "").lower()
        family, profession = f"{short_name} {n:03}", Profession.PHYSICIAN
        person = make_person(session, key, "Pat", family, "MD", profession, institution=home)
        place = new_place(session, cohort, person.id)
        at = NOW + timedelta(minutes=n)
        happened(session, place, EnrollmentEventKind.APPLIED, by=person.id, now=at)
        made.append(person)
    return made


def note(session: Session, cohort: Cohort, person_id: UUID, label: str, value: str) -> None:
    """What a file said of somebody in a column that is no question of the form."""
    place = locked_place(session, cohort.id, person_id)
    assert place is not None
    file = PeopleImport(
        cohort_id=cohort.id, file_name="a.csv", written_as="utf-8", delimiter=",",
        headers=[], columns=[], rows=[], sent_at=NOW, applied_at=NOW,
    )  # fmt: skip
    session.add(file)
    session.flush()
    keep_filed(session, file.id, [FiledAnswer(place.id, label, value)], NOW)


def share(session: Session, cohort: Cohort, person: Person, seats: int) -> None:
    """At most so many seats for the institution of somebody."""
    place = person.institution_id
    session.add(InstitutionSeats(cohort_id=cohort.id, institution_id=place, seats=seats))
    session.flush()


def status(session: Session, cohort: Cohort, person_id: UUID) -> EnrollmentStatus:
    session.expire_all()
    here = col(Enrollment.cohort_id) == cohort.id
    own = select(Enrollment).where(here, col(Enrollment.person_id) == person_id)
    place = session.scalars(own).one_or_none()
    return place.status if place else EnrollmentStatus.NONE
