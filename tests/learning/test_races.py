"""One learner at the same moment twice: a double click, two tabs, a claim beside a withdrawal.

The second act begins while the first is not committed, which only PostgreSQL lets happen.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.certificates.models import Certificate
from app.certificates.withdrawals.actions import withdraw_attestation, withdraw_claim
from app.cohorts.enrollments.actions import withdraw
from app.cohorts.enrollments.rules import LEFT
from app.cohorts.queries import UnitRow, lock_enrollment
from app.content import library
from app.core.db import Database
from app.core.errors import GONE, RefusedError
from app.core.models import AuditLine
from app.credit.models import ClaimWithdrawal
from app.credit.rules import COMPLETE_FIRST, NO_CLAIM
from app.language.reasons import Reason
from app.learning import actions, queries, rules
from app.learning.models import (
    Attestation,
    CheckAnswer,
    ReadingDone,
    ReadingPlace,
    Reflection,
    ReflectionDraft,
)
from app.learning.places.actions import note_place
from app.learning.reflections.actions import keep_draft, save_reflection
from app.learning.reflections.rules import Seen
from app.main import create_app
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.client import Browser
from tests.credit.claims import claim_for
from tests.issued import issue_certificate
from tests.learning.open_unit import learner_of, prepare, sign
from tests.races import Act, one_after_the_other, while_not_committed
from tests.refusals import refuses

WITHDRAWAL = "/cohorts/spring-2026/units/2/attestation/withdrawal"


def adas(act: Callable[..., Any], *args: Any, **values: Any) -> Act:
    """An act of Ada's in the open unit."""

    def in_unit(session: Session) -> object:
        cast = Cast(session)
        learner, unit = learner_of(cast, "ada"), cast.unit("fall-2026", 2)
        return act(session, learner, unit, *args, **values, now=NOW)

    return in_unit


TICK = adas(actions.tick_reading, "r2a")
DRAFT = adas(keep_draft, text="I assumed.", shared=False, seen=Seen())
PLACE = adas(note_place, "module-2-where-to-begin")
REFLECT = adas(save_reflection, text="I assumed.", shared=False)


def answer(session: Session) -> None:
    """Ada's answer to a question of the open unit's text."""
    cast = Cast(session)
    unit = cast.unit("fall-2026", 2)
    assert unit.module_version_id is not None
    module = library.module(session, unit.module_version_id)
    learner = learner_of(cast, "ada")
    actions.answer_question(session, learner, unit, module, question_id="q1", option=1, now=NOW)


def rows_of_ada(database: Database, kind: Any) -> int:
    with database.read() as session:
        own = kind.enrollment_id == Cast(session).enrollment("ada").id
        return session.scalar(select(func.count()).select_from(kind).where(own)) or 0


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (TICK, ReadingDone),
        (DRAFT, ReflectionDraft),
        (PLACE, ReadingPlace),
        (REFLECT, Reflection),
        (answer, CheckAnswer),
    ],
)
def test_double_click_makes_one_row_and_no_error(
    real_database: Database, act: Act, kind: Any
) -> None:
    one_after_the_other(real_database, act, act)
    assert rows_of_ada(real_database, kind) == 1


def test_tick_taken_back_twice_at_once_is_gone_once(real_database: Database) -> None:
    with real_database.write() as session:
        TICK(session)
    untick = adas(actions.untick_reading, "r2a")
    one_after_the_other(real_database, untick, untick)
    assert rows_of_ada(real_database, ReadingDone) == 0
    with real_database.read() as session:
        acts = session.scalars(select(AuditLine.act)).all()  # type: ignore[call-overload]
    assert acts.count("reading.taken-back") == 1


