"""Which credit is whose, and in which words; pure.

Somebody claims in one system of those that fit their verified profession and that the activity is
designated for: the first of them, unless they choose another (`credit/choices`). Additions and
notes are no claims: they follow from one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.credit.enums import AMA_PRA_1, PARTICIPATION, SystemRole
from app.credit.phrase import credits_fact, credits_text, with_phrase
from app.language.reasons import Reason, ReasonKind, reason
from app.people.enums import Profession

if TYPE_CHECKING:
    from app.credit.models import Activity, CreditSystem

NONE_CHOSEN = reason(
    "designation.none_chosen", "Choose at least one kind of credit that is awarded."
)
ONLY_WITH_PHYSICIANS = ReasonKind(
    "designation.only_with_physicians",
    "{name} goes only with credit for physicians, which is not chosen.",
)
ABOVE_ALL = ReasonKind(
    "designation.above_all", "The activity is designated for at most {most} altogether."
)
NOT_IN_STEPS = ReasonKind(
    "designation.not_in_steps", "Enter a maximum in steps of {step}, and at least one of them."
)


@dataclass(frozen=True)
class Designated:
    """What an activity is designated for: a system, its maximum, and the statement of it."""

    system: CreditSystem
    max_quarters: int | None
    """None of what is only noted."""
    statement: str = ""
    since: datetime | None = None
    """Only work from then on counts in it; None: it is as old as the activity."""

    @property
    def key(self) -> str:
        """By which claims name the system."""
        return self.system.key

    @property
    def version(self) -> int:
        """In whose terms and words."""
        return self.system.version


def systems_for(
    profession: Profession, verified_at: datetime | None, designated: Iterable[Designated]
) -> list[Designated]:
    """All that somebody can claim in, in order: one of them is theirs."""
    return list(_fitting(SystemRole.CLAIMED, profession, verified_at, designated))


def is_to_verify(profession: Profession, designated: Iterable[Designated]) -> bool:
    """Whether somebody who says that this is their profession claims otherwise once it is known."""
    first = next(_of_profession(SystemRole.CLAIMED, profession, designated), None)
    return first is not None and first.system.needs_verification


def additions_for(
    profession: Profession, verified_at: datetime | None, designated: Iterable[Designated]
) -> list[Designated]:
    """What is said beside physicians' credit, for the same minutes."""
    return list(_fitting(SystemRole.ADDED, profession, verified_at, designated))


def notes_for(
    profession: Profession, verified_at: datetime | None, designated: Iterable[Designated]
) -> list[Designated]:
    """What a certificate of participation says of those who accept it."""
    return list(_fitting(SystemRole.NOTED, profession, verified_at, designated))


def _fitting(
    role: SystemRole,
    profession: Profession,
    verified_at: datetime | None,
    designated: Iterable[Designated],
) -> Iterator[Designated]:
    for own in _of_profession(role, profession, designated):
        if verified_at is not None or not own.system.needs_verification:
            yield own


def _of_profession(
    role: SystemRole, profession: Profession, designated: Iterable[Designated]
) -> Iterator[Designated]:
    for own in sorted(designated, key=lambda own: in_order(own.system)):
        whose = own.system.whose
        if own.system.role is role and (not whose or profession in whose):
            yield own


def in_order(system: CreditSystem) -> tuple[int, bool, str]:
    """Which is looked for first: hours of participation always last."""
    return system.position, system.key == PARTICIPATION, system.key


def of_key(key: str, designated: Iterable[Designated]) -> Designated | None:
    """What an activity is designated for in a system, if it is."""
    return next((own for own in designated if own.key == key), None)


def is_awarded(key: str) -> bool:
    """Whether credit of a system is awarded; hours of participation only are certified."""
    return key != PARTICIPATION


def unit_text(system: CreditSystem, quarters: int) -> str:
    """What so much of it is called: in the singular for exactly one."""
    return system.unit_one if quarters == 4 else system.unit_many


def amount_text(system: CreditSystem, quarters: int) -> str:
    """`11.50 ANCC contact hours`: as statements and certificates have it."""
    return f"{credits_text(quarters)} {unit_text(system, quarters)}"


def claim_statement(activity: Activity, system: CreditSystem, quarters: int) -> str:
    """What a learner states with a claim, as it is stored beside it."""
    return _filled(
        system.claim_wording,
        amount=amount_text(system, quarters),
        activity=activity.title,
        claim_statement=with_phrase(activity.claim_statement),
    )


def certificate_sentence(system: CreditSystem, quarters: int, day: str) -> str:
    """What a certificate says of so much of it, which was claimed on a day."""
    return _filled(system.certificate_wording, amount=amount_text(system, quarters), day=day)


def _filled(wording: str, **said: str) -> str:
    """Each slot once, in order of the wording: what is filled in is not looked at again."""
    before, opened, rest = wording.partition("{")
    if not opened:
        return before
    name, _closed, after = rest.partition("}")
    return f"{before}{said[name]}{_filled(after, **said)}"


def in_steps(quarters: int, step: int) -> int:
    """The largest amount in whole steps that is not above another."""
    return quarters - quarters % step


@dataclass(frozen=True)
class WrongChoice:
    """What cannot be designated."""

    key: str
    """Of its system; of the choice as a whole, that of physicians' credit."""
    reason: Reason
    of_maximum: bool = False
    """Whether it is the maximum, and not the choice itself."""


def why_not_designate(chosen: Sequence[Designated], most_quarters: int) -> list[WrongChoice]:
    """All that is wrong with what an activity shall be designated for."""
    return list(_wrong(chosen, most_quarters))


def _wrong(chosen: Sequence[Designated], most_quarters: int) -> Iterator[WrongChoice]:
    keys = {own.key for own in chosen}
    claimed = {own.key for own in chosen if own.system.role is SystemRole.CLAIMED}
    if not claimed - {PARTICIPATION}:
        yield WrongChoice(AMA_PRA_1, NONE_CHOSEN)
    for own in chosen:
        if own.system.role is not SystemRole.CLAIMED and AMA_PRA_1 not in keys:
            yield WrongChoice(own.key, ONLY_WITH_PHYSICIANS(name=own.system.name))
        elif own.max_quarters is not None:
            yield from _wrong_maximum(own, own.max_quarters, most_quarters)


def _wrong_maximum(own: Designated, most: int, of_all: int) -> Iterator[WrongChoice]:
    step = own.system.step_quarters
    if most < step or most % step:
        yield WrongChoice(own.key, NOT_IN_STEPS(step=credits_fact(step)), of_maximum=True)
    elif most > of_all:
        yield WrongChoice(own.key, ABOVE_ALL(most=credits_fact(of_all)), of_maximum=True)
