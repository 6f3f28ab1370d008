"""Who took part in a trial, counted from the records; and who is analyzed how."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.contamination.enums import SeenIn
from app.casework.contamination.models import Contamination
from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.models import Attendance
from app.cohorts.arms.models import ArmAccess
from app.cohorts.models import Enrollment
from app.learning.models import Attestation
from app.outcomes.disclosure.cells import Told
from app.outcomes.trials.rows import AtWaveFact, Fact
from app.outcomes.trials.rules import FlowTold, GroupTold, flow_told
from app.people.models import Person
from app.studies.enums import ConsentState
from app.studies.models import Project
from app.studies.trials.consort.queries import analyzed, consort
from app.studies.trials.consort.rules import Flow, flags, flow
from app.studies.trials.drawn.actions import discontinue
from app.studies.trials.members.rules import AtWave, Member, NotDrawn, Work
from app.studies.trials.models import Trial
from app.studies.trials.rules import Arm
from app.studies.trials.setup.rules import Design
from tests.cast import NOW, Cast
from tests.studies.projects_of import refuse
from tests.studies.trials.trials_of import draw, make_ready, make_trial, places

WITH, WITHOUT = Arm("Combined", has_sessions=True), Arm("Modules", has_sessions=False)
TRIAL = Trial(
    project_id=UUID(int=0),
    arms=[WITH.as_json(), WITHOUT.as_json()],
    block_sizes=[4, 6],
    places=6,
    levels=[],
    modules_needed=8,
    sessions_needed=6,
    made_at=NOW,
)
GIVEN = ConsentState.GIVEN


def member(number: int, arm: int, work: Work, **more: object) -> Member:
    return Member(UUID(int=number), GIVEN, None, arm, "All", NOW, work, **more)  # type: ignore[arg-type]


def everything(found: Flow) -> FlowTold:
    """The diagram with nothing held back."""
    return flow_told(found, 1, is_over=True)


def numbers(own: GroupTold) -> tuple[Told, ...]:
    taken = (Fact.ANY_MODULE, Fact.ANY_SESSION, Fact.PER_PROTOCOL)
    return (own.allocated, *(own.facts[fact] for fact in taken))


def test_everybody_is_counted_once_where_they_went() -> None:
    waves: Mapping[int, AtWave] = {0: AtWave(due=True, responded=True, in_time=True, analyzed=True)}
    people = [
        member(1, 1, Work(8, 6), waves=waves),
        member(2, 1, Work(8, 5), discontinued="Moved."),
        member(3, 2, Work(8, 0), waves={0: AtWave(due=True, responded=True)}),
        member(4, 2, Work(8, 1)),
        member(5, 2, Work(0, 0), crossed_over=True),
        *(
            Member(member(number, 0, Work()).enrollment_id, consent, why)
            for number, consent, why in (
                (6, ConsentState.DECLINED, NotDrawn.DECLINED),
                (7, ConsentState.UNANSWERED, NotDrawn.UNANSWERED),
            )
        ),
    ]
    found = everything(flow(TRIAL, people, [0]))
    assert (found.enrolled, found.answered, found.randomized) == (7, 6, 5)
    assert found.reasons == {NotDrawn.UNANSWERED: 1, NotDrawn.DECLINED: 1}
    one, other = found.arms
    assert numbers(one) == (2, 2, 2, 1)
    assert numbers(other) == (3, 2, 1, 1)
    assert (one.facts[Fact.DISCONTINUED], other.facts[Fact.CROSSED_OVER]) == (1, 1)
    assert [*one.waves[0].values()] == [1, 1, 1, 1]
    assert [*other.waves[0].values()] == [1, 1, 0, 0]
    assert [own.per_protocol for own in flags(TRIAL, people)] == [True, False, True, False, False]


def test_the_records_say_how_everybody_is_analyzed(session: Session, cast: Cast) -> None:
    wish = Design(modules_needed=1, sessions_needed=1)
    project, trial = make_trial(session, cast, wish)
    people = places(session, cast, 13)
    make_ready(session, project, people)
    for place in people:
        draw(session, project, trial, place.id, cast)
    refuse(session, cast, project, "ada")
    arms = {own.enrollment_id: own for own in session.scalars(select(ArmAccess))}
    apart = [own for own in people if not arms[own.id].has_sessions]
    together = [own for own in people if arms[own.id].has_sessions]
    held = cast.case_session("fall-2026", 1).id
    for place in (apart[0], apart[1], together[0]):
        sign(session, cast, place)
    attend(session, together[0], held)
    seen = Contamination(
        enrollment_id=apart[1].id, case_session_id=held, seen_in=SeenIn.TOLD, at=NOW
    )
    session.add(seen)
    session.flush()
    by = cast.id("cora")
    discontinue(session, project, trial, apart[2].id, reason="Moved.", by=by, now=NOW)

    found = everything(consort(session, project, trial, NOW))
    assert (found.enrolled, found.answered, found.randomized) == (15, 14, 13)
    assert found.reasons == {NotDrawn.UNANSWERED: 1, NotDrawn.DECLINED: 1}
    by_arm = {own.title: own for own in found.arms}
    one, other = by_arm["Combined"], by_arm["Asynchronous only"]
    assert numbers(one) == (len(together), 1, 1, 1)
    assert numbers(other) == (len(apart), 2, 1, 1)
    assert other.facts[Fact.DISCONTINUED] == 1
    assert one.waves[0][AtWaveFact.RESPONDED] == len(together)
    kept = {own.enrollment_id for own in analyzed(session, project, trial, NOW) if own.per_protocol}
    assert kept == {together[0].id, apart[0].id}


def sign(session: Session, cast: Cast, place: Enrollment) -> None:
    """As signed, as far as counting goes."""
    own = session.scalars(select(Attestation).where(col(Attestation.edition) == 1)).first()
    assert own is not None
    values = own.model_dump() | {
        "id": None,
        "enrollment_id": place.id,
        "unit_id": cast.unit("fall-2026", 1).id,
        "signed_at": NOW - timedelta(days=1),
    }
    del values["id"]
    session.add(Attestation(**values))
    session.flush()


def attend(session: Session, place: Enrollment, held: UUID) -> None:
    own = Attendance(
        enrollment_id=place.id,
        case_session_id=held,
        status=AttendanceStatus.PRESENT,
        source=AttendanceSource.MANUAL,
        version=1,
    )
    session.add(own)
    session.flush()


def test_a_study_is_only_its_own(session: Session, cast: Cast) -> None:
    project, trial = make_trial(session, cast, seal=False)
    assert isinstance(project, Project)
    found = everything(consort(session, project, trial, NOW))
    assert (found.enrolled, found.randomized) == (2, 0)
    assert all(own.allocated == 0 for own in found.arms)


def test_who_is_disabled_since_is_counted_all_the_same(session: Session, cast: Cast) -> None:
    project, trial = make_trial(session, cast)
    people = places(session, cast, 6)
    make_ready(session, project, people)
    for place in people:
        draw(session, project, trial, place.id, cast)
    session.get_one(Person, people[0].person_id).disabled_at = NOW
    session.flush()
    assert len(consort(session, project, trial, NOW).drawn) == 6
    assert len(analyzed(session, project, trial, NOW)) == 6
