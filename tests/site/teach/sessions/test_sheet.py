"""The sign-in sheet of a session."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.people.models import RoleGrant
from app.policy.table import Role
from app.site.teach.sessions.sheet import OTHERS
from tests.casework.crowd import enroll_crowd
from tests.cast import Cast
from tests.client import SignIn, Statements
from tests.site.teach.acts import guest

ROOM = "/teach/fall-2026/sessions/2"
SHEET = f"{ROOM}/sheet"


def test_sheet_has_everybody_by_family_name_and_room_to_sign(sign_in: SignIn) -> None:
    page = sign_in("fay").page(SHEET)
    assert page.heading == "Session 2: Case 2"
    assert "November 19, 2026, 12:00 – 1:00 PM Mountain Time" in page.main.text
    assert page.row_headers[:2] == ["Alvarez, Ada", "Nakai, Nan"]
    assert page.row("Alvarez, Ada").text.startswith("Alvarez, Ada")
    assert len(page.all(".sign-in tbody tr")) == 2 + OTHERS
    assert "Facilitator: Fay Fuentes, PhD" in page.main.text, "of the cohort: nobody has a part"


def test_sheet_names_who_leads_the_session(sign_in: SignIn, session: Session, cast: Cast) -> None:
    guest(session, cast, "ben")
    ben = sign_in("ben")
    name = cast.person("ben").display_name
    assert f"Facilitator: {name}" in ben.page("/teach/fall-2026/sessions/1/sheet").main.text
    assert ben.get(SHEET).status_code in {403, 404}


def test_sheet_says_nothing_of_facilitators_where_nobody_is_one(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    for grant in session.scalars(select(RoleGrant).where(col(RoleGrant.role) == Role.FACILITATOR)):
        session.delete(grant)
    session.commit()
    assert "Facilitator" not in sign_in("cora").page(SHEET).main.one("section").text


def test_attendance_leads_to_the_sheet(sign_in: SignIn) -> None:
    assert sign_in("fay").page(f"{ROOM}/attendance").link("Sign-in sheet") == SHEET


def test_learner_has_no_sheet(sign_in: SignIn) -> None:
    assert sign_in("ada").get(SHEET).status_code in {403, 404}


def test_sheet_is_as_many_statements_for_any_number(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    fay, counts = sign_in("fay"), []
    for size in (50, 450):
        enroll_crowd(session, cast.fall, size)
        session.commit()
        with statements() as count:
            fay.page(SHEET)
        counts.append(count.total)
    assert counts[0] == counts[1] <= 8
