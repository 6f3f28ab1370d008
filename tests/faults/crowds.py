"""Everybody at once, at two servers with two workers."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from httpx2 import Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.issuing.queries import ISSUE as ISSUE_TASK
from app.certificates.models import Certificate
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Cohort, Enrollment
from app.core.models import OutboxMessage, Task
from app.learning.models import Attestation
from app.people.models import Person
from tests.cast import Cast
from tests.faults import people
from tests.faults.experiments import experiment
from tests.faults.kills import UNIT, all_done
from tests.faults.places import Place
from tests.faults.waiting import count, until

AT_ONCE = 25
SIGNATURES, ISSUES = 20, 50
JOIN = "/join/fall-2026"
ISSUE = "/manage/cohorts/spring-2026/certificates/issue"


@experiment("100 people on the last seat, at two servers")
def last_seat(place: Place) -> str:
    bases = two_servers(place)
    with place.database.write() as session:
        fall = Cast(session).fall
        fall.capacity = taken(session, fall) + 1
        newcomers = people.everybody(session, "newcomer")
    visitors = [place.visitor(bases[n % 2], person.id) for n, person in enumerate(newcomers)]
    answers = at_once([partial(visitor.post, JOIN, {}) for visitor in visitors])
    with place.database.read() as session:
        fall = Cast(session).fall
        assert taken(session, fall) == fall.capacity
    assert set(answers) <= {303, 409}, answers
    return f"{len(visitors)} asked, 1 has it: {dict(answers)}"


def taken(session: Session, cohort: Cohort) -> int:
    here = select(func.count()).select_from(Enrollment).where(is_enrolled())
    return session.scalar(here.where(col(Enrollment.cohort_id) == cohort.id)) or 0


@experiment("20 signatures of one person, 50 issues of one job, at two servers")
def same_act(place: Place) -> str:
    bases = two_servers(place)
    place.work()
    place.work()
    with place.database.read() as session:
        learner = people.everybody(session, "learner")[0]
        name = learner.certificate_name
    signed = at_once(signing(place, bases, learner, name))
    issued = at_once(issuing(place, bases))
    until(place, all_done)
    with place.database.read() as session:
        assert signatures_of(session, learner) == 1
        certificates, due = count(session, Certificate), count(session, Task, kind=ISSUE_TASK)
        assert certificates == due, f"{certificates} certificates of {due}"
        assert count(session, OutboxMessage, kind="certificate") == certificates
    assert set(signed) | set(issued) <= {200, 303, 409}, (signed, issued)
    return f"1 signature of {dict(signed)}, {certificates} certificates of {dict(issued)}"


def signatures_of(session: Session, learner: Person) -> int:
    places = select(col(Enrollment.id)).where(col(Enrollment.person_id) == learner.id)
    own = select(func.count()).where(col(Attestation.enrollment_id).in_(places))
    return session.scalar(own) or 0


def signing(
    place: Place, bases: list[str], learner: Person, name: str
) -> list[Callable[[], Response]]:
    """One person with many windows, all of which show the form."""
    first = place.visitor(bases[0], learner.id)
    forms = [form for form in first.page(UNIT).forms if form.action == f"{UNIT}/attestation"]
    named = forms[0].fields | {"typed_name": name}
    windows = [place.visitor(bases[n % 2], learner.id) for n in range(SIGNATURES)]
    return [partial(window.post, f"{UNIT}/attestation", named, of=UNIT) for window in windows]


def issuing(place: Place, bases: list[str]) -> list[Callable[[], Response]]:
    """A coordinator who presses the button again and again."""
    coras = [place.visitor(base).sign_in("cora") for base in bases]
    (form,) = [form for form in coras[0].page(ISSUE).forms if form.action == ISSUE]
    sent: dict[str, list[str]] = {}
    for name, value in form.sent:
        sent.setdefault(name, []).append(value)
    for given in form.buttons.values():
        if given.get("name"):
            sent[str(given["name"])] = [given.get("value") or ""]
    return [partial(coras[n % 2].post, ISSUE, sent) for n in range(ISSUES)]


def two_servers(place: Place) -> list[str]:
    return [place.serve()[1] for _ in range(2)]


def at_once(acts: list[Callable[[], Response]]) -> Counter[int]:
    """What everybody was answered."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return Counter(answer.status_code for answer in threads.map(lambda act: act(), acts))
