"""Who owes a disclosure and is asked for it, and how often. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from app.credit.disclosures.enums import ControllerState
from app.credit.disclosures.rules import Controller, state_of
from app.language.reasons import Reason, reason

ASKED_AGAIN_AFTER = timedelta(days=7)
"""How long after a letter the next one goes."""
MOST_LETTERS = 5
"""A request and four reminders: who does not answer those is called."""
NOBODY_OWES = reason(
    "disclosure.nobody_owes", "Nobody with an account owes a disclosure at the moment."
)
NOT_ASKED = reason("disclosure.not_asked", "Whoever owes a disclosure was asked in the last week.")


def to_ask(controllers: Iterable[Controller], now: datetime) -> list[Controller]:
    """Who owes a disclosure, has an account, and got no letter in the last week."""
    return [
        own
        for own in controllers
        if _owes(own, now) and (own.asked_at is None or own.asked_at + ASKED_AGAIN_AFTER <= now)
    ]


def to_remind(controllers: Iterable[Controller], now: datetime) -> list[Controller]:
    """Those of them whom somebody asked before, and not too often."""
    return [own for own in to_ask(controllers, now) if 0 < own.letters < MOST_LETTERS]


def why_not_ask(controllers: Sequence[Controller], now: datetime) -> Reason | None:
    """Why nobody is asked."""
    owe = [own for own in controllers if _owes(own, now)]
    if not owe:
        return NOBODY_OWES
    return None if to_ask(owe, now) else NOT_ASKED


def _owes(own: Controller, now: datetime) -> bool:
    """Whether somebody is to disclose by themselves."""
    owes = {ControllerState.WAITING, ControllerState.EXPIRED}
    return own.person_id is not None and state_of(own, now) in owes
