"""Certificates that no longer are as the records say: the list, the check page, and the job."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.corrections.rules import CHANGED_SINCE
from app.certificates.models import Certificate, CertificateKind
from app.certificates.printing.pool import CertificatePool
from app.certificates.rules import NOTHING_CHOSEN
from app.cohorts.rules import ARCHIVED
from app.core.db import Database
from app.core.models import Job
from app.people.addresses.queries import addresses_of
from app.people.enums import Scope
from app.policy.table import Role
from tests.cast import NOW, Cast
from tests.certificates.office import claim, complete, office, record, rename, work
from tests.client import Browser, SignIn, Statements
from tests.correcting import mark_absent
from tests.crowds import fill

CERTIFICATES = "/manage/cohorts/spring-2026/certificates"
ASTRAY = f"{CERTIFICATES}/reissue"


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


@pytest.fixture
def two(session: Session) -> tuple[Certificate, Certificate]:
    """Ben's and Nan's; both are in other names by now, for which Cora stands."""
    complete(session, "nan")
    papers = record(session), record(session, "nan")
    rename(session, "ben", "Robin Marsh")
    rename(session, "nan", "Nan Nez")
    session.commit()
    return papers


def ticked(cora: Browser, *papers: Certificate) -> list[str]:
    """What the boxes beside some certificates send."""
    boxes = cora.page(ASTRAY).all("input[name=chosen]")
    values = [box.attribute("value") or "" for box in boxes]
    numbers = {paper.number for paper in papers}
    return [value for value in values if value.partition(":")[0] in numbers]


def test_list_of_certificates_says_how_many_are_in_another_name(
    cora: Browser, two: tuple[Certificate, Certificate]
) -> None:
    card = cora.page(CERTIFICATES).one("#astray")
    assert "2 are in another name, or with other degrees, than the profile by now." in card.text
    assert card.one("a").attribute("href") == ASTRAY
    assert "a newer version changes no certificate for that claim" in card.text


def test_each_says_what_differs_and_nothing_is_ticked(
    cora: Browser, two: tuple[Certificate, Certificate]
) -> None:
    page = cora.page(ASTRAY)
    assert "2 certificates that hold were compared with what would be printed now." in page.text
    ben = next(row for row in page.rows if two[0].number in row)
    assert "Name on certificate: Ben Begay → Robin Marsh" in ben
    assert "chosen" not in page.form(action=ASTRAY).fields


def test_chosen_ones_are_checked_in_future_tense_and_issued_anew_by_one_job(
    cora: Browser,
    session: Session,
    database: Database,
    pool: CertificatePool,
    two: tuple[Certificate, Certificate],
) -> None:
    check = cora.post(ASTRAY, data={"chosen": ticked(cora, *two)})
    assert check.status_code == 200
    assert check.page.heading == "2 certificates for 2 people will be issued anew"
    assert session.scalars(select(Job)).all() == []
    form = check.page.form("Issue 2 certificates anew")
    assert form.values("hides_name") == ["yes"]
    sent = {"chosen": form.values("chosen"), "sure": "yes", "hides_name": "yes"}
    done = cora.post(ASTRAY, data=sent)
    job = session.scalars(select(Job)).one()
    assert done.headers["location"] == f"/manage/jobs/{job.id}"
    assert cora.post(ASTRAY, data=sent).headers["location"] == f"/manage/jobs/{job.id}"
    work(database, office(pool), NOW)
    session.expire_all()
    assert "Nothing on them would be printed otherwise now" in cora.page(ASTRAY).text
    assert cora.page(f"{CERTIFICATES}?show=replaced").text.count("Replaced") >= 2
    people = cora.page(f"/manage/jobs/{job.id}").text
    assert "All is signed, for 2 people." in people


def test_one_of_two_can_be_left(
    cora: Browser, session: Session, two: tuple[Certificate, Certificate]
) -> None:
    check = cora.post(ASTRAY, data={"chosen": ticked(cora, two[1])})
    assert check.page.heading == "1 certificate for 1 person will be issued anew"
    assert two[0].number not in check.page.main.text


def test_who_has_no_address_is_counted(
    cora: Browser, session: Session, cast: Cast, two: tuple[Certificate, Certificate]
) -> None:
    def check() -> str:
        return cora.post(ASTRAY, data={"chosen": ticked(cora, *two)}).page.main.text

    assert "Each person will get one email." in check()
    for name, told in (("nan", "1 person will get one email."), ("ben", "")):
        for address in addresses_of(session, cast.id(name)):
            address.is_primary = False
        session.commit()
        page = check()
        assert told in page
        assert "Each person" not in page
    none = check()
    assert "2 people have no email address here: tell them yourself." in none
    assert "will get one email" not in none


def test_nothing_chosen_and_what_changed_meanwhile_answer_on_the_list(
    cora: Browser, session: Session, cast: Cast, two: tuple[Certificate, Certificate]
) -> None:
    empty = cora.post(ASTRAY, data={})
    assert empty.status_code == 409
    assert str(NOTHING_CHOSEN) in empty.page.one("#error-summary").text
    values = ticked(cora, *two)
    cast.person("ben").degrees = "MD, MPH"
    session.commit()
    for sure in ({}, {"sure": "yes"}):
        late = cora.post(ASTRAY, data={"chosen": values, **sure})
        assert late.status_code == 409
        assert str(CHANGED_SINCE) in late.page.one("#error-summary").text
    assert session.scalars(select(Job)).all() == []
    assert cora.post(ASTRAY, data={"chosen": "nonsense"}).status_code == 409


def test_claim_above_what_is_earned_stands_with_both_numbers_and_has_no_box(
    cora: Browser, session: Session, cast: Cast
) -> None:
    claim(session, quarters=24)
    paper = record(session, kind=CertificateKind.CME_CREDIT)
    mark_absent(session, cast)
    session.commit()
    (row,) = cora.page(ASTRAY).rows
    assert "6.00 claimed, 5.00 earned" in row
    assert ticked(cora, paper) == []


def test_ones_own_is_left_to_somebody_else(
    session: Session, cast: Cast, sign_in: SignIn, two: tuple[Certificate, Certificate]
) -> None:
    cast.grant("ben", Role.COORDINATOR, Scope.COHORT, cast.spring.id)
    session.commit()
    ben = sign_in("ben")
    assert ticked(ben, *two) == ticked(ben, two[1])
    assert "Somebody else corrects your own certificates" in ben.page(ASTRAY).text


def test_archived_cohort_only_shows_them(
    cora: Browser, session: Session, cast: Cast, two: tuple[Certificate, Certificate]
) -> None:
    values = ticked(cora, *two)
    cast.spring.archived_at = NOW
    session.commit()
    page = cora.page(ASTRAY)
    assert str(ARCHIVED) in page.text
    assert len(page.rows) == 2
    assert cora.post(ASTRAY, data={"chosen": values, "sure": "yes"}).status_code == 409
    assert session.scalars(select(Job)).all() == []


def test_page_takes_as_many_statements_for_fifty_people_as_for_five(
    cora: Browser, session: Session, cast: Cast, statements: Statements
) -> None:
    taken = []
    for more in (5, 50):
        fill(session, cast.spring, more, now=NOW, seed=more)
        session.commit()
        with statements() as count:
            answer = cora.get(ASTRAY)
        assert answer.status_code == 200
        taken.append(count.total)
    assert taken[0] == taken[1] <= 18, taken
