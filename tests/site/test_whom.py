"""A page about one cohort says who coordinates it, with an address to write to."""

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.people.enums import Scope
from app.people.models import RoleGrant
from app.policy.table import Role
from tests.cast import Cast, make_program
from tests.client import Browser, SignIn

CORA = "Your coordinator: Cora Castellano, MPH, cora@example.org"
PAGES = (
    "/home",
    "/cohorts/fall-2026",
    "/cohorts/fall-2026/units/2",
    "/cohorts/fall-2026/sessions/2",
    "/cohorts/fall-2026/claim",
    "/cohorts/fall-2026/units/1/attestation/withdrawal",
    "/my/record",
)


def nobody_is(session: Session, *roles: Role) -> None:
    """Take roles from whoever has them."""
    session.execute(delete(RoleGrant).where(col(RoleGrant.role).in_(roles)))
    session.commit()


def said(browser: Browser, path: str) -> str:
    """The whole page, frame and all, in words."""
    page = browser.page(path)
    return " ".join(" ".join(part.text for part in page.all("body")).split())


@pytest.mark.parametrize("path", PAGES)
def test_page_about_a_cohort_names_its_coordinator(sign_in: SignIn, path: str) -> None:
    ada = sign_in("ada")
    assert CORA in said(ada, path)
    assert 'href="mailto:cora@example.org"' in ada.get(path).text


@pytest.mark.parametrize("path", PAGES)
def test_without_coordinator_the_administrator_is_named(
    sign_in: SignIn, session: Session, path: str
) -> None:
    nobody_is(session, Role.COORDINATOR)
    words = "This cohort has no coordinator. Your administrator: Abe Abara, abe@example.org"
    assert words in said(sign_in("ada"), path)


def test_where_there_is_nobody_it_says_how(sign_in: SignIn, session: Session) -> None:
    nobody_is(session, Role.COORDINATOR, Role.ADMINISTRATOR)
    text = said(sign_in("ada"), "/home")
    assert "Nobody coordinates this cohort at the moment. Ask whoever announced it to you." in text


def test_coordinators_are_not_told_to_ask_themselves(sign_in: SignIn, cast: Cast) -> None:
    assert "Your coordinator" not in said(sign_in("cora"), f"/teach/{cast.fall.slug}")


@pytest.mark.parametrize(
    "page", ["", "/sessions/1", "/sessions/1/attendance", "/sessions/1/history"]
)
def test_a_facilitator_reads_who_coordinates(sign_in: SignIn, page: str) -> None:
    """On the roster and on all pages of a session: a mark can wait for the coordinator."""
    assert CORA in said(sign_in("fay"), f"/teach/fall-2026{page}")


def test_coordinators_of_other_programs_are_not_named(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    other = make_program(session, "other")
    cast.grant("lee", Role.COORDINATOR, Scope.PROGRAM, other.id)
    session.commit()
    text = said(sign_in("ada"), "/home")
    assert CORA in text
    assert "lee@example.org" not in text
