"""Which units of two cohorts are the same, and what of one counts in the other. Pure.

Facts stay where they were made. A place carries the place that its person was transferred from, and
what that one carries, as long as the events that enrolled them by a transfer stand. A unit is the
same if its module is the same document, and its session if its case is, or without a case its
module; of several with one document in a cohort, the first is the same as the first, and so on.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from app.casework.rules import COUNTED
from app.credit.ledger import Carried, UnitLedger


class UnitTexts(NamedTuple):
    """The documents of a unit, whatever version of them it has."""

    position: int
    module: str | None
    case: str | None


Key = tuple[str, str, int]
"""What a document is for, the document, and which of the units with it in its cohort."""


class Same(NamedTuple):
    """As what a unit counts in any cohort; None: as nothing."""

    module: Key | None
    session: Key | None


class Worked(NamedTuple):
    """What was done in one unit of one place, and the title of its cohort."""

    cohort: str
    facts: UnitLedger


_NOTHING = Same(None, None)
Keys = Mapping[int, Same]
"""As what each unit of a cohort counts, by position."""


def keys_of(units: Iterable[UnitTexts]) -> dict[int, Same]:
    """As what each unit of a cohort counts. `units`: in order."""
    seen: Counter[tuple[str, str]] = Counter()
    found: dict[int, Same] = {}
    for unit in units:
        session = ("case", unit.case) if unit.case else ("session", unit.module)
        found[unit.position] = Same(_next(seen, "module", unit.module), _next(seen, *session))
    return found


def _next(seen: Counter[tuple[str, str]], kind: str, document: str | None) -> Key | None:
    if document is None:
        return None
    seen[kind, document] += 1
    return kind, document, seen[kind, document]


def carried_places(place: UUID, came_from: Mapping[UUID, Sequence[UUID]]) -> list[UUID]:
    """The places whose work counts in a place, the nearest first.

    `came_from`: for each place the places that its person was transferred from.
    """
    found = [place]
    for at in found:  # it grows
        found += dict.fromkeys(other for other in came_from.get(at, ()) if other not in found)
    return found[1:]


def carried(own: Keys, elsewhere: Iterable[tuple[Keys, Iterable[Worked]]]) -> dict[int, Carried]:
    """What counts in the units of a place, by position. `elsewhere`: the places that it carries."""
    signed: dict[Key, Worked] = {}
    attended: dict[Key, Worked] = {}
    for keys, works in elsewhere:
        for work in works:
            module, session = keys.get(work.facts.position, _NOTHING)
            if module and work.facts.attested_at is not None:
                signed.setdefault(module, work)
            if session and not work.facts.canceled and work.facts.status in COUNTED:
                attended.setdefault(session, work)
    return dict(_carried(own, signed, attended))


def _carried(
    own: Keys,
    signed: Mapping[Key, Worked],
    attended: Mapping[Key, Worked],
) -> Iterator[tuple[int, Carried]]:
    for position, (module, session) in own.items():
        sign = signed.get(module) if module else None
        mark = attended.get(session) if session else None
        made = Carried()
        if sign is not None:
            made = Carried(sign.facts.attested_at, sign.cohort)
        if mark is not None:
            made = Carried(made.signed_at, made.signed_in, mark.facts.status, mark.cohort)
        if sign or mark:
            yield position, made


@dataclass(frozen=True)
class GoesAlong:
    """What of somebody's work in a cohort would count in another one, and what would not."""

    cohort: str
    """The title of the other one."""
    signed: Sequence[str]
    """The units there, as they are called there."""
    attended: Sequence[str]
    signed_only_here: Sequence[str]
    """The units here that have none there, as they are called here."""
    attended_only_here: Sequence[str]

    @property
    def nothing(self) -> bool:
        """Whether nothing counts there."""
        return not self.signed and not self.attended


class Named(NamedTuple):
    """A cohort by its title, what it calls a unit, and as what its units count."""

    title: str
    unit_label: str
    keys: Keys

    def labels(self, positions: Iterable[int]) -> list[str]:
        """What units are called: "Week 5"."""
        return [f"{self.unit_label} {position}" for position in sorted(positions)]


def goes_along(units: Iterable[UnitLedger], here: Named, there: Named) -> GoesAlong:
    """What would count in another cohort of what counts here."""
    modules = {same.module: n for n, same in there.keys.items()}
    sessions = {same.session: n for n, same in there.keys.items()}
    modules.pop(None, None)
    sessions.pop(None, None)
    units = list(units)
    signed = [unit.position for unit in units if unit.signed_at is not None]
    attended = [unit.position for unit in units if not unit.canceled and unit.mark in COUNTED]
    signed_there = {n: modules.get(here.keys[n].module) for n in signed}
    attended_there = {n: sessions.get(here.keys[n].session) for n in attended}
    return GoesAlong(
        there.title,
        there.labels(n for n in signed_there.values() if n),
        there.labels(n for n in attended_there.values() if n),
        here.labels(n for n, other in signed_there.items() if not other),
        here.labels(n for n, other in attended_there.items() if not other),
    )
