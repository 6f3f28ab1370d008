"""Sealing a list, drawing its places in turn, and opening it when nothing is left to be drawn."""

from collections import Counter
from itertools import accumulate
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.arms.models import ArmAccess
from app.cohorts.models import Enrollment
from app.core.db import Database
from app.core.errors import BusyError, RefusedError
from app.core.models import AuditLine
from app.core.sealing import unseal
from app.people.rules import NOT_FOR_ONESELF
from app.studies.models import Project
from app.studies.trials import actions, queries, rules
from app.studies.trials.actions import _key
from app.studies.trials.candidates.queries import candidates
from app.studies.trials.drawn.queries import drawn
from app.studies.trials.enums import Factor
from app.studies.trials.lists.rules import from_text, hash_of, why_not_genuine
from app.studies.trials.models import Trial, TrialAllocation, TrialStratum
from app.studies.trials.rules import Arm
from app.studies.trials.setup.actions import design
from app.studies.trials.setup.rules import NAMES_NEEDED, Design
from app.surveys.enums import IdentityMode
from app.surveys.models import SurveyInvitation
from tests.cast import NOW, Cast
from tests.races import at_once
from tests.studies.projects_of import refuse
from tests.studies.trials.trials_of import SECRET, draw, make_ready, make_trial, places


def opened(trial: Trial) -> str:
    assert trial.sealed is not None
    text = unseal(_key(SECRET, trial.id), trial.sealed)
    assert text is not None
    return text


def test_sealing_publishes_the_hash_and_keeps_the_list(session: Session, cast: Cast) -> None:
    project, trial = make_trial(session, cast)
    text = opened(trial)
    assert trial.list_hash == hash_of(text)
    assert why_not_genuine(text) is None
    line = session.scalars(select(AuditLine).where(col(AuditLine.act) == "trial.sealed")).one()
    assert line.facts == {"project": project.key, "sha256": trial.list_hash, "strata": 3}
    assert [own.label for own in queries.strata_of(session, trial.id)] == [
        *("High Desert", "Sonoran", "Any other institution")
    ]
    for secret in (SECRET + "x", ""):
        assert unseal(_key(secret, trial.id), trial.sealed or b"") is None


@pytest.mark.parametrize(
    "change",
    [
        {"list_hash": "0" * 64},
        {"sealed": b"other"},
        {"sealed": None, "list_hash": None, "sealed_at": None},
        {"block_sizes": [2, 4]},
        {"modules_needed": 0},
    ],
)
@pytest.mark.both_databases
def test_nothing_of_a_sealed_list_changes(
    session: Session, cast: Cast, change: dict[str, object]
) -> None:
    project, trial = make_trial(session, cast)
    with pytest.raises(DBAPIError, match="its list is sealed"), session.begin_nested():
        session.execute(update(Trial).values(**change))
    for act in (
        lambda: design(session, project, Design(), by=None, now=NOW),
        lambda: actions.seal_list(session, project, trial, secret=SECRET, by=None, now=NOW),
    ):
        with pytest.raises(RefusedError) as refused:
            act()
        assert refused.value.reason == rules.SEALED


def test_an_arm_is_drawn_for_who_agreed_and_completed_the_baseline(
    session: Session, cast: Cast
) -> None:
    project, trial = make_trial(session, cast)
    ada, nan = cast.enrollment("ada"), cast.enrollment("nan")

    def why(place: Enrollment) -> object:
        with pytest.raises(RefusedError) as refused:
            draw(session, project, trial, place.id, cast)
        return refused.value.reason

    assert why(ada) == rules.NOT_READY
    refuse(session, cast, project, "nan")
    assert why(nan) == rules.NOT_READY
    make_ready(session, project, [ada], is_done=False)
    invitation = session.scalars(select(SurveyInvitation)).one()
    assert why(ada) == rules.NOT_READY
    invitation.is_done = True
    session.flush()
    arm = draw(session, project, trial, ada.id, cast)
    first = from_text(opened(trial))
    assert first is not None
    assert arm == first.arms_of(0)[0]
    assert why(ada) == rules.DRAWN

    access = session.get_one(ArmAccess, ada.id)
    assert access.arm == ("Combined", "Asynchronous only")[arm - 1]
    assert access.has_sessions is (arm == 1)
    line = session.scalars(select(AuditLine).where(col(AuditLine.act) == "arm.drawn")).one()
    assert (line.object_id, line.facts) == (
        str(ada.id),
        {"project": project.key, "stratum": "High Desert", "position": 1, "arm": access.arm},
    )


