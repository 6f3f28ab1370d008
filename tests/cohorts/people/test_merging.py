"""Two records of one person become one, and nothing that hung on either is lost."""

from itertools import permutations
from uuid import UUID

import pytest
from sqlalchemy import Column, ForeignKey, Table, Uuid, func, insert, select, true
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.casework.models import Attendance
from app.certificates.models import Certificate, CertificateFile
from app.certificates.queries import certificates_of_person
from app.cohorts.models import Enrollment, SessionPart
from app.cohorts.people.actions import STAYS, merge_people, person_columns
from app.core import chains
from app.core.errors import RefusedError
from app.core.ids import token_hash
from app.core.models import AuditLine, OutboxMessage
from app.credit.models import Claim
from app.learning.models import (
    Attestation,
    ReadingDone,
    ReadingPlace,
    Reflection,
    ReflectionDraft,
)
from app.learning.places.actions import note_place
from app.learning.reflections.actions import keep_draft, save_reflection
from app.learning.reflections.rules import Seen
from app.people.actions import start_session
from app.people.actors import find_actor
from app.people.enums import Profession
from app.people.merging import rules
from app.people.merging.queries import suspects
from app.people.models import EmailAddress, Institution, Person, RoleGrant, WebSession
from app.people.queries import person_by_address
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.cast import NOW, PEOPLE, Cast, add_enrollment, make_person
from tests.certificates.office import claim
from tests.issued import issue_certificate, made_report
from tests.learning.open_unit import learner_of

FACTS = (
    *(Attestation, Attendance, Claim, Certificate, ReadingDone),
    *(ReadingPlace, Reflection, ReflectionDraft),
)


def held(session: Session, *people: UUID) -> dict[str, set[UUID]]:
    """The ids of all facts in the cohorts of these people."""
    own = select(col(Enrollment.id)).where(col(Enrollment.person_id).in_(people))
    return {
        kind.__name__: set(
            session.scalars(select(col(kind.id)).where(col(kind.enrollment_id).in_(own)))
        )
        for kind in FACTS
    }


def writes(session: Session, cast: Cast) -> None:
    """Ada has two versions of a reflection, the draft of a third, and a place in the text."""
    learner, unit = learner_of(cast, "ada"), cast.unit("fall-2026", 2)
    for text in ("First.", "Second."):
        save_reflection(session, learner, unit, text=text, shared=False, now=NOW)
    keep_draft(session, learner, unit, text="Third", shared=False, seen=Seen(2, 0), now=NOW)
    note_place(session, learner, unit, "module-2-where-to-begin", now=NOW)


@pytest.fixture
def full(session: Session, cast: Cast) -> Cast:
    """The cast with a claim, certificates, roles and second places."""
    claim(session)
    issue_certificate(session, cast.enrollment("ben"))
    issue_certificate(session, cast.enrollment("nan"))
    add_enrollment(session, cast.person("lee"), cast.spring, at=NOW)
    add_enrollment(session, cast.person("fay"), cast.cohort("coach-2026"), at=NOW)
    writes(session, cast)
    session.flush()
    return cast


@pytest.mark.parametrize(("keep", "merge"), [*permutations(sorted(PEOPLE), 2)])
def test_any_two_without_a_common_cohort_keep_everything(
    session: Session, full: Cast, keep: str, merge: str
) -> None:
    by = full.id(next(name for name in ("abe", "cora", "lee") if name not in {keep, merge}))
    one, other = full.id(keep), full.id(merge)
    before = held(session, one, other)
    cohorts = [
        set(
            session.scalars(
                select(col(Enrollment.cohort_id)).where(col(Enrollment.person_id) == person)
            )
        )
        for person in (one, other)
    ]
    addresses = set(
        session.scalars(
            select(col(EmailAddress.address)).where(col(EmailAddress.person_id).in_((one, other)))
        )
    )
    if cohorts[0] & cohorts[1]:
        with pytest.raises(RefusedError) as refused:
            merge_people(session, one, other, by=by, now=NOW)
        assert refused.value.reason.kind is rules.SAME_COHORT
        assert held(session, one, other) == before
        assert session.get_one(Person, other).merged_into_id is None
        return
    merge_people(session, one, other, by=by, now=NOW)
    assert held(session, one) == before
    assert held(session, other) == {kind.__name__: set() for kind in FACTS}
    own = session.scalars(select(EmailAddress).where(col(EmailAddress.person_id) == one)).all()
    assert {address.address for address in own} == addresses
    assert [address.address for address in own if address.is_primary] == [f"{keep}@example.org"]
    assert {
        session.get_one(Enrollment, filed.certificate.enrollment_id).person_id
        for filed in certificates_of_person(session, one)
    } <= {one}
    assert chains.first_bad_line(session) is None


