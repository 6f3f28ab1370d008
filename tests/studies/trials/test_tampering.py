"""A list that somebody changed is not drawn from, nor shown; what was drawn cannot be changed."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.errors import RefusedError
from app.core.sealing import seal
from app.studies.models import Project
from app.studies.trials import actions, rules
from app.studies.trials.actions import _key
from app.studies.trials.lists.rules import as_text, make_list
from app.studies.trials.models import Trial, TrialAllocation, TrialStratum
from tests.cast import NOW, Cast
from tests.studies.trials.hidden import Sealed, sealed, unfrozen
from tests.studies.trials.trials_of import SECRET

pytestmark = pytest.mark.both_databases


def is_refused(session: Session, own: Sealed, cast: Cast, secret: str = SECRET) -> bool:
    """Whether neither drawing nor opening goes on, with the same plain sentence; nothing stays."""
    session.expire_all()
    left = session.query(TrialAllocation).count()
    ready = own.waiting(session)
    trial, by = session.get_one(Trial, own.trial.id), cast.id("cora")
    reasons = []
    for act in (
        lambda: actions.draw(session, own.project, trial, ready, secret=secret, by=by, now=NOW),
        lambda: _open(session, own.project, trial, secret, by),
    ):
        place = session.begin_nested()
        try:
            act()
        except RefusedError as refused:
            reasons.append(refused.reason)
        place.rollback()
    assert session.query(TrialAllocation).count() == left
    return reasons == [rules.NOT_READABLE] * 2


def _open(session: Session, project: Project, trial: Trial, secret: str, by: UUID) -> None:
    actions.end(session, project, trial, by=by, now=NOW)
    actions.open_list(session, project, trial, secret=secret, by=by, now=NOW)


def write(session: Session, own: Sealed, **values: object) -> None:
    session.execute(update(Trial).where(col(Trial.id) == own.trial.id).values(**values))


def test_with_its_own_key_and_bytes_it_is_drawn_from(session: Session, cast: Cast) -> None:
    own = sealed(session, cast, SECRET)
    assert not is_refused(session, own, cast)


@pytest.mark.parametrize("secret", ["t" * 40, SECRET + "s", SECRET[:-1], ""])
def test_with_another_key_nothing_is_drawn_and_nothing_is_opened(
    session: Session, cast: Cast, secret: str
) -> None:
    own = sealed(session, cast, SECRET)
    assert is_refused(session, own, cast, secret)
    assert "SECRET_KEY" in str(rules.NOT_READABLE)


def test_wherever_a_byte_of_the_seal_is_another_nothing_is_drawn(
    session: Session, cast: Cast
) -> None:
    own = sealed(session, cast, SECRET)
    unfrozen(session)
    kept = own.trial.sealed
    assert kept is not None
    for at in {*range(0, len(kept), len(kept) // 12), len(kept) - 1}:
        write(session, own, sealed=kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :])
        assert is_refused(session, own, cast), at
    for other in (b"", kept[:-1], kept + b"x"):
        write(session, own, sealed=other)
        assert is_refused(session, own, cast)
    write(session, own, sealed=kept)
    assert not is_refused(session, own, cast)


def test_another_list_under_the_right_key_has_another_hash(session: Session, cast: Cast) -> None:
    """Also whoever holds `SECRET_KEY` cannot put a list of theirs there unseen."""
    own = sealed(session, cast, SECRET)
    unfrozen(session)
    other = as_text(make_list(own.list_.plan, bytes(32)))
    write(session, own, sealed=seal(_key(SECRET, own.trial.id), other))
    assert is_refused(session, own, cast)


def test_a_list_is_sealed_for_its_own_trial_alone(session: Session, cast: Cast) -> None:
    own = sealed(session, cast, SECRET)
    unfrozen(session)
    elsewhere = seal(_key(SECRET, own.project.id), own.plain)
    write(session, own, sealed=elsewhere)
    assert is_refused(session, own, cast)


CHANGES: list[Callable[[], object]] = [
    lambda: update(TrialAllocation).values(arm=3 - TrialAllocation.arm),
    lambda: update(TrialAllocation).values(position=99),
    lambda: delete(TrialAllocation),
    lambda: update(TrialStratum).values(number=99),
    lambda: update(TrialStratum).values(institution_id=None),
    lambda: delete(TrialStratum),
    lambda: delete(Trial),
    lambda: text("UPDATE trial SET list_hash = 'x'"),
    lambda: text("UPDATE trial SET sealed = NULL, list_hash = NULL, sealed_at = NULL"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_drawn_and_sealed_cannot_be_changed(
    session: Session, cast: Cast, change: Callable[[], object]
) -> None:
    sealed(session, cast, SECRET)
    before = _drawn(session)
    with pytest.raises(DBAPIError, match="is refused"), session.begin_nested():
        session.execute(change())  # type: ignore[call-overload]
    session.expire_all()
    assert _drawn(session) == before


def _drawn(session: Session) -> list[tuple[object, ...]]:
    found = session.query(TrialAllocation).order_by(col(TrialAllocation.id))
    return [(own.enrollment_id, own.stratum_id, own.position, own.arm) for own in found]


def test_whose_place_was_drawn_gets_no_other_one(session: Session, cast: Cast) -> None:
    """Not by drawing again, nor by a row beside it or in place of it."""
    own = sealed(session, cast, SECRET)
    drawn = session.query(TrialAllocation).first()
    assert drawn is not None
    with pytest.raises(RefusedError) as refused:
        actions.draw(
            session, own.project, own.trial, drawn.enrollment_id, secret=SECRET, by=None, now=NOW
        )
    assert refused.value.reason == rules.DRAWN
    values = drawn.model_dump() | {"arm": 3 - drawn.arm}
    for other in (values, values | {"id": own.trial.id, "position": 99}):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(TrialAllocation.__table__.insert().values(**other))  # type: ignore[attr-defined]