def test_whose_arm_another_study_drew_has_it_here_too(session: Session, cast: Cast) -> None:
    """A cohort is in two studies; a place has one arm."""
    first, earlier = make_trial(session, cast)
    second, later = make_trial(session, cast, title="Another study")
    ada, nan = cast.enrollment("ada"), cast.enrollment("nan")
    for project in (first, second):
        make_ready(session, project, [ada, nan])
    draw(session, first, earlier, ada.id, cast)
    ready = {own.enrollment_id: own.ready for own in candidates(session, second, later)}
    assert (ready[ada.id].drawn, ready[ada.id].drawn_elsewhere) == (False, True)
    assert not ready[nan.id].drawn_elsewhere
    with pytest.raises(RefusedError) as refused:
        draw(session, second, later, ada.id, cast)
    assert refused.value.reason == rules.DRAWN_ELSEWHERE
    draw(session, second, later, nan.id, cast)
    own = {own.enrollment_id: own.ready for own in candidates(session, first, earlier)}
    assert (own[ada.id].drawn, own[ada.id].drawn_elsewhere) == (True, False)
    assert own[nan.id].drawn_elsewhere


def test_nothing_is_drawn_before_the_seal_after_the_end_or_for_oneself(
    session: Session, cast: Cast
) -> None:
    project, trial = make_trial(session, cast, seal=False)
    ada, by = cast.enrollment("ada"), cast.id("cora")
    make_ready(session, project, [ada, cast.enrollment("nan")])
    for why, act in (
        (rules.NOT_SEALED, lambda: draw(session, project, trial, ada.id, cast)),
        (rules.NOT_SEALED, lambda: actions.end(session, project, trial, by=by, now=NOW)),
    ):
        with pytest.raises(RefusedError) as refused:
            act()
        assert refused.value.reason == why
    actions.seal_list(session, project, trial, secret=SECRET, by=by, now=NOW)
    own = ada.person_id
    with pytest.raises(RefusedError) as refused:
        actions.draw(session, project, trial, ada.id, secret=SECRET, by=own, now=NOW)
    assert refused.value.reason == NOT_FOR_ONESELF
    with pytest.raises(RefusedError) as refused:
        actions.open_list(session, project, trial, secret=SECRET, by=by, now=NOW)
    assert refused.value.reason == rules.NOT_ENDED
    actions.end(session, project, trial, by=by, now=NOW)
    with pytest.raises(RefusedError) as refused:
        draw(session, project, trial, ada.id, cast)
    assert refused.value.reason == rules.ENDED


def test_with_another_key_nothing_is_drawn(session: Session, cast: Cast) -> None:
    project, trial = make_trial(session, cast)
    make_ready(session, project, [cast.enrollment("ada")])
    with pytest.raises(RefusedError) as refused:
        actions.draw(
            session, project, trial, cast.enrollment("ada").id, secret="other", by=None, now=NOW
        )
    assert refused.value.reason == rules.NOT_READABLE


def test_the_open_list_has_the_published_hash_and_every_draw_follows_it(
    session: Session, cast: Cast
) -> None:
    project, trial = make_trial(session, cast)
    people = places(session, cast, 8)
    make_ready(session, project, people)
    for place in people:
        draw(session, project, trial, place.id, cast)
    actions.end(session, project, trial, by=cast.id("cora"), now=NOW)
    actions.open_list(session, project, trial, secret=SECRET, by=cast.id("cora"), now=NOW)
    assert trial.opened is not None
    assert hash_of(trial.opened) == trial.list_hash
    assert why_not_genuine(trial.opened) is None
    list_ = from_text(trial.opened)
    assert list_ is not None
    numbers = {own.id: own.number for own in queries.strata_of(session, trial.id)}
    for own in session.scalars(select(TrialAllocation)):
        assert list_.arms_of(numbers[own.stratum_id])[own.position - 1] == own.arm