def test_certificates_keep_their_bytes_and_are_found_from_the_record_that_goes_on(
    session: Session, cast: Cast
) -> None:
    certificate = issue_certificate(session, cast.enrollment("ben"), pdf=b"%PDF-as issued")
    before = certificate.model_dump()
    merge_people(session, cast.id("ada"), cast.id("ben"), by=cast.id("abe"), now=NOW)
    session.expire_all()
    (filed,) = certificates_of_person(session, cast.id("ada"))
    assert filed.certificate.model_dump() == before
    assert session.get_one(CertificateFile, certificate.id).pdf == b"%PDF-as issued"


def test_merged_record_signs_in_nowhere_and_its_addresses_to_the_other(
    session: Session, cast: Cast
) -> None:
    ben = cast.id("ben")
    signed_in = start_session(session, ben, how="demo", user_agent="", now=NOW)
    session.flush()
    assert find_actor(session, token_hash(signed_in.token), NOW) is not None
    merge_people(session, cast.id("ada"), ben, by=cast.id("abe"), now=NOW)
    assert find_actor(session, token_hash(signed_in.token), NOW) is None
    assert session.scalars(select(col(WebSession.ended_at))).all() == [NOW]
    row = session.get_one(Person, ben)
    assert (row.merged_into_id, row.disabled_at) == (cast.id("ada"), NOW)
    assert person_by_address(session, "ben@example.org") == cast.person("ada")


def test_both_addresses_are_told(session: Session, cast: Cast) -> None:
    merge_people(session, cast.id("ada"), cast.id("ben"), by=cast.id("abe"), now=NOW)
    told = session.scalars(
        select(col(OutboxMessage.recipient)).where(col(OutboxMessage.kind) == "records_merged")
    )
    assert set(told) == {None, "ben@example.org"}


def test_a_table_that_comes_later_goes_along(session: Session, cast: Cast) -> None:
    later = Table(
        "later",
        SQLModel.metadata,
        Column("id", Uuid(), primary_key=True),
        Column("owner", Uuid(), ForeignKey("person.id")),
    )
    try:
        later.create(session.connection())
        session.execute(insert(later).values(id=UUID(int=1), owner=cast.id("ben")))
        ada = cast.id("ada")
        merge_people(session, ada, cast.id("ben"), by=cast.id("abe"), now=NOW)
        assert session.scalars(select(later.c.owner)).all() == [ada]
    finally:
        later.drop(session.connection())
        SQLModel.metadata.remove(later)


def test_what_goes_along_is_known(session: Session) -> None:
    assert sorted(map(str, person_columns())) == [
        "announcement.written_by",
        "content_controller.person_id",
        "disclosure.person_id",
        "disclosure_request.person_id",
        "email_address.person_id",
        "enrollment.person_id",
        "imported_person.person_id",
        "introduction.person_id",
        "outbox_message.person_id",
        "parked_form.person_id",
        "person.merged_into_id",
        "role_grant.person_id",
        "session_part.person_id",
        "teaching.person_id",
        "thread_post.person_id",
    ]
    known = {str(column) for table in SQLModel.metadata.sorted_tables for column in table.columns}
    assert known >= STAYS


def test_ordered_report_stays_as_it_was(session: Session, cast: Cast) -> None:
    report = made_report(session, "mentor-development", by=cast.id("ben"))
    before = report.model_dump()
    merge_people(session, cast.id("ada"), cast.id("ben"), by=cast.id("abe"), now=NOW)
    session.refresh(report)
    assert report.model_dump() == before


