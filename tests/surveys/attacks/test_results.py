"""Attacks by reading: before the close by any question there is, and by two looks in turn."""

import inspect
from collections import Counter
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.core.db import Database
from app.surveys import queries
from app.surveys.answering import queries as answering
from app.surveys.enums import IdentityMode
from app.surveys.invitations import queries as invitations
from app.surveys.models import SurveyInvitation
from app.surveys.pseudonyms import queries as pseudonyms
from tests.cast import NOW, Cast
from tests.surveys.attacks.scene import ORDER, Scene, marker, markers, stored

pytestmark = pytest.mark.both_databases
ASKED: list[ModuleType] = [queries, answering, invitations, pseudonyms]


def questions(module: ModuleType) -> list[Callable[..., Any]]:
    return [
        own
        for name, own in inspect.getmembers(module, inspect.isfunction)
        if own.__module__ == module.__name__ and not name.startswith("_")
    ]


def told(session: Session, scene: Scene) -> str:
    """All that any question is answered."""
    cast, survey = Cast(session), scene.survey(session)
    invitation = session.get_one(SurveyInvitation, scene.invitations[0])
    values: dict[str, Any] = {
        "session": session,
        "survey": survey,
        "survey_id": survey.id,
        "survey_ids": [survey.id],
        "cohort_id": cast.fall.id,
        "cohort_ids": [cast.fall.id],
        "key": survey.key,
        "invitation": invitation,
        "invitation_id": invitation.id,
        "enrollment_ids": [invitation.enrollment_id],
        "person_id": cast.id("ada"),
        "scope_id": survey.scope_id,
        "pseudonyms": {"AAA-AAA"},
        "now": NOW,
    }
    said = []
    for module in ASKED:
        for question in questions(module):
            given = {name: values[name] for name in inspect.signature(question).parameters}
            said.append(repr(question(**given)))
    return "\n".join(said)


@pytest.mark.parametrize("mode", [IdentityMode.LINKED, IdentityMode.UNLINKED])
def test_no_question_is_answered_before_the_close(
    real_database: Database, mode: IdentityMode
) -> None:
    scene = Scene(real_database, mode)
    scene.send(*ORDER)
    assert sum(len(questions(module)) for module in ASKED) >= 16
    with real_database.write() as session:
        assert markers([told(session, scene)]) == []
    scene.close()
    with real_database.write() as session:
        assert set(markers([told(session, scene)])) == {marker(n) for n in range(12)}


def looked_at(scene: Scene) -> Counter[str]:
    with scene.database.read() as session:
        found = queries.answer_sets(session, [scene.survey_id])[scene.survey_id]
    return Counter(markers(found))


def smallest_step(states: list[Counter[str]]) -> int:
    """How few people two states differ by that are not the same."""
    steps = [(after - before).total() for before in states for after in states]
    return min((step for step in steps if step), default=99)


@pytest.mark.parametrize("on_time", [3, 5, 6, 9, 10, 11, 12])
def test_no_two_looks_differ_by_fewer_than_five(real_database: Database, on_time: int) -> None:
    """By the pages, and by whoever looks into the table itself whenever they like."""
    scene = Scene(real_database)
    pages, tables, naive = [looked_at(scene)], [_lying(scene)], [Counter[str]()]
    for number in ORDER[:on_time]:
        scene.send(number)
        pages.append(looked_at(scene))
        tables.append(_lying(scene))
        naive.append(Counter(markers(stored(real_database, "naive_answers"))))
    scene.close()
    for number in ORDER[on_time:]:
        pages.append(looked_at(scene))
        tables.append(_lying(scene))
        scene.send(number)
    pages.append(looked_at(scene))
    tables.append(_lying(scene))
    assert smallest_step(naive) == 1
    assert smallest_step(tables) >= 5
    assert smallest_step(pages) >= 5
    assert len(pages[-1]) == told_in_the_end(on_time)


def told_in_the_end(on_time: int) -> int:
    """Who was in time is told of from five on, who was late and who was left over from ten on."""
    moved = on_time if on_time >= 5 else 0
    return moved + ((12 - moved) // 10) * 10


def _lying(scene: Scene) -> Counter[str]:
    return Counter(markers(stored(scene.database, "anonymous_answers")))