def test_who_came_from_an_institution_of_later_is_in_the_stratum_of_the_others(
    session: Session, cast: Cast
) -> None:
    project, trial = make_trial(session, cast)
    people = places(session, cast, 3)
    make_ready(session, project, people)
    for place in people:
        draw(session, project, trial, place.id, cast)
    found = drawn(session, trial.id)
    assert Counter(own.stratum for own in found) == {
        "High Desert": 1,
        "Sonoran": 1,
        "Any other institution": 1,
    }


def test_one_more_factor_tells_strata_apart(session: Session, cast: Cast) -> None:
    wish = Design(factor=Factor.RANK, levels=("Professor", "Instructor", "other"))
    project, trial = make_trial(session, cast, wish)
    assert [own.label for own in queries.strata_of(session, trial.id)][:3] == [
        *("High Desert / Professor", "High Desert / Instructor", "High Desert / other")
    ]
    ada = cast.enrollment("ada")
    ada.rank = " professor"
    make_ready(session, project, [ada, cast.enrollment("nan")])
    for place in (ada, cast.enrollment("nan")):
        draw(session, project, trial, place.id, cast)
    by_name = {own.name: own.stratum for own in drawn(session, trial.id)}
    assert by_name == {"Alvarez, Ada": "High Desert / Professor", "Nakai, Nan": "Sonoran / other"}


def test_a_list_that_is_used_up_is_not_made_longer(session: Session, cast: Cast) -> None:
    project, trial = make_trial(session, cast, Design(places=6))
    people = [
        person
        for person in places(session, cast, 156)
        if person.institution_id == cast.person("ada").institution_id
    ]
    make_ready(session, project, people)
    with pytest.raises(RefusedError) as refused:
        [draw(session, project, trial, place.id, cast) for place in people]
    assert refused.value.reason == rules.NO_PLACE(stratum="High Desert")


def test_later_access_is_what_was_promised(session: Session, cast: Cast) -> None:
    arms = (Arm("Now", has_sessions=True), Arm("Later", has_sessions=False, later_months=24))
    project, trial = make_trial(session, cast, Design(arms=arms))
    people = places(session, cast, 26)
    make_ready(session, project, people)
    for place in people:
        draw(session, project, trial, place.id, cast)
    found = session.scalars(select(ArmAccess)).all()
    assert {(own.arm, own.sessions_from) for own in found} == {
        ("Now", None),
        ("Later", NOW.replace(year=2028)),
    }


def test_a_trial_needs_names(session: Session, cast: Cast) -> None:
    with pytest.raises(RefusedError) as refused:
        make_trial(session, cast, mode=IdentityMode.LINKED)
    assert refused.value.reason == NAMES_NEEDED


@pytest.mark.both_databases
def test_forty_draws_at_once_over_thirteen_institutions_keep_every_block_balanced(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        people = places(session, cast, 40)
        project, trial = make_trial(session, cast)
        make_ready(session, project, people)
        ids = [place.id for place in people]
        project_id, trial_id, by = project.id, trial.id, cast.id("cora")

    def one(place: UUID) -> object:
        """Once more where the turn does not come in time, as whoever clicked would."""
        while True:
            try:
                with real_database.write() as session:
                    own = session.get_one(Project, project_id), session.get_one(Trial, trial_id)
                    return actions.draw(session, *own, place, secret=SECRET, by=by, now=NOW)
            except BusyError:
                continue

    results = at_once(*(lambda place=place: one(place) for place in ids))
    assert len(results) == 40

    with real_database.write() as session:
        trial = session.get_one(Trial, trial_id)
        list_ = from_text(opened(trial))
        assert list_ is not None
        strata = session.scalars(select(TrialStratum).order_by(col(TrialStratum.number))).all()
        assert len(strata) == 14
        found = session.scalars(select(TrialAllocation)).all()
        assert {own.enrollment_id for own in found} == set(ids)
        for stratum in strata:
            own = sorted(
                (each for each in found if each.stratum_id == stratum.id),
                key=lambda each: each.position,
            )
            assert [each.position for each in own] == list(range(1, len(own) + 1))
            assert len(own) == (0 if stratum.institution_id is None else len(own))
            arms = [each.arm for each in own]
            assert arms == list_.arms_of(stratum.number)[: len(arms)]
            ends = accumulate(map(len, list_.blocks[stratum.number]))
            for end in (end for end in ends if end <= len(arms)):
                assert Counter(arms[:end])[1] == Counter(arms[:end])[2]
        assert len(found) == 40
