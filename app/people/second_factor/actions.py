"""Setting up the second step, proving it, and what helps when the phone is lost."""

import secrets
from datetime import datetime
from uuid import UUID

import pyotp
from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import audit, outbox
from app.core.errors import RefusedError, require
from app.core.ids import keyed_hash, new_id
from app.core.sealing import seal, unseal
from app.people.second_factor import queries, rules
from app.people.second_factor.models import RecoveryCode, SecondFactor
from app.people.second_factor.rules import How
from app.people.web_sessions.actions import end_all


def begin(session: Session, person_id: UUID, *, key: str, now: datetime) -> None:
    """Make a secret for a phone; the one that counts goes on until a code of the new one is typed.

    `key`: the installation's `SECRET_KEY`, here and below.
    """
    factor = queries.lock_factor(session, person_id)
    if factor is None:
        factor = SecondFactor(person_id=person_id)
        session.add(factor)
    factor.pending = seal(queries.key_of(key, person_id), pyotp.random_base32())
    factor.pending_at = now
    audit.record(session, "second-step.begun", "person", person_id, by=person_id, now=now)


def confirm(session: Session, person_id: UUID, code: str, *, key: str, now: datetime) -> list[str]:
    """Let the new phone count, since it shows the right code; gives ten new recovery codes.

    Raises `RefusedError`: nothing is being set up any more, or the code is wrong.
    """
    factor = queries.lock_factor(session, person_id)
    if factor is None or not rules.is_being_set_up(factor.pending_at, now):
        raise RefusedError(rules.SET_UP_OVER)
    step = _step_of_new(factor, code, key, now)
    replaces = factor.confirmed_at is not None
    factor.sealed, factor.last_step, factor.confirmed_at = factor.pending, step, now
    factor.pending = factor.pending_at = None
    facts, by = {"replaces": replaces}, person_id
    audit.record(session, "second-step.set-up", "person", by, by=by, now=now, facts=facts)
    _tell(session, person_id, "on", now)
    return _new_codes(session, person_id, key, now)


def _step_of_new(factor: SecondFactor, code: str, key: str, now: datetime) -> int:
    """The step of time whose code the new phone shows."""
    secret = unseal(queries.key_of(key, factor.person_id), factor.pending or b"")
    typed = rules.plain_code(code)
    step = rules.matching_step(secret, typed, now, after=None) if secret else None
    if step is None:
        raise RefusedError(rules.CODE_WRONG)
    return step


def prove(session: Session, person_id: UUID, typed: str, *, key: str, now: datetime) -> How | None:
    """Use up a code of the phone, or a recovery code; None if it is wrong or was used before."""
    code, factor = rules.plain_code(typed), queries.lock_factor(session, person_id)
    if factor is None or factor.sealed is None:
        return None
    if not rules.is_of_phone(code):
        return _use_recovery(session, person_id, keyed_hash(key, f"{person_id} {code}"), now)
    secret = unseal(queries.key_of(key, person_id), factor.sealed)
    step = rules.matching_step(secret, code, now, after=factor.last_step) if secret else None
    if step is None:
        return None
    factor.last_step = step
    return How.PHONE


def _use_recovery(session: Session, person_id: UUID, code_hash: str, now: datetime) -> How | None:
    found = queries.unused_code(session, person_id, code_hash)
    if found is None:
        return None
    found.used_at = now
    session.flush()
    left = {"left": queries.state_of(session, person_id).codes_left}
    by = person_id
    audit.record(session, "second-step.recovery-used", "person", by, by=by, now=now, facts=left)
    _tell(session, person_id, "recovery", now)
    return How.RECOVERY_CODE


def make_recovery_codes(session: Session, person_id: UUID, *, key: str, now: datetime) -> list[str]:
    """Ten new ones; those of before are worth nothing any more. They are shown once, here.

    Raises `RefusedError` where there is no phone that they could stand for.
    """
    require(rules.why_no_codes(has_factor=_counts(queries.lock_factor(session, person_id))))
    codes = _new_codes(session, person_id, key, now)
    by = person_id
    audit.record(session, "second-step.recovery-made", "person", by, by=by, now=now)
    return codes


def _new_codes(session: Session, person_id: UUID, key: str, now: datetime) -> list[str]:
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    letters, length = rules.RECOVERY_LETTERS, rules.RECOVERY_LENGTH
    codes: list[str] = []
    for _number in range(rules.RECOVERY_CODES):
        code = "".join(secrets.choice(letters) for _letter in range(length))
        hashed = keyed_hash(key, f"{person_id} {code}")
        session.add(RecoveryCode(person_id=person_id, code_hash=hashed, created_at=now))
        codes.append(rules.grouped(code))
    session.flush()
    return codes


def turn_off(session: Session, person_id: UUID, *, is_staff: bool, now: datetime) -> None:
    """Go without it. Raises `RefusedError` for whom a role obliges."""
    has_factor = _counts(queries.lock_factor(session, person_id))
    require(rules.why_not_turn_off(has_factor=has_factor, is_staff=is_staff))
    _forget(session, person_id)
    by = person_id
    audit.record(session, "second-step.turned-off", "person", by, by=by, now=now)
    _tell(session, person_id, "off", now)


def reset(
    session: Session, person_id: UUID, *, reason: str, by: UUID | None, now: datetime
) -> None:
    """Take it from somebody who has lost phone and codes; every browser of theirs is signed out.

    `by`: empty for the command line. Raises `RefusedError`: it is one's own, or there is none.
    """
    has_factor = _counts(queries.lock_factor(session, person_id))
    require(rules.why_not_reset([person_id], has_factor=has_factor, by=by))
    _forget(session, person_id)
    audit.record(session, "second-step.reset", "person", person_id, by=by, now=now, reason=reason)
    end_all(session, person_id, reason=reason, by=by, now=now)
    _tell(session, person_id, "reset", now)


def _counts(factor: SecondFactor | None) -> bool:
    return factor is not None and factor.confirmed_at is not None


def _forget(session: Session, person_id: UUID) -> None:
    for kind in (RecoveryCode, SecondFactor):
        session.execute(delete(kind).where(col(kind.person_id) == person_id))


def _tell(session: Session, person_id: UUID, what: str, now: datetime) -> None:
    """Write to whom it belongs: if it was somebody else, they learn of it."""
    outbox.post(
        session,
        kind="second_step",
        key=f"second-step:{new_id()}",
        person_id=person_id,
        facts={"what": what, "at": now.isoformat()},
        now=now,
    )
