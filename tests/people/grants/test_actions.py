from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.models import AuditLine
from app.people.enums import Scope
from app.people.grants.actions import appoint_administrator, grant_role
from app.people.models import Institution, RoleGrant
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.cast import NOW, Cast
from tests.refusals import refuses

NOT_ASKED = {"institution": "", "zone": "UTC", "name": ("", "")}
"""What counts for somebody new only."""


def grant(session: Session, by: str = "cora", to: str = "nan", now: datetime = NOW) -> RoleGrant:
    """A facilitator of the running cohort."""
    cast = Cast(session)
    over = Role.FACILITATOR, Scope.COHORT, cast.fall.id
    return grant_role(session, cast.id(to), *over, by=cast.id(by), now=now)


def lines_about(session: Session, person_id: UUID) -> list[AuditLine]:
    about = select(AuditLine).where(
        col(AuditLine.object_id) == str(person_id), col(AuditLine.act) == "role.granted"
    )
    return list(session.scalars(about))


def test_grant_names_who_gave_it_and_writes_a_line(session: Session, cast: Cast) -> None:
    held = grant(session)
    assert (held.granted_by, held.granted_at) == (cast.id("cora"), NOW)
    (line,) = lines_about(session, cast.id("nan"))
    assert (line.actor_id, line.at) == (cast.id("cora"), NOW)
    assert line.facts == {
        "role": "facilitator",
        "scope": "cohort",
        "over": str(cast.fall.id),
    }


def test_role_that_is_held_already_is_kept(session: Session, cast: Cast) -> None:
    first = grant(session)
    assert grant(session, by="abe", now=NOW + timedelta(days=1)) == first
    assert len(lines_about(session, cast.id("nan"))) == 1


@pytest.mark.parametrize("ended", ["revoked_at", "until"])
def test_role_that_ended_is_given_anew(session: Session, cast: Cast, ended: str) -> None:
    first = grant(session)
    setattr(first, ended, NOW + timedelta(days=1))
    assert grant(session, now=NOW + timedelta(days=2)) != first
    assert len(lines_about(session, cast.id("nan"))) == 2


def test_nobody_gives_a_role_to_themselves(session: Session) -> None:
    with refuses(NOT_FOR_ONESELF):
        grant(session, by="nan", to="nan")


def test_role_given_ten_times_at_once_is_given_once(real_database: Database) -> None:
    def give(_: int) -> UUID:
        with real_database.write() as session:
            return grant(session).id

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(give, range(10)))) == 1
    with real_database.read() as session:
        assert len(lines_about(session, Cast(session).id("nan"))) == 1


def test_administrator_who_is_new_comes_with_an_institution(session: Session) -> None:
    person = appoint_administrator(
        session,
        "New@Example.org",
        name=("New", "Body"),
        institution="Windward School",
        zone="Pacific/Honolulu",
        now=NOW,
    )
    assert session.get_one(Institution, person.institution_id).name == "Windward School"
    (line,) = lines_about(session, person.id)
    assert (line.actor_id, line.reason) == (None, "By the command line.")


def test_administrator_who_is_known_stays_where_they_are(session: Session, cast: Cast) -> None:
    before = cast.person("cora").institution_id
    person = appoint_administrator(session, "cora@example.org", **NOT_ASKED, now=NOW)  # type: ignore[arg-type]
    assert (person, person.institution_id) == (cast.person("cora"), before)
