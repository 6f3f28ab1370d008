"""What the database itself refuses, whoever asks it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from app.surveys import actions
from app.surveys.enums import IdentityMode
from app.surveys.models import AnonymousAnswers
from tests.cast import NOW, Cast
from tests.surveys.asking import SECRET, answers_of, invite_people, put_survey, send

MODES = IdentityMode


@contextmanager
def refused(
    session: Session, kind: type[DBAPIError] = DBAPIError, why: str | None = None
) -> Iterator[None]:
    with pytest.raises(kind, match=why), session.begin_nested():
        yield


def run(session: Session, statement: str, **values: Any) -> None:
    session.execute(text(statement), values)


def refuses_to_run(session: Session, statement: str) -> None:
    with refused(session, why="it is a record|a record is not replaced"):
        run(session, statement)


@pytest.mark.parametrize(
    "change",
    [
        "mode = 'identified'",
        "version_id = cohort_id",
        "key = 'other'",
        "scope_id = id",
        "asks_then = NOT asks_then",
        "closed_at = NULL",
        "closed_at = opens_at",
    ],
)
def test_what_people_were_told_of_a_survey_is_not_changed(
    session: Session, cast: Cast, change: str
) -> None:
    survey = put_survey(session, cast.fall, MODES.UNLINKED)
    actions.close(session, survey, secret=SECRET, by=None, now=NOW)
    refuses_to_run(session, f"UPDATE survey SET {change}")
    run(session, "UPDATE survey SET closes_at = opens_at")


def test_who_has_answered_stays_done_and_stays_who_they_are(session: Session, cast: Cast) -> None:
    survey = put_survey(session, cast.fall, MODES.UNLINKED)
    done, _other = invite_people(session, survey, 2)
    send(session, done)
    refuses_to_run(session, "UPDATE survey_invitation SET is_done = (1 = 0)")
    refuses_to_run(session, "UPDATE survey_invitation SET enrollment_id = id")
    run(session, "UPDATE survey_invitation SET closes_at = NULL")


@pytest.mark.parametrize("mode", [MODES.IDENTIFIED, MODES.CONFIDENTIAL])
def test_what_was_sent_is_not_changed_and_can_go(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    survey = put_survey(session, cast.fall, mode)
    sent, going_on = invite_people(session, survey, 2)
    send(session, sent)
    actions.save(session, going_on, {"trust": 1}, NOW)
    table = f"{mode.value}_answers"
    refuses_to_run(session, f"UPDATE {table} SET answers = '{{}}' WHERE sent_at IS NOT NULL")
    refuses_to_run(session, f"UPDATE {table} SET sent_at = NULL")
    run(session, f"UPDATE {table} SET answers = '{{}}' WHERE sent_at IS NULL")
    run(session, f"DELETE FROM {table}")


def test_a_pseudonym_is_not_given_to_somebody_else(session: Session, cast: Cast) -> None:
    survey = put_survey(session, cast.fall, MODES.CONFIDENTIAL)
    (asked,) = invite_people(session, survey, 1)
    send(session, asked)
    refuses_to_run(session, "UPDATE pseudonym SET pseudonym = 'AAA-AAA'")


@pytest.mark.parametrize(
    ("mode", "table"),
    [
        ("unlinked", "identified_answers"),
        ("unlinked", "confidential_answers"),
        ("identified", "anonymous_answers"),
        ("confidential", "waiting_answers"),
        ("linked", "identified_answers"),
    ],
)
def test_an_answer_lies_only_where_its_mode_lets_it(
    session: Session, cast: Cast, mode: str, table: str
) -> None:
    survey = put_survey(session, cast.fall, IdentityMode(mode))
    invite_people(session, survey, 1)
    values = {
        "identified_answers": "invitation_id, survey_id, mode, answers, started_at, saved_at",
        "confidential_answers": "id, survey_id, mode, pseudonym, answers, started_at, saved_at",
        "anonymous_answers": "survey_id, mode, sheets",
        "waiting_answers": "survey_id, mode, sheets",
    }[table]
    for told in (mode, *(other.value for other in MODES if other.value != mode)):
        fill = {
            "id": "(SELECT id FROM survey_invitation LIMIT 1)",
            "invitation_id": "(SELECT id FROM survey_invitation LIMIT 1)",
            "survey_id": "(SELECT id FROM survey LIMIT 1)",
            "mode": f"'{told}'",
            "pseudonym": "'A'",
            "answers": "'{}'",
            "sheets": "'[1, 2, 3, 4, 5]'",
            "started_at": "(SELECT opens_at FROM survey LIMIT 1)",
            "saved_at": "(SELECT opens_at FROM survey LIMIT 1)",
        }
        row = ", ".join(fill[name] for name in values.split(", "))
        with refused(session, IntegrityError):
            run(session, f"INSERT INTO {table} ({values}) VALUES ({row})")


def _is_pg(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def test_anonymous_answers_come_by_five_at_least_and_never_go(session: Session, cast: Cast) -> None:
    survey = put_survey(session, cast.fall, MODES.UNLINKED)
    for sheets in ("[]", "[1, 2, 3, 4]"):
        refuses_to_run(
            session,
            "INSERT INTO anonymous_answers (survey_id, mode, sheets) "
            f"SELECT id, mode, '{sheets}' FROM survey",
        )
    for number, asked in enumerate(invite_people(session, survey, 10)):
        send(session, asked, answers_of(number))
    row = session.get_one(AnonymousAnswers, survey.id)
    for other in (row.sheets[:4], row.sheets, [*row.sheets, *row.sheets[:4]]):
        change = text("UPDATE anonymous_answers SET sheets = :sheets")
        with refused(session, why="it is a record"):
            session.execute(change, {"sheets": json.dumps(other)})
    session.refresh(row)
    assert len(row.sheets) == 5


def test_rows_are_not_put_in_the_place_of_others(session: Session, cast: Cast) -> None:
    survey = put_survey(session, cast.fall, MODES.CONFIDENTIAL)
    (asked,) = invite_people(session, survey, 1)
    send(session, asked)
    if _is_pg(session):
        for table in ("survey", "survey_invitation", "confidential_answers", "pseudonym"):
            refuses_to_run(session, f"TRUNCATE {table} CASCADE")
        return
    for table in ("survey", "survey_invitation", "confidential_answers", "pseudonym"):
        refuses_to_run(session, f"REPLACE INTO {table} SELECT * FROM {table}")