def test_a_record_that_was_merged_into_the_second_leads_to_the_first(
    session: Session, cast: Cast
) -> None:
    ada, ben, fay = cast.id("ada"), cast.id("ben"), cast.id("fay")
    merge_people(session, ben, fay, by=cast.id("abe"), now=NOW)
    merge_people(session, ada, ben, by=cast.id("abe"), now=NOW)
    assert session.get_one(Person, fay).merged_into_id == ada
    grants = select(func.count()).where(
        col(RoleGrant.person_id) == ada, col(RoleGrant.role) == Role.FACILITATOR
    )
    assert session.scalar(grants) == 1


def test_who_leads_a_session_under_both_leads_it_once(session: Session, cast: Cast) -> None:
    hour = cast.case_session("fall-2026", 3)
    for persona in ("fay", "lee"):
        session.add(SessionPart(case_session_id=hour.id, person_id=cast.id(persona), part="lead"))
    session.flush()
    merge_people(session, cast.id("fay"), cast.id("lee"), by=cast.id("abe"), now=NOW)
    led = select(col(SessionPart.person_id)).where(col(SessionPart.case_session_id) == hour.id)
    assert session.scalars(led).all() == [cast.id("fay")]


def test_refusals(session: Session, cast: Cast) -> None:
    ada, ben, abe = cast.id("ada"), cast.id("ben"), cast.id("abe")

    def why(keep: UUID, merge: UUID, by: UUID, *, beyond: bool = False, named: bool = True):  # type: ignore[no-untyped-def]
        with pytest.raises(RefusedError) as refused:
            merge_people(session, keep, merge, by=by, now=NOW, beyond=beyond, named=named)
        return refused.value.reason

    assert why(ada, ben, ada) == NOT_FOR_ONESELF
    assert why(ada, ben, ben) == NOT_FOR_ONESELF
    assert why(ada, ben, abe, beyond=True) == rules.FOR_ADMINISTRATORS
    nan = cast.id("nan")
    assert why(ada, nan, abe) == rules.SAME_COHORT(cohorts=("Fall 2026",))
    assert why(ada, nan, abe, named=False) == rules.SAME_COHORT_UNNAMED
    cast.person("ada").disabled_at = NOW
    assert why(ada, ben, abe) == rules.ENDED
    merge_people(session, ben, ada, by=abe, now=NOW)
    assert why(ben, ada, abe) == rules.MERGED_BEFORE
    assert why(cast.id("fay"), ada, abe) == rules.MERGED_BEFORE


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("d.okafor@x.example", "dokafor+cme@X.example", True),
        ("dokafor@x.example", "dokafor@y.example", False),
        ("d.okafor@x.example", "d.okafo@x.example", False),
    ],
)
def test_spelling_of_an_address(one: str, other: str, *, same: bool) -> None:
    assert (rules.spelling(one) == rules.spelling(other)) is same


def test_suspects_have_the_same_name_and_place_or_an_address_in_another_spelling(
    session: Session, cast: Cast
) -> None:
    ada = cast.person("ada")
    here = session.get_one(Institution, ada.institution_id)
    elsewhere = session.get_one(Institution, cast.person("ben").institution_id)

    def new(key: str, given: str, family: str, place: Institution) -> Person:
        return make_person(session, key, given, family, "", Profession.OTHER, institution=place)

    namesake = new("ada2", "ADÁ", "Álvarez", here)
    new("ada3", "Ada", "Alvarez", elsewhere)
    alike = new("a.d.a+cme", "A", "Somebody", elsewhere)
    new("adam", "Adam", "Else", here)
    found = suspects(session, ada, true())
    assert {other.person.id for other in found} == {namesake.id, alike.id}
    merge_people(session, ada.id, alike.id, by=cast.id("abe"), now=NOW)
    assert {o.person.id for o in suspects(session, ada, true())} == {namesake.id}


def test_one_line_of_history_says_what_moved(session: Session, cast: Cast) -> None:
    merge_people(session, cast.id("ada"), cast.id("ben"), by=cast.id("abe"), now=NOW)
    (line,) = session.scalars(select(AuditLine).where(col(AuditLine.act) == "person.merged"))
    assert line.object_id == str(cast.id("ada"))
    assert line.facts["moved"] == {"email_address": 1, "enrollment": 1}
    assert line.facts["merged"]
