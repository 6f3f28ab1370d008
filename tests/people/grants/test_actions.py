from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import AuditLine, OutboxMessage
from app.language.reasons import Reason
from app.people.enums import Scope
from app.people.grants.actions import appoint_administrator, give, grant_role, revoke
from app.people.grants.queries import grants_of, live_grant
from app.people.grants.rules import (
    HELD_ALREADY,
    LAST_ADMINISTRATOR,
    NOT_YOURS_TO_GIVE,
    RAN_OUT,
    UNTIL_PAST,
)
from app.people.models import Institution, RoleGrant
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.cast import NOW, Cast
from tests.letters import read
from tests.races import one_after_the_other
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


LATER = NOW + timedelta(days=1)
ADMINISTERS = frozenset({Role.ADMINISTRATOR})


def give_fall(session: Session, to: str = "nan", **changed: Any) -> RoleGrant:
    """Cora lets somebody facilitate the running cohort."""
    cast = Cast(session)
    asked = {
        "title": "Fall 2026",
        "until": LATER,
        "held": {Role.COORDINATOR},
        "by": cast.id("cora"),
        "now": NOW,
    } | changed
    over = Scope.COHORT, cast.fall.id
    return give(session, cast.person(to), Role.FACILITATOR, over, **asked)  # type: ignore[arg-type]


def make_administrator(
    session: Session, persona: str, *, until: datetime | None = None
) -> RoleGrant:
    over = Role.ADMINISTRATOR, Scope.INSTALLATION, None
    return grant_role(session, Cast(session).id(persona), *over, by=None, now=NOW, until=until)


def administration_of(session: Session, persona: str) -> RoleGrant | None:
    over = Role.ADMINISTRATOR, Scope.INSTALLATION, None
    return live_grant(session, Cast(session).id(persona), *over, NOW)


def take_administration(session: Session, persona: str, by: str) -> None:
    grant = administration_of(session, persona)
    assert grant is not None
    by_id = Cast(session).id(by)
    revoke(session, grant, held=ADMINISTERS, reason="Left.", by=by_id, now=NOW)


def test_role_that_is_given_is_written_to_whoever_gets_it(session: Session, cast: Cast) -> None:
    grant = give_fall(session)
    assert (grant.until, grant.granted_by) == (LATER, cast.id("cora"))
    mail = session.scalars(
        select(OutboxMessage).where(col(OutboxMessage.key) == f"role:{grant.id}")
    ).one()
    letter = read(session, mail)
    assert letter.recipient == "nan@example.org"
    assert "You now facilitate Fall 2026." in letter.text
    assert "/sign-in\n" in letter.text
    (line,) = lines_about(session, cast.id("nan"))
    assert line.facts["until"] == LATER.isoformat()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"held": {Role.ADMINISTRATOR}}, NOT_YOURS_TO_GIVE),
        ({"held": set()}, NOT_YOURS_TO_GIVE),
        ({"until": NOW}, UNTIL_PAST),
    ],
)
def test_role_that_is_not_ones_to_give_is_refused(
    session: Session, changed: dict[str, Any], reason: Reason
) -> None:
    with refuses(reason):
        give_fall(session, **changed)


def test_role_is_not_given_to_oneself_nor_twice(session: Session, cast: Cast) -> None:
    with refuses(NOT_FOR_ONESELF):
        give_fall(session, "cora")
    with refuses(HELD_ALREADY(person=cast.person("fay").display_name)):
        give_fall(session, "fay")


def test_revoked_role_says_by_whom_and_why_and_is_given_anew(session: Session, cast: Cast) -> None:
    grant = give_fall(session)
    cora = cast.id("cora")
    revoke(session, grant, held={Role.COORDINATOR}, reason="Moved.", by=cora, now=NOW)
    assert (grant.revoked_at, grant.revoked_by, grant.revoked_reason) == (NOW, cora, "Moved.")
    line = session.scalars(
        select(AuditLine).where(
            col(AuditLine.act) == "role.revoked", col(AuditLine.object_id) == str(cast.id("nan"))
        )
    ).one()
    assert (line.actor_id, line.reason, line.facts["role"]) == (cora, "Moved.", "facilitator")
    again = give_fall(session)
    assert again.id != grant.id
    rows = grants_of(session, cast.id("nan"))
    assert {row.role_grant.id: row.holds(NOW) for row in rows} == {grant.id: False, again.id: True}
    revoked = next(row for row in rows if row.role_grant.id == grant.id)
    assert (revoked.giver, revoked.revoker) == (cast.person("cora"),) * 2


def test_role_that_ended_is_not_revoked(session: Session, cast: Cast) -> None:
    grant = give_fall(session)
    asked = {"held": {Role.COORDINATOR}, "reason": "", "by": cast.id("cora")}
    with refuses(RAN_OUT):
        revoke(session, grant, now=LATER, **asked)  # type: ignore[arg-type]
    revoke(session, grant, now=NOW, **asked)  # type: ignore[arg-type]
    with refuses(RAN_OUT):
        revoke(session, grant, now=NOW, **asked)  # type: ignore[arg-type]


def test_role_is_revoked_by_whoever_could_give_it_and_not_by_its_holder(
    session: Session, cast: Cast
) -> None:
    grant = give_fall(session)
    with refuses(NOT_YOURS_TO_GIVE):
        revoke(session, grant, held=ADMINISTERS, reason="", by=cast.id("abe"), now=NOW)
    with refuses(NOT_FOR_ONESELF):
        revoke(session, grant, held={Role.COORDINATOR}, reason="", by=grant.person_id, now=NOW)


def test_last_administrator_stays(session: Session) -> None:
    with refuses(LAST_ADMINISTRATOR):
        take_administration(session, "abe", "cora")


def test_administrator_whose_role_runs_out_is_no_last_one(session: Session) -> None:
    make_administrator(session, "cora", until=LATER)
    with refuses(LAST_ADMINISTRATOR):
        take_administration(session, "abe", "cora")
    take_administration(session, "cora", "abe")


def test_administrator_who_cannot_sign_in_is_no_last_one(session: Session, cast: Cast) -> None:
    make_administrator(session, "cora")
    cast.person("cora").disabled_at = NOW
    session.flush()
    with refuses(LAST_ADMINISTRATOR):
        take_administration(session, "abe", "cora")


def test_two_administrators_who_revoke_each_other_at_once_leave_one(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        make_administrator(session, "cora")

    def second(session: Session) -> object:
        try:
            take_administration(session, "abe", "cora")
        except RefusedError as refused:
            return refused.reason
        return None

    def first(session: Session) -> None:
        take_administration(session, "cora", "abe")

    assert one_after_the_other(real_database, first, second) == LAST_ADMINISTRATOR
    with real_database.read() as after:
        left = {name: administration_of(after, name) is not None for name in ("abe", "cora")}
        assert left == {"abe": True, "cora": False}


def test_two_administrators_race_ten_times_and_one_is_left(real_database: Database) -> None:
    for _ in range(10):
        with real_database.write() as session:
            for persona in ("abe", "cora"):
                make_administrator(session, persona)

        def revoke_other(pair: tuple[str, str]) -> bool:
            with real_database.write() as session:
                try:
                    take_administration(session, *pair)
                except (RefusedError, AssertionError):
                    return False
                return True

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(revoke_other, [("abe", "cora"), ("cora", "abe")]))
        assert sorted(done) == [False, True]
        with real_database.read() as after:
            left = [name for name in ("abe", "cora") if administration_of(after, name)]
            assert len(left) == 1
