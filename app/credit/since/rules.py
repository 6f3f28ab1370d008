"""Since when each thing is designated once an activity was changed. Pure.

What was chosen, before the code:

- A designation is its provider's. While the activity stays one of the same provider, what was
  designated stays so since its day, whatever else is said otherwise: title, format, statements,
  place, signatories. With another provider all of it begins anew, and so does a draft, in which
  nobody has earned anything.
- Credit of a system that was not designated before counts work from the approval of the change.
  One that was taken out and comes back was not designated in between, so it begins anew, too.
  Hours of participation are certified and not awarded, so they are as old as the activity.
- Somebody claims in such a system once it gives them no less than what they claimed in before: who
  has 12.00 hours of participation does not get 1.00 instead, because something was added before
  the last session. Whose work all came after it was added claims in it like everybody else, be its
  rounding or its maximum another.
- What a module or session earns is what was designated on the day on which it was done: other
  minutes, or a component that there was not, count from the approval of the change. So nothing is
  awarded for what preceded its designation, and nobody loses minutes that they have earned.
- What is taken out of the components stays one that earns 0 minutes, up to the maximum it had: what
  was earned by it counts, and if it is put back it goes on.
- Maxima, rounding and expiry are of the claim and not of the work: those of the newest version
  count for every claim that is still to come.
- A claim that was made is judged by the version in which it was made (`CreditStatus.as_claimed`),
  so no change takes it away, nor its certificate.
- A day of approval that was entered wrong is no change: nothing was designated before the right
  one, whatever was claimed meanwhile. So that version is judged as if it had said the right day,
  and a claim that is above what is earned then waits for its coordinator as after an amendment.
- What was added keeps the moment at which it was, and that nothing is older than the activity is
  seen where it is read. So a day that was corrected to a wrong one moves nothing once it is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from uuid import UUID

from app.credit.enums import PARTICIPATION, ComponentKind
from app.credit.systems.rules import of_key

if TYPE_CHECKING:
    from app.credit.approvals import ApprovedComponent, ApprovedSystem
    from app.credit.eligibility.rules import ApprovedActivity
    from app.credit.models import Activity, Component

    RowT = TypeVar("RowT", Activity, Component)


class ApprovedRate(NamedTuple):
    """What one module or session earns, from the approval of that on."""

    since: datetime | None
    """None: it is as old as the activity."""
    minutes: int

    @property
    def told(self) -> dict[str, Any]:
        """As a component keeps it."""
        return {"since": self.since.isoformat() if self.since else None, "minutes": self.minutes}


ApprovedRates = tuple[ApprovedRate, ...]


@dataclass(frozen=True)
class Dated:
    """Since when everything of a version is designated."""

    approved_at: datetime
    """Since when any of it is, without a break."""
    changed_at: datetime | None = None
    """When this version was approved, if it goes on from another."""
    rates: Mapping[ComponentKind, ApprovedRates] = field(default_factory=dict)
    """Only of what earned otherwise, or not at all, at some time."""
    since: Mapping[str, datetime] = field(default_factory=dict)
    """By the key of a system, only of what is younger than the activity."""
    day_corrected_at: datetime | None = None
    """When the first day was corrected last."""

    @property
    def columns(self) -> dict[str, datetime | None]:
        """What the activity itself keeps of it."""
        return {
            "approved_at": self.approved_at,
            "changed_at": self.changed_at,
            "day_corrected_at": self.day_corrected_at,
        }

    @property
    def begins_anything(self) -> bool:
        """Whether something of it counts only from its own approval on."""
        begun = [*self.since.values(), *(rates[-1].since for rates in self.rates.values())]
        return self.changed_at is not None and self.changed_at in begun


def goes_on_from(
    before: ApprovedActivity | None, provider_id: UUID, *, is_draft: bool
) -> ApprovedActivity | None:
    """What is changed; None: what is approved begins anew."""
    if before is None or is_draft or before.activity.provider_id != provider_id:
        return None
    return before


def dated(
    before: ApprovedActivity | None,
    components: Sequence[ApprovedComponent],
    systems: Sequence[ApprovedSystem],
    at: datetime,
    designated_at: datetime | None = None,
) -> Dated:
    """Since when what is approved now is designated. `before`: what it goes on from.

    `designated_at`: since when that was designated in truth, if another day was entered.
    """
    if before is None:
        return Dated(at)
    if designated_at is not None:
        before = moved_to(before, designated_at, corrected_at=at)
    since = max(at, *_days(before))
    return Dated(
        approved_at=before.activity.approved_at,
        changed_at=since,
        rates={part.kind: rates for part in components if (rates := _rates(before, part, since))},
        since={own.key: day for own in systems if (day := _since(before, own.key, since))},
        day_corrected_at=before.activity.day_corrected_at,
    )


def moved_to(
    approved: ApprovedActivity, day: datetime, *, corrected_at: datetime | None
) -> ApprovedActivity:
    """A version as it is if it was designated on another day first, in rows that nobody stores.

    What was as old as the activity stays so, and what was added keeps its own day.
    """
    own = approved.activity
    changed_at = max(own.changed_at, day) if own.changed_at is not None else None
    said = {"approved_at": day, "day_corrected_at": corrected_at, "changed_at": changed_at}
    components = tuple(
        _like(part, rates=[rate.told for rate in _approved(part, own.approved_at)])
        for part in approved.components
    )
    return replace(approved, activity=_like(own, **said), components=components)


def _approved(part: Component, approved_at: datetime) -> ApprovedRates:
    """As they are stored; once the first one named the day of the activity itself."""
    return tuple(_read(part.rates, approved_at))


def _read(rows: Sequence[Mapping[str, Any]], approved_at: datetime) -> Iterator[ApprovedRate]:
    for place, own in enumerate(rows):
        since = datetime.fromisoformat(own["since"]) if own["since"] else None
        is_first = place == 0 and since == approved_at
        yield ApprovedRate(None if is_first else since, own["minutes"])


def _like(row: RowT, **other: Any) -> RowT:
    """A copy of a row that no session knows."""
    same = {name: getattr(row, name) for name in type(row).model_fields}
    return type(row)(**same | other)


def as_known_now(claimed_in: ApprovedActivity, newest: Activity | None) -> ApprovedActivity:
    """The version in which somebody claimed, designated on the day that is known to be right now.

    Its words, maxima and minutes are those of then. Without a correction since it is as it was. The
    days are compared, since two corrections can be of one moment.
    """
    corrected_at = newest.day_corrected_at if newest else None
    if newest is None or corrected_at is None:
        return claimed_in
    if newest.approved_at == claimed_in.activity.approved_at:
        return claimed_in
    return moved_to(claimed_in, newest.approved_at, corrected_at=corrected_at)


def _days(before: ApprovedActivity) -> list[datetime]:
    """A change is no older than what it changes, whatever day is said of its approval."""
    own = before.activity
    return [own.approved_at, *([own.changed_at] if own.changed_at else [])]


def _rates(before: ApprovedActivity, part: ApprovedComponent, since: datetime) -> ApprovedRates:
    was = next((own for own in before.components if own.kind is part.kind), None)
    if was is None:
        return (ApprovedRate(since, part.minutes_each),)
    known = _approved(was, before.activity.approved_at)
    if was.minutes_each == part.minutes_each:
        return known
    always = (ApprovedRate(None, was.minutes_each),)
    return (*(known or always), ApprovedRate(since, part.minutes_each))


def _since(before: ApprovedActivity, key: str, since: datetime) -> datetime | None:
    if key == PARTICIPATION:
        return None
    was = of_key(key, before.designated)
    return was.since if was else since
