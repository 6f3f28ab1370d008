"""Which systems can be retired, and which can be designated; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from app.credit.systems.terms.rules import OF_CODE
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.credit.models import CreditSystem
    from app.credit.systems.retiring.models import SystemRetirement

OF_THE_PROGRAM = reason(
    "system.of_the_program", "This one stays: the program cannot do without it."
)
IS_RETIRED = reason("system.is_retired", "It is retired already.")
IS_OFFERED = reason("system.is_offered", "It is offered already.")
DONE_MEANWHILE = reason(
    "system.done_meanwhile", "Somebody else retired it or brought it back at the same time."
)
NOT_OFFERED = ReasonKind(
    "system.not_offered", "{name} is retired, so nothing new is designated for it."
)


def why_not_retire(key: str, last: SystemRetirement | None) -> Reason | None:
    """Why a system is not retired. `last`: what was said of it last."""
    if key in OF_CODE:
        return OF_THE_PROGRAM
    return IS_RETIRED if is_retired(last) else None


def why_not_bring_back(last: SystemRetirement | None) -> Reason | None:
    """Why a system is not offered again."""
    return None if is_retired(last) else IS_OFFERED


def is_retired(last: SystemRetirement | None) -> bool:
    """Whether it is not offered any more. `last`: what was said of it last."""
    return last is not None and last.is_retired


def offered(
    systems: Sequence[CreditSystem],
    last: Mapping[str, SystemRetirement],
    kept: Collection[str] = (),
) -> list[CreditSystem]:
    """Those that an activity can be designated for, in their order.

    `last`: what was said of each last, by key; `kept`: the keys of those it is designated for
    already, or was asked to be, which it keeps.
    """
    return [own for own in systems if own.key in kept or not is_retired(last.get(own.key))]
