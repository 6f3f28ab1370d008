"""Facts that the database itself keeps true."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import enrollments_of
from app.content import library
from app.core.db import Database
from app.core.models import AuditLine
from app.learning import actions, queries
from app.learning.models import Attestation
from app.people.actors import Actor
from tests.cast import NOW, Cast
from tests.course import POLICY


def learner_of(cast: Cast, persona: str) -> LearnerInCohort:
    enrollment = cast.enrollment(persona)
    _, cohort, program, version = enrollments_of(cast.session, enrollment.person_id)[0]
    return LearnerInCohort(cohort, program, version, POLICY, enrollment)


def actor(cast: Cast, persona: str) -> Actor:
    person = cast.person(persona)
    return Actor(
        person.id,
        person.id,
        person.display_name,
        person.certificate_name,
        "AA",
        person.zone,
        person.institution_id,
        (),
    )


def prepare(session: Session) -> None:
    """Ada does everything in the open unit but sign."""
    cast = Cast(session)
    learner, unit = learner_of(cast, "ada"), cast.unit("fall-2026", 2)
    for key in ("r2a", "r2b"):
        actions.tick_reading(session, learner, unit, key, now=NOW)
    actions.save_reflection(session, learner, unit, text="I assumed.", shared=False, now=NOW)


def sign(session: Session, persona: str = "ada", now: datetime = NOW) -> Attestation:
    cast = Cast(session)
    unit = cast.unit("fall-2026", 2)
    assert unit.module_version_id is not None
    module = library.module(session, unit.module_version_id)
    return actions.attest(
        session,
        learner_of(cast, persona),
        unit,
        shown=module.hash,
        typed_name="Ada Alvarez",
        by=actor(cast, persona),
        now=now,
    )


def test_twenty_parallel_attestations_make_one(real_database: Database) -> None:
    with real_database.write() as before:
        prepare(before)

    def one(_: int) -> UUID:
        with real_database.write() as session:
            return sign(session).id

    with ThreadPoolExecutor(20) as pool:
        signed = set(pool.map(one, range(20)))
    with real_database.read() as session:
        ada = Cast(session).enrollment("ada").id
        live = session.scalar(
            select(func.count())
            .select_from(Attestation)
            .where(queries.is_live(), col(Attestation.enrollment_id) == ada)
        )
        lines = session.scalar(
            select(func.count()).where(
                col(AuditLine.act) == "attestation.signed", col(AuditLine.object_id) == str(ada)
            )
        )
    assert (len(signed), live, lines) == (1, 1, 1)
