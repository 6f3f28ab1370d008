"""What certificates say of the credit that was claimed."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates import rules
from app.certificates.issuing import queries
from app.certificates.issuing.credit import Credited
from app.certificates.issuing.draft import Identity, build_snapshot
from app.certificates.issuing.inputs import CertificateInputs
from app.certificates.snapshot import CertificateKind, CertificateSnapshot, from_json, to_json
from app.core.models import OutboxMessage
from app.credit.enums import AMA_PRA_1
from app.credit.phrase import PHRASE_TEXT, credits_fact
from app.credit.queries import activity_of
from app.credit.systems.rules import of_key
from app.history.audit_folders.contents.folder import contents_of
from app.history.audit_folders.contents.queries import read_cohort
from app.people.enums import Profession
from tests import letters
from tests.cast import NOW, Cast
from tests.certificates.office import STATIONERY, claim, here, record
from tests.client import Browser, SignIn
from tests.credit.activities import designate
from tests.history.audit_folders.ordered import rows_of
from tests.refusals import refuses

STORED = Path(__file__).parents[1] / "snapshots"
CREDIT, PARTICIPATION = CertificateKind.CME_CREDIT, CertificateKind.PARTICIPATION


def drafted(session: Session, cast: Cast, kind: CertificateKind) -> CertificateSnapshot:
    place = cast.enrollment("ben").id
    inputs = queries.certificate_inputs(session, place, NOW)
    return build_snapshot(inputs, kind, Identity.fresh(), STATIONERY, NOW)


@pytest.fixture
def everything(session: Session, cast: Cast) -> None:
    """Spring is designated for all there is."""
    designate(session, cast.spring, ancc=20, abim_moc=16, aapa=None)


@pytest.mark.usefixtures("everything")
def test_nurse_is_awarded_contact_hours_under_their_own_heading(
    session: Session, cast: Cast
) -> None:
    cast.person("ben").profession = Profession.NURSE
    claim(session, quarters=18)
    draft = drafted(session, cast, CREDIT)
    assert (draft.credit_system, draft.heading_text) == ("ancc", "Certificate of contact hours")
    assert (draft.award_text, draft.claimed_quarters) == ("4.50 ANCC contact hours", 18)
    assert (draft.designated_quarters, draft.notes) == (20, ())
    assert draft.designation_statement == "Designated for ANCC contact hours."
    assert draft.claim_statement is not None
    assert draft.claim_statement.startswith("The participant claimed these contact hours on ")
    assert PHRASE_TEXT not in to_json(draft)


@pytest.mark.usefixtures("everything")
def test_points_are_said_beside_physicians_credit_and_are_no_claim(
    session: Session, cast: Cast
) -> None:
    claim(session, quarters=22)
    draft = drafted(session, cast, CREDIT)
    assert (draft.credit_system, draft.award_text, draft.claimed_quarters) == (
        "ama_pra_1",
        None,
        22,
    )
    assert draft.heading_text == "Certificate of credit"
    assert draft.notes == (
        "Designated for ABIM MOC points. For the same participation, 4.00 ABIM MOC points can be "
        "reported.",
    )


@pytest.mark.usefixtures("everything")
def test_points_are_not_certified_for_what_preceded_their_designation(
    session: Session, cast: Cast
) -> None:
    """By the words of the claim and, issued anew, by those in force."""
    claim(session, quarters=22)
    inputs = queries.certificate_inputs(session, cast.enrollment("ben").id, NOW)
    assert inputs is not None
    assert inputs.approved is not None
    designated = tuple(
        replace(own, since=NOW) if own.key == "abim_moc" else own
        for own in inputs.approved.designated
    )
    younger = replace(inputs.approved, designated=designated)
    standing = replace(inputs.standing, approved=younger)
    for inputs_by in (replace(inputs, approved=younger), replace(inputs, standing=standing)):
        by_it = inputs_by.in_force if inputs_by.approved is not younger else inputs_by
        draft = build_snapshot(by_it, CREDIT, Identity.fresh(), STATIONERY, NOW)
        assert (draft.claimed_quarters, draft.notes) == (22, ())


@pytest.mark.usefixtures("everything")
def test_physician_associate_gets_a_note_and_is_awarded_nothing(
    session: Session, cast: Cast
) -> None:
    cast.person("ben").profession = Profession.PHYSICIAN_ASSOCIATE
    claim(session, quarters=22)
    draft = drafted(session, cast, PARTICIPATION)
    assert (draft.credit_system, draft.hours_text) == ("participation", "5.50 hours")
    assert draft.notes == (
        "The American Academy of Physician Associates (AAPA) accepts participation in activities "
        f"that are designated for {PHRASE_TEXT}.",
    )
    assert (draft.claimed_quarters, draft.designated_quarters) == (None, 24)


def test_nobody_gets_a_note_of_what_the_activity_is_not_designated_for(
    session: Session, cast: Cast
) -> None:
    cast.person("ben").profession = Profession.PHYSICIAN_ASSOCIATE
    claim(session, quarters=22)
    assert drafted(session, cast, PARTICIPATION).notes == ()


@pytest.mark.usefixtures("everything")
def test_contact_hours_are_what_the_public_page_says(
    session: Session, cast: Cast, browser: Browser
) -> None:
    cast.person("ben").profession = Profession.NURSE
    claim(session, quarters=18)
    issued = record(session, kind=CREDIT)
    session.commit()
    said = json.loads(browser.get(f"/verify/{issued.code}.json").text)
    assert (said["credits"], said["credit_type"]) == ("4.50", "ANCC contact hours")
    page = browser.page(f"/verify/{issued.code}")
    assert "4.50 ANCC contact hours" in page.main.text
    assert PHRASE_TEXT not in page.main.text


def without_physicians(session: Session, cast: Cast) -> CertificateInputs:
    """What Ben's certificate is made from, as if the activity had never been for physicians."""
    inputs = queries.certificate_inputs(session, cast.enrollment("ben").id, NOW)
    assert inputs is not None
    assert inputs.approved is not None
    others = tuple(own for own in inputs.approved.designated if own.key != "ama_pra_1")
    return replace(inputs, approved=replace(inputs.approved, designated=others))