def test_signing_again_while_the_first_is_on_its_way_gives_the_same(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        prepare(session)
    signed = one_after_the_other(real_database, sign, sign)
    assert isinstance(signed, Attestation)
    assert rows_of_ada(real_database, Attestation) == 1


def test_tick_cannot_be_taken_back_while_the_unit_is_being_signed(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        prepare(session)
    with refuses(rules.SIGNED_AS_DONE):
        one_after_the_other(real_database, sign, adas(actions.untick_reading, "r2a"))


def bens_unit(session: Session) -> tuple[Cast, UnitRow]:
    cast = Cast(session)
    return cast, cast.unit("spring-2026", 2)


def claims(session: Session) -> object:
    return claim_for(session, Cast(session), "ben", 24, NOW)


def withdraws(session: Session) -> None:
    """Ben takes an attestation back."""
    cast, unit = bens_unit(session)
    withdraw_attestation(session, learner_of(cast, "ben"), unit, now=NOW)


def is_certified(session: Session) -> Certificate:
    ben = Cast(session).enrollment("ben")
    lock_enrollment(session, ben.id)
    return issue_certificate(session, ben)


@pytest.mark.parametrize(
    ("first", "reason"),
    [(claims, rules.CLAIMED), (is_certified, rules.CERTIFIED)],
)
def test_attestation_is_kept_when_a_claim_or_certificate_is_on_its_way(
    real_database: Database, first: Act, reason: Reason
) -> None:
    app = create_app(Settings(demo=True), database=real_database, clock=lambda: NOW)
    ben = Browser(app).sign_in("ben")
    answer = while_not_committed(real_database, first, lambda: ben.post(WITHDRAWAL))
    assert (answer.status_code, str(reason) in answer.text) == (409, True)  # type: ignore[attr-defined]
    with real_database.read() as session:
        cast, unit = bens_unit(session)
        assert queries.work_done(session, cast.enrollment("ben").id, unit.id).attestation


def test_nothing_is_claimed_on_an_attestation_that_is_being_withdrawn(
    real_database: Database,
) -> None:
    with pytest.raises(RefusedError) as refused:
        one_after_the_other(real_database, withdraws, claims)
    assert refused.value.reason.kind == COMPLETE_FIRST


def leaves(persona: str) -> Act:
    """Somebody is let go from the cohort they are in."""

    def act(session: Session) -> None:
        cast = Cast(session)
        enrollment, cora = cast.enrollment(persona), cast.id("cora")
        withdraw(session, enrollment, reason="Moved away.", by=cora, now=NOW)

    return act


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(adas(actions.tick_reading, "r2c"), id="tick"),
        pytest.param(adas(actions.untick_reading, "r2a"), id="untick"),
        pytest.param(DRAFT, id="draft"),
        pytest.param(REFLECT, id="reflect"),
        pytest.param(answer, id="answer"),
        pytest.param(sign, id="sign"),
    ],
)
def test_who_is_being_let_go_records_nothing_more(real_database: Database, act: Act) -> None:
    with real_database.write() as session:
        prepare(session)
        trail = len(session.scalars(select(AuditLine)).all())
    with refuses(LEFT):
        one_after_the_other(real_database, leaves("ada"), act)
    with real_database.read() as session:
        assert len(session.scalars(select(AuditLine)).all()) == trail + 1


def test_who_is_being_let_go_claims_nothing(real_database: Database) -> None:
    with refuses(LEFT):
        one_after_the_other(real_database, leaves("ben"), claims)


def takes_claim_back(session: Session) -> None:
    cast = Cast(session)
    withdraw_claim(session, learner_of(cast, "ben"), by=cast.id("ben"), now=NOW)


@pytest.mark.parametrize("act", [withdraws, takes_claim_back])
def test_who_is_being_let_go_takes_nothing_back(real_database: Database, act: Act) -> None:
    with real_database.write() as session:
        claims(session)
    with refuses(LEFT):
        one_after_the_other(real_database, leaves("ben"), act)


def test_claim_taken_back_in_two_tabs_is_taken_back_once(real_database: Database) -> None:
    with real_database.write() as session:
        claims(session)
    with refuses(NO_CLAIM):
        one_after_the_other(real_database, takes_claim_back, takes_claim_back)
    with real_database.read() as session:
        assert len(session.scalars(select(ClaimWithdrawal)).all()) == 1


def test_claim_of_who_is_being_let_go_is_answered_and_no_error(real_database: Database) -> None:
    app = create_app(Settings(demo=True), database=real_database, clock=lambda: NOW)
    ben, path = Browser(app).sign_in("ben"), "/cohorts/spring-2026/claim"
    ben.get(path)  # a first answer takes longer than the other act waits
    answer = while_not_committed(
        real_database, leaves("ben"), lambda: ben.post(path, data={"quarters": "24"})
    )
    told = {404: GONE, 409: LEFT}  # 404: they had left before it was asked whose page it is
    assert str(told[answer.status_code]) in answer.text  # type: ignore[attr-defined]
