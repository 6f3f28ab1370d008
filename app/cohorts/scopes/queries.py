"""Reads of all that a role can be given over."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort, Program
from app.cohorts.scopes.rules import Over
from app.people.enums import Scope
from app.people.models import Institution
from app.people.providers.queries import providers


def scopes(session: Session) -> dict[UUID, Over]:
    """All of them but the installation: four statements. Programs and cohorts come by title."""
    programs = session.scalars(select(Program).order_by(col(Program.title))).all()
    titles = {program.id: program.title for program in programs}
    found = {p.id: Over(Scope.PROGRAM, p.id, p.title) for p in programs}
    newest_first = select(Cohort).order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))
    for cohort in session.scalars(newest_first):
        program_id = cohort.program_id
        found[cohort.id] = Over(
            Scope.COHORT, cohort.id, cohort.title, program_id, titles[program_id]
        )
    for institution in session.scalars(select(Institution).order_by(col(Institution.name))):
        here = institution.left_at is None and institution.merged_into_id is None
        found[institution.id] = Over(
            Scope.INSTITUTION, institution.id, institution.name, takes_part=here
        )
    for provider in providers(session):
        found[provider.id] = Over(Scope.PROVIDER, provider.id, provider.name)
    return found
