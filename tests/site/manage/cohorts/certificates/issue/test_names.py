"""Names to check before anything is printed: seen beside what was entered, and confirmed."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.models import NameConfirmation
from app.certificates.names.rules import CHANGED_MEANWHILE, NOTHING_TO_CONFIRM
from app.people.actions import change_profile
from app.people.enums import Scope
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.cast import NOW, Cast
from tests.certificates.office import complete
from tests.client import Browser, SignIn

ISSUE = "/manage/cohorts/spring-2026/certificates/issue"
NAMES = f"{ISSUE}/names"


def rename(session: Session, cast: Cast, persona: str, **after: str) -> None:
    change_profile(session, cast.person(persona), after, now=NOW)
    session.commit()


@pytest.fixture
def einstein(session: Session, cast: Cast) -> None:
    """Ben, who completed, became somebody else."""
    rename(
        session,
        cast,
        "ben",
        certificate_name="Albert Einstein",
        degrees="MD, Nobel laureate",
    )


def boxes(browser: Browser) -> list[str]:
    """What ticking every name would send."""
    found = browser.page(ISSUE).main.all("#names input")
    return [value for box in found if (value := box.attribute("value"))]


def test_name_stands_beside_what_was_entered_and_nothing_is_issued_to_it(
    sign_in: SignIn, einstein: None
) -> None:
    page = sign_in("cora").page(ISSUE)
    assert page.rows[0] == (
        "Albert Einstein, MD, Nobel laureate Ben Begay, MD Another name Other degrees "
        "Ben Begay Open the page of Albert Einstein, MD, Nobel laureate · "
        "Preview the certificate of Albert Einstein, MD, Nobel laureate · "
        "Write to Albert Einstein, MD, Nobel laureate"
    )
    assert "mailto:ben@example.org" in page.one("#names").addresses
    assert "Is a name wrong? Write to the person" in page.one("#names").text
    assert "Name to check" in page.rows[1]
    assert page.one("#act").text.startswith("Nothing is ready")
    assert page.form("Confirm the names that are ticked").values("seen") == []  # none is ticked


def test_several_are_confirmed_at_once_and_can_be_issued_then(
    sign_in: SignIn, session: Session, cast: Cast, einstein: None
) -> None:
    complete(session, "nan")
    rename(session, cast, "nan", degrees="RN, PhD")
    cora = sign_in("cora")
    answer = cora.post(NAMES, data={"seen": boxes(cora)})
    assert answer.headers["location"] == f"{ISSUE}?confirmed=2#confirmed"
    page = cora.page(answer.headers["location"])
    assert "2 names are confirmed" in page.one("#confirmed").text
    assert "2 certificates for 2 people will be issued" in page.one("#act").text
    confirmed = session.scalars(select(NameConfirmation)).all()
    assert {(row.by, row.at) for row in confirmed} == {(cast.id("cora"), NOW)}
    assert "Name for certificates confirmed: Nan Nakai, RN, PhD" in (
        cora.page("/manage/cohorts/spring-2026/history").text
    )


def test_refusals_are_said_on_the_page_and_keep_what_was_ticked(
    sign_in: SignIn, session: Session, cast: Cast, einstein: None
) -> None:
    complete(session, "nan")
    rename(session, cast, "nan", degrees="RN, PhD")
    cora = sign_in("cora")
    seen = boxes(cora)
    rename(session, cast, "nan", degrees="Nobel laureate")
    for sent, reason in (([], NOTHING_TO_CONFIRM), (seen, CHANGED_MEANWHILE)):
        answer = cora.post(NAMES, data={"seen": sent})
        assert answer.status_code == 409
        assert answer.page.title.startswith("Error: Issue certificates")
        assert str(reason) in answer.page.one(".error-summary").text
    kept = cora.post(NAMES, data={"seen": seen}).page
    form = kept.form("Confirm the names that are ticked")
    assert form.values("seen") == [value for value in seen if value in boxes(cora)]
    assert session.scalars(select(NameConfirmation)).all() == []


def test_own_name_is_somebody_elses_to_confirm(
    sign_in: SignIn, session: Session, cast: Cast, einstein: None
) -> None:
    forged = boxes(sign_in("cora"))
    cast.grant("ben", Role.COORDINATOR, Scope.COHORT, cast.spring.id)
    session.commit()
    ben = sign_in("ben")
    assert str(NOT_FOR_ONESELF) in ben.page(ISSUE).rows[0]
    assert "Write to" not in ben.page(ISSUE).rows[0]
    answer = ben.post(NAMES, data={"seen": forged})
    assert str(NOT_FOR_ONESELF) in answer.page.one(".error-summary").text


def test_queue_says_that_a_name_waits(sign_in: SignIn, einstein: None) -> None:
    page = sign_in("cora").page("/manage")
    assert "Check 1 name before certificates are issued" in page.text
    assert f"{ISSUE}#names" in page.main.addresses


def test_one_name_is_confirmed_on_the_persons_page(
    sign_in: SignIn, session: Session, cast: Cast, einstein: None
) -> None:
    path, cora = f"/manage/people/{cast.id('ben')}", sign_in("cora")
    page = cora.page(path)
    card = page.one("#name").text
    assert "Albert Einstein, MD, Nobel laureate" in card
    assert "As entered Ben Begay, MD Another name Other degrees As signed Ben Begay" in card
    assert "Is it wrong? Write to them: only they change it, in their profile." in card
    assert "mailto:ben@example.org" in page.one("#name").addresses
    old = page.form("Confirm this name").buttons["Confirm this name"]["value"]
    rename(session, cast, "ben", degrees="MD, PhD")
    refused = cora.post(f"{path}/name", data={"seen": old})
    assert refused.status_code == 409
    assert str(CHANGED_MEANWHILE) in refused.page.one(".error-summary").text
    button = refused.page.form("Confirm this name").buttons["Confirm this name"]
    assert cora.post(f"{path}/name", data={"seen": button["value"]}).status_code == 303
    assert "Name to check" not in cora.page(path).text
    assert session.scalars(select(NameConfirmation)).one().degrees == "MD, PhD"
