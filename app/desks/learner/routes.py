"""Home, the cohort, a session, the record, and withdrawing an attestation."""

from collections.abc import Sequence

from sqlalchemy import Row
from starlette.responses import Response

from app.certificates.queries import count_issued
from app.cohorts import queries as cohorts
from app.cohorts.loaders import Position, Seat, load_seat, unit_at
from app.cohorts.models import Cohort, Enrollment, PolicyVersion, Program
from app.cohorts.pages import steps
from app.cohorts.queries import UnitRow
from app.content import library
from app.content import queries as content
from app.content.models import ContentVersion
from app.content.schema import PolicyData
from app.content.showing import figure_answer
from app.core.errors import NotFoundError
from app.credit import queries as credit
from app.credit.completion import progress_words
from app.credit.rules import Standing, stand
from app.desks.learner import course, home, record
from app.desks.navigation import DESKS
from app.learning import actions as learning
from app.learning import queries as learned
from app.learning import rules
from app.learning.checking import level_of
from app.messages.calendar import session_ics
from app.people.visits import Reader, Visit, Writer, allows, router
from app.policy.table import Action
from app.web.pages import render, see_other

routes = router()

EnrollmentRow = Row[Enrollment, Cohort, Program, PolicyVersion]


@routes.get("/home")
@allows(Action.HOME_READ)
def show_home(visit: Reader) -> Response:
    """The first page of each role: the running course, else the desk."""
    actor = visit.permit_own()
    rows = _enrolled(cohorts.enrollments_of(visit.db, actor.person_id))
    if rows:
        return _learner_home(visit, rows)
    for role, links in DESKS.items():
        if role in actor.roles:
            return see_other(links[0][1])
    if cohorts.has_part(visit.db, actor.person_id):
        return see_other("/teach")
    return render(visit.request, "learner/no_cohort.html", home.NoCohortPage(actor.display_name))


@routes.get("/cohorts/{cohort}")
@allows(Action.COHORT_READ)
def show_cohort(visit: Reader, cohort: str) -> Response:
    """All units with dates, and progress."""
    seat = load_seat(visit, cohort)
    units = _units(visit, seat)
    standing = credit.standing(visit.db, seat.cohort.id, seat.enrollment.id, seat.policy, visit.now)
    attested = {unit.position for unit in standing.ledger.units if unit.attested_at}
    page = course.CohortPage(
        eyebrow=seat.program.title,
        title=seat.cohort.title,
        zone_note=course.zone_note(seat.cohort.zone, visit.actor.zone),
        unit_label=seat.cohort.unit_label,
        steps=steps(seat, units, attested, visit.now),
        lines=course.unit_lines(seat, units, standing.ledger, visit.actor.zone, visit.now),
        words=progress_words(standing.completion),
    )
    return render(visit.request, "learner/cohort.html", page)


