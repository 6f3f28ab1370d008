"""Several professions are verified on one page, by who knows the people."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.intake.actions import receive
from app.cohorts.intake.enums import Outcome
from app.cohorts.intake.models import ImportedPerson
from app.cohorts.intake.sheets import Sheet
from app.cohorts.models import Cohort, Program
from app.core import audit
from app.core.ids import new_id
from app.core.models import AuditLine
from app.people.enums import Profession
from app.people.models import EmailAddress, Newcomer
from app.people.rules import NOT_FOR_ONESELF
from tests.cast import NOW, Cast
from tests.client import Answer, Browser, SignIn, Statements

PEOPLE = "/manage/cohorts/fall-2026/people"
PATH = f"{PEOPLE}/professions"
VERIFY = "Verify the professions of those that are ticked"


@pytest.fixture
def cora(sign_in: SignIn, session: Session, cast: Cast) -> Browser:
    """Two people of the fall are physicians by their own word."""
    for persona in ("ada", "nan"):
        person = cast.person(persona)
        person.profession, person.profession_verified_at = Profession.PHYSICIAN, None
    session.commit()
    return sign_in("cora")


def verify(cora: Browser, *values: str) -> Answer:
    return cora.post(PATH, data={"verified": list(values)})


def values(cora: Browser) -> dict[str, str]:
    """What the box of each person sends, by who they are."""
    page = cora.page(PATH)
    assert not page.all('input[name="verified"][checked]'), "nobody is ticked for anybody"
    boxes = page.all('input[name="verified"]')
    return {box.attribute("value").partition(":")[0]: box.attribute("value") for box in boxes}


def test_each_has_a_line_with_who_said_it_and_a_box(
    cora: Browser, session: Session, cast: Cast
) -> None:
    page = cora.page(PEOPLE)
    assert page.link("Verify professions") == PATH
    table = cora.page(PATH).table()
    assert set(table.headers) >= {"Profession", "Degrees", "Who said so"}
    asked = values(cora)
    assert {str(cast.id("ada")), str(cast.id("nan"))} <= asked.keys()
    assert len(table.rows) == len(asked)


def test_those_that_are_ticked_are_verified_with_an_act_each(
    cora: Browser, session: Session, cast: Cast
) -> None:
    asked = values(cora)
    ticked = [asked[str(cast.id(persona))] for persona in ("ada", "nan")]
    answer = verify(cora, *ticked)
    assert answer.headers["location"] == f"{PATH}?verified=2#verified"
    assert "2 professions are verified" in cora.page(f"{PATH}?verified=2").text
    session.expire_all()
    assert cast.person("ada").profession_verified_at == NOW
    acts = select(AuditLine).where(col(AuditLine.act) == "person.changed")
    lines = session.scalars(acts).all()
    assert {line.object_id for line in lines} == {str(cast.id("ada")), str(cast.id("nan"))}
    assert {line.actor_id for line in lines} == {cast.id("cora")}
    assert not {str(cast.id("ada")), str(cast.id("nan"))} & values(cora).keys()
    again = verify(cora, *ticked)
    assert again.status_code == 409
    assert "no longer waits to be verified" in again.text


def test_all_are_refused_if_one_says_something_else_by_now(
    cora: Browser, session: Session, cast: Cast
) -> None:
    asked = values(cora)
    ticked = [asked[str(cast.id(persona))] for persona in ("ada", "nan")]
    cast.person("nan").profession = Profession.NURSE
    session.commit()
    answer = verify(cora, *ticked)
    assert answer.status_code == 409
    session.expire_all()
    assert cast.person("ada").profession_verified_at is None
    boxes = answer.page.all('input[name="verified"][checked]')
    assert {box.attribute("value") for box in boxes} == {ticked[0]}, "nan says something else"


def test_nobody_verifies_their_own(cora: Browser, session: Session, cast: Cast) -> None:
    own = cast.person("cora")
    own.profession, own.profession_verified_at = Profession.PHYSICIAN, None
    session.commit()
    assert str(own.id) not in values(cora)
    answer = verify(cora, f"{own.id}:physician")
    assert answer.status_code == 409
    assert str(NOT_FOR_ONESELF) in answer.text
    session.expire_all()
    assert own.profession_verified_at is None


def test_nothing_ticked_says_so(cora: Browser) -> None:
    answer = verify(cora)
    assert answer.status_code == 409
    assert "Tick at least one person." in answer.text


def test_who_says_so_is_told(cora: Browser, session: Session, cast: Cast) -> None:
    ada = cora.page(f"/manage/people/{cast.id('ada')}/affiliation")
    form = ada.form("Save institution and profession")
    cora.post(form.action, data={**form.fields, "profession": "nurse", "verified": ""})
    form = cora.page(f"/manage/people/{cast.id('ada')}/affiliation").form(
        "Save institution and profession"
    )
    cora.post(form.action, data={**form.fields, "profession": "physician", "verified": ""})
    words = cora.page(PATH).main.text
    assert "Cora Castellano, MPH wrote it down on November 18, 2026." in words


def newcomer(session: Session, cast: Cast, address: str) -> None:
    session.add(
        Newcomer(
            address=address, given_name="Ada", family_name="A", degrees="MD",
            profession=Profession.PHYSICIAN, institution_id=cast.person("ada").institution_id,
            language=None, token_hash=address, browser_hash="x", next_path="/",
            created_at=NOW, expires_at=NOW, consumed_at=NOW,
        )
    )  # fmt: skip
    session.commit()


def test_own_word_is_named_only_of_who_came_by_their_own(
    cora: Browser, session: Session, cast: Cast
) -> None:
    ada = cast.person("ada")
    own = select(col(EmailAddress.address)).where(col(EmailAddress.person_id) == ada.id)
    newcomer(session, cast, session.scalars(own).all()[0])
    assert "They said so themselves" not in cora.page(PATH).main.text, "an address that moved"
    audit.record(session, "person.added", "person", ada.id, by=None, now=NOW)
    session.commit()
    assert "They said so themselves on November 18, 2026." in cora.page(PATH).main.text
    audit.record(session, "person.added", "person", ada.id, by=cast.id("cora"), now=NOW)
    session.commit()
    assert "They said so themselves" not in cora.page(PATH).main.text


@pytest.mark.parametrize("near", [True, False])
def test_list_is_named_within_reach(
    cora: Browser, session: Session, cast: Cast, near: bool
) -> None:
    cohort, ada = cast.cohort("fall-2026"), cast.person("ada")
    if not near:
        elsewhere = Program(**(session.get_one(Program, cohort.program_id).model_dump() | {
            "id": new_id(), "key": "elsewhere"}))  # fmt: skip
        session.add(elsewhere)
        session.flush()
        cohort = Cohort(**(cohort.model_dump() | {
            "id": new_id(), "slug": "elsewhere", "program_id": elsewhere.id}))  # fmt: skip
        session.add(cohort)
        session.flush()
    sheet = Sheet(("Email",), (), "utf-8", ",")
    by, name = cast.id("cora"), "secret-list.csv"
    upload = receive(session, cohort, sheet, file_name=name, by=by, now=NOW)
    session.flush()
    session.add(
        ImportedPerson(
            people_import_id=upload.id, line=2, outcome=Outcome.ENROLL, person_id=ada.id,
            enrollment_id=cast.enrollment("ada", "fall-2026").id, event_number=1,
            is_new_person=True,
        )
    )  # fmt: skip
    session.commit()
    words = cora.page(PATH).main.text
    assert (name in words) is near
    assert ("A list of another cohort says so" in words) is not near


def test_statements_do_not_grow_with_people(
    cora: Browser, statements: Statements, session: Session, cast: Cast
) -> None:
    counted = []
    for persona in ("nan", None):
        with statements() as count:
            asked = len(values(cora))
        counted.append((asked, count.total))
        if persona:
            cast.person(persona).profession_verified_at = NOW
            session.commit()
    (many, before), (fewer, after) = counted
    assert many > fewer
    assert before == after
