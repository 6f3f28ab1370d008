"""Who has to prove more than a mailed link, when again, and whether a code is right; pure.

Codes are those of RFC 6238: six digits of a secret and of the half minute it is.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import pyotp

from app.language.reasons import Reason, reason
from app.people.rules import why_not_deal_with

STEP = 30
"""Seconds that a code is shown for."""
DRIFT = 1
"""Steps that a phone's clock may be ahead or behind."""
DIGITS = 6
ASKED_AGAIN_AFTER = timedelta(minutes=15)
"""How long a code counts for what is asked again."""
SET_UP_WITHIN = timedelta(minutes=30)
"""How long the secret of a phone that is being set up is shown."""
RECOVERY_CODES = 10
RECOVERY_LENGTH = 10
RECOVERY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""None that is taken for another when it is read from paper; ten of them are 49 random bits."""

CODE_WRONG = reason(
    "second_step.code_wrong",
    "This code does not work. Each code works once: wait for the next one, and check that the time "
    "of your phone is right.",
)
SET_UP_OVER = reason(
    "second_step.set_up_over", "This took too long, or another window started anew. Start again."
)
NEEDED_BY_ROLE = reason(
    "second_step.needed_by_role",
    "Your role needs the second step. You can set up another phone instead.",
)
NOT_ON = reason("second_step.not_on", "You have not set up a second step.")
NONE_TO_RESET = reason("second_step.none_to_reset", "They have not set up a second step.")
PROVE_FIRST = reason("second_step.prove_first", "Enter the code of your phone to go on.")
SET_UP_FIRST = reason("second_step.set_up_first", "Set up the second step of signing in to go on.")


class Missing(StrEnum):
    """What a session has to do before it is shown anything of a person's."""

    SECOND_STEP = "second-step"
    SET_UP = "set-up"


class How(StrEnum):
    """What somebody proved themselves with."""

    PHONE = "phone"
    RECOVERY_CODE = "recovery-code"


@dataclass(frozen=True)
class Proof:
    """What a session has proven besides that somebody reads a mailbox."""

    has_factor: bool = False
    proven_at: datetime | None = None
    """When its person last typed a code in it."""
    is_demo: bool = False
    """Begun by a click in the demo, whose people are invented: never asked."""


def missing(proof: Proof, *, is_staff: bool) -> Missing | None:
    """What is missing. `is_staff`: whether they hold a role that was given to them, at this moment.

    Learners are asked if they chose to be.
    """
    if proof.is_demo:
        return None
    if proof.has_factor:
        return None if proof.proven_at else Missing.SECOND_STEP
    return Missing.SET_UP if is_staff else None


def is_asked_again(proof: Proof, now: datetime) -> bool:
    """Whether the last code was too long ago for an act that cannot be taken back."""
    if proof.is_demo or not proof.has_factor:
        return False
    return proof.proven_at is None or now - proof.proven_at >= ASKED_AGAIN_AFTER


def matching_step(secret: str, code: str, now: datetime, *, after: int | None) -> int | None:
    """The step of time whose code was typed; None if it is wrong. `after`: the last one used."""
    phone = pyotp.TOTP(secret, digits=DIGITS, interval=STEP)
    current = int(now.timestamp()) // STEP
    steps = range(current - DRIFT, current + DRIFT + 1)
    right = [n for n in steps if hmac.compare_digest(phone.generate_otp(n), code)]
    return next((step for step in right if after is None or step > after), None)


def plain_code(typed: str) -> str:
    """A code however it was grouped and written."""
    return "".join(typed.split()).replace("-", "").lower()


def is_of_phone(code: str) -> bool:
    """Whether it looks like one of a phone, and not like a recovery code."""
    return len(code) == DIGITS and code.isdecimal() and code.isascii()


def grouped(code: str) -> str:
    """A recovery code as it is read: `abcde-fghij`."""
    half = RECOVERY_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def is_being_set_up(pending_at: datetime | None, now: datetime) -> bool:
    """Whether the secret that was begun with can still be confirmed."""
    return pending_at is not None and now - pending_at < SET_UP_WITHIN


def why_not_turn_off(*, has_factor: bool, is_staff: bool) -> Reason | None:
    """Why somebody cannot go without it."""
    return (NEEDED_BY_ROLE if is_staff else None) or why_no_codes(has_factor=has_factor)


def why_no_codes(*, has_factor: bool) -> Reason | None:
    """Why there are no recovery codes to make: there is nothing that they could stand for."""
    return None if has_factor else NOT_ON


def why_not_reset(people: Collection[UUID], *, has_factor: bool, by: UUID | None) -> Reason | None:
    """Why an administrator cannot take it from somebody who lost their phone."""
    why_not = why_not_deal_with(people, by=by)
    return why_not or (None if has_factor else NONE_TO_RESET)
