"""Whether a credit system is offered for new designations, and the list by that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.credit.models import CreditSystem
from app.credit.systems.retiring.models import SystemRetirement
from app.credit.systems.retiring.rules import is_retired, why_not_retire
from app.language import Text, _, pgettext
from app.language.moments import local
from app.language.reasons import Reason
from app.web.forms import FormState
from app.web.parts import Badge, Chip


class Shown(StrEnum):
    """Which of them a list has."""

    ALL = "all"
    OFFERED = "offered"
    RETIRED = "retired"


_SHOWN = {
    Shown.ALL: pgettext("credit systems", "All"),
    Shown.OFFERED: pgettext("credit systems", "Offered"),
    Shown.RETIRED: pgettext("credit systems", "Retired"),
}


@dataclass(frozen=True)
class Offered:
    """Whether one is offered, and the form that changes it."""

    is_retired: bool
    said: Sequence[tuple[Text, str]]
    """What was done when, and why, the newest first."""
    why_not: Reason | None
    """Why it cannot be retired."""
    path: str
    form: FormState


def offered_of(
    key: str,
    path: str,
    said: Sequence[SystemRetirement],
    *,
    zone: str,
    form: FormState | None = None,
) -> Offered:
    """`said`: all that was said of it, the newest first; `path`: of its page."""
    last = said[0] if said else None
    retired = is_retired(last)
    return Offered(
        is_retired=retired,
        said=[(_line(own, zone), own.reason) for own in said],
        why_not=None if retired else why_not_retire(key, last),
        path=f"{path}/{'return' if retired else 'retirement'}",
        form=form or FormState(),
    )


def _line(own: SystemRetirement, zone: str) -> Text:
    at = local(own.at, zone)
    if own.is_retired:
        return _("Retired {at:long_moment}", at=at)
    return _("Brought back {at:long_moment}", at=at)


def state_of(key: str, last: Mapping[str, SystemRetirement]) -> Badge:
    """Whether a system in the list is offered."""
    if is_retired(last.get(key)):
        return Badge(pgettext("credit system", "Retired"), "neutral")
    return Badge(pgettext("credit system", "Offered"), "good")


def is_shown(system: CreditSystem, last: Mapping[str, SystemRetirement], shown: Shown) -> bool:
    """Whether a system is in the list that was asked for."""
    wanted = shown is Shown.RETIRED
    return shown is Shown.ALL or is_retired(last.get(system.key)) == wanted


def chips(path: str, shown: Shown) -> list[Chip]:
    """The lists that there are."""
    return [
        Chip(words, path if part is Shown.ALL else f"{path}?show={part.value}", part is shown)
        for part, words in _SHOWN.items()
    ]
