"""Tables of who was in the cohort, and what they signed."""

from collections.abc import Iterator

from app.cohorts.enums import EnrollmentStatus
from app.history.audit_folders.contents.records import CohortRead, Place, Sheet
from app.language import _
from app.language.cells import Cell

NUMBER, NAME = _("No."), _("Name")


def people_sheets(read: CohortRead) -> list[Sheet]:
    """The roster, what happened to each place, and the signatures."""
    return [
        Sheet(
            "roster.csv",
            _("Everybody who is or was enrolled; by their number the other tables name them"),
            [NUMBER, NAME, _("Name on certificate"), _("Degrees"), _("Institution at enrollment"),
             _("Profession at enrollment"), _("Profession now"), _("Profession verified"),
             _("Enrolled"), _("Status")],
            [_person(read, place) for place in read.places],
        ),
        Sheet(
            "enrollment-events.csv",
            _("Every step of every place, with who and why"),
            [NUMBER, NAME, _("When"), _("Step"), _("By"), _("Why")],
            [
                [*read.who(event.enrollment_id), read.at(event.at), event.kind.value,
                 read.by(event.by), event.reason]
                for event in read.events
            ],
        ),
        Sheet(
            "attestations.csv",
            _("Every signature under a module, with the versions that it was made for"),
            [NUMBER, NAME, _("Unit"), _("Signed"), _("Name as typed"), _("Taken back"),
             _("Statement"), _("Version of the statement"),
             _("Fingerprint of the module (SHA-256)")],
            list(_signatures(read)),
        ),
    ]  # fmt: skip


def _person(read: CohortRead, place: Place) -> list[Cell]:
    own, person = place.enrollment, place.person
    return [
        *read.who(own.id), person.certificate_name, person.degrees, place.institution.name,
        own.profession.value, person.profession.value, read.at(person.profession_verified_at),
        read.at(own.enrolled_at), own.status.value,
    ]  # fmt: skip


def _signatures(read: CohortRead) -> Iterator[list[Cell]]:
    """In the order of the roster, and of the units."""
    own = [signed for signed in read.signed if signed.attestation.enrollment_id in read.numbers]
    by_place = sorted(
        own,
        key=lambda signed: (
            read.numbers[signed.attestation.enrollment_id],
            signed.unit.position,
            signed.attestation.signed_at,
        ),
    )
    for signed in by_place:
        made = signed.attestation
        yield [
            *read.who(made.enrollment_id), read.here.label(signed.unit.position),
            read.at(made.signed_at), made.typed_name, read.at(signed.withdrawn_at),
            made.statement, made.statement_version, read.modules.get(made.module_version_id),
        ]  # fmt: skip


def enrolled(read: CohortRead) -> int:
    """How many are in the cohort now."""
    return sum(place.enrollment.status is EnrollmentStatus.ENROLLED for place in read.places)
