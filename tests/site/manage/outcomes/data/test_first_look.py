"""What reads all of a study reads it before it is anybody's turn to write."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database, ReadSession, WriteSession
from app.outcomes.sharing.files import queries as files
from app.outcomes.sharing.files.models import SharedFile
from app.outcomes.sharing.taking.asked import queries as asked
from app.people.models import RoleGrant
from app.site.manage.outcomes.data import routes
from app.site.visits import Visit
from app.surveys.enums import IdentityMode
from tests.cast import Cast
from tests.client import SignIn
from tests.outcomes.sharing.taken import allowed, taken
from tests.outcomes.sharing.taking.scene import emptied

PATH = "/manage/outcomes/mentoring-outcomes/data"
REASONS = {"redcap": "redcap_reason", "research": "research_reason"}
Spy = Callable[[Any], list[type]]


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Spy:
    def watch(module: Any) -> list[type]:
        seen: list[type] = []
        real = module.held

        def held(session: Session, *given: Any) -> Any:
            seen.append(type(session))
            return real(session, *given)

        monkeypatch.setattr(module, "held", held)
        return seen

    return watch


@pytest.mark.parametrize("kind", REASONS)
def test_a_file_is_ordered_after_a_look(
    sign_in: SignIn, session: Session, cast: Cast, spy: Spy, kind: str
) -> None:
    allowed(session, cast, IdentityMode.CONFIDENTIAL)
    session.commit()
    seen = spy(files)
    answer = sign_in("cora").post(f"{PATH}/{kind}", data={REASONS[kind]: "For the journal."})
    assert answer.status_code == 303
    assert seen == [ReadSession]
    assert len(session.scalars(select(SharedFile)).all()) == 1


def test_a_file_is_refused_without_a_turn(
    sign_in: SignIn, session: Session, cast: Cast, spy: Spy
) -> None:
    taken(session, cast, IdentityMode.CONFIDENTIAL)
    session.commit()
    seen = spy(files), spy(routes)
    answer = sign_in("cora").post(f"{PATH}/redcap", data={"redcap_reason": "For the journal."})
    assert answer.status_code == 422
    assert seen == ([ReadSession], [ReadSession])


def test_who_loses_their_role_meanwhile_orders_nothing(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Permission is asked for again when it is their turn."""
    allowed(session, cast, IdentityMode.CONFIDENTIAL)
    session.commit()
    cora, begin, begun = sign_in("cora"), Visit._begin, []

    def begins(visit: Visit, opened: AbstractContextManager[Session]) -> None:
        begun.append(visit)
        if len(begun) == 2:
            with database.write() as other:
                other.execute(delete(RoleGrant).where(col(RoleGrant.person_id) == cast.id("cora")))
        begin(visit, opened)

    monkeypatch.setattr(Visit, "_begin", begins)
    answer = cora.post(f"{PATH}/redcap", data={"redcap_reason": "For the journal."})
    assert (answer.status_code, len(begun)) == (404, 2)
    assert session.scalars(select(SharedFile)).all() == []


def test_a_file_from_redcap_is_read_before_and_what_is_here_once_more(
    sign_in: SignIn, session: Session, cast: Cast, spy: Spy
) -> None:
    own = emptied(session, cast, IdentityMode.CONFIDENTIAL)
    session.commit()
    seen, cora = spy(asked), sign_in("cora")
    sent = {"file": ("records.csv", own.records)}
    answer = cora.post(f"{PATH}/check", data={}, files=sent)
    assert seen == [ReadSession]
    page = cora.page(answer.headers["location"])
    form = page.form("Take in 32 questionnaires")
    seen.clear()
    assert cora.post(answer.headers["location"], data=form.data()).status_code == 303
    assert seen == [ReadSession, WriteSession]
    assert len(own.stored()) == 32
