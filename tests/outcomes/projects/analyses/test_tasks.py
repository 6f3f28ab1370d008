"""An analysis from the button to the row that is kept."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import queue
from app.core.db import Database
from app.core.models import AuditLine, Task
from app.outcomes.projects.analyses.actions import order_analysis
from app.outcomes.projects.analyses.models import ProjectAnalysis
from app.outcomes.projects.analyses.queries import all_of
from app.outcomes.projects.analyses.records import Row, RowKind, from_json
from app.outcomes.projects.analyses.rules import COMPUTE
from app.outcomes.projects.analyses.tasks import make_analysis
from app.studies.models import Project
from app.surveys.enums import IdentityMode
from tests.cast import NOW, Cast
from tests.outcomes.projects.asked import answer_all, ids_of, people, project_asked


def make(database: Database, session: Session, project: Project, cast: Cast) -> ProjectAnalysis:
    """From the button on: what the worker does with the one task there is."""
    order_analysis(session, project, by=cast.id("cora"), now=NOW)
    session.commit()
    with database.write() as own:
        (task,) = queue.lease(own, [COMPUTE], limit=1, now=NOW)
    make_analysis(database, task, NOW)
    session.expire_all()
    return all_of(session, project.id)[-1]


def change_of(made: ProjectAnalysis) -> Row:
    return next(row for row in from_json(made.found).rows if row.kind is RowKind.CHANGE)


def test_it_is_computed_kept_and_in_the_history(
    session: Session, cast: Cast, database: Database
) -> None:
    project, surveys = project_asked(session, cast, IdentityMode.CONFIDENTIAL)
    places = people(session, cast, 12)
    answer_all(session, surveys, places)
    made = make(database, session, project, cast)
    assert (made.number, made.cut_off, made.ordered_by) == (1, NOW, cast.id("cora"))
    row = change_of(made)
    assert (row.people, row.numbers["diff"], row.as_of) == ({"n": 12}, 1, "")
    assert not any(id_ in str(made.found) for id_ in ids_of(places))
    acts = select(AuditLine).where(col(AuditLine.act).like("project_analysis.%"))
    found = session.scalars(acts.order_by(col(AuditLine.id))).all()
    assert [(line.act, line.actor_id) for line in found] == [
        ("project_analysis.ordered", cast.id("cora")),
        ("project_analysis.made", None),
    ]
    (task,) = session.scalars(select(Task).where(col(Task.kind) == COMPUTE)).all()
    assert task.done_at == NOW


@pytest.mark.parametrize(("more", "people_shown"), [(2, 12), (5, 17)])
def test_next_one_does_not_tell_of_a_few_who_came(
    session: Session, cast: Cast, database: Database, more: int, people_shown: int
) -> None:
    project, surveys = project_asked(session, cast, IdentityMode.CONFIDENTIAL)
    places = people(session, cast, 12 + more)
    answer_all(session, surveys, places[:12])
    first = make(database, session, project, cast)
    answer_all(session, surveys, places[12:])
    second = make(database, session, project, cast)
    row = change_of(second)
    assert (second.number, row.people) == (2, {"n": people_shown})
    assert row.as_of == (first.cut_off.isoformat() if more < 5 else "")


def test_second_click_is_the_same_work(session: Session, cast: Cast) -> None:
    project, _surveys = project_asked(session, cast, IdentityMode.CONFIDENTIAL)
    by = cast.id("cora")
    first = order_analysis(session, project, by=by, now=NOW)
    assert order_analysis(session, project, by=by, now=NOW) == first
    assert len(session.scalars(select(Task).where(col(Task.kind) == COMPUTE)).all()) == 1
