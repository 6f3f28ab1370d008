"""Putting a survey, asking people, closing it; what staff and people themselves are told of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.errors import ConflictError
from app.core.models import AuditLine
from app.packs.instruments.rules import NO_WORDING
from app.surveys import actions, queries, rules
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.invitations.queries import open_invitations
from app.surveys.queries import Response
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.refusals import refuses
from tests.surveys.asking import (
    CLOSES,
    EVERY_KIND,
    OPENED,
    SECRET,
    WHOLE,
    add_instrument,
    answers_of,
    invite_people,
    put_survey,
    send,
)

DAY = timedelta(days=1)
LINKED, UNLINKED = IdentityMode.LINKED, IdentityMode.UNLINKED


def lines(session: Session, act: str) -> list[AuditLine]:
    found = select(AuditLine).where(col(AuditLine.act) == act).order_by(col(AuditLine.id))
    return list(session.scalars(found))


def test_a_survey_is_put_once_and_its_days_can_move(session: Session, cast: Cast) -> None:
    version = add_instrument(session)
    own = put_survey(session, cast.fall, UNLINKED, version=version)
    assert put_survey(session, cast.fall, UNLINKED, version=version) is own
    assert len(lines(session, "survey.put")) == 1
    moved = put_survey(session, cast.fall, UNLINKED, version=version, opens_at=OPENED - DAY)
    assert moved is own
    assert own.opens_at == OPENED - DAY
    (line,) = lines(session, "survey.moved")
    assert line.facts["opens"] == (OPENED - DAY).isoformat()
    assert line.chain == str(cast.fall.id)


def test_what_people_were_told_of_a_survey_stays(session: Session, cast: Cast) -> None:
    version = add_instrument(session)
    put_survey(session, cast.fall, UNLINKED, version=version)
    with refuses(rules.FIXED(key="every-kind"), ConflictError):
        put_survey(session, cast.fall, IdentityMode.IDENTIFIED, version=version)
    with refuses(rules.FIXED(key="every-kind"), ConflictError):
        put_survey(session, cast.fall, UNLINKED, version=version, asks_then=True)


def test_a_survey_closes_after_it_opens(session: Session, cast: Cast) -> None:
    with refuses(rules.ENDS_FIRST):
        put_survey(session, cast.fall, UNLINKED, opens_at=CLOSES)


def test_questions_without_wording_are_not_asked(session: Session, cast: Cast) -> None:
    items = [{**EVERY_KIND["items"][0], "text": None}, *EVERY_KIND["items"][1:]]
    version = add_instrument(session, {**EVERY_KIND, "items": items})
    with refuses(NO_WORDING(count=1)):
        put_survey(session, cast.fall, UNLINKED, version=version)


def test_everybody_is_asked_once(session: Session, cast: Cast) -> None:
    own = put_survey(session, cast.fall, UNLINKED)
    ada, nan = cast.enrollment("ada").id, cast.enrollment("nan").id
    (first,) = actions.invite(session, own, enrollment_ids=[ada], now=NOW)
    (second,) = actions.invite(session, own, enrollment_ids=[ada, nan, nan], now=NOW)
    assert (first.enrollment_id, second.enrollment_id) == (ada, nan)
    assert actions.invite(session, own, enrollment_ids=[ada], now=NOW) == []
    assert [line.facts for line in lines(session, "survey.asked")] == [
        {"survey": "every-kind", "count": 1},
        {"survey": "every-kind", "count": 1},
    ]


def test_home_knows_what_somebody_can_answer_now(session: Session, cast: Cast) -> None:
    own = put_survey(session, cast.fall, UNLINKED)
    (asked,) = actions.invite(session, own, enrollment_ids=[cast.enrollment("ada").id], now=NOW)
    ada = cast.id("ada")
    (found,) = open_invitations(session, ada, NOW)
    assert (found.invitation_id, found.title, found.minutes) == (asked.id, "Every kind", 3)
    assert (found.cohort, found.closes_at) == (cast.fall.title, CLOSES)
    assert open_invitations(session, ada, OPENED - DAY) == []
    assert open_invitations(session, cast.id("nan"), NOW) == []
    asked.opens_at = NOW + DAY
    session.flush()
    assert open_invitations(session, ada, NOW) == []
    asked.opens_at = None
    send(session, asked)
    assert open_invitations(session, ada, NOW) == []


def test_who_left_is_asked_nothing(session: Session, cast: Cast) -> None:
    own = put_survey(session, cast.fall, UNLINKED)
    actions.invite(session, own, enrollment_ids=[cast.enrollment("ada").id], now=NOW)
    cast.withdraw("ada")
    assert open_invitations(session, cast.id("ada"), NOW) == []


def test_a_wave_still_asks_who_left_and_whose_cohort_is_archived(
    session: Session, cast: Cast
) -> None:
    own = put_survey(session, cast.fall, UNLINKED, purpose=Purpose.WAVE)
    actions.invite(session, own, enrollment_ids=[cast.enrollment("ada").id], now=NOW)
    cast.withdraw("ada")
    cast.fall.archived_at = NOW
    session.flush()
    (found,) = open_invitations(session, cast.id("ada"), NOW)
    assert (found.survey_id, found.purpose) == (own.id, Purpose.WAVE)


def test_how_many_have_answered_and_who(session: Session, cast: Cast) -> None:
    own = put_survey(session, cast.fall, UNLINKED)
    other = put_survey(
        session,
        cast.fall,
        UNLINKED,
        key="other",
        version=add_instrument(session, {**EVERY_KIND, "key": "other"}),
    )
    asked = invite_people(session, own, 3)
    send(session, asked[1])
    assert queries.count_done(session, [own.id, other.id]) == {
        own.id: Response(own.id, asked=3, done=1),
        other.id: Response(other.id, asked=0, done=0),
    }
    assert queries.done_by(session, own.id) == {asked[1].enrollment_id}
    places = [own.enrollment_id for own in asked if own.enrollment_id]
    done = queries.evaluations_done(session, places)
    assert done == {
        places[0]: frozenset(),
        places[1]: {"every-kind"},
        places[2]: frozenset(),
    }


def test_a_wave_is_no_evaluation(session: Session, cast: Cast) -> None:
    own = put_survey(session, cast.fall, UNLINKED, purpose=Purpose.WAVE)
    (asked,) = invite_people(session, own, 1)
    send(session, asked)
    assert asked.enrollment_id is not None
    done = queries.evaluations_done(session, [asked.enrollment_id])
    assert done == {asked.enrollment_id: frozenset()}


@pytest.mark.parametrize("count", [5, 7, 12])
def test_at_the_close_all_answers_are_there(session: Session, cast: Cast, count: int) -> None:
    own = put_survey(session, cast.fall, UNLINKED)
    for number, asked in enumerate(invite_people(session, own, count)):
        send(session, asked, answers_of(number))
    assert queries.answer_sets(session, [own.id]) == {own.id: []}
    actions.close(session, own, secret=SECRET, by=cast.id("cora"), now=NOW)
    assert own.closed_at == NOW
    found = queries.answer_sets(session, [own.id])[own.id]
    assert len(found) == count
    assert {str(sheet.answers["why"]) for sheet in found} == {f"Reason {n}" for n in range(count)}
    assert {(sheet.link, sheet.sent_at) for sheet in found} == {(None, None)}
    (line,) = lines(session, "survey.closed")
    assert (line.actor_id, line.facts) == (cast.id("cora"), {"survey": "every-kind"})


def test_fewer_than_five_are_never_shown(session: Session, cast: Cast) -> None:
    own = put_survey(session, cast.fall, UNLINKED)
    people = invite_people(session, own, 14)
    for number, asked in enumerate(people[:4]):
        send(session, asked, answers_of(number))
    actions.close(session, own, secret=SECRET, by=None, now=NOW)
    assert queries.answer_sets(session, [own.id]) == {own.id: []}
    for number, asked in enumerate(people[4:9]):
        send(session, asked, answers_of(number), now=NOW + DAY)
        assert queries.answer_sets(session, [own.id]) == {own.id: []}
    send(session, people[9], answers_of(9), now=NOW + DAY)
    assert len(queries.answer_sets(session, [own.id])[own.id]) == 10


def test_a_survey_is_closed_once_and_not_moved_then(session: Session, cast: Cast) -> None:
    version = add_instrument(session)
    own = put_survey(session, cast.fall, UNLINKED, version=version)
    actions.close(session, own, secret=SECRET, by=None, now=NOW)
    with refuses(rules.CLOSED_ALREADY):
        actions.close(session, own, secret=SECRET, by=None, now=NOW)
    with refuses(rules.CLOSED_ALREADY):
        put_survey(session, cast.fall, UNLINKED, version=version, opens_at=OPENED - DAY)


def test_surveys_are_due_when_their_time_is_over(session: Session, cast: Cast) -> None:
    own = put_survey(session, cast.fall, UNLINKED)
    assert list(queries.due(session, CLOSES - timedelta(seconds=1))) == []
    assert list(queries.due(session, CLOSES)) == [own.id]
    actions.close(session, own, secret=SECRET, by=None, now=CLOSES)
    assert list(queries.due(session, CLOSES)) == []
    assert queries.surveys_of(session, [cast.fall.id, cast.spring.id]) == [own]


def test_answers_of_many_surveys_are_read_at_once(
    session: Session, cast: Cast, statements: Statements
) -> None:
    made = []
    for number, mode in enumerate(IdentityMode):
        data = {**EVERY_KIND, "key": f"key-{number}"}
        version = add_instrument(session, data)
        own = put_survey(session, cast.fall, mode, key=f"key-{number}", version=version)
        (asked,) = actions.invite(session, own, enrollment_ids=[cast.enrollment("ada").id], now=NOW)
        send(session, asked, WHOLE, code="A" if mode is LINKED else None)
        made.append(own.id)
    with statements() as count:
        found = queries.answer_sets(session, made)
    assert count.total == 3
    assert [len(found[id_]) for id_ in made] == [1, 1, 0, 0]