@routes.get("/cohorts/{cohort}/sessions/{position}.ics")
@allows(Action.SESSION_READ)
def session_calendar(visit: Reader, cohort: str, position: Position) -> Response:
    """The session as a calendar file."""
    seat = load_seat(visit, cohort)
    unit = unit_at(_units(visit, seat), position)
    if unit.starts_at is None:
        raise NotFoundError
    base_url = visit.request.app.state.settings.base_url
    data = session_ics(seat, unit, base_url=base_url, now=visit.now)
    name = f"{seat.cohort.slug}-{position}.ics"
    return Response(
        data,
        media_type="text/calendar",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@routes.get("/cohorts/{cohort}/sessions/{position}")
@allows(Action.SESSION_READ)
def show_session(visit: Reader, cohort: str, position: Position) -> Response:
    """When the session is and how to join; its case once the unit is open."""
    seat = load_seat(visit, cohort)
    unit = unit_at(_units(visit, seat), position)
    case = _case(visit, unit)
    led_by = cohorts.leaders(visit.db, unit.session_id)
    page = course.session_page(seat, unit, case, led_by, visit.actor.zone, visit.now)
    return render(visit.request, "learner/session.html", page)


@routes.get("/cohorts/{cohort}/sessions/{position}/figures/{name}")
@allows(Action.SESSION_READ)
def show_figure(visit: Reader, cohort: str, position: Position, name: str) -> Response:
    """A picture of a session's case, once the unit is open."""
    seat = load_seat(visit, cohort)
    case = _case(visit, unit_at(_units(visit, seat), position))
    seen = visit.request.headers.get("if-none-match")
    return figure_answer(visit.db, case.figures if case else {}, name, if_none_match=seen)


@routes.get("/my/record")
@allows(Action.RECORD_READ)
def show_record(visit: Reader, cohort: str | None = None) -> Response:
    """The ledger of one's newest cohort, or of the one asked for."""
    actor = visit.permit_own()
    rows = _enrolled(cohorts.enrollments_of(visit.db, actor.person_id))
    if not rows:
        nothing = home.NoCohortPage(actor.display_name)
        return render(visit.request, "learner/no_cohort.html", nothing)
    row = next((row for row in rows if row[1].slug == cohort), rows[0])
    seat = _seat(row)
    standing = credit.standing(visit.db, seat.cohort.id, seat.enrollment.id, seat.policy, visit.now)
    signed = learned.signed_in(visit.db, seat.enrollment.id)
    page = record.record_page(seat, standing, signed, [r[1] for r in rows], actor, visit.now)
    return render(visit.request, "learner/record.html", page)


@routes.get("/cohorts/{cohort}/units/{position}/attestation/withdrawal")
@allows(Action.ATTESTATION_WITHDRAW)
def check_withdrawal(visit: Reader, cohort: str, position: Position) -> Response:
    """A check page: what would be withdrawn, or why it cannot be."""
    seat = load_seat(visit, cohort)
    unit = unit_at(_units(visit, seat), position)
    signed = learned.work_done(visit.db, seat.enrollment.id, unit.id).attestation
    reason = rules.why_not_withdraw(
        signed=signed is not None,
        claimed=credit.has_claimed(visit.db, seat.enrollment.id),
        issued=count_issued(visit.db, seat.enrollment.id),
        closes_at=seat.cohort.closes_at,
        now=visit.now,
    )
    page = course.WithdrawalPage(
        eyebrow=f"{seat.label(position)}: {unit.title}",
        title="Withdraw your attestation?",
        statement=signed.statement if signed else None,
        path=f"{seat.path}/units/{position}",
        reason=reason,
        updated=signed is not None and signed.module_version_id != unit.module_version_id,
    )
    return render(visit.request, "learner/withdrawal.html", page)


@routes.post("/cohorts/{cohort}/units/{position}/attestation/withdrawal")
@allows(Action.ATTESTATION_WITHDRAW)
def withdraw(visit: Writer, cohort: str, position: Position) -> Response:
    """Withdraw an attestation, as long as no claim and no certificate rests on it."""
    seat = load_seat(visit, cohort)
    unit = unit_at(_units(visit, seat), position)
    cohorts.lock_enrollment(visit.db, seat.enrollment.id)
    learning.withdraw_attestation(
        visit.db,
        seat,
        unit,
        claimed=credit.has_claimed(visit.db, seat.enrollment.id),
        issued=count_issued(visit.db, seat.enrollment.id),
        now=visit.now,
    )
    return see_other(f"{seat.path}/units/{position}#attestation")


def _learner_home(visit: Visit, rows: Sequence[EnrollmentRow]) -> Response:
    seat = _seat(_in_front(visit, rows))
    units = _units(visit, seat)
    standing = _standing(visit, seat)
    unit, behind = home.waiting_units(units, standing.ledger, visit.now)
    issued = 0
    if standing.completion.complete:
        issued = count_issued(visit.db, seat.enrollment.id)
    page = home.home_page(
        seat,
        units,
        standing,
        _work(visit, seat, unit) if unit and visit.now < seat.cohort.closes_at else None,
        behind,
        issued=issued,
        others=[(c.title, f"/cohorts/{c.slug}") for _, c, *_ in rows if c.id != seat.cohort.id],
        reader_zone=visit.actor.zone,
        now=visit.now,
    )
    return render(visit.request, "learner/home.html", page, block="content")


def _in_front(visit: Visit, rows: Sequence[EnrollmentRow]) -> EnrollmentRow:
    """The enrollment that home shows."""
    if len(rows) == 1:
        return rows[0]
    begins = cohorts.first_openings(visit.db, [row[1].id for row in rows])
    terms = [home.Term(begins.get(row[1].id), row[1].closes_at) for row in rows]
    return rows[home.in_front(terms, visit.now)]


def _standing(visit: Visit, seat: Seat) -> Standing:
    """How the learner stands; whether they have claimed matters only once they completed."""
    terms = credit.activity_of(visit.db, seat.cohort.id)
    ledger = credit.ledgers(visit.db, seat.cohort.id, [seat.enrollment.id])[seat.enrollment.id]
    standing = stand(ledger, seat.policy, terms, None, visit.now)
    if not standing.completion.complete:
        return standing
    claim = credit.live_claims(visit.db, seat.cohort.id, [seat.enrollment.id])
    return stand(ledger, seat.policy, terms, claim.get(seat.enrollment.id), visit.now)


def _work(visit: Visit, seat: Seat, unit: UnitRow) -> home.Work | None:
    if unit.module_version_id is None:
        return None
    version = library.module(visit.db, unit.module_version_id)
    module, needed = version.data, seat.policy.check_percent
    readings, reflected = learned.ticked(visit.db, seat.enrollment.id, unit.id)
    level = None
    if needed is not None:
        answers = learned.work_done(visit.db, seat.enrollment.id, unit.id).answers
        level = level_of(visit.db, version, answers, needed)
    items = rules.items_of(module, readings, reflected=reflected, level=level)
    times = learning.times_of(seat, unit)
    reason = rules.why_not_attest(times, items, signed=False, now=visit.now)
    return home.work_on(seat, unit, module, items, reason, visit.now)


def _case(visit: Visit, unit: UnitRow) -> ContentVersion | None:
    """What a learner may read of a unit's case: all of it once the unit is open."""
    if unit.case_version_id is None or not unit.is_open(visit.now):
        return None
    return content.version(visit.db, unit.case_version_id)


def _enrolled(rows: Sequence[EnrollmentRow]) -> list[EnrollmentRow]:
    return [row for row in rows if row[0].withdrawn_at is None]


def _seat(row: EnrollmentRow) -> Seat:
    enrollment, cohort, program, version = row
    return Seat(cohort, program, version, PolicyData.model_validate(version.data), enrollment)


def _units(visit: Visit, seat: Seat) -> list[UnitRow]:
    return cohorts.units(visit.db, seat.cohort.id, enrollment_id=seat.enrollment.id)
