"""Whom a change of marks touches that others rely on: what each had, and how they would stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.certified.rules import Built, has_claim, numbers_of
from app.casework.enums import AttendanceStatus
from app.casework.rules import Mark
from app.casework.saves.rules import Adjusted
from app.cohorts.context import CohortContext
from app.credit.completion.progress import progress
from app.credit.rules import earned_for_claim, is_claim_above
from app.credit.stages.changes.rules import restated, with_marks
from app.credit.status.rules import CreditStatus
from app.language import Text, _, ngettext
from app.language.reasons import Reason
from app.people.actors import Actor
from app.site.parts.attendance import mark_words
from app.site.parts.credit import short_amount
from app.site.parts.people import may_see_people, person_path
from app.site.teach.parts import is_of_whole
from app.site.teach.resting import may_see_certificates


@dataclass(frozen=True)
class Named:
    """Somebody whose mark changes."""

    name: str
    person_id: UUID


@dataclass(frozen=True)
class Looked:
    """What would change, as it was read for the page."""

    adjusted: Sequence[Adjusted]
    """In the order of the people's names."""
    people: Mapping[UUID, Named]
    """By enrollment."""
    positions: Mapping[UUID, int]
    """Of the units, by session."""
    standings: Mapping[UUID, CreditStatus]
    """How these people stand now, by enrollment."""


@dataclass(frozen=True)
class TouchedMark:
    """One mark that changes."""

    unit: str
    before: Text
    after: Text


@dataclass(frozen=True)
class TouchedPerson:
    """What changes for one person."""

    name: str
    href: str | None
    marks: Sequence[TouchedMark]
    relied: Sequence[Text]
    """Who relies on these marks: whose they are, the row says."""
    claim: Text | None
    before: Sequence[Reason]
    after: Sequence[Reason]
    """How they stand now, and would; the same where that stays."""

    @property
    def stays(self) -> bool:
        """Whether their standing stays as it is."""
        return self.before == self.after


def touched_person(
    here: CohortContext,
    looked: Looked,
    key: UUID,
    own: Sequence[Adjusted],
    reader: Actor,
    now: datetime,
) -> TouchedPerson:
    """One person, with all that changes for them: `own`."""
    person, before = looked.people[key], looked.standings.get(key)
    whole = before is not None and is_of_whole(reader, here)
    marks = {
        looked.positions[mark.case_session_id]: (mark.after.shown, mark.after.minutes)
        for mark in own
    }
    after = restated(before, with_marks(marks), now) if before is not None else None
    return TouchedPerson(
        name=person.name,
        href=person_path(person.person_id) if may_see_people(reader, here) else None,
        marks=[_mark(here, looked, mark) for mark in own],
        relied=_relied(own, sees=may_see_certificates(reader, here)),
        claim=_claim(before, after) if may_see_certificates(reader, here) else None,
        before=progress(before.completion, own=False) if before and whole else (),
        after=progress(after.completion, own=False) if after and whole else (),
    )


def _said(mark: Mark) -> tuple[AttendanceStatus, int | None]:
    return mark.shown, mark.shown_minutes


def _mark(here: CohortContext, looked: Looked, one: Adjusted) -> TouchedMark:
    unit = here.label(looked.positions[one.case_session_id])
    return TouchedMark(unit, mark_words(*_said(one.before)), mark_words(*_said(one.after)))


def _relied(own: Sequence[Adjusted], *, sees: bool) -> list[Text]:
    """All that relies on one person's marks, each thing once."""
    built = tuple(dict.fromkeys(thing for mark in own for thing in mark.relied.built))
    begun = (mark.relied.later for mark in own if mark.relied.later and not mark.relied.built)
    later = next(begun, "")
    found = _built(built, sees=sees)
    return (
        [*found, _("The session of {unit}, which has begun since", unit=later)] if later else found
    )


def _built(built: Sequence[Built], *, sees: bool) -> list[Text]:
    """Certificates and a claim; to who may not know of these only that there is something."""
    if built and not sees:
        return [_("Something that was certified or claimed")]
    numbers = numbers_of(built)
    found: list[Text] = []
    if numbers:
        found.append(
            ngettext(
                "Certificate {numbers:and}",
                "Certificates {numbers:and}",
                count=len(numbers),
                numbers=numbers,
            )
        )
    return [*found, _("A claim of credit")] if has_claim(built) else found


def _claim(before: CreditStatus | None, after: CreditStatus | None) -> Text | None:
    """What they claimed, beside what they would have earned; nothing where no claim is made."""
    if before is None or after is None or before.claim is None:
        return None
    if before.eligibility is None or after.eligibility is None:
        return None
    system = before.claim.credit_system
    facts = {
        "claimed": short_amount(before.claim.quarters, system),
        "before": short_amount(earned_for_claim(before) or 0, system),
        "after": short_amount(earned_for_claim(after) or 0, system),
    }
    if is_claim_above(after):
        return _(
            "Claimed {claimed}, which is more than would be earned: {before} now, {after} then.",
            **facts,
        )
    return _("Claimed {claimed}; earned {before} now, {after} then.", **facts)
