"""The page of one person: how they stand, what happened, who they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import LearnerInCohort
from app.credit.completion.progress import progress
from app.credit.completion.rules import Completion
from app.credit.rules import CreditStatus
from app.language import Text, _, dotted, pgettext
from app.language.moments import local, long_date
from app.language.reasons import Reason
from app.people.models import EmailAddress
from app.people.queries import PersonAtPlace
from app.people.rules import why_not_deal_with
from app.policy.table import POLICY, Action
from app.site.manage.cohorts.certificates.issue.line import preview_path
from app.site.manage.cohorts.certificates.issue.names import NameLine, name_line
from app.site.manage.people.record import Record
from app.site.manage.people.story import Story, StoryAsked, story
from app.site.manage.people.weeks import Week, weeks
from app.site.parts.addresses import address_state, trouble_words
from app.site.parts.people import PROFESSIONS, ROLES, person_path
from app.site.parts.places import STATUS
from app.web.parts import Badge, Fact, Link


@dataclass(frozen=True)
class StandingCard:
    """How somebody stands in one cohort, in the sentences that they read themselves."""

    cohort: str
    badge: Badge
    headline: Reason
    sentences: Sequence[Reason]
    unit_label: str
    is_series: bool
    weeks: Sequence[Week]


@dataclass(frozen=True)
class Act:
    """Something that can be done for the person, on the page where it is done."""

    title: Text
    note: Text
    href: str


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
class RoleLine:
    """A role that they hold or held."""

    role: Text
    over: Text


@dataclass(frozen=True)
class AddressLine:
    """One of their addresses."""

    address: str
    state: Text
    trouble: Text
    """What is the matter with it, if something is."""


@dataclass(frozen=True)
class PersonPage:
    """A person, as far as the reader may see."""

    name: str
    eyebrow: Text
    path: str
    address: str | None
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
    standing = _standing(record, now)
    return PersonPage(
        name=person.display_name,
        eyebrow=_belongs(person.rank, person.department, record.who.institution.name),
        path=person_path(person.id),
        address=primary,
        clock=_("{now:time} there now, {now:zone}", now=local(now, person.zone)),
        merged=merged,
        notices=_notices(record),
        suspects=[_suspect(record, other) for other in record.suspects],
        standing=standing,
        nothing=_nothing(record),
        story=story(record, now, asked),
        acts_for=_acts_for(record),
        acts=_acts(record),
        why_no_acts=why_not_deal_with([person.id], by=record.reader.person_id),
        places=[_place(record, place) for place in record.places],
        name_to_check=_name(record, primary),
        name_note=name_note,
        roles=_roles(record, now),
        addresses=[_address(record, address) for address in record.addresses],
        facts=_facts(record),
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


def _standing(record: Record, now: datetime) -> StandingCard | None:
    place = record.current
    standing = record.standings.get(place.enrollment.id) if place else None
    if place is None or standing is None:
        return None
    lines = progress(standing.completion, own=False)
    headline = lines[1 if standing.completion.sessions_needed and len(lines) > 1 else 0]
    return StandingCard(
        cohort=dotted((place.program.title, place.cohort.title)),
        badge=outlook(standing.completion),
        headline=headline,
        sentences=[line for line in lines if line is not headline],
        unit_label=place.cohort.unit_label,
        is_series=place.cohort.is_series,
        weeks=weeks(place, record.units, standing, now),
    )


def outlook(verdict: Completion) -> Badge:
    """Whether somebody completes, in a word."""
    if verdict.asks_nothing:
        return Badge(_("Comes as they like"), "neutral")
    if verdict.complete:
        return Badge(pgettext("of a learner", "Completed"), "good")
    if not verdict.reachable:
        return Badge(_("Can no longer complete"), "bad")
    if verdict.sessions_possible < verdict.sessions_needed:
        return Badge(_("Needs a make-up"), "warm")
    return Badge(_("On course"), "good")


def _nothing(record: Record) -> Text:
    if not record.coordinates:
        return _("Only the coordinators of their cohorts see how they are doing.")
    if record.current is not None:
        return _("Not enrolled in {cohort} now.", cohort=record.current.cohort.title)
    return _("No place in a cohort that you coordinate.")


def _acts_for(record: Record) -> Text:
    if record.current is None:
        return ""
    return _(
        "For {name} in {cohort}",
        name=record.person.given_name or record.person.family_name,
        cohort=record.current.cohort.title,
    )


def _acts(record: Record) -> list[Act]:
    """Doors to what is done elsewhere; none for oneself."""
    place = record.current
    if place is None or record.person.id == record.reader.person_id:
        return []
    standing = record.standings.get(place.enrollment.id)
    found = []
    if standing:
        found = [*_marks(place, standing), *_correction(place, standing), *_claims(place)]
    return [*found, _letter(place), _seat(place)]


def _letter(place: LearnerInCohort) -> Act:
    path = f"/manage/cohorts/{place.cohort.slug}/messages/new?person={place.enrollment.person_id}"
    return Act(_("Write a message"), _("By mail, kept with the messages of the cohort"), path)


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


def _claims(place: LearnerInCohort) -> list[Act]:
    path = f"/manage/cohorts/{place.cohort.slug}/certificates/issue"
    return [Act(_("Issue certificates"), _("After a preview of who gets what"), path)]


def _place(record: Record, place: LearnerInCohort) -> PlaceLine:
    enrollment = place.enrollment
    standing = record.standings.get(enrollment.id)
    badge = outlook(standing.completion) if standing else STATUS[enrollment.status]
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
        if issued.certificate.enrollment_id == enrollment_id
    ]
    return [Link(number, f"/manage/certificates/{number}") for number in numbers]


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


def _roles(record: Record, now: datetime) -> list[RoleLine]:
    lines = []
    for held in record.roles:
        grant, over = held.grant, held.over or _("The whole installation")
        ended = grant.revoked_at or (grant.until if grant.until and grant.until <= now else None)
        if ended is not None:
            since = long_date(ended, record.reader.zone)
            over = dotted((over, _("ended {day}", day=since)))
        elif grant.until is not None:
            over = dotted((over, _("until {day}", day=long_date(grant.until, record.reader.zone))))
        lines.append(RoleLine(ROLES[grant.role], over))
    return lines


def _address(record: Record, address: EmailAddress) -> AddressLine:
    zone = record.reader.zone
    trouble = trouble_words(record.troubles.get(address.id), zone)
    return AddressLine(address.address, address_state(address, zone), trouble)


def _facts(record: Record) -> list[Fact]:
    person = record.person
    return [
        Fact(_("Name on certificates"), person.certificate_name),
        Fact(_("Profession"), _profession(record)),
        Fact(_("Institution"), record.who.institution.name),
        Fact(_("In Waypost since"), long_date(person.created_at, record.reader.zone)),
    ]


def _profession(record: Record) -> Text:
    """With since when it is known to be theirs: only then it counts for credit."""
    since, what = record.person.profession_verified_at, PROFESSIONS[record.person.profession]
    if since is None:
        return dotted((what, pgettext("of a profession", "not verified")))
    day = local(since, record.reader.zone)
    return dotted((what, pgettext("of a profession", "verified {day:date}", day=day)))