def test_participation_says_nothing_of_credit_that_nobody_is_awarded(
    session: Session, cast: Cast
) -> None:
    cast.person("ben").profession = Profession.SCIENTIST
    claim(session, quarters=22)
    inputs = without_physicians(session, cast)
    draft = build_snapshot(inputs, PARTICIPATION, Identity.fresh(), STATIONERY, NOW)
    assert (draft.designated_quarters, draft.hours_text) == (None, "5.50 hours")


def test_claim_in_what_the_activity_is_not_designated_for_is_not_printed(
    session: Session, cast: Cast
) -> None:
    claim(session, quarters=22)
    inputs = without_physicians(session, cast)
    with refuses(rules.NOT_READY(missing=(rules.NOT_DESIGNATED,))):
        build_snapshot(inputs, CREDIT, Identity.fresh(), STATIONERY, NOW)


@pytest.mark.parametrize(
    ("kind", "system"), [("cme_credit", "ama_pra_1"), ("participation", "participation")]
)
def test_snapshot_of_before_says_the_system_that_its_kind_had(kind: str, system: str) -> None:
    path = STORED / f"v1-{kind}.json"
    before: dict[str, Any] = json.loads(path.read_text())
    loaded = from_json(path.read_text())
    assert (loaded.credit_system, loaded.heading, loaded.award_text) == (system, None, None)
    assert loaded.notes == ()
    assert loaded.claimed_quarters == before["claimed_quarters"]


def test_hours_are_never_more_than_the_version_that_is_named_is_designated_for(
    session: Session, cast: Cast
) -> None:
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    physicians = of_key(AMA_PRA_1, approved.designated)
    assert physicians is not None
    most = physicians.max_quarters
    assert most is not None
    whose = Profession.PHYSICIAN
    within = Credited(approved, AMA_PRA_1, most, NOW.date(), whose, None)
    assert within.own == physicians
    above = rules.CLAIMED_ABOVE(claimed=credits_fact(most + 1), designated=credits_fact(most))
    with refuses(rules.NOT_READY(missing=(above,))):
        _ = replace(within, quarters=most + 1).own


@pytest.mark.usefixtures("everything")
def test_it_has_one_name_wherever_it_is_told_of(
    session: Session, cast: Cast, sign_in: SignIn
) -> None:
    """The name on the paper: on its pages, in lists and in the letter."""
    cast.person("ben").profession = Profession.NURSE
    claim(session, quarters=18)
    made = record(session, kind=CREDIT)
    session.commit()
    ben, cora = sign_in("ben"), sign_in("cora")
    pages = (
        ben.page("/my/certificates"),
        ben.page("/my/record?cohort=spring-2026"),
        ben.page(f"/verify/{made.code}"),
        cora.page("/manage/cohorts/spring-2026/certificates/register"),
        cora.page(f"/manage/certificates/{made.number}"),
        cora.page(f"/manage/people/{cast.id('ben')}"),
    )
    for page in pages:
        assert "Certificate of contact hours" in page.main.text
        assert "Certificate of credit" not in page.main.text
    posted = session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == "certificate"))
    subject = letters.read(session, posted.one()).subject
    assert subject == "Your certificate is ready: Certificate of contact hours"


@pytest.mark.usefixtures("everything")
def test_register_counts_contact_hours_in_contact_hours(
    session: Session, cast: Cast, sign_in: SignIn
) -> None:
    cast.person("ben").profession = Profession.NURSE
    claim(session, quarters=18)
    record(session, kind=CREDIT)
    session.commit()
    register = "/manage/cohorts/spring-2026/certificates/register?format=csv"
    answer = sign_in("cora").get(register).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(answer))
    assert row["Counted in"] == "ANCC contact hours"
    assert row["Kind"] == "Certificate of contact hours"
    folder = contents_of(read_cohort(session, here(session), NOW)).files()
    (ours,) = rows_of(folder["certificates/register.csv"])
    assert (ours["Claimed in"], ours["Claimed"]) == ("ancc", row["Claimed"])
