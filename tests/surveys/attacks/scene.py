"""A survey that people answer while somebody looks on, beside a table as it is made without care.

Each sending goes into both, in one transaction. So an attack that finds nothing can be seen to
find it where it is: `NAIVE` has a row for each answer, as they came, with a moment.
"""

import json
import re
import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.core.db import Database
from app.models import metadata
from app.surveys import actions
from app.surveys.answering.rules import Answers
from app.surveys.enums import IdentityMode
from app.surveys.models import Survey, SurveyInvitation
from tests.cast import NOW, Cast
from tests.surveys.asking import SECRET, invite_people, put_survey

NAIVE, OURS, WAITING = "naive_answers", "anonymous_answers", "waiting_answers"
COLUMN = {NAIVE: "answers", OURS: "sheets", WAITING: "sheets"}
ORDER = (7, 2, 11, 0, 5, 9, 1, 10, 3, 8, 6, 4)
"""In which twelve people send: neither up nor down."""
MARKER = re.compile(r"marker-[0-9a-f]{8}-\d\d")
_TAG = [secrets.token_hex(4)]


def tag_anew() -> None:
    """From now on markers are others than before, and than those of all other tests.

    The log of a PostgreSQL is of all its databases, and of what was there before.
    """
    _TAG[0] = secrets.token_hex(4)


def marker(number: int) -> str:
    return f"marker-{_TAG[0]}-{number:02}"


def answers_of(number: int) -> Answers:
    """Answers by which whoever sees them knows whose they are."""
    return {"trust": number % 5 + 1, "plan": "none", "why": marker(number)}


class Scene:
    """One anonymous survey of twelve people."""

    def __init__(self, database: Database, mode: IdentityMode = IdentityMode.UNLINKED) -> None:
        self.database = database
        with database.write() as session:
            survey = put_survey(session, Cast(session).fall, mode)
            people = invite_people(session, survey, len(ORDER))
            session.execute(text(f"CREATE TABLE {NAIVE} (invitation TEXT, answers TEXT, at TEXT)"))
        self.survey_id: UUID = survey.id
        self.mode = mode
        self.invitations = [asked.id for asked in people]

    def survey(self, session: Session) -> Survey:
        return session.get_one(Survey, self.survey_id)

    def send(self, *numbers: int) -> None:
        """People send one after the other, each a minute after the one before."""
        for number in numbers:
            with self.database.write() as session:
                self.send_in(session, number)

    def send_in(self, session: Session, number: int) -> None:
        asked = session.get_one(SurveyInvitation, self.invitations[number])
        now = NOW + timedelta(minutes=number)
        code = f"code {number}" if self.mode is IdentityMode.LINKED else None
        actions.send(session, asked, answers_of(number), code=code, secret=SECRET, now=now)
        session.execute(
            text(f"INSERT INTO {NAIVE} VALUES (:asked, :answers, :at)"),
            {
                "asked": str(asked.id),
                "answers": json.dumps(answers_of(number)),
                "at": now.isoformat(),
            },
        )

    def close(self) -> None:
        with self.database.write() as session:
            by = Cast(session).id("cora")
            survey = self.survey(session)
            actions.close(session, survey, secret=SECRET, by=by, now=NOW + timedelta(days=1))

    def connect(self) -> Connection:
        return self.database.engine.connect()


def markers(found: Iterable[object]) -> list[str]:
    """Whose answers are told, in the order in which they are."""
    return [own for row in found for own in MARKER.findall(str(row))]


def in_this_order(numbers: Iterable[int]) -> list[str]:
    return [marker(number) for number in numbers]


def stored(database: Database, table: str) -> list[str]:
    """The rows of a table in the order in which they lie, as text."""
    lies = "rowid" if database.is_sqlite else "ctid"
    with database.engine.connect() as connection:
        found = text(f"SELECT CAST({COLUMN[table]} AS TEXT) FROM {table} ORDER BY {lies}")
        return [str(row) for row in connection.scalars(found)]


def everything(database: Database) -> dict[str, Counter[str]]:
    """All rows of all tables."""
    with database.engine.connect() as connection:
        return {
            table.name: Counter(
                repr(tuple(row)) for row in connection.execute(table.select()).all()
            )
            for table in metadata.sorted_tables
        }


def what_came(before: dict[str, Counter[str]], after: dict[str, Counter[str]]) -> dict[str, str]:
    """What the rows say that were not there before, by table."""
    came = {table: after[table] - before[table] for table in after}
    return {table: " ".join(rows) for table, rows in came.items() if rows}
