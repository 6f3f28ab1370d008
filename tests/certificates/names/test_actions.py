"""Names that wait for the coordinator, and her confirmation of them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates import rules
from app.certificates.issuing import actions as issuing
from app.certificates.models import CertificateKind, NameConfirmation
from app.certificates.names.actions import confirm_names
from app.certificates.names.queries import names_in_cohort
from app.certificates.names.rules import CHANGED_MEANWHILE, TO_CHECK, NameToCheck, SeenName
from app.certificates.orders import WantedCertificate
from app.core.models import AuditLine
from app.learning.models import Attestation
from app.people.actions import change_profile
from app.people.directory.actions import NewPerson, add_person
from app.people.enums import Profession
from app.people.models import Institution
from app.people.rules import NOT_FOR_ONESELF
from app.printing.letters import UNPRINTABLE
from tests.cast import NOW, Cast
from tests.certificates.office import candidate, complete, here, record, start, tasks
from tests.client import Statements
from tests.refusals import refuses

COMPLETION = CertificateKind.COMPLETION
EINSTEIN = {"certificate_name": "Albert Einstein", "degrees": "MD, Nobel laureate"}


def rename(session: Session, cast: Cast, **after: str) -> None:
    """Ben changes his own profile."""
    change_profile(session, cast.person("ben"), after, now=NOW)
    session.flush()


def waiting(session: Session) -> NameToCheck:
    found = candidate(session, "ben").name_to_check
    assert found is not None
    return found


def confirm(session: Session, cast: Cast, by: str = "cora", now: datetime = NOW) -> None:
    name = waiting(session)
    seen = [SeenName(name.enrollment_id, name.fingerprint)]
    confirm_names(session, here(session), seen, by=cast.id(by), now=now)


def test_learner_who_became_somebody_else_is_not_issued_by_the_click(
    session: Session, cast: Cast
) -> None:
    rename(session, cast, **EINSTEIN)
    ben = candidate(session, "ben")
    assert (ben.ready, TO_CHECK in ben.missing) == ((), True)
    name = waiting(session)
    assert (name.name, name.degrees) == ("Albert Einstein", "MD, Nobel laureate")
    assert (name.entered_name, name.entered_degrees) == ("Ben Begay", "MD")
    chosen = [WantedCertificate(cast.enrollment("ben").id, COMPLETION)]
    missing = (rules.NOT_CLAIMED, TO_CHECK)
    name_of = "Albert Einstein, MD, Nobel laureate"
    with refuses(rules.NOT_READY_FOR(name=name_of, missing=missing)):
        issuing.start_issue(session, here(session), chosen, by=cast.id("cora"), now=NOW)
    with refuses(rules.NOT_READY(missing=(TO_CHECK,))):
        record(session)


def test_confirmed_name_is_printed_and_the_history_says_who_stood_for_it(
    session: Session, cast: Cast
) -> None:
    rename(session, cast, degrees="MD, PhD")
    confirm(session, cast)
    assert candidate(session, "ben").name_to_check is None
    assert "Ben Begay" in record(session).snapshot
    (line,) = session.scalars(select(AuditLine).where(col(AuditLine.act) == "name.confirmed"))
    assert (line.actor_id, line.object_id) == (cast.id("cora"), str(cast.enrollment("ben").id))
    assert {name: said for name, said in line.facts.items() if name != "seal"} == {
        "name": "Ben Begay",
        "degrees": "MD, PhD",
        "entered_name": "Ben Begay",
        "entered_degrees": "MD",
    }


def test_later_change_is_confirmed_again_and_going_back_is_not(
    session: Session, cast: Cast
) -> None:
    rename(session, cast, degrees="MD, PhD")
    confirm(session, cast)
    rename(session, cast, degrees="MD, PhD, FACP")
    assert waiting(session).degrees == "MD, PhD, FACP"
    rename(session, cast, degrees="MD, PhD")
    assert candidate(session, "ben").name_to_check is None


def sign(session: Session, cast: Cast, name: str, now: datetime) -> None:
    """Ben signs a module once more."""
    own = select(Attestation).where(col(Attestation.enrollment_id) == cast.enrollment("ben").id)
    last = session.scalars(own.order_by(col(Attestation.edition).desc()).limit(1)).one()
    again = last.model_dump(exclude={"id"})
    again |= {"edition": last.edition + 1, "typed_name": name, "signed_at": now}
    session.add(Attestation(**again))
    session.flush()


def test_signature_after_the_confirmation_is_looked_at_and_confirmed_again(
    session: Session, cast: Cast
) -> None:
    rename(session, cast, degrees="MD, PhD")
    sign(session, cast, "Isaac Newton", NOW)
    confirm(session, cast)
    assert candidate(session, "ben").name_to_check is None, "it was there to be seen"
    sign(session, cast, "BEN BEGAY", NOW + timedelta(minutes=1))
    assert candidate(session, "ben").name_to_check is None, "the same name"
    sign(session, cast, "Albert Einstein", NOW + timedelta(minutes=2))
    assert waiting(session).signed == ("Albert Einstein",)
    confirm(session, cast, now=NOW + timedelta(minutes=3))
    assert candidate(session, "ben").name_to_check is None


def test_what_was_not_seen_is_not_confirmed(session: Session, cast: Cast) -> None:
    rename(session, cast, degrees="MD, PhD")
    name = waiting(session)
    rename(session, cast, degrees="Nobel laureate")
    with refuses(CHANGED_MEANWHILE):
        seen = [SeenName(name.enrollment_id, name.fingerprint)]
        confirm_names(session, here(session), seen, by=cast.id("cora"), now=NOW)
    assert session.scalars(select(NameConfirmation)).all() == []


def test_nobody_stands_for_their_own_name(session: Session, cast: Cast) -> None:
    rename(session, cast, degrees="MD, PhD")
    with refuses(NOT_FOR_ONESELF):
        confirm(session, cast, by="ben")


def test_others_are_issued_while_one_name_waits(session: Session, cast: Cast) -> None:
    complete(session, "nan")
    rename(session, cast, **EINSTEIN)
    start(session)
    assert [task.label for task in tasks(session)] == ["Nan Nakai, RN: Attestation of completion"]


def test_name_is_no_question_for_who_lacks_something_else(session: Session, cast: Cast) -> None:
    rename(session, cast, **EINSTEIN)
    cast.take_back_marks("ben", "spring-2026", 1, 2, 3, 4)
    assert candidate(session, "ben").name_to_check is None


def test_degrees_that_somebody_gave_themselves_are_confirmed(session: Session, cast: Cast) -> None:
    place = session.get_one(Institution, cast.person("ada").institution_id)
    new = NewPerson(
        "Eve", "Ely", "eve@example.org", Profession.OTHER, "MD", says_so_themselves=True
    )
    eve = add_person(session, new, place, by=None, now=NOW)
    assert (eve.entered_name, eve.entered_degrees) == ("Eve Ely", "")


def test_nobody_is_added_with_a_name_that_cannot_be_printed(session: Session, cast: Cast) -> None:
    place = session.get_one(Institution, cast.person("ada").institution_id)
    new = NewPerson("Eve", "𐌰", "eve@example.org", Profession.OTHER)
    refusal = UNPRINTABLE(letter="𐌰", name="gothic letter ahsa, U+10330")
    with refuses(refusal):
        add_person(session, new, place, by=None, now=NOW)


def test_row_is_never_changed(session: Session, cast: Cast) -> None:
    rename(session, cast, degrees="MD, PhD")
    confirm(session, cast)
    session.commit()
    row = session.scalars(select(NameConfirmation)).one()
    row.degrees = "PhD"
    with pytest.raises(Exception, match="is a record"):
        session.flush()
    session.rollback()


def test_names_of_many_are_one_statement(
    session: Session, cast: Cast, statements: Statements
) -> None:
    rename(session, cast, **EINSTEIN)
    complete(session, "nan")
    cohort_id = cast.spring.id
    with statements() as count:
        assert len(names_in_cohort(session, cohort_id)) == 1
    assert count.total == 1
