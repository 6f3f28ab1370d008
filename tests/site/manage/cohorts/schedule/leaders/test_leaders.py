"""Changing who leads a session of a published cohort."""

import pytest
from sqlalchemy.orm import Session

from app.cohorts.drafts.queries import parts
from tests.cast import Cast
from tests.client import Browser, SignIn
from tests.cohorts.changes.changing import letters

SCHEDULE = "/manage/cohorts/fall-2026/schedule"
LEADERS = f"{SCHEDULE}/3/leaders"


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def sent(**other: str) -> dict[str, str]:
    usual = {"seen": "0", "lead": "", "co_lead": "", "guest": "", "reason": "On leave."}
    return usual | other


def test_a_facilitator_and_a_guest_lead_a_session_and_are_told(
    cora: Browser, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    fay = str(cast.id("fay"))
    form = cora.page(LEADERS).form("Change who leads")
    assert form.choices("lead") == {"": "Nobody", fay: "Fuentes, Fay"}
    answer = cora.post(LEADERS, data=sent(lead=fay, guest="Lee@example.org"))
    assert answer.headers["location"] == f"{SCHEDULE}?done=leaders&at=3#unit-3"
    assert {row.person.id: row.part for row in parts(session, cast.fall.id)} == {
        cast.id("fay"): "lead",
        cast.id("lee"): "guest",
    }
    assert set(letters(session, "session_leader")) == {cast.id("fay"), cast.id("lee")}
    assert "with Lee Lindqvist, MD, guest from High Desert" in cora.page(SCHEDULE).rows[2]
    lee = sign_in("lee")
    lee.page("/teach/fall-2026/sessions/3")
    again = cora.page(LEADERS).form("Change who leads").fields
    assert (again["lead"], again["guest"]) == (fay, "lee@example.org")
    cora.post(LEADERS, data=sent(seen="1", lead=fay))
    assert lee.get("/teach/fall-2026/sessions/3").status_code == 404


def test_who_is_not_known_and_oneself_are_refused_and_what_was_typed_is_kept(
    cora: Browser, session: Session, cast: Cast
) -> None:
    for typed, errors in (
        (sent(guest="nobody@x.org"), {"guest": "Nobody here has this address: nobody@x.org."}),
        (sent(lead=str(cast.id("ada"))), {"lead": "Choose somebody from the list."}),
        (sent(co_lead="x"), {"co_lead": "Choose somebody from the list."}),
        (sent(reason=""), {"reason": "Say why. The reason stays in the history."}),
    ):
        answer = cora.post(LEADERS, data=typed)
        assert answer.status_code == 422
        assert answer.page.field_errors == errors
        fields = answer.page.form("Change who leads").fields
        assert (fields["guest"], fields["reason"]) == (typed["guest"], typed["reason"])
    own = cora.post(LEADERS, data=sent(guest="cora@example.org"))
    assert own.page.errors == ["You cannot do this for yourself. Ask somebody else who can."]
    assert parts(session, cast.fall.id) == []
