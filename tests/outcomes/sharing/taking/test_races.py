"""Somebody answers, withdraws or takes the same file in at the same moment: nothing is twice."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Event
from types import SimpleNamespace
from typing import NamedTuple
from uuid import UUID

import pytest
from fastapi import Request
from pydantic import SecretStr
from sqlalchemy.orm import Session

from app.core.db import Database
from app.core.errors import ConflictError, NotFoundError, RefusedError
from app.outcomes.sharing.taking import rules
from app.outcomes.sharing.taking.models import RecordsFile
from app.outcomes.sharing.taking.weighing import Ready
from app.site.surveys.loaders import load_held
from app.site.visits import Visit
from app.studies.consent.actions import withdraw
from app.studies.enums import KeptData
from app.studies.models import Project
from app.studies.queries import studied_places
from app.surveys.answering.rules import Answers
from app.surveys.enums import IdentityMode
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.rules import DONE
from app.surveys.tokens import token_for
from tests.cast import NOW, Cast
from tests.outcomes.sharing.taking.scene import NAMED, Emptied, emptied
from tests.races import at_once, one_after_the_other
from tests.surveys.asking import SECRET, send

FEW: Answers = {"a1": 1, "a2": 1, "a3": 1, "a4": 1}


class Waiting(NamedTuple):
    """A file that waits, by what another connection finds it."""

    scene: Emptied
    project_id: UUID
    survey_id: UUID
    file_id: UUID
    ready: Ready
    """As it was read before anything happens."""
    seen: str
    person_id: UUID
    invitation_id: UUID

    def on(self, session: Session) -> Emptied:
        """The scene on a connection of its own."""
        project = session.get_one(Project, self.project_id)
        first = session.get_one(Survey, self.survey_id)
        return replace(
            self.scene, session=session, project=project, surveys=[first], cast=Cast(session)
        )


def waiting(database: Database, mode: IdentityMode) -> Waiting:
    with database.write() as session:
        own = emptied(session, Cast(session), mode)
        got = own.receive()
        assert got.upload is not None
        assert got.checked.plan is not None
        asked = next(i for i in own.invitations() if i.survey_id == own.surveys[0].id)
        person = next(p for p in own.places if p.id == asked.enrollment_id).person_id
        seen = got.checked.plan.fingerprint(got.upload.sha256)
        return Waiting(
            *(own, own.project.id, own.surveys[0].id, got.upload.id),
            *(own.ready(got.upload.id), seen, person, asked.id),
        )


def reason_of(act: Callable[[], object]) -> object:
    try:
        act()
    except (RefusedError, ConflictError) as refused:
        return refused.reason
    except NotFoundError:
        return "gone"
    return None


def takes_in(found: Waiting, session: Session) -> object:
    own = found.on(session)
    return reason_of(lambda: own.take_in_ready(found.file_id, found.ready, found.seen))


def sends(found: Waiting, session: Session) -> object:
    asked = session.get_one(SurveyInvitation, found.invitation_id)
    return reason_of(lambda: send(session, asked, FEW))


def withdraws(found: Waiting, session: Session) -> object:
    key = session.get_one(Project, found.project_id).key
    place = studied_places(session, found.person_id, key)[0]
    return reason_of(lambda: withdraw(session, place, KeptData.REMOVE, now=NOW))


def stored(database: Database, found: Waiting) -> int:
    with database.read() as session:
        return len(found.on(session).stored())


@pytest.mark.parametrize("mode", NAMED)
def test_the_same_file_at_once_comes_in_once(real_database: Database, mode: IdentityMode) -> None:
    found = waiting(real_database, mode)

    def alone() -> object:
        with real_database.write() as session:
            return takes_in(found, session)

    said = Counter(at_once(alone, alone, alone))
    assert said == {None: 1, rules.APPLIED: 2}
    assert stored(real_database, found) == 32


@pytest.mark.parametrize("mode", NAMED)
def test_who_answers_first_keeps_their_answers(real_database: Database, mode: IdentityMode) -> None:
    found = waiting(real_database, mode)
    said = one_after_the_other(real_database, partial(sends, found), partial(takes_in, found))
    assert said == rules.CHANGED_MEANWHILE
    assert stored(real_database, found) == 1


@pytest.mark.parametrize("mode", NAMED)
def test_who_answers_second_has_answered(real_database: Database, mode: IdentityMode) -> None:
    found = waiting(real_database, mode)
    said = one_after_the_other(real_database, partial(takes_in, found), partial(sends, found))
    assert said == DONE
    assert stored(real_database, found) == 32


def test_a_page_and_a_file_do_not_wait_for_each_other_in_a_ring(real_database: Database) -> None:
    """Whoever sends from their page has locked something before the file comes."""
    found, held = waiting(real_database, IdentityMode.CONFIDENTIAL), Event()
    token = token_for(SECRET, found.invitation_id)

    def sends_from_page() -> object:
        with real_database.write() as session:
            load_held(visit_on(session), token)
            held.set()
            time.sleep(0.5)
            return sends(found, session)

    def takes_in_meanwhile() -> object:
        held.wait()
        with real_database.write() as session:
            return takes_in(found, session)

    assert set(at_once(sends_from_page, takes_in_meanwhile)) == {None, rules.CHANGED_MEANWHILE}
    assert stored(real_database, found) == 1


def visit_on(session: Session) -> Visit:
    """As much of a request as it takes to find a survey."""
    settings = SimpleNamespace(secret_key=SecretStr(SECRET))
    request = Request({"type": "http", "app": SimpleNamespace(state=SimpleNamespace())})
    request.app.state.settings = settings
    visit = Visit(request, NOW, writes=True)
    visit.db = session
    return visit


@pytest.mark.parametrize("mode", NAMED)
def test_who_withdraws_first_has_nothing_here(real_database: Database, mode: IdentityMode) -> None:
    found = waiting(real_database, mode)
    said = one_after_the_other(real_database, partial(withdraws, found), partial(takes_in, found))
    assert said == rules.CHANGED_MEANWHILE
    assert stored(real_database, found) == 0


@pytest.mark.parametrize("mode", NAMED)
def test_who_withdraws_second_takes_theirs_along(
    real_database: Database, mode: IdentityMode
) -> None:
    found = waiting(real_database, mode)
    said = one_after_the_other(real_database, partial(takes_in, found), partial(withdraws, found))
    assert said is None
    assert stored(real_database, found) == 28


def test_two_files_at_once_take_nothing_twice(real_database: Database) -> None:
    found = waiting(real_database, IdentityMode.CONFIDENTIAL)
    with real_database.write() as session:
        half = found.on(session).receive(found.scene.records)
        assert half.upload is not None
        assert half.checked.plan is not None
        seen = half.checked.plan.fingerprint(half.upload.sha256)
        ready = found.on(session).ready(half.upload.id)
        other = found._replace(file_id=half.upload.id, ready=ready, seen=seen)
    assert other.file_id != found.file_id
    said = one_after_the_other(real_database, partial(takes_in, found), partial(takes_in, other))
    assert said == rules.CHANGED_MEANWHILE
    assert stored(real_database, found) == 32


def test_taking_back_twice_at_once_is_once(real_database: Database) -> None:
    found = waiting(real_database, IdentityMode.CONFIDENTIAL)
    with real_database.write() as session:
        assert takes_in(found, session) is None

    def back(session: Session) -> object:
        own = found.on(session)
        return reason_of(lambda: own.take_back(session.get_one(RecordsFile, found.file_id)))

    assert one_after_the_other(real_database, back, back) == rules.UNDONE
    assert stored(real_database, found) == 0
