"""A physician is asked at the claim whether their credit is reported, and takes it back."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.pars.models import ReportingPermission
from app.people.enums import Profession
from tests.cast import Cast
from tests.certificates.office import claim
from tests.client import Browser, SignIn

CLAIM = "/cohorts/spring-2026/claim"
PAGE = f"{CLAIM}/pars"
GIVEN = {"birth_month": "2", "birth_day": "29", "state": "New Mexico", "license_id": "MD-0012345"}
LICENSE = "MD-0012345"


@pytest.fixture
def ben(sign_in: SignIn) -> Browser:
    return sign_in("ben")


def test_nothing_is_chosen_before_and_the_claim_needs_none_of_it(
    ben: Browser, session: Session
) -> None:
    way = ben.page(CLAIM).link("See what it needs")
    form = ben.page(way).form("Allow: report my credit to PARS")
    assert {name: form.data().get(name, "") for name in GIVEN} == dict.fromkeys(GIVEN, "")
    claim(session)
    session.commit()
    assert session.scalars(select(ReportingPermission)).all() == []


def test_it_is_allowed_changed_and_taken_back(ben: Browser, session: Session) -> None:
    form = ben.page(PAGE).form("Allow: report my credit to PARS")
    assert ben.post(form.action, data=form.data(**GIVEN)).status_code == 303
    assert "You allow it since" in ben.page(CLAIM).main.text
    change = ben.page(PAGE).form("Change what is reported")
    assert change.data()["license_id"] == LICENSE
    ben.post(change.action, data=change.data(state="Texas"))
    session.expire_all()
    (own,) = session.scalars(select(ReportingPermission))
    assert (own.state, own.birth_day) == ("Texas", 29)
    back = ben.page(PAGE).form("Take the permission back")
    ben.post(back.action, data=back.data())
    assert "See what it needs" in ben.page(CLAIM).main.text
    assert LICENSE not in ben.page(PAGE).text
    session.expire_all()
    (own,) = session.scalars(select(ReportingPermission))
    assert (own.license_id, own.withdrawn_at is None) == ("", False)


@pytest.mark.parametrize(
    "wrong", [{"birth_day": "31"}, {"birth_month": ""}, {"state": "Atlantis"}, {"license_id": ""}]
)
def test_refusals_stand_at_their_field_with_all_that_was_typed(
    ben: Browser, session: Session, wrong: dict[str, str]
) -> None:
    form = ben.page(PAGE).form("Allow: report my credit to PARS")
    sent = ben.post(form.action, data=form.data(**GIVEN | wrong))
    assert sent.status_code == 422
    assert sent.page.title.startswith("Error:")
    typed = sent.page.form("Allow: report my credit to PARS").data()
    kept = {**GIVEN, **wrong}
    assert {name: typed.get(name, "") for name in ("license_id", "birth_day")} == {
        name: kept[name] for name in ("license_id", "birth_day")
    }
    assert session.scalars(select(ReportingPermission)).all() == []


def test_who_is_no_physician_is_not_asked(ben: Browser, session: Session, cast: Cast) -> None:
    cast.person("ben").profession = Profession.NURSE
    session.commit()
    assert "Reporting to PARS" not in ben.page(CLAIM).main.text
    assert "PARS takes credit of physicians only." in ben.page(PAGE).main.text
    assert ben.post(PAGE, data=GIVEN).status_code == 409
    assert session.scalars(select(ReportingPermission)).all() == []


@pytest.mark.parametrize("persona", ["fay", "cora", "lee"])
def test_nobody_else_sees_what_was_given(
    ben: Browser, sign_in: SignIn, cast: Cast, persona: str
) -> None:
    ben.post(PAGE, data=GIVEN)
    other, own = sign_in(persona), cast.id("ben")
    for path in (
        PAGE,
        f"/manage/people/{own}",
        f"/manage/cohorts/spring-2026/people/{own}",
        "/manage/cohorts/spring-2026/credit/pars",
        "/manage/cohorts/spring-2026/history?about=everything",
        "/teach/spring-2026",
        "/institution/people",
    ):
        assert LICENSE not in other.get(path).text, path
