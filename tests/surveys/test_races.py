"""Many send at the same moment, and one sends twice: none is lost, and none is there twice."""

from collections import Counter
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.core.db import Database
from app.core.errors import RefusedError
from app.main import create_app
from app.settings import DEMO_SECRET, Settings
from app.surveys import actions, queries, rules
from app.surveys.enums import IdentityMode
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.tokens import token_for
from tests.cast import NOW, Cast
from tests.client import Browser
from tests.races import at_once, one_after_the_other
from tests.surveys.asking import SECRET, answers_of, invite_people, put_survey, send

MANY = 50


def prepared(database: Database, mode: IdentityMode, count: int) -> tuple[UUID, list[UUID]]:
    with database.write() as session:
        survey = put_survey(session, Cast(session).fall, mode)
        return survey.id, [asked.id for asked in invite_people(session, survey, count)]


def reasons(database: Database, survey_id: UUID, secret: str = SECRET) -> Counter[str]:
    """What everybody said, once it is closed."""
    with database.write() as session:
        actions.close(session, session.get_one(Survey, survey_id), secret=secret, by=None, now=NOW)
        found = queries.answer_sets(session, [survey_id])[survey_id]
        return Counter(str(sheet.answers.get("why")) for sheet in found)


def sends(session: Session, invitation_id: UUID, number: int) -> object:
    asked = session.get_one(SurveyInvitation, invitation_id)
    try:
        send(session, asked, answers_of(number), code=f"C{number}")
    except RefusedError as refused:
        return refused.reason
    return None


def send_alone(database: Database, invitation_id: UUID, number: int) -> object:
    with database.write() as session:
        return sends(session, invitation_id, number)


@pytest.mark.parametrize("mode", IdentityMode)
def test_fifty_at_once_are_all_there_once(real_database: Database, mode: IdentityMode) -> None:
    survey_id, people = prepared(real_database, mode, MANY)
    done = at_once(
        *(partial(send_alone, real_database, asked, number) for number, asked in enumerate(people))
    )
    assert set(done) == {None}
    with real_database.read() as session:
        assert queries.count_done(session, [survey_id])[survey_id].done == MANY
    assert reasons(real_database, survey_id) == Counter(f"Reason {n}" for n in range(MANY))


@pytest.mark.parametrize("mode", IdentityMode)
def test_who_sends_twice_is_there_once(real_database: Database, mode: IdentityMode) -> None:
    survey_id, people = prepared(real_database, mode, 6)
    for number, asked in enumerate(people[1:], start=1):
        send_alone(real_database, asked, number)
    second = one_after_the_other(
        real_database,
        lambda session: sends(session, people[0], 0),
        lambda session: sends(session, people[0], 0),
    )
    assert second == rules.DONE
    assert reasons(real_database, survey_id) == Counter(f"Reason {n}" for n in range(6))


def test_a_double_tap_is_thanked_twice_and_counts_once(real_database: Database) -> None:
    survey_id, people = prepared(real_database, IdentityMode.UNLINKED, 5)
    app = create_app(Settings(demo=True), database=real_database, clock=lambda: NOW)
    forms = [
        {name: str(value) for name, value in answers_of(number).items()} for number in range(5)
    ]

    def tap(number: int) -> str:
        path = f"/surveys/{token_for(DEMO_SECRET, people[number])}"
        browser = Browser(app)
        answer = browser.post(path, data=forms[number])
        return answer.page.heading if answer.status_code == 200 else browser.page(path).heading

    headings = at_once(*(partial(tap, number) for number in (*range(5), *range(5))))
    assert set(headings) == {"You have answered; thank you"}
    assert reasons(real_database, survey_id, DEMO_SECRET) == Counter(
        f"Reason {n}" for n in range(5)
    )


def test_the_last_to_send_and_the_close_meet(real_database: Database) -> None:
    survey_id, people = prepared(real_database, IdentityMode.UNLINKED, 6)
    for number, asked in enumerate(people[:5]):
        send_alone(real_database, asked, number)
    one_after_the_other(
        real_database,
        lambda session: sends(session, people[5], 5),
        lambda session: actions.close(
            session, session.get_one(Survey, survey_id), secret=SECRET, by=None, now=NOW
        ),
    )
    with real_database.read() as session:
        assert len(queries.answer_sets(session, [survey_id])[survey_id]) == 6


def test_two_screens_that_are_kept_at_once_are_both_kept(real_database: Database) -> None:
    _survey, people = prepared(real_database, IdentityMode.IDENTIFIED, 1)
    app = create_app(Settings(demo=True), database=real_database, clock=lambda: NOW)
    path = f"/surveys/{token_for(DEMO_SECRET, people[0])}"
    at_once(
        lambda: Browser(app).post(f"{path}/draft", data={"group": "1", "trust": "2"}).status_code,
        lambda: Browser(app).post(f"{path}/draft", data={"group": "2", "hours": "7"}).status_code,
    )
    browser = Browser(app)
    assert browser.page(f"{path}?group=1").form("Next").fields["trust"] == "2"
    assert browser.page(f"{path}?group=2").form("Next").fields["hours"] == "7"
