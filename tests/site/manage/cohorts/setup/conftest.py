"""Cora with a draft like Fall 2026, whose provider has no officer: she enters its credit."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.people.grants.actions import end
from app.people.models import RoleGrant
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn


@pytest.fixture
def cora(sign_in: SignIn, session: Session, cast: Cast) -> Browser:
    officer = select(RoleGrant).where(col(RoleGrant.person_id) == cast.id("opal"))
    end(session, session.scalars(officer).one(), reason="Moved.", by=cast.id("abe"), now=NOW)
    session.commit()
    browser = sign_in("cora")
    browser.post("/manage/cohorts/new", data={"start": "cohort:fall-2026"})
    return browser
