"""What can be done for a person, as doors to the pages where it is done."""

from dataclasses import dataclass

from app.casework.enums import AttendanceStatus
from app.cohorts.context import LearnerInCohort
from app.credit.status.rules import CreditStatus
from app.language import Text, _
from app.language.moments import local
from app.site.manage.people.record import Record
from app.site.parts.writing import message_to_one


@dataclass(frozen=True)
class Act:
    """Something that can be done for the person, on the page where it is done."""

    title: Text
    note: Text
    href: str


def acts_for(record: Record) -> Text:
    """Of whom they are, and where; nothing where there is no such place."""
    if record.current is None:
        return ""
    return _(
        "For {name} in {cohort}",
        name=record.person.given_name or record.person.family_name,
        cohort=record.current.cohort.title,
    )


def acts_of(record: Record) -> list[Act]:
    """Doors to what is done elsewhere; none for oneself."""
    place = record.current
    if place is None or record.person.id == record.reader.person_id:
        return []
    standing = record.standings.get(place.enrollment.id)
    found = []
    if standing:
        marks = [*_marks(place, standing), *_correction(place, standing)]
        found = [*marks, *_claims(place), *_time_to_claim(place, standing)]
    return [*found, _seat(place)]


def letter_to(record: Record, address: str | None) -> str | None:
    """Where to write to them: a message that is kept, of who is enrolled; else their `address`."""
    place = record.current
    if place and place.enrollment.is_enrolled and record.person.id != record.reader.person_id:
        return message_to_one(place.cohort.slug, record.person.id)
    return f"mailto:{address}" if address else None


def _seat(place: LearnerInCohort) -> Act:
    path = f"/manage/cohorts/{place.cohort.slug}/people/{place.enrollment.person_id}"
    return Act(_("Seat and steps"), _("What can follow: withdraw, transfer, take back"), path)


def _marks(place: LearnerInCohort, standing: CreditStatus) -> list[Act]:
    verdict, found = standing.completion, []
    for unit in standing.ledger.units:
        label = place.label(unit.position)
        href = f"/teach/{place.cohort.slug}/sessions/{unit.position}/attendance"
        if label in verdict.sessions_waiting:
            found.append(Act(_("Record attendance"), _("Session of {unit}", unit=label), href))
        elif label in verdict.restore:
            found.append(Act(_("Record a make-up"), _("Session of {unit}", unit=label), href))
    return found


def _correction(place: LearnerInCohort, standing: CreditStatus) -> list[Act]:
    """Where something is recorded, it can be corrected."""
    if not any(unit.status is not AttendanceStatus.NOT_RECORDED for unit in standing.ledger.units):
        return []
    path = f"/teach/{place.cohort.slug}/correction?person={place.enrollment.id}"
    return [Act(_("Correct marks"), _("Of several sessions, for one reason"), path)]


def _time_to_claim(place: LearnerInCohort, standing: CreditStatus) -> list[Act]:
    """Where somebody who has not claimed is given more time, or has been."""
    if standing.approved is None or standing.claim is not None:
        return []
    path = f"/manage/cohorts/{place.cohort.slug}/people/{place.enrollment.person_id}/claim"
    given = standing.ledger.extension
    note: Text = _("More of it, or an exemption, for this person alone")
    if given is not None:
        note = _("Until {until:date}, for this person", until=local(given.until, place.cohort.zone))
    return [Act(_("Time to claim"), note, path)]


def _claims(place: LearnerInCohort) -> list[Act]:
    path = f"/manage/cohorts/{place.cohort.slug}/certificates/issue"
    return [Act(_("Issue certificates"), _("After a preview of who gets what"), path)]
