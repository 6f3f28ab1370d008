"""The page of a check-in that is shared, and the one of who is in, for who leads the session."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.queries import OnRoll
from app.casework.check_ins.rules import (
    CheckedIn,
    shared_devices,
    why_not_add,
    why_not_check_in,
)
from app.casework.hours import hour_of
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_change
from app.language import Text, _, pgettext
from app.language.moments import clock_time, leading_zone, local, told
from app.language.reasons import Reason
from app.people.actors import Actor
from app.people.models import Person
from app.people.rules import why_not_deal_with
from app.site.parts.attendance import NOT_RECORDED, SOURCES, WORDS
from app.site.teach.parts import SessionHead, session_head
from app.site.teach.sessions.check_in.card import CheckInCard, is_in

WAYS: Mapping[CheckInWay, Text] = {
    CheckInWay.QR: pgettext("of a check-in", "scanned"),
    CheckInWay.CODE: pgettext("of a check-in", "typed"),
    CheckInWay.LINK: pgettext("of a check-in", "by joining"),
}


@dataclass(frozen=True)
class SharedPage:
    """The code, large, and who is in; or why there is none."""

    head: SessionHead
    card: CheckInCard | None
    why_not: Reason | None
    list: str


@dataclass(frozen=True)
class PersonIn:
    """One person of the cohort, and what can be done about their check-in."""

    id: UUID
    """Of the enrollment, or of the check-in that can be taken back."""
    name: str
    at: Text | None
    """When they came, and by which way."""
    recorded: Text | None
    """What is recorded of them, and who or what says so."""
    same_device: Text | None
    struck: Text | None
    why_not: Reason | None
    """Why nothing can be done about them, beside what holds of everybody."""
    is_changeable: bool


@dataclass(frozen=True)
class PeoplePage:
    """Everybody: who is not in yet, and who is, newest first."""

    head: SessionHead
    is_series: bool
    """Whether people come as they like: who is not in can be added, and nobody waits for them."""
    path: str
    as_of: Text
    missing: Sequence[PersonIn]
    inside: Sequence[PersonIn]
    sharing: int
    """How many share a browser with somebody."""
    is_open: bool
    why_not_add: Reason | None
    """Why nobody more can be checked in; who was struck can be, all the same."""
    done: Text | None
    undo: UUID | None
    """Whose check-in can be given back at once."""
    refused: Reason | None

    @property
    def enrolled(self) -> int:
        """Everybody in the cohort."""
        return len(self.missing) + len(self.inside)


@dataclass(frozen=True)
class Told:
    """What was done just now, and what was not."""

    struck: UUID | None = None
    """Whose check-in was taken back: their enrollment."""
    added: UUID | None = None
    refused: Reason | None = None


def shared_page(
    here: CohortContext,
    unit: UnitRow,
    units: int,
    card: CheckInCard | None,
    reader: Actor,
    now: datetime,
) -> SharedPage:
    """The page that is shared with everybody. `units`: of how many."""
    archived = why_not_change(here.cohort.archived_at)
    head = session_head(here, unit, units, reader, _("Check-in"))
    why_not = archived or why_not_check_in(hour_of(here.cohort, unit), now)
    return SharedPage(head, card, why_not, f"{head.path}/check-in/people")


def people_page(
    here: CohortContext,
    unit: UnitRow,
    units: int,
    roll: Sequence[OnRoll],
    adders: Mapping[UUID, Person],
    told_: Told,
    reader: Actor,
    now: datetime,
) -> PeoplePage:
    """Who is in and who is not. `adders`: who checked others in."""
    head = session_head(here, unit, units, reader, _("Who is in"))
    page = _People(here, unit, roll, adders, reader, now)
    named = {own.enrollment_id: own.name for own in roll}
    came = [own for own in roll if is_in(own)]
    came.sort(key=lambda own: own.check_in.arrived_at if own.check_in else now, reverse=True)
    missing = [page.missing(own) for own in roll if not is_in(own)]
    if here.cohort.is_series:
        missing = [own for own in missing if own.is_changeable]
    return PeoplePage(
        head=head,
        is_series=here.cohort.is_series,
        path=f"{head.path}/check-in",
        as_of=_("As of {at:time} {at:zone}.", at=told(now, here.cohort.zone, reader.zone)),
        missing=missing,
        inside=[page.inside(own) for own in came],
        sharing=len(page.shared),
        is_open=why_not_check_in(page.hour, now) is None,
        why_not_add=page.archived or why_not_add(page.hour, None, now),
        done=_done(told_, named),
        undo=told_.struck if told_.struck in named else None,
        refused=told_.refused,
    )


def _done(told_: Told, named: Mapping[UUID, str]) -> Text | None:
    if told_.struck and (struck := named.get(told_.struck)):
        return _("The check-in of {name} was taken back.", name=struck)
    if told_.added and (added := named.get(told_.added)):
        return _("{name} is checked in.", name=added)
    return None


class _People:
    """What every row needs."""

    def __init__(
        self,
        here: CohortContext,
        unit: UnitRow,
        roll: Collection[OnRoll],
        adders: Mapping[UUID, Person],
        reader: Actor,
        now: datetime,
    ) -> None:
        assert unit.starts_at is not None
        self.zone = leading_zone(unit.starts_at, here.cohort.zone, reader.zone)
        self.archived = why_not_change(here.cohort.archived_at)
        self.hour, self.now = hour_of(here.cohort, unit), now
        self.adders, self.reader = adders, reader
        self.shared = shared_devices(own.check_in for own in roll if own.check_in)
        self.named = {own.enrollment_id: own.name for own in roll}

    def missing(self, own: OnRoll) -> PersonIn:
        """Somebody who is not in, or no longer."""
        why_not = why_not_deal_with([own.person_id], by=self.reader.person_id)
        shut = self.archived or why_not_add(self.hour, own.check_in, self.now)
        struck = _("Taken back") if own.check_in else None
        key, recorded = own.enrollment_id, self._recorded(own)
        return PersonIn(key, own.name, None, recorded, None, struck, why_not, not (why_not or shut))

    def inside(self, own: OnRoll) -> PersonIn:
        """Somebody who is in."""
        assert own.check_in is not None
        at, others = self._at(own.check_in), self.shared.get(own.enrollment_id)
        names = tuple(self.named[other] for other in others or ())
        same = _("Same device as {names:clauses}", names=names) if names else None
        why_not = why_not_deal_with([own.person_id], by=self.reader.person_id)
        key, recorded = own.check_in.id, self._recorded(own)
        is_changeable = not (why_not or self.archived)
        return PersonIn(key, own.name, at, recorded, same, None, why_not, is_changeable)

    def _at(self, check_in: CheckedIn) -> Text:
        at = clock_time(check_in.checked_in_at, self.zone)
        if check_in.way is not CheckInWay.ADDED:
            came, way = clock_time(check_in.arrived_at, self.zone), WAYS[check_in.way]
            if came == at:
                return _("{at}, {way}", at=at, way=way)
            known = local(check_in.checked_in_at, self.zone)
            return _("{came}, {way}; known since {known:moment}", came=came, way=way, known=known)
        by = self.adders.get(check_in.by)
        return _("{at}, added by {name}", at=at, name=by.display_name if by else "")

    def _recorded(self, own: OnRoll) -> Text | None:
        if own.status is NOT_RECORDED or own.source is None:
            return None
        words, source = WORDS[own.status].short, SOURCES[own.source]
        return _("{status} ({source})", status=words, source=source)
