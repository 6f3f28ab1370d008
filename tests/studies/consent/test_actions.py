"""Agreeing, declining, withdrawing; texts in versions; two answers at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.errors import ConflictError, RefusedError
from app.core.models import AuditLine
from app.core.seals import seal
from app.credit.queries import standing
from app.studies.consent import actions, rules
from app.studies.consent.queries import newest_texts, stand_of, texts_of
from app.studies.enums import ConsentScope, ConsentState, KeptData, Respondent
from app.studies.models import Consent
from app.studies.queries import studied_places
from tests.cast import NOW, Cast
from tests.races import one_after_the_other
from tests.refusals import refuses
from tests.studies.projects_of import agree, make_project, place_of, refuse, said, settle

USE_AND_LINK = frozenset({ConsentScope.USE, ConsentScope.LINK})


def test_who_agrees_takes_part_as_far_as_they_said(session: Session, cast: Cast) -> None:
    project = make_project(session, cast)
    place = agree(session, cast, project, "ada", USE_AND_LINK)
    stand = stand_of(session, project.id, place.enrollment.id)
    assert (stand.state, stand.scopes, stand.edition) == (ConsentState.GIVEN, USE_AND_LINK, 1)
    assert stand.allows(ConsentScope.LINK)
    assert not stand.allows(ConsentScope.MENTEE)
    agree(session, cast, project, "ada", USE_AND_LINK)
    assert len(session.scalars(select(Consent)).all()) == 1, "a double click is one answer"


def test_who_takes_part_lets_answers_be_used_whatever_they_say_to_the_rest(
    session: Session, cast: Cast
) -> None:
    project = make_project(session, cast)
    place = agree(session, cast, project, "ada", [])
    stand = stand_of(session, project.id, place.enrollment.id)
    assert (stand.is_given, stand.scopes) == (True, frozenset({ConsentScope.USE}))
    assert stand.offered == frozenset(ConsentScope) - {ConsentScope.USE}


def test_a_no_to_a_question_that_is_new_is_another_answer(session: Session, cast: Cast) -> None:
    project = make_project(session, cast)
    place = place_of(session, cast, project, "ada")
    text = newest_texts(session, [project.id], Respondent.LEARNER)[project.id]["en"]
    asked = {ConsentScope.LINK: True}
    for edition, own in enumerate((asked, asked | {ConsentScope.MENTEE: False})):
        actions.give(session, place, own, text_id=text.id, edition=edition, now=NOW)
        actions.give(session, place, own, text_id=text.id, edition=edition, now=NOW)
    answers = session.scalars(select(Consent).order_by(col(Consent.edition))).all()
    assert [own.offered for own in answers] == [["link"], ["link", "mentee"]]
    assert {tuple(own.scopes) for own in answers} == {("link", "use")}


def test_a_seal_of_before_holds_and_one_of_now_has_what_was_asked(
    session: Session, cast: Cast
) -> None:
    project = make_project(session, cast)
    agree(session, cast, project, "ada", USE_AND_LINK)
    session.expire_all()
    (answer,) = session.scalars(select(Consent)).all()
    (line,) = session.scalars(select(AuditLine).where(col(AuditLine.act) == "consent.given")).all()
    assert line.facts["seal"] == seal(answer)
    now = answer.model_dump()
    before = {name: value for name, value in now.items() if name != "offered"}
    assert seal(before) == seal(before | {"offered": None})
    assert seal(before) != seal(now)


def test_other_answers_than_one_was_told_of_are_not_deleted(session: Session, cast: Cast) -> None:
    project = make_project(session, cast)
    place = agree(session, cast, project, "ada")
    with refuses(rules.OTHER_COUNT):
        actions.withdraw(session, place, KeptData.REMOVE, now=NOW, told=1)
    assert stand_of(session, project.id, place.enrollment.id).is_given
    actions.withdraw(session, place, KeptData.REMOVE, now=NOW, told=0)
    assert stand_of(session, project.id, place.enrollment.id).removed == 0


def test_who_changes_how_far_it_goes_answers_anew(session: Session, cast: Cast) -> None:
    project = make_project(session, cast)
    agree(session, cast, project, "ada")
    place = agree(session, cast, project, "ada", USE_AND_LINK)
    stand = stand_of(session, project.id, place.enrollment.id)
    assert (stand.edition, stand.scopes) == (2, USE_AND_LINK)


def test_who_declined_can_agree_later_and_the_other_way_round(session: Session, cast: Cast) -> None:
    project = make_project(session, cast)
    place = refuse(session, cast, project, "ada")
    assert stand_of(session, project.id, place.enrollment.id).state is ConsentState.DECLINED
    agree(session, cast, project, "ada")
    actions.withdraw(session, place, KeptData.KEEP, now=NOW)
    stand = stand_of(session, project.id, place.enrollment.id)
    assert (stand.state, stand.scopes) == (ConsentState.WITHDRAWN, frozenset())
    with refuses(rules.NOTHING_GIVEN):
        actions.withdraw(session, place, KeptData.KEEP, now=NOW)
    agree(session, cast, project, "ada")
    assert stand_of(session, project.id, place.enrollment.id).edition == 3


def test_an_older_text_is_not_agreed_to(session: Session, cast: Cast) -> None:
    project = make_project(session, cast)
    place, by = place_of(session, cast, project, "ada"), cast.id("cora")
    first = newest_texts(session, [project.id], Respondent.LEARNER)[project.id]["en"]
    words = first.text + "\n\nAnd once more."
    second = actions.keep_text(session, project, Respondent.LEARNER, "en", words, by=by, now=NOW)
    assert second.version == 2
    with refuses(rules.OTHER_TEXT):
        actions.give(session, place, said(USE_AND_LINK), text_id=first.id, edition=0, now=NOW)
    with refuses(rules.OTHER_TEXT):
        actions.decline(session, place, text_id=uuid4(), edition=0, now=NOW)
    again = actions.keep_text(session, project, Respondent.LEARNER, "en", words, by=by, now=NOW)
    assert again.id == second.id, "the same words are the same version"
    with refuses(rules.EMPTY_TEXT):
        actions.keep_text(session, project, Respondent.LEARNER, "en", " \n", by=by, now=NOW)
    assert [text.version for text in texts_of(session, project.id)] == [2, 1, 1]


def test_an_answer_from_a_window_that_is_behind_changes_nothing(
    session: Session, cast: Cast
) -> None:
    project = make_project(session, cast)
    place = agree(session, cast, project, "ada")
    text = newest_texts(session, [project.id], Respondent.LEARNER)[project.id]["en"]
    with pytest.raises(ConflictError) as refused:
        actions.give(session, place, said(USE_AND_LINK), text_id=text.id, edition=0, now=NOW)
    assert refused.value.reason == rules.ELSEWHERE
    with pytest.raises(ConflictError):
        actions.decline(session, place, text_id=text.id, edition=0, now=NOW)


def test_a_project_without_a_text_asks_nobody(session: Session, cast: Cast) -> None:
    project = make_project(session, cast, texts=())
    assert studied_places(session, cast.id("ada"), project.key) == []
    settle(session, make_project(session, cast))
    assert len(studied_places(session, cast.id("ada"))) == 1
    assert studied_places(session, cast.id("ben")) == []


def test_refusing_or_withdrawing_changes_nothing_of_what_somebody_learns(
    session: Session, cast: Cast
) -> None:
    ada = cast.learner("ada")
    asked = session, ada.cohort.id, ada.enrollment.id, ada.policy, NOW
    before = standing(*asked)
    project = make_project(session, cast)
    refuse(session, cast, project, "ada")
    assert standing(*asked) == before
    place = agree(session, cast, project, "ada")
    actions.withdraw(session, place, KeptData.REMOVE, now=NOW)
    assert standing(*asked) == before


def test_who_left_the_course_can_still_withdraw_from_the_study(
    session: Session, cast: Cast
) -> None:
    project = make_project(session, cast)
    agree(session, cast, project, "ada")
    cast.withdraw("ada")
    cast.fall.archived_at = NOW
    place = place_of(session, cast, project, "ada")
    actions.withdraw(session, place, KeptData.KEEP, now=NOW + timedelta(days=1))
    assert stand_of(session, project.id, place.enrollment.id).state is ConsentState.WITHDRAWN


def test_the_lines_of_the_history_are_about_the_answer_and_not_the_place(
    session: Session, cast: Cast
) -> None:
    project = make_project(session, cast)
    place = refuse(session, cast, project, "ada")
    agree(session, cast, project, "ada")
    actions.withdraw(session, place, KeptData.KEEP, now=NOW)
    own = col(AuditLine.act).startswith("consent.")
    lines = session.scalars(select(AuditLine).where(own)).all()
    acts = ["consent.declined", "consent.given", "consent.withdrawn"]
    assert sorted(line.act for line in lines) == acts
    assert {line.object_kind for line in lines} == {"consent"}
    assert str(place.enrollment.id) not in str([line.facts for line in lines])


def test_of_two_answers_at_once_the_second_is_told_of_the_first(real_database: Database) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        project = make_project(session, cast)
        place = place_of(session, cast, project, "ada")
        text = newest_texts(session, [project.id], Respondent.LEARNER)[project.id]["en"]

    def agreeing(session: Session) -> None:
        actions.give(session, place, said(USE_AND_LINK), text_id=text.id, edition=0, now=NOW)

    def declining(session: Session) -> object:
        try:
            actions.decline(session, place, text_id=text.id, edition=0, now=NOW)
        except (ConflictError, RefusedError) as refused:
            return refused.reason
        return None

    assert one_after_the_other(real_database, agreeing, declining) == rules.ELSEWHERE
    assert one_after_the_other(real_database, agreeing, agreeing) is None
    with real_database.read() as reading:
        answers = reading.scalars(select(Consent)).all()
    assert [(answer.edition, answer.declined_at) for answer in answers] == [(1, None)]
