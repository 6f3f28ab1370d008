"""The page of one person: how they stand, what happened, who they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.certificates.snapshot import CertificateKind
from app.certificates.teaching.given.queries import GivenForTeaching
from app.cohorts.context import LearnerInCohort
from app.language import Text, _, dotted
from app.language.moments import local
from app.language.reasons import Reason
from app.people.queries import PersonAtPlace
from app.people.rules import why_not_deal_with
from app.policy.table import POLICY, Action
from app.site.manage.cohorts.certificates.issue.line import preview_path
from app.site.manage.cohorts.certificates.issue.names import NameLine, name_line
from app.site.manage.cohorts.certificates.register.page import badge_of
from app.site.manage.people.about import (
    AddressLine,
    RoleLine,
    addresses_of,
    facts_of,
    roles_of,
)
from app.site.manage.people.acts import Act, acts_for, acts_of, letter_to
from app.site.manage.people.record import Record
from app.site.manage.people.standing import (
    StandingCard,
    outlook,
    standing_card,
    why_no_standing,
)
from app.site.manage.people.story import Story, StoryAsked, story
from app.site.parts.people import person_path
from app.site.parts.places import STATUS
from app.web.parts import Badge, Fact, Link


@dataclass(frozen=True)
class PlaceLine:
    """One of their places in cohorts."""

    cohort: str
    href: str
    chosen: str
    """The address of this page about that cohort."""
    program: str
    badge: Badge
    then: Text
    """What they were when they enrolled."""
    certificates: Sequence[Link]


@dataclass(frozen=True)
class TaughtLine:
    """One certificate of teaching."""

    number: str
    href: str
    badge: Badge
    cohort: str
    issued: date
    """The day, in the cohort's zone."""


@dataclass(frozen=True)
class PersonPage:
    """A person, as far as the reader may see."""

    name: str
    eyebrow: Text
    path: str
    address: str | None
    write: str | None
    """Where the reader writes to them."""
    clock: Text
    merged: bool
    """Whether another record was just made one with this."""
    notices: Sequence[Text]
    suspects: Sequence[Link]
    standing: StandingCard | None
    nothing: Text
    """Why there is no standing to show."""
    story: Story
    acts_for: Text
    acts: Sequence[Act]
    why_no_acts: Reason | None
    places: Sequence[PlaceLine]
    taught: Sequence[TaughtLine]
    """Their certificates of teaching, the newest first."""
    name_to_check: NameLine | None
    name_note: Reason | None
    """Why the name was not confirmed."""
    roles: Sequence[RoleLine]
    addresses: Sequence[AddressLine]
    facts: Sequence[Fact]
    security: bool
    """Whether the reader can sign them out and reset their second step."""


def person_page(
    record: Record,
    now: datetime,
    asked: StoryAsked,
    *,
    merged: bool = False,
    name_note: Reason | None = None,
) -> PersonPage:
    """The page as its reader may see it. `asked`: how much of what ever happened."""
    person = record.person
    primary = next((line.address for line in record.addresses if line.is_primary), None)
    standing = standing_card(record, now)
    return PersonPage(
        name=person.display_name,
        eyebrow=_belongs(person.rank, person.department, record.who.institution.name),
        path=person_path(person.id),
        address=primary,
        write=letter_to(record, primary),
        clock=_("{now:time} there now, {now:zone}", now=local(now, person.zone)),
        merged=merged,
        notices=_notices(record),
        suspects=[_suspect(record, other) for other in record.suspects],
        standing=standing,
        nothing=why_no_standing(record),
        story=story(record, now, asked),
        acts_for=acts_for(record),
        acts=acts_of(record),
        why_no_acts=why_not_deal_with([person.id], by=record.reader.person_id),
        places=[_place(record, place) for place in record.places],
        taught=[_taught(own) for own in record.taught],
        name_to_check=_name(record, primary),
        name_note=name_note,
        roles=roles_of(record, now),
        addresses=addresses_of(record),
        facts=facts_of(record),
        security=bool(POLICY[Action.PERSON_SECURITY] & record.reader.roles),
    )


def _name(record: Record, address: str | None) -> NameLine | None:
    """The name on certificates as it waits, with the preview of what it would stand on."""
    name = record.name
    place = record.place_of(name.enrollment_id) if name else None
    if name is None or place is None:
        return None
    preview = preview_path(place, name.enrollment_id, CertificateKind.COMPLETION)
    return name_line(name, preview, address, by=record.reader.person_id)


def _belongs(rank: str, department: str, institution: str) -> Text:
    return dotted(tuple(word for word in (rank, department, institution) if word))


def _notices(record: Record) -> list[Text]:
    if record.person.disabled_at is None:
        return []
    since = local(record.person.disabled_at, record.reader.zone)
    return [_("Cannot sign in since {since:date}.", since=since)]


def _suspect(record: Record, other: PersonAtPlace) -> Link:
    words = _(
        "Compare with {name}, {institution}",
        name=other.person.display_name,
        institution=other.institution.short_name,
    )
    return Link(words, f"{person_path(record.person.id)}/merge/{other.person.id}")


def _place(record: Record, place: LearnerInCohort) -> PlaceLine:
    enrollment = place.enrollment
    standing = record.standings.get(enrollment.id)
    badge = outlook(standing) if standing else STATUS[enrollment.status]
    return PlaceLine(
        cohort=place.cohort.title,
        href=f"/manage/cohorts/{place.cohort.slug}",
        chosen=f"{person_path(record.person.id)}?cohort={place.cohort.slug}",
        program=place.program.title,
        badge=badge,
        then=_then(record, enrollment.id),
        certificates=_certificates(record, enrollment.id),
    )


def _certificates(record: Record, enrollment_id: UUID) -> list[Link]:
    """Those of one place."""
    numbers = [
        issued.certificate.number
        for issued in record.certificates
        if issued.certificate.place_id == enrollment_id
    ]
    return [Link(number, f"/manage/certificates/{number}") for number in numbers]


def _taught(own: GivenForTeaching) -> TaughtLine:
    made, status = own.issued.certificate, own.issued.status
    return TaughtLine(
        made.number,
        f"/manage/certificates/{made.number}",
        badge_of(status.state, status.doubt),
        own.cohort.title,
        local(made.issued_at, own.cohort.zone).date(),
    )


def _then(record: Record, enrollment_id: UUID) -> Text:
    """What somebody was when they enrolled last, where that is known."""
    enrolled = [
        placed
        for placed in record.events
        if placed.event.enrollment_id == enrollment_id and placed.institution is not None
    ]
    if not enrolled:
        return ""
    event, institution = enrolled[-1].event, enrolled[-1].institution or ""
    return _(
        "Enrolled {day:date} as {what}",
        day=local(event.at, record.reader.zone),
        what=_belongs(event.rank or "", event.department or "", institution),
    )
